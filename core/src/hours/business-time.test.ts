import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WeeklyHours } from "../conversation/types.ts";
import { businessDue, businessTime, isOpenAt, type BusinessCalendar, type Pause } from "./business-time.ts";
import { NATIONAL_HOLIDAYS, NO_HOLIDAYS, USUAL_HOLIDAYS } from "./holidays.ts";
import { localTime, momentOf } from "./wall-clock.ts";

const MINUTE = 60_000;
const SAO_PAULO = "America/Sao_Paulo";
const OFFICE = [
  { from: 9 * 60, to: 12 * 60 },
  { from: 13 * 60, to: 18 * 60 },
];
const weekdays = (hours: WeeklyHours["days"][number]): WeeklyHours => ({
  days: Array.from({ length: 7 }, (_, day) => (day >= 1 && day <= 5 ? hours : [])),
});
const daily = (hours: WeeklyHours["days"][number]): WeeklyHours => ({
  days: Array.from({ length: 7 }, () => hours),
});
const calendar = (hours: WeeklyHours | null, changes: Partial<BusinessCalendar> = {}): BusinessCalendar => ({
  hours,
  holidays: USUAL_HOLIDAYS,
  timeZone: SAO_PAULO,
  ...changes,
});
const office = calendar(weekdays(OFFICE));
const at = (local: string): number => momentOf(local, SAO_PAULO);
const utc = (text: string): number => Date.parse(`${text}Z`);
const said = (moment: number | null): string | null => {
  if (moment === null) return null;
  const { date, minutes } = localTime(moment, SAO_PAULO);
  return `${date}T${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
};
const minutesBetween = (of: BusinessCalendar, from: number, to: number, pauses: Pause[] = []): number =>
  businessTime(of, from, to, pauses) / MINUTE;

describe("is it open", () => {
  const mondays = calendar({
    days: Array.from({ length: 7 }, (_, day) => (day === 1 ? [{ from: 540, to: 1080 }] : [])),
  });
  it.each([
    ["the first minute", "2026-11-23T09:00", true],
    ["before it", "2026-11-23T08:59", false],
    ["the last minute", "2026-11-23T17:59", true],
    ["the end", "2026-11-23T18:00", false],
    ["another day", "2026-11-24T09:00", false],
    ["a holiday on a working day", "2026-09-07T10:00", false],
  ])("%s", (_name, local, open) => expect(isOpenAt(mondays, at(local))).toBe(open));
  it("no schedule is always open, a day without one is closed", () => {
    expect(isOpenAt(calendar(null), at("2026-12-25T10:00"))).toBe(true);
    expect(isOpenAt(calendar({ days: [] }), at("2026-11-23T10:00"))).toBe(false);
  });
  it("goes by the wall clock on both sides of a change", () => {
    // Lisbon sets its clocks from 01:00 to 02:00 on Sunday 29 March 2026
    const before = Date.UTC(2026, 2, 29, 0, 59);
    expect(localTime(before, "Europe/Lisbon")).toEqual({ weekday: 0, minutes: 59, date: "2026-03-29" });
    expect(localTime(before + MINUTE, "Europe/Lisbon")).toMatchObject({ minutes: 120 });
    expect(localTime(Date.UTC(2026, 10, 24, 2, 30), SAO_PAULO)).toEqual({
      weekday: 1,
      minutes: 23 * 60 + 30,
      date: "2026-11-23",
    });
  });
});

/** Both ways: from the start the minutes lead to the end, and the time between them is the minutes. */
const isBothWays = (
  of: BusinessCalendar,
  from: number,
  minutes: number,
  due: string,
  pauses: Pause[] = [],
) => {
  const found = businessDue(of, from, minutes * MINUTE, pauses);
  expect(said(found)).toBe(due);
  expect(minutesBetween(of, from, found ?? NaN, pauses)).toBe(minutes);
};

describe("weekends, lunch and the hours' edges", () => {
  it.each([
    ["within a stretch", "2026-11-23T09:30", 60, "2026-11-23T10:30"],
    [
      "up to lunch, which is its end and not the afternoon's begin",
      "2026-11-23T09:00",
      180,
      "2026-11-23T12:00",
    ],
    ["over lunch", "2026-11-23T11:30", 60, "2026-11-23T13:30"],
    ["begun at lunch", "2026-11-23T12:20", 30, "2026-11-23T13:30"],
    ["begun before the morning", "2026-11-23T03:00", 15, "2026-11-23T09:15"],
    ["begun in the last minute", "2026-11-23T17:59", 2, "2026-11-24T09:01"],
    ["a whole day", "2026-11-23T09:00", 480, "2026-11-23T18:00"],
    ["a day and a minute", "2026-11-23T09:00", 481, "2026-11-24T09:01"],
    ["over the weekend", "2026-11-27T17:00", 120, "2026-11-30T10:00"],
    ["begun on Saturday", "2026-11-28T10:00", 60, "2026-11-30T10:00"],
    ["a week", "2026-11-23T10:00", 5 * 480, "2026-11-30T10:00"],
  ])("%s", (_name, from, minutes, due) => isBothWays(office, at(from), minutes, due));
  it("counts seconds too", () => {
    expect(businessTime(office, at("2026-11-23T11:59") + 20_000, at("2026-11-23T13:00") + 5)).toBe(40_005);
    expect(businessDue(office, at("2026-11-23T11:59") + 20_000, 40_005)).toBe(at("2026-11-23T13:00") + 5);
  });
  it("always open counts every minute", () =>
    isBothWays(calendar(null), at("2026-12-24T23:00"), 120, "2026-12-25T01:00"));
  it("stretches may be told in any order", () => {
    const turned = calendar(weekdays(OFFICE.toReversed()));
    isBothWays(turned, at("2026-11-23T11:30"), 60, "2026-11-23T13:30");
  });
  it("has no deadline where nobody works, or hardly", () => {
    expect(businessDue(calendar(daily([])), at("2026-11-23T09:00"), MINUTE)).toBeNull();
    const never = Array.from({ length: 31 }, (_, day) => ({
      date: `2026-01-${String(day + 1).padStart(2, "0")}`,
      name: "",
      yearly: true,
    }));
    const shut = Array.from({ length: 12 }, (_, month) =>
      never.map((day) => ({
        ...day,
        date: day.date.replace("-01-", `-${String(month + 1).padStart(2, "0")}-`),
      })),
    ).flat();
    expect(
      businessDue(
        calendar(daily(OFFICE), { holidays: { national: [], own: shut } }),
        at("2026-11-23T09:00"),
        1,
      ),
    ).toBeNull();
  });
  it("is nothing backwards", () =>
    expect(businessTime(office, at("2026-11-24T10:00"), at("2026-11-23T10:00"))).toBe(0));
});

describe("holidays", () => {
  const withCarnival = calendar(weekdays(OFFICE), { holidays: { national: NATIONAL_HOLIDAYS, own: [] } });
  const withOwn = calendar(weekdays(OFFICE), {
    holidays: { national: [], own: [{ date: "2020-12-24", name: "Véspera", yearly: true }] },
  });
  it.each([
    ["Independence, a Monday", office, "2026-09-04T17:00", 120, "2026-09-08T10:00"],
    ["Black Awareness, a Friday", office, "2026-11-19T17:30", 60, "2026-11-23T09:30"],
    ["Good Friday, then a weekend", office, "2026-04-02T17:00", 61, "2026-04-06T09:01"],
    [
      "Good Friday and Tiradentes, two days apart in 2019",
      office,
      "2019-04-18T17:00",
      61,
      "2019-04-22T09:01",
    ],
    ["Christmas and New Year", office, "2026-12-24T17:00", 5 * 480, "2027-01-04T17:00"],
    ["Carnival, where one keeps it", withCarnival, "2026-02-13T17:30", 60, "2026-02-18T09:30"],
    ["Carnival, where one does not", office, "2026-02-13T17:30", 60, "2026-02-16T09:30"],
    ["an own day of every year", withOwn, "2026-12-23T17:30", 60, "2026-12-25T09:30"],
    ["begun on the holiday itself", office, "2026-09-07T11:00", 30, "2026-09-08T09:30"],
  ])("%s", (_name, of, from, minutes, due) => isBothWays(of, at(from), minutes, due));
});

describe("changes of clocks", () => {
  const nights = calendar(
    daily([
      { from: 0, to: 120 },
      { from: 22 * 60, to: 24 * 60 },
    ]),
    { holidays: NO_HOLIDAYS },
  );
  const always = calendar(daily([{ from: 0, to: 24 * 60 }]), { holidays: NO_HOLIDAYS });
  it("São Paulo's midnight of 4 November 2018, which was not", () => {
    // Saturday 23:59 -03:00 is followed by Sunday 01:00 -02:00
    expect(said(utc("2018-11-04T02:59"))).toBe("2018-11-03T23:59");
    expect(said(utc("2018-11-04T03:00"))).toBe("2018-11-04T01:00");
    expect(minutesBetween(nights, utc("2018-11-04T01:00"), utc("2018-11-04T04:00"))).toBe(180);
    isBothWays(nights, utc("2018-11-04T02:30"), 60, "2018-11-04T01:30");
    isBothWays(always, utc("2018-11-04T02:30"), 60, "2018-11-04T01:30");
    // the day has 23 hours
    expect(minutesBetween(always, utc("2018-11-04T03:00"), utc("2018-11-05T02:00"))).toBe(23 * 60);
  });
  it("a stretch that lies in the hour that was not has no moment", () => {
    const skipped = calendar(daily([{ from: 0, to: 60 }]), { holidays: NO_HOLIDAYS });
    expect(minutesBetween(skipped, utc("2018-11-03T12:00"), utc("2018-11-04T12:00"))).toBe(0);
    isBothWays(skipped, utc("2018-11-03T12:00"), 30, "2018-11-05T00:30");
  });
  it("São Paulo's last hour of 16 February 2019, which came twice", () => {
    expect(said(utc("2019-02-17T01:59"))).toBe("2019-02-16T23:59");
    expect(said(utc("2019-02-17T02:00"))).toBe("2019-02-16T23:00");
    expect(said(utc("2019-02-17T03:00"))).toBe("2019-02-17T00:00");
    // from 22:00 to midnight there are three hours
    expect(minutesBetween(nights, utc("2019-02-17T00:00"), utc("2019-02-17T03:00"))).toBe(180);
    expect(businessDue(nights, utc("2019-02-17T00:30"), 120 * MINUTE)).toBe(utc("2019-02-17T02:30"));
    // to within the first 23 o'clock, and within the second
    expect(minutesBetween(nights, utc("2019-02-17T00:00"), utc("2019-02-17T01:30"))).toBe(90);
    expect(minutesBetween(nights, utc("2019-02-17T00:00"), utc("2019-02-17T02:30"))).toBe(150);
  });
  it("office hours know nothing of either", () => {
    isBothWays(office, at("2018-11-01T17:00"), 61, "2018-11-05T09:01");
    isBothWays(office, at("2019-02-15T17:00"), 120, "2019-02-18T10:00");
  });
  it("years apart, over both", () => {
    expect(
      minutesBetween(
        calendar(daily([{ from: 600, to: 660 }]), { holidays: NO_HOLIDAYS }),
        at("2018-01-01T00:00"),
        at("2020-01-01T00:00"),
      ),
    ).toBe(730 * 60);
  });
});

describe("pauses", () => {
  const from = at("2026-11-23T09:00");
  const pause = (begin: string, end: string | null): Pause => ({
    from: at(begin),
    to: end === null ? null : at(end),
  });
  it.each([
    ["in the morning", [pause("2026-11-23T09:30", "2026-11-23T10:30")], 60, "2026-11-23T11:00"],
    ["over lunch", [pause("2026-11-23T11:00", "2026-11-23T14:00")], 180, "2026-11-23T15:00"],
    [
      "at lunch only, which changes nothing",
      [pause("2026-11-23T12:10", "2026-11-23T12:50")],
      240,
      "2026-11-23T14:00",
    ],
    ["over the weekend", [pause("2026-11-27T17:00", "2026-11-30T10:00")], 5 * 480, "2026-11-30T11:00"],
    [
      "two that touch",
      [pause("2026-11-23T10:00", "2026-11-23T10:30"), pause("2026-11-23T10:30", "2026-11-23T11:00")],
      120,
      "2026-11-23T12:00",
    ],
    [
      "two that overlap, the later told first",
      [pause("2026-11-23T10:15", "2026-11-23T11:00"), pause("2026-11-23T10:00", "2026-11-23T10:30")],
      90,
      "2026-11-23T11:30",
    ],
    ["begun before the start", [pause("2026-11-20T09:00", "2026-11-23T10:00")], 30, "2026-11-23T10:30"],
  ])("%s", (_name, pauses, minutes, due) => isBothWays(office, from, minutes, due, pauses));
  it("that lasts leaves the deadline open, unless it came before", () => {
    const open = [pause("2026-11-23T10:00", null)];
    expect(businessDue(office, from, 61 * MINUTE, open)).toBeNull();
    isBothWays(office, from, 60, "2026-11-23T10:00", open);
    expect(minutesBetween(office, from, at("2026-11-27T18:00"), open)).toBe(60);
  });
});

it("finds deadlines that are years ahead in no time, for as many tickets as come due at once", () => {
  const own = Array.from({ length: 200 }, (_, index) => ({
    date: `20${String(26 + (index % 10))}-0${1 + (index % 9)}-1${index % 9}`,
    name: "Ponte",
    yearly: false,
  }));
  const bridged = calendar(weekdays(OFFICE), { holidays: { national: NATIONAL_HOLIDAYS, own } });
  const from = at("2026-11-26T09:00");
  const begun = performance.now();
  for (let ticket = 0; ticket < 100; ticket += 1)
    expect(businessDue(bridged, from + ticket * MINUTE, 525_600 * MINUTE)).not.toBeNull();
  expect(performance.now() - begun).toBeLessThan(2000);
});

describe("properties", () => {
  const minute = fc.integer({ min: 0, max: 1440 });
  const dayHours = fc.uniqueArray(minute, { maxLength: 6 }).map((edges) => {
    const sorted = edges.toSorted((a, b) => a - b);
    return sorted.flatMap((start, index) => {
      const end = sorted[index + 1];
      return index % 2 === 0 && end !== undefined ? [{ from: start, to: end }] : [];
    });
  });
  const hours = fc.oneof(
    { weight: 8, arbitrary: fc.array(dayHours, { minLength: 7, maxLength: 7 }).map((days) => ({ days })) },
    { weight: 1, arbitrary: fc.constant(null) },
  );
  const holidays = fc.record({
    national: fc.subarray([...NATIONAL_HOLIDAYS]),
    own: fc.array(
      fc.record({
        date: fc.constantFrom("2018-11-05", "2019-02-16", "2018-11-04"),
        name: fc.constant("x"),
        yearly: fc.boolean(),
      }),
      { maxLength: 2 },
    ),
  });
  const calendars = fc.record({
    hours,
    holidays,
    // half an hour of change on Lord Howe, a change at midnight in São Paulo, none in Tokyo
    timeZone: fc.constantFrom(SAO_PAULO, SAO_PAULO, "Europe/Lisbon", "Australia/Lord_Howe", "Asia/Tokyo"),
  });
  /** Around changes of clocks of these zones, in minutes. */
  const moments = fc
    .tuple(
      fc.constantFrom(
        utc("2018-11-04T03:00"),
        utc("2019-02-17T02:00"),
        utc("2019-03-31T01:00"),
        utc("2018-10-06T15:30"),
      ),
      fc.integer({ min: -3 * 1440, max: 3 * 1440 }),
    )
    .map(([change, minutes]) => change + minutes * MINUTE);
  const spans = fc
    .tuple(moments, fc.integer({ min: 0, max: 4 * 1440 }))
    .map(([from, length]) => ({ from, to: from + length * MINUTE }));
  const pausesOf = fc.array(
    fc
      .tuple(moments, fc.option(fc.integer({ min: 0, max: 1440 }), { freq: 6 }))
      .map(([from, length]): Pause => ({
        from,
        to: length === null ? null : from + length * MINUTE,
      })),
    { maxLength: 4 },
  );
  const isPaused = (moment: number, pauses: readonly Pause[]): boolean =>
    pauses.some((pause) => pause.from <= moment && moment < (pause.to ?? Infinity));

  it("counts exactly the minutes in which it is open and nothing pauses it", () => {
    fc.assert(
      fc.property(calendars, spans, pausesOf, (of, { from, to }, pauses) => {
        let minutes = 0;
        for (let now = from; now < to; now += MINUTE)
          if (isOpenAt(of, now) && !isPaused(now, pauses)) minutes += 1;
        expect(minutesBetween(of, from, to, pauses)).toBe(minutes);
      }),
      { numRuns: 60 },
    );
  });
  it("never goes back, and adds up", () => {
    fc.assert(
      fc.property(calendars, moments, moments, moments, pausesOf, (of, a, b, c, pauses) => {
        const [first, second, third] = [a, b, c].toSorted((x, y) => x - y) as [number, number, number];
        const whole = businessTime(of, first, third, pauses);
        expect(businessTime(of, first, second, pauses)).toBeLessThanOrEqual(whole);
        expect(businessTime(of, first, second, pauses) + businessTime(of, second, third, pauses)).toBe(whole);
      }),
    );
  });
  it("a deadline is the first moment at which its time has gone by, and a longer target is never due before", () => {
    const wanted = fc.integer({ min: 1, max: 3 * 1440 * MINUTE });
    fc.assert(
      fc.property(calendars, moments, wanted, wanted, pausesOf, (of, from, some, more, pauses) => {
        const due = businessDue(of, from, some, pauses);
        const later = businessDue(of, from, some + more, pauses);
        if (due === null) {
          expect(later).toBeNull();
          return;
        }
        expect(businessTime(of, from, due, pauses)).toBe(some);
        expect(businessTime(of, from, due - 1, pauses)).toBe(some - 1);
        expect(later ?? Infinity).toBeGreaterThan(due);
      }),
    );
  });
  it("the time since the start leads back to now while it is open", () => {
    fc.assert(
      fc.property(calendars, spans, pausesOf, (of, { from, to }, pauses) => {
        const due = businessDue(of, from, businessTime(of, from, to, pauses), pauses);
        expect(due ?? Infinity).toBeLessThanOrEqual(to);
        if (to > from && isOpenAt(of, to - 1) && !isPaused(to - 1, pauses)) expect(due).toBe(to);
      }),
    );
  });
  it("what pauses take is what would have counted in them", () => {
    fc.assert(
      fc.property(calendars, spans, pausesOf, (of, { from, to }, all) => {
        // told apart: each begins after the one before has ended
        let after = -Infinity;
        const apart = all
          .toSorted((a, b) => a.from - b.from)
          .filter((pause) => {
            const isApart = pause.from >= after;
            if (isApart) after = pause.to ?? Infinity;
            return isApart;
          });
        const taken = apart.reduce(
          (sum, pause) =>
            sum + businessTime(of, Math.max(from, pause.from), Math.min(to, pause.to ?? Infinity)),
          0,
        );
        expect(businessTime(of, from, to, apart)).toBe(businessTime(of, from, to) - taken);
      }),
    );
  });
});
