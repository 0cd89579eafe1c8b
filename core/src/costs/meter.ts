import { REGULAR, SERVICE } from "./charge.ts";
import { costOf, type Cost, type PriceRate, type Usage } from "./rates.ts";

/** Messages of one number and team, on one day, of one type and category, that arrived. */
export type MeterRow = Usage & { channelId: string; teamId: string };

/** What arrived of one type and category, with what it costs. */
export type MeterLine = Cost & { type: string; category: string; count: number };
/** `usedFree`: of the free-form replies of the month that cost nothing; the number's own, like the limit (wire facts, 13.3). */
export type NumberMeter = Cost & { channelId: string; count: number; usedFree: number; lines: MeterLine[] };
export type TeamMeter = Cost & { teamId: string; count: number };
export type Meter = Cost & { count: number; numbers: NumberMeter[]; teams: TeamMeter[] };

const counted = (rows: readonly Usage[]): number => rows.reduce((sum, { count }) => sum + count, 0);

/** Free-form replies of a number in a month that cost nothing, as Meta said of each. */
export const usedFreeOf = (rows: readonly Usage[]): number =>
  counted(rows.filter(({ type, category }) => category === SERVICE && type !== REGULAR));

const dearestFirst = (a: Cost & { count: number }, b: Cost & { count: number }): number =>
  b.micros - a.micros || b.count - a.count;

/** What arrived by type and category, what is charged first, then the dearest. */
export function linesOf(rows: readonly Usage[], rates: readonly PriceRate[]): MeterLine[] {
  const groups = Map.groupBy(rows, ({ type, category }) => JSON.stringify([type, category]));
  return [...groups.values()]
    .map((own) => {
      const { type, category } = own[0] as Usage;
      return { type, category, count: counted(own), ...costOf(own, rates) };
    })
    .sort(
      (a, b) =>
        Number(b.type === REGULAR) - Number(a.type === REGULAR) ||
        dearestFirst(a, b) ||
        (a.category < b.category ? -1 : 1),
    );
}

/**
 * A month's meter: by number with type and category, and by team, the dearest first. Every message is in one number and in one team, so both
 * sum up to the whole.
 */
export function meterOf(rows: readonly MeterRow[], rates: readonly PriceRate[]): Meter {
  const numbers = [...Map.groupBy(rows, ({ channelId }) => channelId)].map(([channelId, own]) => ({
    channelId,
    count: counted(own),
    usedFree: usedFreeOf(own),
    lines: linesOf(own, rates),
    ...costOf(own, rates),
  }));
  const teams = [...Map.groupBy(rows, ({ teamId }) => teamId)].map(([teamId, own]) => ({
    teamId,
    count: counted(own),
    ...costOf(own, rates),
  }));
  return {
    count: counted(rows),
    numbers: numbers.sort(dearestFirst),
    teams: teams.sort(dearestFirst),
    ...costOf(rows, rates),
  };
}

/** What a company means to spend in a month, in millionths of its currency, and from how much of it on it wants to be told, in per cent. */
export type Budget = { micros: number; warnPercent: number };
export const BUDGET_LEVELS = ["within", "warned", "passed"] as const;
export type BudgetLevel = (typeof BUDGET_LEVELS)[number];

/** How a month stands with its budget: passed once it costs as much. */
export function budgetLevel(micros: number, budget: Budget): BudgetLevel {
  if (micros >= budget.micros) return "passed";
  return micros * 100 >= budget.micros * budget.warnPercent ? "warned" : "within";
}

/** Is this worse than what was told already? A month's cost only grows, but its budget may be raised. */
export const isWorse = (level: BudgetLevel, told: BudgetLevel): boolean =>
  BUDGET_LEVELS.indexOf(level) > BUDGET_LEVELS.indexOf(told);
