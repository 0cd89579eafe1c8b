import type { SlaTarget, TicketRow } from "@balcao/api";
import { businessTime, slaLevel, type SlaLevel } from "@balcao/core";
import { useNow } from "../lib/clock.ts";
import { useFormats } from "../lib/format.ts";
import { useTeams } from "../lib/queries.ts";
import { useTranslation } from "../lib/texts.ts";
import { useCalendars } from "../settings/calendars.ts";
import { businessDuration } from "./business-duration.ts";

/** How one promise about a ticket stands: "Solução" "2h10", and all of it in a sentence. */
export type SlaLine = {
  target: "firstAnswer" | "solution";
  level: SlaLevel;
  name: string;
  text: string;
  /** until when, or since when, where that can be said */
  until: string | null;
};

const at = (time: string | null): number | null => (time === null ? null : Date.parse(time));

/** What a ticket's promises say now, by its team's business time. None = nobody promised anything. */
export function useSla(): (ticket: Pick<TicketRow, "sla" | "teamId">) => SlaLine[] {
  const { t } = useTranslation("tickets");
  const now = useNow();
  const formats = useFormats();
  const calendars = useCalendars();
  const { data: teams } = useTeams();
  return ({ sla, teamId }) => {
    const team = teams?.find(({ id }) => id === teamId);
    const calendar = calendars && team ? calendars(team) : null;
    /** business time, until the hours are known in words that need none */
    const between = (from: number, to: number): string =>
      calendar ? businessDuration(businessTime(calendar, from, to)) : "…";
    const line = (target: SlaLine["target"], promise: SlaTarget | null | undefined): SlaLine[] => {
      if (!promise) return [];
      const [dueAt, doneAt] = [at(promise.dueAt), at(promise.doneAt)];
      const level = slaLevel({ ...promise, dueAt, doneAt, warnAt: at(promise.warnAt) }, now);
      const text = {
        met: () => t("sla.met"),
        late: () => t("sla.late"),
        breached: () => t("sla.breached", { time: between(dueAt ?? now, now) }),
        warned: () => between(now, dueAt ?? now),
        running: () => (dueAt === null ? t("sla.never") : between(now, dueAt)),
        paused: () => t("sla.paused", { time: businessDuration(promise.left ?? 0) }),
      }[level]();
      const moment = doneAt ?? dueAt;
      const until =
        moment === null
          ? null
          : t(doneAt === null ? "sla.until" : "sla.doneAt", { at: formats.full(moment) });
      return [{ target, level, name: t(`sla.${target}`), text, until }];
    };
    return [...line("firstAnswer", sla?.firstAnswer), ...line("solution", sla?.solution)];
  };
}
