import { localTime, momentOf } from "@balcao/core";

const DAY_MINUTES = 24 * 60;
const DAY_MS = DAY_MINUTES * 60_000;
const WEEK = 7;
const MONDAY = 1;

const two = (value: number): string => String(value).padStart(2, "0");

/** A moment as a wall clock of the zone shows it: "2026-11-23T09:00", what a date field takes. */
export function localOf(at: number, timeZone: string): string {
  const { date, minutes } = localTime(at, timeZone);
  return `${date}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The first Monday 09:00 after this moment, by the zone's wall clock. */
export function nextMonday(at: number, timeZone: string): number {
  const { date, weekday, minutes } = localTime(at, timeZone);
  const ahead = (MONDAY - weekday + WEEK) % WEEK;
  const isPast = ahead === 0 && minutes >= 9 * 60;
  const day = new Date(Date.parse(`${date}T00:00Z`) + (isPast ? WEEK : ahead) * DAY_MS);
  return momentOf(`${day.toISOString().slice(0, 10)}T09:00`, timeZone);
}

const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/u;

/** What a date field says, as a moment; null while it is being typed or is no date. */
export function momentTyped(local: string, timeZone: string): number | null {
  const text = local.slice(0, "2026-11-23T09:00".length);
  if (!LOCAL.test(text) || Number.isNaN(Date.parse(`${text}Z`))) return null;
  return momentOf(text, timeZone);
}
