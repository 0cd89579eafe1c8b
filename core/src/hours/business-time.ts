import type { WeeklyHours } from "../conversation/types.ts";
import { dateOfDay, holidayOn, type Holidays } from "./holidays.ts";
import { localTime, offsetAt } from "./wall-clock.ts";

/** When a company, or one of its teams, works. `hours` null = always, holidays too. */
export type BusinessCalendar = { hours: WeeklyHours | null; holidays: Holidays; timeZone: string };
/** A time that does not count; `to` null = it has not ended. */
export type Pause = { from: number; to: number | null };
type Span = { from: number; to: number };

const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
const DAY_MS = DAY_MINUTES * MINUTE_MS;
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 4;
/** How far ahead a deadline is looked for. A company that works less than its target within it has none. */
const HORIZON_MS = 10 * 366 * DAY_MS;

/** Does the company work at this moment? A stretch holds its first minute and not its last. */
export function isOpenAt({ hours, holidays, timeZone }: BusinessCalendar, at: number): boolean {
  if (!hours) return true;
  const { weekday, minutes, date } = localTime(at, timeZone);
  const isHours = (hours.days[weekday] ?? []).some(({ from, to }) => from <= minutes && minutes < to);
  return isHours && holidayOn(holidays, date) === null;
}

/** What is known by day, as days from 1970-01-01: deadlines of one account ask for the same days again and again. */
function byDay<Key extends object | string, T>(
  known: { get(key: Key): Map<number, T> | undefined; set(key: Key, days: Map<number, T>): unknown },
  find: (day: number, key: Key) => T,
): (day: number, key: Key) => T {
  return (day, key) => {
    let days = known.get(key);
    if (!days || days.size >= MOST_DAYS) {
      days = new Map();
      known.set(key, days);
    }
    let value = days.get(day);
    if (value === undefined) {
      value = find(day, key);
      days.set(day, value);
    }
    return value;
  };
}
const MOST_DAYS = 10_000;

/** By how much a zone is ahead at the midnight of UTC with which a day begins. */
const offsetAtMidnight = byDay(new Map<string, Map<number, number>>(), (day, timeZone) =>
  offsetAt(day * DAY_MS, timeZone),
);
const isHoliday = byDay(
  new WeakMap<Holidays, Map<number, boolean>>(),
  (day, holidays) => holidayOn(holidays, dateOfDay(day)) !== null,
);

/**
 * Up to which moment a zone's clocks go on as they do at `from`, the next midnight of UTC at most. To look no further is enough: no zone
 * changes its clocks and takes the change back within a day.
 */
function steadyUntil(from: number, offset: number, timeZone: string): number {
  const day = Math.floor(from / DAY_MS) + 1;
  if (offsetAtMidnight(day, timeZone) === offset) return day * DAY_MS;
  let same = Math.floor(from / MINUTE_MS);
  let other = day * DAY_MINUTES;
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2);
    if (offsetAt(middle * MINUTE_MS, timeZone) === offset) same = middle;
    else other = middle;
  }
  return other * MINUTE_MS;
}

/**
 * The stretches of open time between two moments, first to last. Between two changes of its clocks a zone's wall clock is a straight
 * line, on which days and stretches are plain sums; an hour that clocks skip has no moments and one they repeat has twice as many, so
 * exactly those moments are covered at which `isOpenAt` holds.
 */
function* openSpans(calendar: BusinessCalendar, from: number, until: number): Generator<Span> {
  const { hours, holidays, timeZone } = calendar;
  if (!hours) {
    if (from < until) yield { from, to: until };
    return;
  }
  if (hours.days.every((day) => day.length === 0)) return;
  let at = from;
  while (at < until) {
    const offset = at % DAY_MS === 0 ? offsetAtMidnight(at / DAY_MS, timeZone) : offsetAt(at, timeZone);
    const end = Math.min(until, steadyUntil(at, offset, timeZone));
    const shift = offset * MINUTE_MS;
    for (let day = Math.floor((at + shift) / DAY_MS); day * DAY_MS < end + shift; day += 1) {
      const weekday = (((day + FIRST_WEEKDAY) % 7) + 7) % 7;
      const stretches = (hours.days[weekday] ?? []).toSorted((a, b) => a.from - b.from);
      if (stretches.length === 0 || isHoliday(day, holidays)) continue;
      for (const stretch of stretches) {
        const opens = Math.max(at, day * DAY_MS + stretch.from * MINUTE_MS - shift);
        const closes = Math.min(end, day * DAY_MS + stretch.to * MINUTE_MS - shift);
        if (opens < closes) yield { from: opens, to: closes };
      }
    }
    at = end;
  }
}

/** What of the time between two moments is in no pause, first to last. Pauses may touch or overlap. */
function* outsidePauses(from: number, until: number, pauses: readonly Pause[]): Generator<Span> {
  let at = from;
  for (const pause of pauses.toSorted((a, b) => a.from - b.from)) {
    if (at >= until) return;
    const to = Math.min(pause.from, until);
    if (at < to) yield { from: at, to };
    at = Math.max(at, pause.to ?? Infinity);
  }
  if (at < until) yield { from: at, to: until };
}

function* countedSpans(
  calendar: BusinessCalendar,
  from: number,
  until: number,
  pauses: readonly Pause[],
): Generator<Span> {
  for (const span of outsidePauses(from, until, pauses)) yield* openSpans(calendar, span.from, span.to);
}

/** Business time between two moments in milliseconds, without the pauses; none when the second is not after the first. */
export function businessTime(
  calendar: BusinessCalendar,
  from: number,
  to: number,
  pauses: readonly Pause[] = [],
): number {
  let sum = 0;
  for (const span of countedSpans(calendar, from, to, pauses)) sum += span.to - span.from;
  return sum;
}

/**
 * The first moment at which so many milliseconds of business time have gone by since `from`: the inverse of `businessTime`. Null when
 * that cannot be said: a pause before it has not ended, or the company does not work enough within ten years.
 */
export function businessDue(
  calendar: BusinessCalendar,
  from: number,
  wanted: number,
  pauses: readonly Pause[] = [],
): number | null {
  if (wanted <= 0) return from;
  let left = wanted;
  for (const span of countedSpans(calendar, from, from + HORIZON_MS, pauses)) {
    const length = span.to - span.from;
    if (left <= length) return span.from + left;
    left -= length;
  }
  return null;
}
