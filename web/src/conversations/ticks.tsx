import type { MessageStatus } from "@balcao/api";
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import classes from "./ticks.module.css";

type Shape = "clock" | "one" | "two" | "alert" | "question" | "dash";

const SHAPES: Record<Exclude<MessageStatus, "received">, Shape> = {
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

const PATHS: Record<Shape, ReactElement> = {
  clock: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path d="M8 5v3.2l2 1.3" />
    </>
  ),
  one: <path d="m3.5 8.5 3 3 6-7" />,
  two: <path d="m1 8.5 3 3 6-7M7.6 10.8l.7.7 6-7" />,
  alert: <path d="M8 2.5 14 13H2ZM8 6.5v3M8 11v.2" />,
  question: <path d="M5.6 6a2.4 2.4 0 1 1 3.6 2.1C8.4 8.6 8 9 8 10M8 12.6v.2" />,
  dash: <path d="M4 8h8" />,
};

/** A message's state as the ticks people know, with its name in words. Nothing for what came in. */
export function Ticks({ status }: { status: string }): ReactElement | null {
  const { t } = useTranslation("desk");
  if (status === "received" || !(status in SHAPES)) return null;
  const known = status as keyof typeof SHAPES;
  return (
    <svg
      className={classes.ticks}
      data-status={known}
      viewBox="0 0 16 16"
      role="img"
      aria-label={t(`status.${known}`)}
    >
      <title>{t(`status.${known}`)}</title>
      {PATHS[SHAPES[known]]}
    </svg>
  );
}
