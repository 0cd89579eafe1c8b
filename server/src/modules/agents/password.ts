/** ASVS 5.0, 6.2.1: length is what makes a password strong; no rules about kinds of characters (6.2.5). */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 128;
const FEWEST_CHARACTERS = 5;
const RUNS = ["0123456789012345678", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm"];

/**
 * Is this among the first things anybody would try: few different characters, a run of the keyboard, or what is known of the
 * person (`known`: e-mail, name, company)?
 */
export function isGuessable(password: string, known: readonly string[]): boolean {
  const text = password.toLowerCase();
  if (new Set(text).size < FEWEST_CHARACTERS) return true;
  if (RUNS.some((run) => run.includes(text) || run.startsWith(text.slice(0, SHORTEST_PASSWORD)))) return true;
  const joined = text.replace(/\s+/g, "");
  const bare = joined.replace(/[\d\W_]+$/u, "");
  return known
    .flatMap((fact) => [fact, fact.split("@")[0] ?? ""])
    .map((fact) => fact.toLowerCase().replace(/\s+/g, ""))
    .some((fact) => fact.length >= 4 && (bare === fact || joined === fact));
}
