import { localTime } from "../conversation/hours.ts";
import type { TesterRun, TesterWorld } from "./tester.ts";

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;

/** Days from 1970-01-01 to a date of the calendar, by counting from a March on, so that a leap day comes last. */
function dayNumber(date: string): number {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const years = month > 2 ? year : year - 1;
  const monthsFromMarch = (month + 9) % 12;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return 365 * years + leapDays + Math.floor((153 * monthsFromMarch + 2) / 5) + day - 719_469;
}

/** A wall clock's reading ("2026-11-23T09:00") as a moment. One that a change of clocks skips is the same reading an hour earlier. */
export function momentOf(local: string, timeZone: string): number {
  const [date = "", time = ""] = local.split("T");
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const reading = dayNumber(date) * DAY_MINUTES + hours * 60 + minutes;
  const offset = (at: number): number => {
    const there = localTime(at * MINUTE_MS, timeZone);
    return dayNumber(there.date) * DAY_MINUTES + there.minutes - at;
  };
  return (reading - offset(reading - offset(reading))) * MINUTE_MS;
}

/** Whom kept scripts play: the account's own company and a customer without a name, so that they mean the same everywhere. */
export const scriptWorld = (
  running: TesterWorld["running"],
  company: Omit<TesterWorld["context"], "contact">,
): TesterWorld => ({ running, context: { ...company, contact: { name: null } } });

/** What a kept script expects of a bot: each text it said and each team ("→ Comercial") it led to, in order. */
export function outcomeOf(run: TesterRun, { context }: TesterWorld): string[] {
  return run.entries.flatMap((entry) => {
    if (entry.from === "bot") return [entry.content.body];
    if (entry.from !== "history" || entry.event !== "conversation.handed_over") return [];
    const to = String(entry.data["to"]);
    return [`→ ${context.teams.get(to)?.name ?? to}`];
  });
}
