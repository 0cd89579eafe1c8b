/**
 * Text as keywords are compared: compatibility forms unified, accents, case, punctuation, invisible characters and repeated
 * blanks gone, keycap emoji as digits. Other emoji and symbols stay. Folding twice changes nothing. "COMERCIAL!" and
 * "comercial" are equal; so are "1️⃣" and "1". Never throws, lone surrogates included.
 */
export function fold(text: string): string {
  return (
    text
      .normalize("NFKD")
      .replaceAll("\u{1f51f}", "10")
      // combining marks (a keycap's frame is one), then what nobody sees: joiners, variation selectors, soft hyphens
      .replace(/[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "")
      .toLowerCase()
      .replace(/[\p{P}`^~]/gu, "")
      .replace(/[\s\p{Z}\p{C}]+/gu, " ")
      .trim()
      .normalize("NFKC")
  );
}
