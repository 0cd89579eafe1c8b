import type { ReactElement } from "react";
import { useFormats } from "../../lib/format.ts";
import { useTranslation } from "../../lib/texts.ts";
import classes from "./costs.module.css";
import { money } from "./money.ts";

type Amount = { micros: number; unpriced: number };

/** What messages cost, and how many of them have no price yet. */
export function Price({ amount, currency }: { amount: Amount; currency: string }): ReactElement {
  const { t, i18n } = useTranslation("costs");
  const shown = useFormats().number;
  const { micros, unpriced } = amount;
  return (
    <span className={classes.amount}>
      {(micros > 0 || unpriced === 0) && money(micros, currency, i18n.language)}
      {unpriced > 0 && (
        <span className={classes.unpriced}>
          {" "}
          {t("withoutPrice", { count: unpriced, shown: shown(unpriced) })}
        </span>
      )}
    </span>
  );
}
