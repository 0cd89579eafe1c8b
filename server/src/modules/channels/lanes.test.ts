import { describe, expect, it } from "vitest";
import { BATCH, isFactsOwn, LARGEST_BATCH, nextBatch } from "./lane-batch.ts";
import { lanesOf } from "./lanes.ts";

const withCode = (message: string, code: string): Error => Object.assign(new Error(message), { code });

describe("who is to blame for a fact that failed alone", () => {
  it.each([
    ["a server that went away", withCode("terminating connection", "57P01"), false],
    ["a transaction ended because we froze", withCode("idle in transaction", "25P03"), false],
    ["a deadlock", withCode("deadlock detected", "40P01"), false],
    ["a full disk", withCode("no space left", "53100"), false],
    ["a cut connection", withCode("read", "ECONNRESET"), false],
    ["a connection the driver lost", new Error("Connection terminated unexpectedly"), false],
    ["an exhausted pool", new Error("timeout exceeded when trying to connect"), false],
    ["a value the database refuses", withCode("bad text", "22021"), true],
    ["a broken constraint", withCode("duplicate key", "23505"), true],
    ["our own mistake", new TypeError("undefined is not a function"), true],
  ])("%s", (_name, error, blamed) => {
    expect(isFactsOwn(error)).toBe(blamed);
  });
});

describe("the lanes of a node", () => {
  it("are spread over the living, each in one hand, and shared out anew when one dies", () => {
    const nodes = ["a", "b", "c"];
    const hands = nodes.flatMap((node) => lanesOf(node, nodes));
    expect(hands.toSorted((x, y) => x - y)).toEqual(Array.from({ length: 64 }, (_, lane) => lane));
    expect(["a", "c"].flatMap((node) => lanesOf(node, ["a", "c"]))).toHaveLength(64);
    expect(lanesOf("d", nodes)).toEqual([]);
  });
});

describe("the size of a batch", () => {
  it("grows while work piles up, shrinks when a batch takes long, and is the small one when there is little", () => {
    const after = (...times: number[]): number =>
      times.reduce((size, ms) => nextBatch(size, size, ms), BATCH);
    expect(after(50, 90, 150, 150)).toBe(LARGEST_BATCH);
    expect(after(90, 300, 300)).toBe(2 * BATCH);
    expect(after(90, 90, 900, 900, 900)).toBe(BATCH);
    expect(nextBatch(LARGEST_BATCH, LARGEST_BATCH - 1, 50)).toBe(BATCH);
  });
});
