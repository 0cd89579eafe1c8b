import { expect, it } from "vitest";
import { costsOfValues, problemsOfCosts, valuesOfCosts } from "./values.ts";

const SAVED = {
  currency: "BRL",
  budget: { micros: 150_500_000, warnPercent: 75 },
  rates: [{ category: "service", from: "2026-10-01", micros: 35_000 }],
  version: 3,
};

it("comes back as it was saved, in each language", () => {
  for (const locale of ["pt-BR", "en"]) expect(costsOfValues(valuesOfCosts(SAVED, locale), 3)).toEqual(SAVED);
  const none = { ...SAVED, budget: null, rates: [] };
  expect(costsOfValues(valuesOfCosts(none, "pt-BR"), 3)).toEqual(none);
});

it("says what is wrong where it is", () => {
  const values = valuesOfCosts(SAVED, "pt-BR");
  expect(problemsOfCosts(values)).toEqual([]);
  const rate = { key: "new", category: "service", from: "2026-10-01", price: "x" };
  const wrong = {
    currency: "R$",
    budget: "0",
    warnPercent: "100",
    rates: [...values.rates, rate, { ...rate, from: "" }],
  };
  expect(problemsOfCosts(wrong).map(({ path, code }) => `${path} ${code}`)).toEqual([
    "currency currency",
    "budget.micros amount",
    "budget.warnPercent percent",
    "rates.1.from taken",
    "rates.1.micros amount",
    "rates.2.from day",
    "rates.2.micros amount",
  ]);
});
