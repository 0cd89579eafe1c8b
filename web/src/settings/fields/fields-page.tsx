import type { CustomField } from "@balcao/api";
import { Button } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import { useMutation } from "@tanstack/react-query";
import { ArrowDown, ArrowUp, ListPlus, Pencil, Plus } from "lucide-react";
import { useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { api, sentenceOf } from "../../lib/api.ts";
import { keys, queryClient, useFields } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { ListFrame } from "../parts/list-frame.tsx";
import table from "../parts/table.module.css";
import { FieldDialog } from "./field-dialog.tsx";

type RowProps = {
  field: CustomField;
  isFirst: boolean;
  isLast: boolean;
  edit: () => void;
  move: (step: 1 | -1) => void;
};

function FieldRow({ field, isFirst, isLast, edit, move }: RowProps): ReactElement {
  const { t } = useTranslation("settings");
  const { label, kind, options, active } = field;
  const button = { variant: "subtle", size: "compact-sm" } as const;
  return (
    <tr>
      <th scope="row">
        <span className={table.main}>
          <span>{label}</span>
          {kind === "list" && <span className={table.sub}>{options.join(" · ")}</span>}
        </span>
        {!active && (
          <span className={table.tags}>
            <span data-tone="off">{t("fields.off")}</span>
          </span>
        )}
      </th>
      <td data-label={t("fields.kind")}>{t(`fields.kinds.${kind}`)}</td>
      <td className={table.acts}>
        <Button
          {...button}
          disabled={isFirst}
          aria-label={t("fields.up", { name: label })}
          onClick={() => move(-1)}
        >
          <ArrowUp size={16} aria-hidden />
        </Button>
        <Button
          {...button}
          disabled={isLast}
          aria-label={t("fields.down", { name: label })}
          onClick={() => move(1)}
        >
          <ArrowDown size={16} aria-hidden />
        </Button>
        <Button {...button} aria-label={t("fields.edit", { name: label })} onClick={edit}>
          <Pencil size={16} aria-hidden />
        </Button>
      </td>
    </tr>
  );
}

/** The fields with one of them a step up or down. */
function moved(fields: readonly CustomField[], index: number, step: 1 | -1): CustomField[] {
  const field = fields[index];
  return field ? fields.toSpliced(index, 1).toSpliced(index + step, 0, field) : [...fields];
}

function useOrder() {
  return useMutation({
    mutationFn: (fields: readonly CustomField[]) => {
      const ids = fields.map(({ id }) => id);
      return api<{ items: CustomField[] }>("/api/fields/order", {
        method: "PUT",
        body: { subject: "contact", ids },
      });
    },
    onMutate: (fields) => queryClient.setQueryData(keys.fields, [...fields]),
    onError: (error) => toast(sentenceOf(error), { tone: "error" }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.fields }),
  });
}

/** Configurações > Campos personalizados: what the account wants to know of each customer. */
export function FieldsPage(): ReactElement {
  const { t } = useTranslation("settings");
  const query = useFields();
  const [open, setOpen] = useState<CustomField | "new" | null>(null);
  const order = useOrder();
  return (
    <>
      <ListFrame
        title={t("fields.title")}
        lead={t("fields.lead")}
        acts={
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setOpen("new")}>
            {t("fields.add")}
          </Button>
        }
        query={query}
        icon={ListPlus}
        empty={t("fields.empty")}
        emptyText={t("fields.emptyText")}
      >
        {(fields) => (
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t("fields.label")}</th>
                <th scope="col">{t("fields.kind")}</th>
                <th scope="col">
                  <span className="visually-hidden">{t("acts")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {fields.map((field, index) => (
                <FieldRow
                  key={field.id}
                  field={field}
                  isFirst={index === 0}
                  isLast={index === fields.length - 1}
                  edit={() => setOpen(field)}
                  move={(step) => order.mutate(moved(fields, index, step))}
                />
              ))}
            </tbody>
          </table>
        )}
      </ListFrame>
      {open !== null && <FieldDialog field={open === "new" ? null : open} close={() => setOpen(null)} />}
    </>
  );
}
