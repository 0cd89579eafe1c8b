import { useContext } from "react";
import { SelfContext } from "./queries.ts";
import { useTranslation } from "./texts.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export type Formats = {
  /** 09:41 */
  time: (at: number) => string;
  /** time today, "ontem", the weekday within a week, then 23/11 */
  listTime: (at: number, now: number) => string;
  /** "Hoje", "Ontem", "segunda-feira, 23 de novembro" */
  day: (at: number, now: number) => string;
  /** 23/11/2026 17:05 */
  full: (at: number) => string;
  /** 23/11/2026 17:05:09 */
  precise: (at: number) => string;
  /** 23/11 17:05 */
  shortMoment: (at: number) => string;
  /** yyyy-mm-dd in the account's zone: equal for times of one day */
  dayKey: (at: number) => string;
  number: (value: number) => string;
  /** 12.345 as "12 mil" */
  compact: (value: number) => string;
  /** size in bytes as "1,2 MB" */
  bytes: (value: number) => string;
};

/** Shared formatters of one language and time zone; all times are epoch milliseconds. */
export function createFormats(locale: string, timeZone: string): Formats {
  const of = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options });
  const time = of({ hour: "2-digit", minute: "2-digit", hour12: false });
  const weekday = of({ weekday: "short" });
  const short = of({ day: "2-digit", month: "2-digit" });
  const long = of({ weekday: "long", day: "numeric", month: "long" });
  const longWithYear = of({ day: "numeric", month: "long", year: "numeric" });
  const full = of({ dateStyle: "short", timeStyle: "short" });
  const precise = of({ dateStyle: "short", timeStyle: "medium" });
  const shortMoment = of({
    day: "2-digit",
    month: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  const key = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const number = new Intl.NumberFormat(locale);
  const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
  const decimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

  const dayKey = (at: number): string => key.format(at);
  const daysBetween = (at: number, now: number): number =>
    Math.round((Date.parse(dayKey(now)) - Date.parse(dayKey(at))) / (24 * HOUR));
  const capital = (text: string): string => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);

  return {
    time: (at) => time.format(at),
    listTime: (at, now) => {
      const days = daysBetween(at, now);
      if (days <= 0) return time.format(at);
      if (days === 1) return relative.format(-1, "day");
      return days < 7 ? weekday.format(at).replace(".", "") : short.format(at);
    },
    day: (at, now) => {
      const days = daysBetween(at, now);
      if (days === 0 || days === 1) return capital(relative.format(-days, "day"));
      return capital(days < 180 ? long.format(at) : longWithYear.format(at));
    },
    full: (at) => full.format(at),
    precise: (at) => precise.format(at),
    shortMoment: (at) => shortMoment.format(at).replace(",", ""),
    dayKey,
    number: (value) => number.format(value),
    compact: (value) => compact.format(value),
    bytes: (value) => {
      if (value < 1000) return `${number.format(value)} B`;
      const unit = value < 1_000_000 ? "kB" : value < 1_000_000_000 ? "MB" : "GB";
      return `${decimal.format(value / { kB: 1e3, MB: 1e6, GB: 1e9 }[unit])} ${unit}`;
    },
  };
}

const made = new Map<string, Formats>();

/** The formatters of the reader's language and the account's time zone, made once. */
export function useFormats(): Formats {
  const { language } = useTranslation().i18n;
  const zone = useContext(SelfContext)?.account.timeZone ?? "America/Sao_Paulo";
  const id = `${language} ${zone}`;
  const formats = made.get(id) ?? createFormats(language, zone);
  made.set(id, formats);
  return formats;
}

/** What is left of a stretch of milliseconds, for chips: "3h12", "12 min", "< 1 min". Never negative. */
export function shortDuration(milliseconds: number): string {
  const minutes = Math.floor(Math.max(0, milliseconds) / MINUTE);
  if (minutes < 1) return "< 1 min";
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} d`;
  return `${hours}h${String(minutes % 60).padStart(2, "0")}`;
}
