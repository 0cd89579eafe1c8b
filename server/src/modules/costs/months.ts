import { monthOf } from "@balcao/core";

/** A calendar month of an account: its days from `from` up to `until`, the first of the next one. */
export type MonthRange = { month: string; from: string; until: string };

/** The month so many after one, as "2026-12". */
function monthBy(month: string, step: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const index = year * 12 + number - 1 + step;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
}

/** So many months, the last of them `month`. */
export const monthsTo = (month: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => monthBy(month, index + 1 - count));

/** A month of an account (null = the one that is now). */
export function monthRange(month: string | null, now: number, timeZone: string): MonthRange {
  const chosen = month ?? monthOf(now, timeZone);
  return { month: chosen, from: `${chosen}-01`, until: `${monthBy(chosen, 1)}-01` };
}
