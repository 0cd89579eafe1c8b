import type { CostSettings } from "@balcao/api";
import { readMicros, writeMicros } from "./money.ts";

/** A price as it is typed; `key` keeps its row apart while it is. */
export type RateValues = { key: string; category: string; from: string; price: string };
export type CostValues = { currency: string; budget: string; warnPercent: string; rates: RateValues[] };

const DEFAULT_WARN_PERCENT = 80;

export function valuesOfCosts({ currency, budget, rates }: CostSettings, locale: string): CostValues {
  return {
    currency,
    budget: writeMicros(budget?.micros ?? null, locale),
    warnPercent: String(budget?.warnPercent ?? DEFAULT_WARN_PERCENT),
    rates: rates.map(({ category, from, micros }) => ({
      key: `${category} ${from}`,
      category,
      from,
      price: writeMicros(micros, locale),
    })),
  };
}

/** The request for values without problems. */
export function costsOfValues(
  { currency, budget, warnPercent, rates }: CostValues,
  version: number,
): CostSettings {
  const micros = readMicros(budget);
  return {
    currency: currency.trim().toUpperCase(),
    budget: micros === null ? null : { micros, warnPercent: Number(warnPercent) },
    rates: rates.map(({ category, from, price }) => ({ category, from, micros: readMicros(price) ?? 0 })),
    version,
  };
}

export type CostProblem = {
  path: string;
  code: "currency" | "amount" | "percent" | "day" | "taken";
};

/** All that keeps these values from being saved, in the order of the page. */
export function problemsOfCosts({ currency, budget, warnPercent, rates }: CostValues): CostProblem[] {
  const percent = /^\d{1,2}$/u.test(warnPercent.trim()) ? Number(warnPercent) : 0;
  const seen = new Set<string>();
  const problems: (CostProblem | false)[] = [
    !/^[A-Za-z]{3}$/u.test(currency.trim()) && { path: "currency", code: "currency" },
    budget.trim() !== "" && !readMicros(budget) && { path: "budget.micros", code: "amount" },
    budget.trim() !== "" && percent < 1 && { path: "budget.warnPercent", code: "percent" },
    ...rates.flatMap(({ category, from, price }, index): (CostProblem | false)[] => {
      const key = `${category} ${from}`;
      const isTaken = seen.has(key);
      seen.add(key);
      return [
        from === "" && { path: `rates.${index}.from`, code: "day" },
        from !== "" && isTaken && { path: `rates.${index}.from`, code: "taken" },
        readMicros(price) === null && { path: `rates.${index}.micros`, code: "amount" },
      ];
    }),
  ];
  return problems.filter((problem) => problem !== false);
}
