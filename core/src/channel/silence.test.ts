import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { silenceOf, stretchOf } from "./silence.ts";

const MINUTE = 60_000;
const DAY = 24 * 3_600_000;
const NOW = Date.UTC(2026, 10, 26, 14);

describe("silence", () => {
  it("alarms when five of seven days were loud at these hours, and says how loud", () => {
    const before = [9, 5, 7, 6, 30, 0, 0];
    expect(silenceOf({ lastAt: NOW - 20 * MINUTE, before }, NOW)).toEqual({
      since: NOW - 20 * MINUTE,
      usual: 6,
    });
    expect(silenceOf({ lastAt: NOW - 20 * MINUTE, before: [9, 5, 7, 6, 4, 0, 0] }, NOW)).toBeNull();
  });

  it("lets a quarter of an hour pass, and expects nothing of a number that was never heard", () => {
    const before = Array.from({ length: 7 }, () => 50);
    expect(silenceOf({ lastAt: NOW - 15 * MINUTE + 1, before }, NOW)).toBeNull();
    expect(silenceOf({ lastAt: NOW - 15 * MINUTE, before }, NOW)).not.toBeNull();
    expect(silenceOf({ lastAt: null, before }, NOW)).toBeNull();
  });

  it("compares with a day at most, which ended before the silence began on every day before", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 * DAY }), (quiet) => {
        const { from, to } = stretchOf(NOW - quiet, NOW);
        expect(from).toBe(NOW - quiet);
        expect(to).toBeLessThanOrEqual(NOW);
        expect(to - from).toBe(Math.min(quiet, DAY));
        expect(to - DAY).toBeLessThanOrEqual(from);
      }),
    );
  });
});
