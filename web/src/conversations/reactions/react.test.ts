import type { Reaction } from "@balcao/api";
import { expect, it } from "vitest";
import { guessed, ourReaction } from "./react.ts";

const of = (author: Reaction["author"], emoji: string, state: Reaction["state"] = "done"): Reaction => ({
  author,
  emoji,
  state,
  explanation: null,
});
const theirs = of("contact", "🎉");

it.each<[string, Reaction[], string, Reaction[]]>([
  ["the first", [theirs], "👍", [theirs, of("business", "👍", "waiting")]],
  ["another", [of("business", "👍")], "❤️", [of("business", "👍"), of("business", "❤️", "waiting")]],
  ["none", [of("business", "👍")], "", [of("business", "👍"), of("business", "", "waiting")]],
  [
    "back to what stands",
    [of("business", "👍"), of("business", "❤️", "waiting")],
    "👍",
    [of("business", "👍")],
  ],
  ["after a failure", [of("business", "❤️", "failed")], "❤️", [of("business", "❤️", "waiting")]],
])("shows at once: %s", (_name, before, emoji, after) => expect(guessed(before, emoji)).toEqual(after));

it("knows which of ours was wanted last", () => {
  expect(ourReaction({ reactions: [theirs] })).toBe("");
  expect(ourReaction({ reactions: [theirs, of("business", "👍"), of("business", "", "waiting")] })).toBe("");
});
