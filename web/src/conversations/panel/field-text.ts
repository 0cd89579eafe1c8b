import type { CustomField } from "@balcao/api";
import { checkFieldValue, readNumber, type FieldValue } from "@balcao/core";

type Field = Pick<CustomField, "kind" | "options">;
export type Words = { yes: string; no: string };
type Locale = "pt-BR" | "en";

const MOST_DIGITS = 20;

/** A value as people read it. Days have no time zone: they are written as they are kept. */
export function fieldText(
  value: FieldValue,
  kind: CustomField["kind"],
  locale: Locale,
  words: Words,
): string {
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "number")
    return new Intl.NumberFormat(locale, { maximumFractionDigits: MOST_DIGITS }).format(value);
  const day = kind === "date" ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(day)
    ? value
    : new Intl.DateTimeFormat(locale, { dateStyle: "short", timeZone: "UTC" }).format(day);
}

/** What an editor of the field begins with. */
export function fieldDraft(value: FieldValue | null, locale: Locale): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "string") return value;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: MOST_DIGITS, useGrouping: false }).format(
    value,
  );
}

export type Read = { ok: true; value: FieldValue | null } | { ok: false; code: string };

/** What was typed or chosen, as a value; "" takes it away. */
export function readDraft(draft: string, field: Field, locale: Locale): Read {
  const text = draft.trim();
  if (text === "") return { ok: true, value: null };
  if (field.kind === "yes_no") return { ok: true, value: text === "yes" };
  if (field.kind !== "number") return checkFieldValue(field, text);
  const value = readNumber(text, locale);
  return value === null ? { ok: false, code: "not_a_number" } : { ok: true, value };
}
