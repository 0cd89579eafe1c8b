/** Small readers of untrusted JSON: a wrong type is an absent value, never an exception. */
export type Json = Record<string, unknown>;

export const asObject = (value: unknown): Json | null =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : null;

export const asArray = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Own properties only: `__proto__`, `constructor` and their like are never read through the prototype. */
export const value = (source: Json | null, name: string): unknown =>
  source !== null && Object.hasOwn(source, name) ? source[name] : undefined;

/** NUL and lone surrogates cannot live in a text column; they become the replacement character. */
export function cleanText(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes("\u0000") ? whole.replaceAll("\u0000", "\ufffd") : whole;
}

const MOST_CLEAN_DEPTH = 64;

/** The same JSON with every text and key cleaned as by `cleanText`. Deeper than 64 levels becomes null. */
export function cleanJson(json: unknown, depth = 0): unknown {
  if (typeof json === "string") return cleanText(json);
  if (typeof json !== "object" || json === null) return json;
  if (depth >= MOST_CLEAN_DEPTH) return null;
  if (Array.isArray(json)) return json.map((entry) => cleanJson(entry, depth + 1));
  // entries, not assignment: a key named __proto__ stays an ordinary key
  return Object.fromEntries(
    Object.entries(json).map(([name, entry]) => [cleanText(name), cleanJson(entry, depth + 1)]),
  );
}

export function text(source: Json | null, name: string): string | null {
  const found = value(source, name);
  return typeof found === "string" ? cleanText(found) : null;
}

/** Text that says something: empty counts as absent. */
export function filled(source: Json | null, name: string): string | null {
  const found = text(source, name);
  return found === "" ? null : found;
}

/** An id: text, or an integer where Meta writes one (`message_template_id`); compared as text (wire facts, section 1). */
export function id(source: Json | null, name: string): string | null {
  const found = value(source, name);
  if (typeof found === "number") return Number.isSafeInteger(found) ? String(found) : null;
  return filled(source, name);
}

const PHONE_DIGITS = /^\d{3,20}$/;
const PHONE_PUNCTUATION = /[\s()+.-]/g;

/** A phone account id: digits, verbatim. Anything that is not a phone (a BSUID, a word) is absent. */
export function phone(source: Json | null, name: string): string | null {
  const found = id(source, name);
  if (found === null || PHONE_DIGITS.test(found)) return found;
  const digits = found.replace(PHONE_PUNCTUATION, "");
  return PHONE_DIGITS.test(digits) ? digits : null;
}

const DECIMAL = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*$/;

/** A finite number, also when written as text. */
export function number(source: Json | null, name: string): number | null {
  const found = value(source, name);
  const parsed =
    typeof found === "number"
      ? found
      : typeof found === "string" && DECIMAL.test(found)
        ? Number(found)
        : Number.NaN;
  return Number.isFinite(parsed) ? parsed : null;
}

export const flag = (source: Json | null, name: string): boolean => value(source, name) === true;
export const object = (source: Json | null, name: string): Json | null => asObject(value(source, name));
export const array = (source: Json | null, name: string): unknown[] => asArray(value(source, name));

/** The end of the year 9999: later times do not fit the calendars that will show them. */
const LATEST_SECONDS = 253_402_300_799;

/** Meta's times are unix seconds, as text or (in some fields) an integer; answered in epoch milliseconds. */
export function seconds(source: Json | null, name: string): number | null {
  const found = number(source, name);
  return found === null || found < 0 || found > LATEST_SECONDS ? null : Math.trunc(found) * 1000;
}
