import { expect, it } from "vitest";
import { diffLines } from "./diff.ts";

const told = (expected: string, actual: string): string =>
  diffLines([...expected], [...actual])
    .map(({ kind, text }) => ({ same: text, missing: `-${text}`, extra: `+${text}` })[kind])
    .join(" ");

it.each([
  ["", "", ""],
  ["abc", "abc", "a b c"],
  ["abc", "ac", "a -b c"],
  ["ac", "abc", "a +b c"],
  ["abc", "axc", "a -b +x c"],
  ["ab", "", "-a -b"],
  ["", "ab", "+a +b"],
  ["abab", "baba", "-a b a b +a"],
])("%s against %s", (expected, actual, lines) => expect(told(expected, actual)).toBe(lines));
