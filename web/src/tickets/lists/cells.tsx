import type { TicketRow } from "@balcao/api";
import { isTicketOver, type SlaLevel } from "@balcao/core";
import { CircleCheck, CircleX, Clock, Pause, TriangleAlert, type LucideIcon } from "lucide-react";
import type { ReactElement } from "react";
import { useNow } from "../../lib/clock.ts";
import { useFormats } from "../../lib/format.ts";
import { useTranslation } from "../../lib/texts.ts";
import { useSla } from "../use-sla.ts";
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

const SIGNS: Record<SlaLevel, { icon: LucideIcon; tone: string | undefined }> = {
  met: { icon: CircleCheck, tone: undefined },
  late: { icon: CircleX, tone: undefined },
  breached: { icon: CircleX, tone: "bad" },
  warned: { icon: TriangleAlert, tone: "warn" },
  running: { icon: Clock, tone: undefined },
  paused: { icon: Pause, tone: undefined },
};
const isKept = (level: SlaLevel): boolean => level === "met" || level === "late";

/** The promise that comes next, and how it stands; when all are kept, the last one. */
export function Sla({ ticket }: { ticket: TicketRow }): ReactElement | null {
  const lines = useSla()(ticket);
  const line = lines.find(({ level }) => !isKept(level)) ?? lines.at(-1);
  if (!line) return null;
  const { icon: Icon, tone } = SIGNS[line.level];
  const said = `${line.name} ${line.text}`;
  return (
    <span className={classes.due} data-tone={tone} title={line.until ? `${said} · ${line.until}` : said}>
      <Icon size={13} aria-hidden />
      <span className={classes.said}>{said}</span>
    </span>
  );
}
