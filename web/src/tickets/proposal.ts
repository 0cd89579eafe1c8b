const LONGEST_PROPOSED = 80;

/** A title out of what was written: the first line that says something, cut at a word. */
export function titleFrom(text: string): string {
  const line =
    text
      .split("\n")
      .map((one) => one.replaceAll(/\s+/gu, " ").trim())
      .find((one) => one !== "") ?? "";
  const letters = Array.from(line);
  if (letters.length <= LONGEST_PROPOSED) return line;
  const cut = letters.slice(0, LONGEST_PROPOSED).join("");
  const blank = cut.lastIndexOf(" ");
  return `${blank > LONGEST_PROPOSED / 2 ? cut.slice(0, blank) : cut}…`;
}
