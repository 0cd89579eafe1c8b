import { oneLine } from "../text/one-line.ts";
import { isEmail } from "../email/address.ts";
import { checkFieldValue, readNumber, type FieldDefinition, type FieldValue } from "../fields/fields.ts";
import { readPhone } from "../phone/phone.ts";
import { fold } from "../text/fold.ts";
import { plainCell } from "./csv.ts";

/** What a column of a file may be, beside custom fields (`field:<id>`). */
export const IMPORT_TARGETS = ["name", "phone", "email", "organisation", "labels"] as const;
export type ImportTarget = (typeof IMPORT_TARGETS)[number] | `field:${string}`;
/** By column; null = is left out. */
export type ImportMapping = readonly (ImportTarget | null)[];

const LONGEST = { name: 80, organisation: 120 } as const;
/** Heads as exports write them, and as other programs do; folded. */
const HEADS: Readonly<Record<(typeof IMPORT_TARGETS)[number], readonly string[]>> = {
  name: ["nome", "name", "nome completo", "full name", "contato", "contact", "cliente", "customer"],
  phone: [
    "telefone",
    "phone",
    "celular",
    "mobile",
    "whatsapp",
    "fone",
    "numero",
    "phone number",
    "mobile phone",
  ],
  email: ["email", "e mail", "mail", "email address", "endereco de email"],
  organisation: ["organizacao", "organisation", "organization", "empresa", "company"],
  labels: ["etiquetas", "labels", "tags", "marcadores", "etiqueta", "label"],
};

/** What each column probably is, by its head; the first of two alike. */
export function proposeMapping(
  heads: readonly string[],
  fields: readonly FieldDefinition[],
): (ImportTarget | null)[] {
  const taken = new Set<ImportTarget>();
  return heads.map((head) => {
    const word = fold(head);
    const known = IMPORT_TARGETS.find((target) => HEADS[target].includes(word));
    const field = fields.find(({ label }) => fold(label) === word);
    const target = known ?? (field ? (`field:${field.id}` as const) : null);
    if (target === null || word === "" || taken.has(target)) return null;
    taken.add(target);
    return target;
  });
}

export type MappingFault = "no_phone" | "target_twice" | "unknown_field";

/** What is wrong with a mapping; null = nothing. Without a phone nobody is known. */
export function mappingFault(
  mapping: ImportMapping,
  fields: readonly FieldDefinition[],
): MappingFault | null {
  const targets = mapping.filter((target) => target !== null);
  if (!targets.includes("phone")) return "no_phone";
  if (new Set(targets).size < targets.length) return "target_twice";
  const known = new Set<string>([...IMPORT_TARGETS, ...fields.map(({ id }) => `field:${id}`)]);
  return targets.every((target) => known.has(target)) ? null : "unknown_field";
}

/** What a line says of a person; null and nothing where its cells are blank. */
export type ImportRow = {
  /** in digits with the country */
  phone: string;
  name: string | null;
  email: string | null;
  organisation: string | null;
  labelIds: string[];
  fields: Record<string, FieldValue>;
};

export type ImportFaultCode =
  | "required"
  | "not_a_phone"
  | "not_an_email"
  | "too_long"
  | "unreadable_character"
  | "unknown_label"
  | "not_a_number"
  | "not_a_day"
  | "not_yes_or_no"
  | "unknown_option"
  | "email_confirmed"
  | "invalid";
export type ImportFault = { target: ImportTarget; code: ImportFaultCode };

const YES = new Set(["sim", "s", "yes", "y", "true", "verdadeiro", "1"]);
const NO = new Set(["nao", "n", "no", "false", "falso", "0"]);

