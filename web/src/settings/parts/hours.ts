import type { WeeklyHours } from "@balcao/api";

/** A stretch as two time fields hold it: "HH:MM", "" while unfinished. An end of "00:00" is the midnight that ends the day. */
export type StretchDraft = { from: string; to: string };
/** What the editor holds. `days` (0 = Sunday) survives while `own` is off, so that a switch to and fro loses nothing. */
export type HoursDraft = { own: boolean; days: StretchDraft[][] };
export type HoursProblem = { day: number; stretch: number; code: "incomplete" | "backwards" | "overlap" };

export const MOST_STRETCHES = 4;
/** Days in the order of a working week, Monday first. */
export const WEEK: readonly number[] = [1, 2, 3, 4, 5, 6, 0];
const DAY_MINUTES = 1440;
const USUAL: StretchDraft = { from: "09:00", to: "18:00" };

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** Minutes since midnight, or null for an unfinished field. */
function minutesOf(text: string): number | null {
  const match = /^(\d{2}):(\d{2})/u.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

const endOf = (text: string): number | null => {
  const minutes = minutesOf(text);
  return minutes === 0 ? DAY_MINUTES : minutes;
};

/** Monday to Friday, nine to six: where an editor begins. */
export const usualWeek = (): StretchDraft[][] =>
  Array.from({ length: 7 }, (_, day) => (day >= 1 && day <= 5 ? [{ ...USUAL }] : []));

export const alwaysOpen = (): StretchDraft[][] =>
  Array.from({ length: 7 }, () => [{ from: "00:00", to: "00:00" }]);

export function toHoursDraft(hours: WeeklyHours | null): HoursDraft {
  if (!hours) return { own: false, days: usualWeek() };
  return {
    own: true,
    days: hours.days.map((day) => day.map(({ from, to }) => ({ from: clock(from), to: clock(to) }))),
  };
}

/** What to save. Only for a draft without problems: unfinished stretches are left out. */
export function fromHoursDraft({ own, days }: HoursDraft): WeeklyHours | null {
  if (!own) return null;
  return {
    days: days.map((day) =>
      day
        .flatMap(({ from, to }) => {
          const start = minutesOf(from);
          const end = endOf(to);
          return start === null || end === null ? [] : [{ from: start, to: end }];
        })
        .sort((a, b) => a.from - b.from),
    ),
  };
}

/** What is wrong with the stretches, each told at the later of two that overlap. */
export function hoursProblems({ own, days }: HoursDraft): HoursProblem[] {
  if (!own) return [];
  return days.flatMap((day, weekday) => {
    const problems: HoursProblem[] = [];
    const taken: { from: number; to: number }[] = [];
    day.forEach((draft, stretch) => {
      const from = minutesOf(draft.from);
      const to = endOf(draft.to);
      if (from === null || to === null) problems.push({ day: weekday, stretch, code: "incomplete" });
      else if (from >= to) problems.push({ day: weekday, stretch, code: "backwards" });
      else if (taken.some((other) => from < other.to && other.from < to))
        problems.push({ day: weekday, stretch, code: "overlap" });
      if (from !== null && to !== null) taken.push({ from, to });
    });
    return problems;
  });
}

/** A stretch to add to a day: after the last one when there is room, else in the free morning. */
export function nextStretch(day: readonly StretchDraft[]): StretchDraft {
  const last = Math.max(-1, ...day.map(({ to }) => endOf(to) ?? -1));
  if (last < 0) return { ...USUAL };
  const from = last + 60;
  if (from >= DAY_MINUTES) return { from: "", to: "" };
  return { from: clock(from), to: clock(Math.min(from + 240, DAY_MINUTES)) };
}

/** Keeps the two ends of a stretch on one line. */
const TOGETHER = "\u2060";

// 1 March 2026 was a Sunday
const dayAt = (day: number): number => Date.UTC(2026, 2, 1 + day);

/** "Segunda-feira"; 0 = Sunday. */
export function weekdayName(day: number, locale: string): string {
  const name = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(dayAt(day));
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1);
}

/** "Horário de Brasília (America/Sao_Paulo)" */
export function zoneName(timeZone: string, locale: string): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: "longGeneric" }).formatToParts(
    dayAt(0),
  );
  const said = parts.find(({ type }) => type === "timeZoneName")?.value;
  return said ? `${said} (${timeZone})` : timeZone;
}

/** "Seg–sex 09:00–18:00, sáb 09:00–13:00": equal neighbours of the week are told together. "" when no day is open. */
export function describeHours(hours: WeeklyHours, locale: string): string {
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "short", timeZone: "UTC" });
  const nameOf = (day: number): string => weekday.format(dayAt(day)).replace(".", "");
  const groups: { first: number; last: number; text: string }[] = [];
  let isNeighbour = false;
  for (const day of WEEK) {
    const text = (hours.days[day] ?? [])
      .map(({ from, to }) => `${clock(from)}–${TOGETHER}${clock(to)}`)
      .join(" / ");
    const group = groups.at(-1);
    if (text === "") isNeighbour = false;
    else if (isNeighbour && group?.text === text) group.last = day;
    else {
      groups.push({ first: day, last: day, text });
      isNeighbour = true;
    }
  }
  const said = groups
    .map(({ first, last, text }) =>
      first === last ? `${nameOf(first)} ${text}` : `${nameOf(first)}–${nameOf(last)} ${text}`,
    )
    .join(", ");
  return said.charAt(0).toLocaleUpperCase(locale) + said.slice(1);
}
