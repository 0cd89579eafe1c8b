import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dateOfDay,
  holidayOn,
  isOptionalHoliday,
  NATIONAL_HOLIDAYS,
  nationalDates,
  NO_HOLIDAYS,
  USUAL_HOLIDAYS,
} from "./holidays.ts";
import { dayNumber } from "./wall-clock.ts";

describe("national holidays", () => {
  // as the federal government publishes them for the year
  it.each([
    ["2016", ["2016-02-08", "2016-02-09"], ["2016-03-25"], ["2016-05-26"]],
    ["2018", ["2018-02-12", "2018-02-13"], ["2018-03-30"], ["2018-05-31"]],
    ["2019", ["2019-03-04", "2019-03-05"], ["2019-04-19"], ["2019-06-20"]],
    ["2024", ["2024-02-12", "2024-02-13"], ["2024-03-29"], ["2024-05-30"]],
    ["2026", ["2026-02-16", "2026-02-17"], ["2026-04-03"], ["2026-06-04"]],
    ["2038", ["2038-03-08", "2038-03-09"], ["2038-04-23"], ["2038-06-24"]],
  ])("that move with Easter in %s", (year, carnival, goodFriday, corpusChristi) => {
    expect(nationalDates("carnival", Number(year))).toEqual(carnival);
    expect(nationalDates("good_friday", Number(year))).toEqual(goodFriday);
    expect(nationalDates("corpus_christi", Number(year))).toEqual(corpusChristi);
  });
  it("that stay", () => {
    const fixed = NATIONAL_HOLIDAYS.flatMap((code) => nationalDates(code, 2026)).filter(
      (date) => !["02-16", "02-17", "04-03", "06-04"].includes(date.slice(5)),
    );
    expect(fixed.map((date) => date.slice(5))).toEqual([
      "01-01",
      "04-21",
      "05-01",
      "09-07",
      "10-12",
      "11-02",
      "11-15",
      "11-20",
      "12-25",
    ]);
  });
  it("hold by law, but for the optional days", () => {
    expect(NATIONAL_HOLIDAYS.filter(isOptionalHoliday)).toEqual(["carnival", "corpus_christi"]);
    expect(holidayOn(USUAL_HOLIDAYS, "2026-11-20")).toEqual({ national: "black_awareness" });
    expect(holidayOn(USUAL_HOLIDAYS, "2026-02-17")).toBeNull();
    expect(holidayOn({ national: ["carnival"], own: [] }, "2026-02-17")).toEqual({ national: "carnival" });
    expect(holidayOn(NO_HOLIDAYS, "2026-12-25")).toBeNull();
  });
  it("fall on the days of the week they are named after, whatever the year", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2199 }), (year) => {
        const weekdays = (["carnival", "good_friday", "corpus_christi"] as const).flatMap((code) =>
          nationalDates(code, year).map((date) => new Date(`${date}T12:00Z`).getUTCDay()),
        );
        expect(weekdays).toEqual([1, 2, 5, 4]);
      }),
    );
  });
});

describe("own days", () => {
  const own = [
    { date: "2025-01-25", name: "Aniversário de São Paulo", yearly: true },
    { date: "2026-12-24", name: "Véspera", yearly: false },
    { date: "2024-02-29", name: "Bissexto", yearly: true },
  ];
  it.each([
    ["2026-01-25", "Aniversário de São Paulo"],
    ["2020-01-25", "Aniversário de São Paulo"],
    ["2026-12-24", "Véspera"],
    ["2027-12-24", null],
    ["2028-02-29", "Bissexto"],
    ["2026-02-28", null],
    ["2026-03-01", null],
  ])("%s is %s", (date, name) =>
    expect(holidayOn({ national: [], own }, date)).toEqual(name === null ? null : { name }),
  );
});

it("a day's number leads back to its date", () => {
  fc.assert(
    fc.property(fc.integer({ min: -200_000, max: 200_000 }), (day) => {
      expect(dayNumber(dateOfDay(day))).toBe(day);
      expect(dateOfDay(day)).toBe(new Date(day * 86_400_000).toISOString().slice(0, 10));
    }),
  );
});
