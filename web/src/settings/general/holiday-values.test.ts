import { expect, it } from "vitest";
import {
  holidaysOf,
  longDate,
  newHoliday,
  problemsOfHolidays,
  valuesOfHolidays,
  type HolidayDraft,
} from "./holiday-values.ts";

const day = (date: string, changes: Partial<HolidayDraft> = {}): HolidayDraft => ({
  key: 0,
  date,
  name: "Aniversário",
  yearly: false,
  ...changes,
});

it("comes back as it was saved, names without blanks around them", () => {
  const saved = {
    national: ["christmas" as const, "carnival" as const],
    own: [{ date: "2026-01-25", name: "Aniversário de São Paulo", yearly: true }],
    version: 3,
  };
  const values = valuesOfHolidays(saved);
  expect(holidaysOf(values)).toEqual({ national: ["carnival", "christmas"], own: saved.own });
  const blank = { national: [], own: [day("2026-01-25", { name: " São Paulo " })] };
  expect(holidaysOf(blank).own[0]?.name).toBe("São Paulo");
});

it("gives each new row a key that no other has", () => {
  expect(newHoliday([]).key).toBe(0);
  expect(newHoliday([day("", { key: 4 }), day("", { key: 2 })]).key).toBe(5);
});

it.each([
  ["all is told", [day("2026-01-25")], []],
  ["a date is missing", [day("")], [["own.0.date", "dateRequired"]]],
  ["a name is missing", [day("2026-01-25", { name: " " })], [["own.0.name", "nameRequired"]]],
  ["one date twice", [day("2026-01-25"), day("2026-01-25")], [["own.1.date", "twice"]]],
  ["the same day of two years", [day("2026-01-25"), day("2027-01-25")], []],
  [
    "of every year and of one",
    [day("2026-01-25", { yearly: true }), day("2027-01-25")],
    [["own.1.date", "twice"]],
  ],
  [
    "two that are both empty",
    [day(""), day("")],
    [
      ["own.0.date", "dateRequired"],
      ["own.1.date", "dateRequired"],
    ],
  ],
])("%s", (_name, own, problems) => {
  expect(problemsOfHolidays({ national: [], own }).map(({ path, code }) => [path, code])).toEqual(problems);
});

it("tells a date whatever the browser's zone", () => {
  expect(longDate("2026-04-03", "pt-BR")).toBe("sexta-feira, 3 de abril de 2026");
  expect(longDate("2026-04-03", "en")).toBe("Friday, April 3, 2026");
});
