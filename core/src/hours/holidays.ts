import { dayNumber } from "./wall-clock.ts";

/** Days from Easter Sunday, or a month and a day. `optional`: a "ponto facultativo", on which many companies work. */
type Rule = { code: string; optional: boolean } & ({ easter: readonly number[] } | { day: string });

const RULES = [
  { code: "new_year", optional: false, day: "01-01" },
  { code: "carnival", optional: true, easter: [-48, -47] },
  { code: "good_friday", optional: false, easter: [-2] },
  { code: "tiradentes", optional: false, day: "04-21" },
  { code: "labour_day", optional: false, day: "05-01" },
  { code: "corpus_christi", optional: true, easter: [60] },
  { code: "independence", optional: false, day: "09-07" },
  { code: "aparecida", optional: false, day: "10-12" },
  { code: "all_souls", optional: false, day: "11-02" },
  { code: "republic", optional: false, day: "11-15" },
  { code: "black_awareness", optional: false, day: "11-20" },
  { code: "christmas", optional: false, day: "12-25" },
] as const satisfies readonly Rule[];

/** A national holiday of Brazil, or a day on which its authorities leave it to each whether to work. */
export type NationalHoliday = (typeof RULES)[number]["code"];
export const NATIONAL_HOLIDAYS: readonly NationalHoliday[] = RULES.map(({ code }) => code);
export const isOptionalHoliday = (code: NationalHoliday): boolean =>
  RULES.some((rule) => rule.code === code && rule.optional);

/** A day of the company's own: a city's anniversary (`yearly`), a bridge. `date` as "2026-01-25". */
export type OwnHoliday = { date: string; name: string; yearly: boolean };
/** The days on which a company does not work, whatever its hours. */
export type Holidays = { national: readonly NationalHoliday[]; own: readonly OwnHoliday[] };

export const NO_HOLIDAYS: Holidays = { national: [], own: [] };
/** What holds until a company says otherwise: every national holiday by law, none of the optional days. */
export const USUAL_HOLIDAYS: Holidays = {
  national: NATIONAL_HOLIDAYS.filter((code) => !isOptionalHoliday(code)),
  own: [],
};

/** Easter Sunday of a year as days from 1970-01-01, by the Gregorian computus (Meeus, Jones, Butcher). */
function easterDay(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const moonShift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonShift + 15) % 30;
  const weekShift = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekShift) / 451);
  const days = epact + weekShift - 7 * late + 114;
  const month = String(Math.floor(days / 31)).padStart(2, "0");
  return dayNumber(`${year}-${month}-${String((days % 31) + 1).padStart(2, "0")}`);
}

const daysOf = (rule: Rule, year: number): number[] =>
  "day" in rule ? [dayNumber(`${year}-${rule.day}`)] : rule.easter.map((days) => easterDay(year) + days);

/** A day as days from 1970-01-01, back to "2026-11-23". */
export function dateOfDay(day: number): string {
  // counted in eras of 400 years that begin with a March: the inverse of `dayNumber`
  const days = day + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthsFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthsFromMarch < 10 ? monthsFromMarch + 3 : monthsFromMarch - 9;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(dayOfYear - Math.floor((153 * monthsFromMarch + 2) / 5) + 1)}`;
}

/** The dates of a national holiday in a year, first to last: Carnival has two. */
export const nationalDates = (code: NationalHoliday, year: number): string[] =>
  RULES.flatMap((rule) => (rule.code === code ? daysOf(rule, year).map(dateOfDay) : []));

/** Which holiday a date is: the national one's code, the name of an own one, or null. */
export function holidayOn(
  { national, own }: Holidays,
  date: string,
): { national: NationalHoliday } | { name: string } | null {
  const mine = own.find((holiday) =>
    holiday.yearly ? holiday.date.slice(5) === date.slice(5) : holiday.date === date,
  );
  if (mine) return { name: mine.name };
  const day = dayNumber(date);
  const year = Number(date.slice(0, 4));
  const rule = RULES.find((entry) => national.includes(entry.code) && daysOf(entry, year).includes(day));
  return rule ? { national: rule.code } : null;
}
