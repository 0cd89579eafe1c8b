import { useId, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import classes from "./color-choice.module.css";
import { COLORS } from "./values.ts";

type Props = { value: string; change: (color: string) => void };

/** The colour a team is told by, beside its name: one of ours, or any other. */
export function ColorChoice({ value, change }: Props): ReactElement {
  const { t } = useTranslation("settings");
  const name = useId();
  const isOther = !COLORS.some(({ hex }) => hex === value);
  return (
    <fieldset className={classes.colors} data-path="color">
      <legend>{t("team.color")}</legend>
      <div className={classes.swatches}>
        {COLORS.map(({ name: color, hex }) => (
          <label
            key={hex}
            className={classes.swatch}
            style={{ background: hex }}
            title={t(`colors.${color}`)}
          >
            <input
              type="radio"
              name={name}
              value={hex}
              checked={hex === value}
              aria-label={t(`colors.${color}`)}
              onChange={() => change(hex)}
            />
          </label>
        ))}
        <label className={classes.other} data-chosen={isOther || undefined}>
          <input type="color" value={value} onChange={(event) => change(event.currentTarget.value)} />
          <span>{t("team.otherColor")}</span>
        </label>
      </div>
    </fieldset>
  );
}
