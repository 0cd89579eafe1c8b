import { fold } from "@balcao/core";
import type { WordDraft } from "./form-values.ts";

/** Numbers from 1 as customers write them out, by language. */
const NUMBERS: Record<string, readonly (readonly string[])[]> = {
  pt: [
    ["um"],
    ["dois", "duas"],
    ["três"],
    ["quatro"],
    ["cinco"],
    ["seis"],
    ["sete"],
    ["oito"],
    ["nove"],
    ["dez"],
  ],
  en: [["one"], ["two"], ["three"], ["four"], ["five"], ["six"], ["seven"], ["eight"], ["nine"], ["ten"]],
};

/**
 * Other ways to write the numbers among these words that are not among them yet: "1" and "1️⃣" → "um", "um" → "1". The emoji
 * needs none: folded, it is the digit.
 */
export function numberTwins(words: readonly WordDraft[], language: string): string[] {
  const known = new Set(words.map(({ word }) => fold(word)));
  const twins = (NUMBERS[language.slice(0, 2)] ?? []).flatMap((names, index) => {
    const all = [String(index + 1), ...names];
    return all.some((name) => known.has(fold(name))) ? all : [];
  });
  return twins.filter((name) => !known.has(fold(name)));
}

/** What was typed or pasted as single words: commas, semicolons and new lines part them. */
export const splitWords = (typed: string): string[] =>
  typed
    .split(/[,;\n]/u)
    .map((word) => word.replace(/\s+/gu, " ").trim())
    .filter((word) => word !== "");

/** The list with what was typed put in at `at`, as far as there is room for `most`. */
export function addWords(
  words: readonly WordDraft[],
  typed: string,
  at: number,
  { most, contains = false }: { most: number; contains?: boolean },
): WordDraft[] {
  const fresh = splitWords(typed)
    .slice(0, most - words.length)
    .map((word) => ({ word, contains }));
  return [...words.slice(0, at), ...fresh, ...words.slice(at)];
}

/** The list with one word put a place further on or back; the same list at its ends. */
export function shiftWord(words: readonly WordDraft[], at: number, by: 1 | -1): readonly WordDraft[] {
  const one = words[at];
  const other = words[at + by];
  if (!one || !other) return words;
  return words.map((word, index) => (index === at ? other : index === at + by ? one : word));
}
