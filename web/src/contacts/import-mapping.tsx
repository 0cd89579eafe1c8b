import type { ImportPreview } from "@balcao/api";
import { IMPORT_TARGETS, mappingFault, type ImportTarget } from "@balcao/core";
import { Button, NativeSelect, Radio } from "@mantine/core";
import { useState, type ReactElement } from "react";
import { useFields } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import classes from "./import.module.css";
import page from "./contacts.module.css";

export type Wishes = { mapping: (ImportTarget | null)[]; existing: "update" | "skip" };

type Props = { preview: ImportPreview; isBusy: boolean; begin: (wishes: Wishes) => void };

/** What each column of the file is, beside its first lines; and what is done with people who are there already. */
export function ImportMapping({ preview, isBusy, begin }: Props): ReactElement {
  const { t } = useTranslation("contacts");
  const [mapping, setMapping] = useState<(ImportTarget | null)[]>(preview.mapping);
  const [existing, setExisting] = useState<Wishes["existing"]>("update");
  const fields = (useFields().data ?? []).filter(({ active, subject }) => active && subject === "contact");
  const targets: { value: ImportTarget | ""; label: string }[] = [
    { value: "", label: t("import.leaveOut") },
    ...IMPORT_TARGETS.map((target) => ({ value: target, label: t(`import.target.${target}`) })),
    ...fields.map(({ id, label }) => ({ value: `field:${id}` as const, label })),
  ];
  const fault = mappingFault(mapping, fields);
  const name = (head: string, index: number): string =>
    head.trim() || t("import.column", { number: index + 1 });
  return (
    <form
      className={page.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (fault === null) begin({ mapping, existing });
      }}
    >
      <div className={classes.wide}>
        <table className={classes.table}>
          <caption>{t("import.columns")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("import.inFile")}</th>
              <th scope="col">{t("import.here")}</th>
              <th scope="col">{t("import.sample")}</th>
            </tr>
          </thead>
          <tbody>
            {preview.heads.map((head, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- a column is its place
              <tr key={index}>
                <th scope="row">{name(head, index)}</th>
                <td>
                  <NativeSelect
                    aria-label={t("import.whatIs", { column: name(head, index) })}
                    value={mapping[index] ?? ""}
                    onChange={(event) => {
                      const wanted = targets.find(({ value }) => value === event.currentTarget.value);
                      setMapping(mapping.with(index, wanted?.value || null));
                    }}
                    data={targets}
                  />
                </td>
                <td className={classes.sample}>
                  {preview.rows
                    .flatMap((row) => row[index]?.trim() || [])
                    .slice(0, 3)
                    .join(" · ")}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Radio.Group
        label={t("import.existing")}
        value={existing}
        onChange={(value) => setExisting(value === "skip" ? "skip" : "update")}
      >
        <Radio mt={8} value="update" label={t("import.update")} description={t("import.updateHelp")} />
        <Radio mt={8} value="skip" label={t("import.skip")} />
      </Radio.Group>
      {fault !== null && (
        <p role="status" className={page.complaint}>
          {t(`import.fault.${fault}`)}
        </p>
      )}
      <div className={page.buttons}>
        <Button type="submit" disabled={fault !== null} loading={isBusy}>
          {t("import.do")}
        </Button>
      </div>
    </form>
  );
}
