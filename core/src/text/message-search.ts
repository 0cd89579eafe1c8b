/** What a person asks for in the search box: each must be in the message. */
export type SearchTerm =
  /** one word, in any of its forms */
  | { type: "word"; word: string }
  /** a word still being typed */
  | { type: "beginning"; word: string }
  /** words in this order, side by side: what was put in quotes, or a sign holds together ("joao@empresa.com") */
  | { type: "phrase"; words: string[] };

/** A piece of an excerpt; `found` = one of the words that were looked for. */
export type ExcerptPart = { text: string; found: boolean };

const MOST_TERMS = 12;
const MOST_WORDS = 24;
/** Fewer letters than this begin too many words to say anything. */
const SHORTEST_BEGINNING = 3;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
const QUOTED = /["“”«»]([^"“”«»]*)["“”«»]|[^\s"“”«»]+/gu;

/** The words of a text, as PostgreSQL's parser sees them once signs are gone. */
export const wordsOf = (text: string): string[] => text.match(WORD) ?? [];

/**
 * Reads a search. Signs mean nothing but quotes: nothing a person types is an error. Quotes left open are none. Terms beyond the
 * twelfth are left out. None = there is nothing to look for.
 */
export function searchTerms(query: string): SearchTerm[] {
  const terms: SearchTerm[] = [];
  const text = query.trimEnd();
  for (const match of text.matchAll(QUOTED)) {
    const quoted = match[1];
    const words = wordsOf(quoted ?? match[0]).slice(0, MOST_WORDS);
    const [word] = words;
    if (word === undefined) continue;
    const isLast = match.index + match[0].length === text.length;
    if (words.length > 1 || quoted !== undefined) terms.push({ type: "phrase", words });
    else
      terms.push({
        type: isLast && word.length >= SHORTEST_BEGINNING ? "beginning" : "word",
        word,
      });
  }
  return terms.slice(0, MOST_TERMS);
}

/** Endings of Portuguese plurals that a stemmer cannot join once accents are gone: "informacao" and "informacoes". */
const PLURALS: readonly (readonly [string, string])[] = [
  ["cao", "coes"],
  ["sao", "soes"],
  ["rao", "roes"],
  ["tao", "toes"],
  ["lhao", "lhoes"],
  ["al", "ais"],
  ["el", "eis"],
  ["ol", "ois"],
  ["m", "ns"],
];
const SHORTEST_STEM = 2;

/** A word with its other number, where Portuguese changes more than an s. Accents do not matter, and are gone in what is added. */
export function spellings(word: string): string[] {
  const plain = word.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const others = PLURALS.flatMap((pair) =>
    pair.flatMap((ending, index) => {
      const other = pair[1 - index] ?? "";
      return plain.endsWith(ending) && plain.length - ending.length >= SHORTEST_STEM
        ? [plain.slice(0, -ending.length) + other]
        : [];
    }),
  );
  return [word, ...new Set(others)];
}

/** Letters of an excerpt, and those before the first found word. */
const EXCERPT = 150;
const BEFORE = 42;

function merged(parts: readonly ExcerptPart[]): ExcerptPart[] {
  const result: ExcerptPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last && last.found === part.found) last.text += part.text;
    else if (part.text !== "") result.push({ ...part });
  }
  return result;
}

/**
 * The stretch of a text around the first word found, in pieces, so that whoever shows it marks what was found without reading
 * the text as code. Blanks are single, cut ends carry "…".
 */
export function excerptOf(text: string, isFound: (word: string) => boolean): ExcerptPart[] {
  const line = text.replaceAll(/\s+/gu, " ").trim();
  const found = [...line.matchAll(WORD)].filter(([word]) => isFound(word));
  const first = found[0]?.index ?? 0;
  const blank = first > BEFORE ? line.indexOf(" ", first - BEFORE) : -1;
  const start = first <= BEFORE ? 0 : blank !== -1 && blank < first ? blank + 1 : first;
  const cut = line.lastIndexOf(" ", start + EXCERPT);
  const end = line.length - start <= EXCERPT ? line.length : cut > first ? cut : start + EXCERPT;
  const parts: ExcerptPart[] = [{ text: start > 0 ? "…" : "", found: false }];
  let place = start;
  for (const match of found) {
    const stop = Math.min(match.index + match[0].length, end);
    if (match.index < place || match.index >= end) continue;
    parts.push(
      { text: line.slice(place, match.index), found: false },
      { text: line.slice(match.index, stop), found: true },
    );
    place = stop;
  }
  parts.push({ text: line.slice(place, end) + (end < line.length ? "…" : ""), found: false });
  return merged(parts.filter((part) => part.text !== ""));
}
