import { oneLine } from "../text/one-line.ts";

/** Marks that turn the direction of letters ("\u202Egpj.exe" reads "exe.jpg"), and such as nobody sees. The joiner of emoji stays. */
const UNSEEN = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const LONGEST = 240;

/**
 * A file's name, as whoever sent it calls it, that reads as what it is and is never more than a name: one line, no folders, nothing unseen, the
 * end of a long one. "" when nothing is left. What a file is, its bytes say; this is only shown, and offered where it is saved.
 */
export const plainFileName = (given: string): string =>
  oneLine(given.toWellFormed().replaceAll("\0", ""))
    .replace(UNSEEN, "")
    .replace(/[/\\]/gu, "_")
    .slice(-LONGEST)
    .toWellFormed()
    .replace(/^[\s.]+/u, "")
    .trimEnd();
