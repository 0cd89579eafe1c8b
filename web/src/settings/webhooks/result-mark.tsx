import type { DeliveryResult } from "@balcao/api";
import { CircleCheck, CircleDashed, CircleX, type LucideIcon } from "lucide-react";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { TONES } from "./values.ts";
import classes from "./webhooks.module.css";

const ICONS: Readonly<Record<"ok" | "wait" | "bad", LucideIcon>> = {
  ok: CircleCheck,
  wait: CircleDashed,
  bad: CircleX,
};

/** What became of a delivery, by sign and word: never by colour alone. */
export function ResultMark({ result }: { result: DeliveryResult }): ReactElement {
  const { t } = useTranslation("webhooks");
  const Icon = ICONS[TONES[result]];
  return (
    <span className={classes.mark} data-tone={TONES[result]}>
      <Icon size={16} aria-hidden />
      {t(`results.${result}`)}
    </span>
  );
}
