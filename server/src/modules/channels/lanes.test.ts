import { describe, expect, it } from "vitest";
import { isFactsOwn } from "./lane-batch.ts";
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
