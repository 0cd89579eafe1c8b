import { expect, it } from "vitest";
import { localOf, momentTyped, nextMonday } from "./clock.ts";

const SAO_PAULO = "America/Sao_Paulo";
const at = (local: string): number => Date.parse(`${local}:00-03:00`);

it("reads and writes the account's wall clock", () => {
  expect(localOf(at("2026-11-23T00:05"), SAO_PAULO)).toBe("2026-11-23T00:05");
  expect(momentTyped("2026-11-23T00:05", SAO_PAULO)).toBe(at("2026-11-23T00:05"));
  // browsers add seconds when some are given
  expect(momentTyped("2026-11-23T00:05:30", SAO_PAULO)).toBe(at("2026-11-23T00:05"));
});

it.each(["", "2026-11-23", "2026-13-45T99:99", "soon"])("takes %s for no date", (typed) =>
  expect(momentTyped(typed, SAO_PAULO)).toBeNull(),
);

it.each([
  ["2026-11-22T23:59", "2026-11-23T09:00"],
  ["2026-11-23T08:59", "2026-11-23T09:00"],
  ["2026-11-23T09:00", "2026-11-30T09:00"],
  ["2026-11-24T10:00", "2026-11-30T09:00"],
  ["2026-12-31T10:00", "2027-01-04T09:00"],
])("after %s the next Monday 09:00 is %s", (now, monday) =>
  expect(localOf(nextMonday(at(now), SAO_PAULO), SAO_PAULO)).toBe(monday),
);

it("is 09:00 by the wall clock also across a change of clocks", () => {
  // New York falls back on Sunday, 1 November 2026
  const friday = Date.parse("2026-10-30T12:00:00-04:00");
  expect(nextMonday(friday, "America/New_York")).toBe(Date.parse("2026-11-02T09:00:00-05:00"));
});
