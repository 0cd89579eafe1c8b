/** Something called up by a sign in a text field: the sign, where it stands, and what is typed after it up to the caret. */
export type Call = { trigger: string; start: number; query: string };

/** Longer than this nobody searches; the sign was meant as a sign. */
const LONGEST_QUERY = 40;

/**
 * What the caret stands in: the nearest of these signs before it on the same line, at the start or after a blank, followed by a query
 * that does not begin with one. null when nothing is called ("e/ou", "9:30", "ana@loja.com").
 */
export function callAt(text: string, caret: number, triggers: readonly string[]): Call | null {
  for (let start = caret - 1; start >= 0 && caret - start <= LONGEST_QUERY + 1; start--) {
    const sign = text[start] ?? "";
    if (sign === "\n") return null;
    if (!triggers.includes(sign)) continue;
    if (start > 0 && !/\s/u.test(text[start - 1] ?? "")) continue;
    const query = text.slice(start + 1, caret);
    return /^\s/u.test(query) ? null : { trigger: sign, start, query };
  }
  return null;
}
