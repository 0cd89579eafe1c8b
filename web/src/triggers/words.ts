import type { WordDraft } from "./form-values.ts";

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
