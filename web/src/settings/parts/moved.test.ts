import { expect, it } from "vitest";
import { moved, reordered } from "./moved.ts";

const items = (ids: string) => Array.from(ids, (id) => ({ id }));
const shown = (list: readonly { id: string }[]) => list.map(({ id }) => id).join("");

it("moves one a step up or down", () => {
  expect(moved(["a", "b", "c"], "c", -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b", "c"], "a", 1)).toEqual(["b", "a", "c"]);
});

it.each([
  ["all of them", "abc", "cab", "cab"],
  ["some, among others that stay", "aXbYc", "cba", "cXbYa"],
  ["one that came meanwhile stays where it is", "abcd", "bac", "bacd"],
  ["one that is gone is left out", "ac", "cba", "ca"],
])("puts %s in another order", (_, before, ids, after) => {
  expect(shown(reordered(items(before), Array.from(ids)))).toBe(after);
});
