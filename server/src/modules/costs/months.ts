import { momentOf, monthOf } from "@balcao/core";

export type MonthRange = { month: string; from: number; until: number; timeZone: string };

/** The month after one, as "2026-12". */
function next(month: string): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, "0")}`;
}

/** A calendar month of an account (null = the one that is now), from its first moment up to the next one's (epoch ms). */
export function monthRange(month: string | null, now: number, timeZone: string): MonthRange {
  const chosen = month ?? monthOf(now, timeZone);
  const start = (of: string): number => momentOf(`${of}-01T00:00`, timeZone);
  return { month: chosen, from: start(chosen), until: start(next(chosen)), timeZone };
}
