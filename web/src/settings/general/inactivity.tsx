import { TextInput } from "@mantine/core";
import "@mantine/core/styles.layer.css";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { readDecimal, writeDecimal } from "../parts/numbers.ts";
import parts from "../parts/parts.module.css";
import { isHours, warningAfter } from "./values.ts";
import type { PartProps } from "./part-props.ts";

/** Tempo de inatividade para o encerramento da conversa, and how long before it the customer is warned. */
export function Inactivity({ editor, readOnly }: PartProps): ReactElement {
  const { t, i18n } = useTranslation("settings");
  const { values, change, errors } = editor;
  const closing = readDecimal(values.inactivityHours);
  const warning = readDecimal(values.warningHours);
  const isKnown = isHours(closing) && isHours(warning) && warning < closing;
  const said = (hours: number): string => writeDecimal(hours, i18n.language);
  const field = (name: "inactivityHours" | "warningHours") => ({
    inputMode: "decimal" as const,
    maxLength: 7,
    "data-path": name,
    disabled: readOnly,
    value: values[name],
    error: errors[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => change({ [name]: event.currentTarget.value }),
  });
  return (
    <div>
      <div className={parts.two}>
        <TextInput
          label={t("whatsapp.inactivityHours")}
          rightSection={<Unit />}
          rightSectionWidth={64}
          {...field("inactivityHours")}
        />
        <TextInput
          label={t("whatsapp.warningHours")}
          rightSection={<Unit />}
          rightSectionWidth={64}
          {...field("warningHours")}
        />
      </div>
      {isKnown && (
        <p className={parts.effect}>
          {t("whatsapp.inactivityEffect", { hours: said(closing) })}{" "}
          {values.inactivity_warning.enabled &&
            t("whatsapp.warningEffect", { hours: said(warningAfter(closing, warning)) })}
        </p>
      )}
    </div>
  );
}

function Unit(): ReactElement {
  const { t } = useTranslation("settings");
  return <span className={parts.unit}>{t("unitHours")}</span>;
}
