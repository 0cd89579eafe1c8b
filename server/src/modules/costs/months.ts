import { monthOf } from "@balcao/core";

/** A calendar month of an account: its days from `from` up to `until`, the first of the next one. */
export type MonthRange = { month: string; from: string; until: string };

/** The month after one, as "2026-12". */
function next(month: string): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

/** A month of an account (null = the one that is now). */
export function monthRange(month: string | null, now: number, timeZone: string): MonthRange {
  const chosen = month ?? monthOf(now, timeZone);
  return { month: chosen, from: `${chosen}-01`, until: `${next(chosen)}-01` };
}
