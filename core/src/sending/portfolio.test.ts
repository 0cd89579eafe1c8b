import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { portfolioLeft, withinPortfolio } from "./portfolio.ts";

const to = (...contactIds: string[]) => contactIds.map((contactId) => ({ contactId }));
const standing = (most: number | null, used: number) => ({ most, used, freeAt: null });

describe("people outside their windows", () => {
  it("are let through as many as there is room for, each once", () => {
    const { go, wait } = withinPortfolio(standing(250, 248), new Set(["known"]), [
      ...to("known", "a", "a", "b", "c", "a", "known"),
    ]);
    expect(go.map(({ contactId }) => contactId)).toEqual(["known", "a", "a", "b", "a", "known"]);
    expect(wait).toEqual(to("c"));
  });
  it("are without end where Meta sets none, and none where the room is used up", () => {
    expect(withinPortfolio(standing(null, 9000), new Set(), to("a", "b")).wait).toEqual([]);
    expect(withinPortfolio(standing(250, 260), new Set(), to("a")).go).toEqual([]);
    expect([portfolioLeft(standing(250, 260)), portfolioLeft(standing(null, 1))]).toEqual([0, null]);
  });
  it("never pass the limit, and nobody waits while there is room", () => {
    const person = fc.constantFrom("a", "b", "c", "d", "e", "f");
    fc.assert(
      fc.property(fc.nat(6), fc.nat(6), fc.array(person), fc.array(person), (most, used, known, asked) => {
        const before = new Set<string>(known);
        const { go, wait } = withinPortfolio(standing(most, used), before, to(...asked));
        const fresh = new Set<string>(go.map(({ contactId }) => contactId).filter((id) => !before.has(id)));
        expect(fresh.size).toBeLessThanOrEqual(Math.max(0, most - used));
        expect(go.length + wait.length).toBe(asked.length);
        if (wait.length > 0) expect(fresh.size).toBe(Math.max(0, most - used));
      }),
    );
  });
});
