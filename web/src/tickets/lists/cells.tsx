import type { TicketRow } from "@balcao/api";
import { isTicketOver, slaLevel, type SlaLevel } from "@balcao/core";
import { CircleCheck, CirclePause, Clock, TriangleAlert } from "lucide-react";
import type { ReactElement } from "react";
import { useNow } from "../../lib/clock.ts";
import { useFormats } from "../../lib/format.ts";
import { useTranslation } from "../../lib/texts.ts";
import classes from "./cells.module.css";

/** A moment as lists tell it: the time today, the weekday within a week, else the day. */
export function Moment({ at }: { at: string }): ReactElement {
  const formats = useFormats();
  const ms = Date.parse(at);
  return (
    <time dateTime={at} title={formats.full(ms)} className={classes.moment}>
      {formats.listTime(ms, useNow())}
    </time>
  );
}

/** When it should be done; told as late by a sign and a word too. */
export function Due({ ticket: { dueAt, stage } }: { ticket: TicketRow }): ReactElement | null {
  const { t } = useTranslation("ticketLists");
  const formats = useFormats();
  const now = useNow();
  if (dueAt === null) return null;
  const ms = Date.parse(dueAt);
  const isLate = !isTicketOver(stage) && ms < now;
  return (
    <span className={classes.due} data-tone={isLate ? "bad" : undefined}>
      {isLate && <TriangleAlert size={13} aria-hidden />}
      <time
        dateTime={dueAt}
        title={formats.full(ms)}
        aria-label={isLate ? t("late", { at: formats.full(ms) }) : undefined}
      >
        {formats.shortMoment(ms)}
      </time>
    </span>
  );
}

const LEVELS: Record<SlaLevel, { icon: typeof Clock; tone: string }> = {
  met: { icon: CircleCheck, tone: "good" },
  late: { icon: TriangleAlert, tone: "plain" },
  breached: { icon: TriangleAlert, tone: "bad" },
  warned: { icon: Clock, tone: "warn" },
  paused: { icon: CirclePause, tone: "plain" },
  running: { icon: Clock, tone: "plain" },
};

const ms = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso));

/** The promise that comes next, and how it stands. */
export function Sla({ ticket: { sla } }: { ticket: TicketRow }): ReactElement | null {
  const { t } = useTranslation("ticketLists");
  const formats = useFormats();
  const now = useNow();
  const targets = [sla?.firstAnswer, sla?.solution].filter(
    (target) => target !== null && target !== undefined,
  );
  const target = targets.find(({ doneAt }) => doneAt === null) ?? targets.at(-1);
  if (!target) return null;
  const level = slaLevel(
    {
      doneAt: ms(target.doneAt),
      dueAt: ms(target.dueAt),
      warnAt: ms(target.warnAt),
      left: target.left,
      breached: target.breached,
    },
    now,
  );
  const { icon: Icon, tone } = LEVELS[level];
  return (
    <span className={classes.due} data-tone={tone}>
      <Icon size={13} aria-hidden />
      {t(`sla.${level}`, { at: target.dueAt === null ? "" : formats.shortMoment(Date.parse(target.dueAt)) })}
    </span>
  );
}
