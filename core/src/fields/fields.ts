/** Kinds of custom fields: text, number, date ("2026-11-26"), one of a list, yes or no. A field keeps its kind for life. */
export const FIELD_KINDS = ["text", "number", "date", "list", "yes_no"] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];
export type FieldValue = string | number | boolean;

/** What a value is judged by; whose the field is (a contact's, another record's) makes no difference. */
export type FieldDefinition = { id: string; label: string; kind: FieldKind; options: readonly string[] };

export const LONGEST_FIELD_LABEL = 60;
export const LONGEST_FIELD_TEXT = 500;
export const MOST_FIELD_OPTIONS = 100;

export type FieldFault = { path: "label" | "options"; code: "required" | "too_long" | "repeated_option" };

/** What is wrong with a definition. Options that differ in case or spaces only are one. */
export function fieldFaults({
  label,
  kind,
  options,
}: Pick<FieldDefinition, "label" | "kind" | "options">): FieldFault[] {
  const faults: FieldFault[] = [];
  if (label.trim() === "") faults.push({ path: "label", code: "required" });
  if (label.trim().length > LONGEST_FIELD_LABEL) faults.push({ path: "label", code: "too_long" });
  if (kind !== "list") return faults;
  const names = options.map((option) => option.trim().toLocaleLowerCase());
  if (names.length === 0 || names.includes("")) faults.push({ path: "options", code: "required" });
  if (names.length > MOST_FIELD_OPTIONS || names.some((name) => name.length > LONGEST_FIELD_LABEL))
    faults.push({ path: "options", code: "too_long" });
  if (new Set(names).size < names.length) faults.push({ path: "options", code: "repeated_option" });
  return faults;
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Is this a day of the calendar, as "2026-02-28"? */
export function isDay(text: string): boolean {
  const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined || year < 1000) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
  return days !== undefined && day >= 1 && day <= days;
}

export type FieldRefusal = "invalid" | "too_long" | "not_a_number" | "not_a_day" | "unknown_option";
export type CheckedValue = { ok: true; value: FieldValue | null } | { ok: false; code: FieldRefusal };

/** A value as it is kept; null (or a blank text) takes it away. */
export function checkFieldValue(
  { kind, options }: Pick<FieldDefinition, "kind" | "options">,
  given: FieldValue | null,
): CheckedValue {
  const value = typeof given === "string" ? given.trim() : given;
  if (value === null || value === "") return { ok: true, value: null };
  switch (kind) {
    case "number":
      return typeof value === "number" && Number.isFinite(value)
        ? { ok: true, value }
        : { ok: false, code: "not_a_number" };
    case "yes_no":
      return typeof value === "boolean" ? { ok: true, value } : { ok: false, code: "invalid" };
    case "date":
      return typeof value === "string" && isDay(value)
        ? { ok: true, value }
        : { ok: false, code: "not_a_day" };
    case "list":
      return typeof value === "string" && options.includes(value)
        ? { ok: true, value }
        : { ok: false, code: "unknown_option" };
    default:
      if (typeof value !== "string") return { ok: false, code: "invalid" };
      return value.length > LONGEST_FIELD_TEXT ? { ok: false, code: "too_long" } : { ok: true, value };
  }
}

/**
 * A number as people of that language write it ("1.234,5" or "1,234.5"), null when it is none. A sign that only groups thousands
 * may be left out.
 */
export function readNumber(text: string, locale: "pt-BR" | "en"): number | null {
  const [group, decimal] = locale === "pt-BR" ? ["\\.", ","] : [",", "\\."];
  const written = text.trim();
  const isNumber = new RegExp(`^-?(\\d+|\\d{1,3}(${group}\\d{3})+)(${decimal}\\d+)?$`).test(written);
  if (!isNumber) return null;
  const plain = written.replaceAll(locale === "pt-BR" ? "." : ",", "").replace(",", ".");
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
}
