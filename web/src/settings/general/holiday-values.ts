import type { HolidaySettings } from "@balcao/api";
import type { NationalHoliday } from "@balcao/core";

/** An own day as its fields hold it; `key` tells rows apart while they are empty. */
export type HolidayDraft = { key: number; date: string; name: string; yearly: boolean };
export type HolidayValues = { national: NationalHoliday[]; own: HolidayDraft[] };
export type HolidayProblem = { path: string; code: "nameRequired" | "dateRequired" | "twice" };

export const MOST_OWN_HOLIDAYS = 200;
export const holidayPath = (index: number, field: "date" | "name"): string => `own.${index}.${field}`;

export const valuesOfHolidays = ({ national, own }: HolidaySettings): HolidayValues => ({
  national: [...national].sort(),
  own: own.map((day, key) => ({ key, ...day })),
});

export const newHoliday = (own: readonly HolidayDraft[]): HolidayDraft => ({
  key: Math.max(-1, ...own.map(({ key }) => key)) + 1,
  date: "",
  name: "",
  yearly: false,
});

/** What is missing, and dates that are there twice, told at the later. */
export function problemsOfHolidays({ own }: HolidayValues): HolidayProblem[] {
  return own.flatMap(({ date, name, yearly }, index) => {
    const isTwice = own
      .slice(0, index)
      .some((other) =>
        yearly || other.yearly ? other.date.slice(5) === date.slice(5) : other.date === date,
      );
    const problems: HolidayProblem[] = [];
    if (date === "") problems.push({ path: holidayPath(index, "date"), code: "dateRequired" });
    else if (isTwice) problems.push({ path: holidayPath(index, "date"), code: "twice" });
    if (name.trim() === "") problems.push({ path: holidayPath(index, "name"), code: "nameRequired" });
    return problems;
  });
}

/** What to save; for values without problems. */
export const holidaysOf = ({ national, own }: HolidayValues): Omit<HolidaySettings, "version"> => ({
  national,
  own: own.map(({ date, name, yearly }) => ({ date, name: name.trim(), yearly })),
});

/** "2026-04-03" as "sexta-feira, 3 de abril de 2026". */
export const longDate = (date: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "full", timeZone: "UTC" }).format(Date.parse(date));
