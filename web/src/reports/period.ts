import { localTime } from "@balcao/core";

/** Whole local days, both included: "2026-11-01". */
export type Period = { from: string; to: string };

const DAY_MS = 86_400_000;
const today = (now: number, timeZone: string): string => localTime(now, timeZone).date;

/** The last so many days of the account, today among them. */
export function lastDays(count: number, now: number, timeZone: string): Period {
  const to = today(now, timeZone);
  const from = new Date(Date.parse(to) - (count - 1) * DAY_MS).toISOString().slice(0, 10);
  return { from, to };
}

/** From the first of the month until today. */
export function thisMonth(now: number, timeZone: string): Period {
  const to = today(now, timeZone);
  return { from: `${to.slice(0, 7)}-01`, to };
}
