import { Lock, Reply } from "lucide-react";
import { useId, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import type { Mode } from "../drafts.ts";
import classes from "./mode-toggle.module.css";

/** [Responder | Nota interna]: for the customer, or for the team alone. */
export function ModeToggle({ mode, change }: { mode: Mode; change: (mode: Mode) => void }): ReactElement {
  const { t } = useTranslation("desk");
  const name = useId();
  const choices = [
    { value: "reply", icon: Reply, label: t("mode.reply") },
    { value: "note", icon: Lock, label: t("mode.note") },
  ] as const;
  return (
    <fieldset className={classes.toggle}>
      <legend className="visually-hidden">{t("mode.label")}</legend>
      {choices.map(({ value, icon: Icon, label }) => (
        <label key={value} className={classes.choice} data-mode={value}>
          <input
            type="radio"
            name={name}
            value={value}
            checked={mode === value}
            onChange={() => change(value)}
          />
          <Icon size={14} aria-hidden /> {label}
        </label>
      ))}
    </fieldset>
  );
}
