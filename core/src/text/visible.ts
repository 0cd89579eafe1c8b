/**
 * Characters that say nothing by themselves and can make a line say something else: controls (C0, DEL, C1), line and paragraph separators,
 * marks that turn the direction of writing (Unicode TR 36, section 2), and those of no width.
 */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** A text of whatever origin as one line that says what is in it: what cannot be seen is written as its number, "\u{1b}". */
export const visible = (text: string): string =>
  text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
