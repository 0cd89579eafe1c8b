import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { budgetLevel, isWorse, meterOf, usedFreeOf, type MeterRow } from "./meter.ts";
import type { PriceRate } from "./rates.ts";

const RATES: PriceRate[] = [
  { category: "service", from: "2026-10-01", micros: 35_000 },
  { category: "marketing", from: "2026-10-01", micros: 350_000 },
];
const row = (changes: Partial<MeterRow>): MeterRow => ({
  channelId: "one",
  teamId: "sales",
  day: "2026-11-03",
  type: "regular",
  category: "service",
  count: 1,
  ...changes,
});

describe("a month's meter", () => {
  it("tells each number by type and category, the charged and the dearest first, and each team", () => {
    const rows = [
      row({ count: 10 }),
      row({ day: "2026-11-04", count: 5, teamId: "help" }),
      row({ type: "free_customer_service", count: 1000 }),
      row({ category: "marketing", count: 2, teamId: "help" }),
      row({ channelId: "two", category: "authentication", count: 3 }),
    ];
    expect(meterOf(rows, RATES)).toEqual({
      micros: 15 * 35_000 + 2 * 350_000,
      unpriced: 3,
      count: 1020,
      numbers: [
        {
          channelId: "one",
          count: 1017,
          usedFree: 1000,
          micros: 1_225_000,
          unpriced: 0,
          lines: [
            { type: "regular", category: "marketing", count: 2, micros: 700_000, unpriced: 0 },
            { type: "regular", category: "service", count: 15, micros: 525_000, unpriced: 0 },
            { type: "free_customer_service", category: "service", count: 1000, micros: 0, unpriced: 0 },
          ],
        },
        {
          channelId: "two",
          count: 3,
          usedFree: 0,
          micros: 0,
          unpriced: 3,
          lines: [{ type: "regular", category: "authentication", count: 3, micros: 0, unpriced: 3 }],
        },
      ],
      teams: [
        { teamId: "help", count: 7, micros: 5 * 35_000 + 700_000, unpriced: 0 },
        { teamId: "sales", count: 1013, micros: 350_000, unpriced: 3 },
      ],
    });
  });

  it("sums up by number, by line and by team to the whole, in whatever order and however the rows are cut", () => {
    const rows = fc.array(
      fc.record({
        channelId: fc.constantFrom("one", "two"),
        teamId: fc.constantFrom("sales", "help", "gone"),
        day: fc.constantFrom("2026-09-30", "2026-11-01", "2026-11-30"),
        type: fc.constantFrom("regular", "free_customer_service", "free_entry_point", "new_one"),
        category: fc.constantFrom("service", "marketing", "utility", "new_one"),
        count: fc.nat(5000),
      }),
    );
    const sum = (parts: readonly { micros: number; unpriced: number; count: number }[]) =>
      parts.reduce(
        (all, { micros, unpriced, count }) => ({
          micros: all.micros + micros,
          unpriced: all.unpriced + unpriced,
          count: all.count + count,
        }),
        { micros: 0, unpriced: 0, count: 0 },
      );
    fc.assert(
      fc.property(
        rows.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([given, mixed]) => {
          const meter = meterOf(given, RATES);
          const { micros, unpriced, count } = meter;
          expect(sum(meter.numbers)).toEqual({ micros, unpriced, count });
          expect(sum(meter.teams)).toEqual({ micros, unpriced, count });
          for (const number of meter.numbers) {
            const { micros: own, unpriced: ownUnpriced, count: ownCount } = number;
            expect(sum(number.lines)).toEqual({ micros: own, unpriced: ownUnpriced, count: ownCount });
            expect(number.usedFree).toBeLessThanOrEqual(number.count);
          }
          const halves = mixed.flatMap((one) => {
            const half = Math.floor(one.count / 2);
            return [
              { ...one, count: half },
              { ...one, count: one.count - half },
            ];
          });
          expect(sum(meterOf(halves, RATES).numbers)).toEqual({ micros, unpriced, count });
        },
      ),
    );
  });

  it("counts free-form replies only into what is free of them", () => {
    expect(
      usedFreeOf([row({ type: "free_customer_service", count: 7 }), row({ category: "utility", count: 9 })]),
    ).toBe(7);
    expect(usedFreeOf([row({ count: 2000 })])).toBe(0);
  });
});

describe("a budget", () => {
  it.each([
    [0, "within"],
    [79_999_999, "within"],
    [80_000_000, "warned"],
    [99_999_999, "warned"],
    [100_000_000, "passed"],
    [500_000_000, "passed"],
  ] as const)("of 100 with a warning at 80 %% stands, at %i millionths, as %s", (micros, level) => {
    expect(budgetLevel(micros, { micros: 100_000_000, warnPercent: 80 })).toBe(level);
  });

  it("is told of once for each step for the worse", () => {
    expect(isWorse("warned", "within")).toBe(true);
    expect(isWorse("passed", "warned")).toBe(true);
    expect(isWorse("warned", "warned")).toBe(false);
    expect(isWorse("within", "passed")).toBe(false);
  });
});