/** "26/11/2026" where the day comes first, "11/26/2026" where the month does; "2026-11-26" everywhere. */
function dayOf(text: string, locale: "pt-BR" | "en"): string {
  const [, first = "", second = "", year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  if (year === undefined) return text;
  const [day, month] = locale === "pt-BR" ? [first, second] : [second, first];
  return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

type Read<T> = { value: T } | { code: ImportFaultCode };

/** The value of a custom field as a person of that language writes it. */
export function readFieldCell(
  field: FieldDefinition,
  text: string,
  locale: "pt-BR" | "en",
): Read<FieldValue | null> {
  let given: FieldValue | null = text;
  if (field.kind === "number") given = readNumber(text, locale);
  else if (field.kind === "date") given = dayOf(text, locale);
  else if (field.kind === "list") given = field.options.find((option) => fold(option) === fold(text)) ?? text;
  else if (field.kind === "yes_no") {
    const word = fold(text);
    if (!YES.has(word) && !NO.has(word)) return { code: "not_yes_or_no" };
    given = YES.has(word);
  }
  if (given === null) return { code: "not_a_number" };
  const checked = checkFieldValue(field, given);
  return checked.ok ? { value: checked.value } : { code: checked.code };
}

const short = (text: string, longest: number): Read<string> =>
  text.length > longest ? { code: "too_long" } : { value: text };

/** What the account has that lines name. */
export type ImportChoices = {
  fields: readonly FieldDefinition[];
  labels: readonly { id: string; name: string }[];
  locale: "pt-BR" | "en";
};

/** Labels by their names, parted by commas; all must be there, since a slip of the pen is no label. */
function labelsOf(text: string, { labels }: ImportChoices): Read<string[]> {
  const ids = new Set<string>();
  for (const name of text.split(",").map(fold)) {
    if (name === "") continue;
    const known = labels.find((label) => fold(label.name) === name);
    if (!known) return { code: "unknown_label" };
    ids.add(known.id);
  }
  return { value: [...ids] };
}

function put(
  row: ImportRow,
  target: ImportTarget,
  text: string,
  choices: ImportChoices,
): ImportFaultCode | null {
  const take = <T>(read: Read<T>, keep: (value: T) => void): ImportFaultCode | null => {
    if ("code" in read) return read.code;
    keep(read.value);
    return null;
  };
  switch (target) {
    case "phone":
      return take<string>(
        ((phone) => (phone === null ? { code: "not_a_phone" } : { value: phone }))(readPhone(text)),
        (value) => void (row.phone = value),
      );
    case "name":
      return take(short(oneLine(text), LONGEST.name), (value) => void (row.name = value));
    case "email": {
      const address = text.toLowerCase();
      if (!isEmail(address)) return "not_an_email";
      row.email = address;
      return null;
    }
    case "organisation":
      return take(short(oneLine(text), LONGEST.organisation), (value) => void (row.organisation = value));
    case "labels":
      return take(labelsOf(text, choices), (value) => void (row.labelIds = value));
    default: {
      const field = choices.fields.find(({ id }) => `field:${id}` === target);
      if (!field) return "invalid";
      return take(readFieldCell(field, text, choices.locale), (value) => {
        if (value !== null) row.fields[field.id] = value;
      });
    }
  }
}

/** Reads a line by its mapping: all that is wrong with it, or what it says. Blank cells say nothing. */
export function readImportRow(
  cells: readonly string[],
  mapping: ImportMapping,
  choices: ImportChoices,
): { row: ImportRow; faults: ImportFault[] } {
  const row: ImportRow = { phone: "", name: null, email: null, organisation: null, labelIds: [], fields: {} };
  const faults: ImportFault[] = [];
  mapping.forEach((target, index) => {
    if (target === null) return;
    const text = plainCell(cells[index] ?? "").trim();
    if (text === "") {
      if (target === "phone") faults.push({ target, code: "required" });
      return;
    }
    const isStorable = text.isWellFormed() && !text.includes("\0");
    const code = isStorable ? put(row, target, text, choices) : "unreadable_character";
    if (code !== null) faults.push({ target, code });
  });
  return { row, faults };
}

/** What is done with a line about somebody who is there, or (null) not yet. */
export type ImportStep = "create" | "update" | "skip" | { fault: ImportFault };

/**
 * A person who is there is left as they are, or takes what the line says; blank cells take nothing away. An address that its owner
 * confirmed is not replaced by a file's word: the line is told instead.
 */
export function importStep(
  known: { email: string | null; emailConfirmed: boolean } | null,
  row: Pick<ImportRow, "email">,
  existing: "update" | "skip",
): ImportStep {
  if (known === null) return "create";
  if (existing === "skip") return "skip";
  return known.emailConfirmed && row.email !== null && row.email !== known.email
    ? { fault: { target: "email", code: "email_confirmed" } }
    : "update";
}
