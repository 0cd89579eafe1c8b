/**
 * A cell that a spreadsheet would run as a formula (OWASP, CSV injection: = + - @, tab, carriage return, line feed, and the full-width
 * forms of the signs), perhaps behind apostrophes of ours.
 */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/u;
const GUARDED = /^'+[=+\-@\t\r\n＝＋－＠]/u;

/** A text as a cell that no spreadsheet takes for a formula: an apostrophe before what could be one. `plainCell` takes it off again. */
export const safeCell = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** What a cell says, without the apostrophe that `safeCell` put before it. */
export const plainCell = (cell: string): string => (GUARDED.test(cell) ? cell.slice(1) : cell);

/** The separator that spreadsheets in that language expect: where the comma is decimal, it cannot part cells. */
export const separatorIn = (locale: "pt-BR" | "en"): string => (locale === "pt-BR" ? ";" : ",");

/** One line of a CSV file (RFC 4180). Every cell is quoted, so that none is two under another separator. */
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
