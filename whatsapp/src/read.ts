/** Small readers of untrusted JSON: a wrong type is an absent value, never an exception. */
export type Json = Record<string, unknown>;

export const asObject = (value: unknown): Json | null => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : null);
export const asArray = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

const own = (source: Json | null, name: string): unknown => (source !== null && Object.hasOwn(source, name) ? source[name] : undefined);

/** NUL and lone surrogates cannot live in a text column; they become the replacement character. */
export function cleanText(text: string): string {
  return text.replaceAll("\u0000", "\ufffd").toWellFormed();
}

export function text(source: Json | null, name: string): string | null {
  const value = own(source, name);
  return typeof value === "string" ? cleanText(value) : null;
}

/** Text that says something: empty counts as absent. */
export function filled(source: Json | null, name: string): string | null {
  const value = text(source, name);
  return value === null || value === "" ? null : value;
}

export function number(source: Json | null, name: string): number | null {
  const value = own(source, name);
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value !== "string" || value.trim() === "") return null;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : null;
}

export const flag = (source: Json | null, name: string): boolean => own(source, name) === true;
export const object = (source: Json | null, name: string): Json | null => asObject(own(source, name));
export const array = (source: Json | null, name: string): unknown[] => asArray(own(source, name));
export const value = own;

const LATEST_SECONDS = 253_402_300_799;

/** Meta's times are unix seconds, as a string or (in some fields) an integer; answered in milliseconds. */
export function seconds(source: Json | null, name: string): number | null {
  const value = number(source, name);
  return value === null || value < 0 || value > LATEST_SECONDS ? null : Math.trunc(value) * 1000;
}
