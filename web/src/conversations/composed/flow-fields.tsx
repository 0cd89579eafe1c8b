import { INTERACTIVE_LIMITS } from "@balcao/core";
import { Button, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { useEffect, useId, useRef, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import dialogs from "../dialogs/dialogs.module.css";
import classes from "./composed.module.css";
import { LineField, type ActionProps } from "./line-field.tsx";
import { useUsed } from "./use-used.ts";

/** What the form's first screen begins with: named values. */
function DataFields({ action, change, errors }: ActionProps<"flow">): ReactElement {
  const { t } = useTranslation("composer");
  const { data } = action;
  const list = useRef<HTMLUListElement>(null);
  const count = useRef(data.length);
  const put = (next: typeof data): void => change({ ...action, data: next });
  useEffect(() => {
    if (data.length > count.current) list.current?.querySelector<HTMLElement>("li:last-child input")?.focus();
    count.current = data.length;
  }, [data.length]);
  const isFilled = ({ name, value }: (typeof data)[number]): boolean =>
    name.trim() !== "" || value.trim() !== "";
  // blank rows are no data: a problem counts the others only
  const placeOf = (index: number): number => data.slice(0, index).filter(isFilled).length;
  return (
    <fieldset className={dialogs.pick}>
      <legend>{t("interactive.data")}</legend>
      <ul ref={list} className={classes.rows}>
        {data.map((row, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows have no identity but their place
          <li key={index}>
            {(["name", "value"] as const).map((part) => (
              <TextInput
                key={part}
                aria-label={t(`interactive.${part}Of`, { number: index + 1 })}
                placeholder={t(`interactive.${part}`)}
                value={row[part]}
                error={isFilled(row) ? errors(`action.data.${placeOf(index)}.${part}`) : null}
                onChange={(event) => {
                  const next = { ...row, [part]: event.currentTarget.value };
                  put(data.map((other, place) => (place === index ? next : other)));
                }}
              />
            ))}
            <button
              type="button"
              className={classes.remove}
              aria-label={t("interactive.removeData", { number: index + 1 })}
              title={t("interactive.removeData", { number: index + 1 })}
              onClick={() => put(data.filter((_, place) => place !== index))}
            >
              <X size={16} />
            </button>
          </li>
        ))}
      </ul>
      {data.length < INTERACTIVE_LIMITS.data && (
        <Button
          variant="subtle"
          size="xs"
          leftSection={<Plus size={15} aria-hidden />}
          onClick={() => put([...data, { name: "", value: "" }])}
        >
          {t("interactive.addData")}
        </Button>
      )}
    </fieldset>
  );
}

/** A form of Meta's, by its id or name; what was sent with it last is offered again. */
export function FlowFields({ action, change, errors }: ActionProps<"flow">): ReactElement {
  const { t } = useTranslation("composer");
  const { flows } = useUsed();
  const list = useId();
  const choose = (flow: string): void => {
    const used = flows.find((one) => one.flow === flow);
    const { label, screen } = action;
    change({ ...action, flow, label: label || (used?.label ?? ""), screen: screen ?? used?.screen ?? null });
  };
  return (
    <>
      <LineField
        label={t("interactive.flow")}
        value={action.flow}
        most={INTERACTIVE_LIMITS.id}
        error={errors("action.flow")}
        list={list}
        change={choose}
      />
      <datalist id={list}>
        {flows.map(({ flow, label }) => (
          <option key={flow} value={flow}>
            {label}
          </option>
        ))}
      </datalist>
      <LineField
        label={t("interactive.label")}
        value={action.label}
        most={INTERACTIVE_LIMITS.label}
        error={errors("action.label")}
        change={(next) => change({ ...action, label: next })}
      />
      <LineField
        label={t("interactive.screen")}
        value={action.screen ?? ""}
        most={INTERACTIVE_LIMITS.id}
        error={errors("action.screen")}
        change={(next) => change({ ...action, screen: next })}
      />
      <DataFields action={action} change={change} errors={errors} />
    </>
  );
}
