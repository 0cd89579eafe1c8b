import type { MessageStatus } from "@balcao/api";
import type { CSSProperties, ReactElement } from "react";
import { useTranslation } from "../lib/texts.ts";
import classes from "./ticks.module.css";

const SHAPES: Record<Exclude<MessageStatus, "received">, string> = {
  queued: "clock",
  sending: "clock",
  accepted: "one",
  sent: "one",
  delivered: "two",
  read: "two",
  played: "two",
  failed: "alert",
  unknown: "question",
  cancelled: "dash",
};

/** A message's state as the ticks people know, with its name in words. Nothing for what came in. */
export function Ticks({ status }: { status: string }): ReactElement | null {
  const { t } = useTranslation("desk");
  if (status === "received" || !(status in SHAPES)) return null;
  const known = status as keyof typeof SHAPES;
  return (
    <i
      className={classes.ticks}
      data-status={known}
      role="img"
      aria-label={t(`status.${known}`)}
      title={t(`status.${known}`)}
      style={{ "--shape": `var(--glyph-tick-${SHAPES[known]})` } as CSSProperties}
    />
  );
}
