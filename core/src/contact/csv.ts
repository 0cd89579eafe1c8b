/** What begins a formula, and what is written like it (OWASP, CSV injection; ASVS 1.2.10). */
const SIGNS: ReadonlySet<string> = new Set("=+-@＝＋－＠﹦﹢﹣﹫−");
const SIGN_OR_END = /[=+\-@＝＋－＠﹦﹢﹣﹫−\0\t\r\n]/u;
/** What may stand before it: blanks, marks that nobody sees, quotes, apostrophes of ours. */
const BEFORE = /[\s\0"'\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]/u;
/** What begins a cell where a file is opened under another separator than its own: quotes hold it together under that one only. */
const PARTS: ReadonlySet<string> = new Set(";,\t\r\n");
const BEGINS_APART = /^'*[\0\t\r\n]/u;

/** A text, parted where a spreadsheet could begin a formula. In one pass, since a cell may be long. */
function partedAtFormulas(text: string): string[] {
  if (!SIGN_OR_END.test(text)) return [text];
  const parts: string[] = [];
  let end = text.length;
  let leads = false;
  for (let at = text.length - 1; at >= 0; at--) {
    const char = text.charAt(at);
    leads = SIGNS.has(char) || (leads && BEFORE.test(char));
    const isStart = at === 0 || PARTS.has(text.charAt(at - 1));
    if (!isStart || !(leads || (at === 0 && BEGINS_APART.test(text)))) continue;
    parts.push(text.slice(at, end));
    end = at;
  }
  return [...parts, text.slice(0, end)].toReversed();
}

/** A text as a cell that no spreadsheet takes for a formula: an apostrophe before what could be one. `plainCell` takes it off again. */
export const safeCell = (text: string): string => partedAtFormulas(text).join("'");

/** What a cell says, without the apostrophes that `safeCell` put before formulas. */
export const plainCell = (cell: string): string => {
  const [first = "", ...formulas] = partedAtFormulas(cell);
  return first + formulas.map((part) => (part.startsWith("'") ? part.slice(1) : part)).join("");
};

/** The separator that spreadsheets in that language expect: where the comma is decimal, it cannot part cells. */
export const separatorIn = (locale: "pt-BR" | "en"): string => (locale === "pt-BR" ? ";" : ",");

/** One line of a CSV file (RFC 4180), every cell quoted. */
export const csvLine = (cells: readonly string[], separator: string): string =>
  `${cells.map((cell) => `"${safeCell(cell).replaceAll('"', '""')}"`).join(separator)}\r\n`;

const SEPARATORS = [";", ",", "\t"] as const;

/** What parts the cells of a file, by its first line: the separator that stands most often outside of quotes. */
export function separatorOf(text: string): string {
  const counts = new Map<string, number>();
  let isQuoted = false;
  for (const char of text) {
    if (char === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (char === "\n" || char === "\r")) {
      // lines that say nothing may stand before the heads
      if (counts.size > 0) break;
    } else if (!isQuoted) counts.set(char, (counts.get(char) ?? 0) + 1);
  }
  const [best] = SEPARATORS.toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0));
  return best ?? ";";
}
