/**
 * Text as keywords are compared: compatibility forms unified, accents, case, punctuation and repeated blanks gone, keycap
 * emoji as digits. Other emoji stay. Folding twice changes nothing. "COMERCIAL!" and "comercial" are equal; so are "1️⃣" and "1".
 */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\u20e3]/gu, "")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .normalize("NFKC")
    .replace(/[\p{P}`^~]/gu, "")
    .replace(/[\s\p{Z}\p{C}]+/gu, " ")
    .trim();
}
