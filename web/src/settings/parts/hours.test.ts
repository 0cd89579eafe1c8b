import type { WeeklyHours } from "@balcao/api";
import { describe, expect, it } from "vitest";
import {
  alwaysOpen,
  describeHours,
  fromHoursDraft,
  hoursProblems,
  nextStretch,
  toHoursDraft,
  usualWeek,
  type StretchDraft,
} from "./hours.ts";

const monday = (...stretches: StretchDraft[]) => ({
  own: true,
  days: [[], stretches, [], [], [], [], []] as StretchDraft[][],
});

describe("a week of opening hours", () => {
  it("comes back as it was saved, midnight at the end included", () => {
    const saved = {
      days: [
        [],
        [
          { from: 540, to: 720 },
          { from: 780, to: 1440 },
        ],
        [],
        [],
        [],
        [{ from: 0, to: 1440 }],
        [],
      ],
    };
    const draft = toHoursDraft(saved);
    expect(draft.days[1]).toEqual([
      { from: "09:00", to: "12:00" },
      { from: "13:00", to: "00:00" },
    ]);
    expect(fromHoursDraft(draft)).toEqual(saved);
  });

  it("is nothing while the account's hours hold, and keeps what was typed", () => {
    const draft = { ...toHoursDraft(null), own: false };
    expect(fromHoursDraft(draft)).toBeNull();
    expect(draft.days).toEqual(usualWeek());
  });

  it("is saved in the order of the day", () => {
    const draft = monday({ from: "14:00", to: "18:00" }, { from: "08:00", to: "12:00" });
    expect(hoursProblems(draft)).toEqual([]);
    expect(fromHoursDraft(draft)?.days[1]).toEqual([
      { from: 480, to: 720 },
      { from: 840, to: 1080 },
    ]);
  });

  it.each([
    ["incomplete", [{ from: "09:00", to: "" }], 0],
    ["backwards", [{ from: "18:00", to: "09:00" }], 0],
    ["backwards", [{ from: "09:00", to: "09:00" }], 0],
    [
      "overlap",
      [
        { from: "09:00", to: "12:00" },
        { from: "11:59", to: "18:00" },
      ],
      1,
    ],
  ] as const)("refuses what is %s", (code, stretches, stretch) => {
    expect(hoursProblems(monday(...stretches))).toEqual([{ day: 1, stretch, code }]);
  });

  it("lets stretches touch", () => {
    expect(hoursProblems(monday({ from: "09:00", to: "12:00" }, { from: "12:00", to: "18:00" }))).toEqual([]);
    expect(hoursProblems({ own: true, days: alwaysOpen() })).toEqual([]);
  });
});

it("offers the next stretch behind the last one, never past midnight", () => {
  expect(nextStretch([])).toEqual({ from: "09:00", to: "18:00" });
  expect(nextStretch([{ from: "09:00", to: "12:00" }])).toEqual({ from: "13:00", to: "17:00" });
  expect(nextStretch([{ from: "09:00", to: "22:00" }])).toEqual({ from: "23:00", to: "00:00" });
  expect(nextStretch([{ from: "09:00", to: "23:30" }])).toEqual({ from: "", to: "" });
});

describe("hours in one line", () => {
  const said = (hours: WeeklyHours, locale: string): string =>
    describeHours(hours, locale).replaceAll("\u2060", "");
  const days = Array.from({ length: 7 }, (_, day) => (day >= 1 && day <= 5 ? [{ from: 540, to: 1080 }] : []));
  it.each([
    ["pt-BR", "Seg–sex 09:00–18:00, sáb 09:00–13:00"],
    ["en", "Mon–Fri 09:00–18:00, Sat 09:00–13:00"],
  ])("joins equal neighbours in %s", (locale, text) => {
    const week = days.map((day, index) => (index === 6 ? [{ from: 540, to: 780 }] : day));
    expect(said({ days: week }, locale)).toBe(text);
  });

  it("does not join over a closed day, and says nothing of a week without hours", () => {
    const week = days.map((day, index) => (index === 3 ? [] : day));
    expect(said({ days: week }, "pt-BR")).toBe("Seg–ter 09:00–18:00, qui–sex 09:00–18:00");
    expect(said({ days: days.map(() => []) }, "pt-BR")).toBe("");
  });
});
