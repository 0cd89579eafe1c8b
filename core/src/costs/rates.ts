import { REGULAR } from "./charge.ts";

/** A price from a day on (account's calendar, "2026-10-01") until the next one of the same category. Millionths of the account's currency. */
export type PriceRate = { category: string; from: string; micros: number };

/** Messages of one day, one type and one category that arrived. */
export type Usage = { day: string; type: string; category: string; count: number };

/** `micros`: what they cost; `unpriced`: messages that cost something, nobody said how much. */
export type Cost = { micros: number; unpriced: number };

/** The rate in force on a day; null = there is none yet. */
export function rateOn(rates: readonly PriceRate[], category: string, day: string): PriceRate | null {
  let found: PriceRate | null = null;
  for (const rate of rates)
    if (rate.category === category && rate.from <= day && (found === null || rate.from > found.from))
      found = rate;
  return found;
}

/** What messages cost by a table of rates. Whole millionths: nothing is rounded. */
export function costOf(usage: readonly Usage[], rates: readonly PriceRate[]): Cost {
  const cost: Cost = { micros: 0, unpriced: 0 };
  for (const { day, type, category, count } of usage) {
    if (type !== REGULAR) continue;
    const rate = rateOn(rates, category, day);
    if (rate) cost.micros += rate.micros * count;
    else cost.unpriced += count;
  }
  return cost;
}
