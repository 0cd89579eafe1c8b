const WEEKDAYS: Record<string, number> = { Sun: 0, Mon: 1, Tue: 2, Wed: 3, Thu: 4, Fri: 5, Sat: 6 };
const MINUTE_MS = 60_000;
const DAY_MINUTES = 24 * 60;
type LocalTime = Readonly<{ weekday: number; minutes: number; date: string }>;
const formats = new Map<string, Intl.DateTimeFormat>();
/** The minute last asked for in each zone: a batch asks hundreds of times for the same, and to format one costs as much as to decide. */
const latest = new Map<string, { minute: number; time: LocalTime }>();

/** The wall clock of a zone: weekday (0 = Sunday), minutes since midnight, and the local date as "2026-11-23". */
export function localTime(at: number, timeZone: string): LocalTime {
  const minute = Math.floor(at / MINUTE_MS);
  const known = latest.get(timeZone);
  if (known?.minute === minute) return known.time;
  const time = formatted(at, timeZone);
  latest.set(timeZone, { minute, time });
  return time;
}

function formatted(at: number, timeZone: string): LocalTime {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      weekday: "short",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
    });
    formats.set(timeZone, format);
  }
  const parts: Record<string, string> = {};
  for (const part of format.formatToParts(at)) parts[part.type] = part.value;
  return {
    weekday: WEEKDAYS[parts["weekday"] ?? ""] ?? 0,
    minutes: Number(parts["hour"]) * 60 + Number(parts["minute"]),
    date: `${parts["year"]}-${parts["month"]}-${parts["day"]}`,
  };
}

/** Days from 1970-01-01 to a date of the calendar, by counting from a March on, so that a leap day comes last. */
export function dayNumber(date: string): number {
  const [year = 0, month = 0, day = 0] = date.split("-").map(Number);
  const years = month > 2 ? year : year - 1;
  const monthsFromMarch = (month + 9) % 12;
  const leapDays = Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
  return 365 * years + leapDays + Math.floor((153 * monthsFromMarch + 2) / 5) + day - 719_469;
}

/** By how many minutes a zone's clocks are ahead of UTC at a moment. */
export function offsetAt(at: number, timeZone: string): number {
  const { date, minutes } = localTime(at, timeZone);
  return dayNumber(date) * DAY_MINUTES + minutes - Math.floor(at / MINUTE_MS);
}

/** A wall clock's reading ("2026-11-23T09:00") as a moment. One that a change of clocks skips is the same reading an hour earlier. */
export function momentOf(local: string, timeZone: string): number {
  const [date = "", time = ""] = local.split("T");
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const reading = dayNumber(date) * DAY_MINUTES + hours * 60 + minutes;
  const offset = (minute: number): number => offsetAt(minute * MINUTE_MS, timeZone);
  return (reading - offset(reading - offset(reading))) * MINUTE_MS;
}
