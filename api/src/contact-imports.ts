import { z } from "zod";
import { Id, isStorable, page, Time } from "./common.ts";
import { narrowing } from "./contact-lists.ts";

/** Larger files of contacts are refused; some 200,000 lines fit. */
export const MOST_IMPORT_BYTES = 20 * 1024 * 1024;
/** As much of a file's beginning as its preview is made of. */
export const PREVIEW_BYTES = 64 * 1024;

/** GET /api/contacts/export : a CSV file of all the contacts that the list would hold, for who oversees. Leaves a line in the log. */
export const ContactExportQuery = z.object({
  ...narrowing,
  /** of the heads, the separator and how values are written */
  locale: z.enum(["pt-BR", "en"]).default("pt-BR"),
});
export type ContactExportQuery = z.infer<typeof ContactExportQuery>;

/** What a column of a file is: something every contact has, or a custom field. */
const Target = z.union([
  z.enum(["name", "phone", "email", "organisation", "labels"]),
  z.templateLiteral(["field:", z.uuid()]),
]);
const Mapping = z.array(Target.nullable()).min(1).max(200);
const Locale = z.enum(["pt-BR", "en"]);

/** POST /api/contact-imports/preview : a form with `locale` and `file`, the beginning of a file (at most `PREVIEW_BYTES`) */
export const PreviewImport = z.object({ locale: Locale }).strict();
export const ImportPreview = z.object({
  /** of the columns, as the file's first line says */
  heads: z.array(z.string()),
  /** the first records after it */
  rows: z.array(z.array(z.string())),
  /** what each column probably is */
  mapping: z.array(Target.nullable()),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

const fromText = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // no JSON is no mapping, which the shape says
    return null;
  }
};

/** POST /api/contact-imports : a form with these fields, then `file`. The same key again is the same import. */
export const BeginImport = z
  .object({
    key: z.string().min(8).max(64),
    locale: Locale,
    /** JSON: by column of the file, what it is, or null = is left out */
    mapping: z.string().max(20_000).transform(fromText).pipe(Mapping),
    /** what is done with a person who is there already */
    existing: z.enum(["update", "skip"]),
    fileName: z.string().trim().min(1).max(240).refine(isStorable),
  })
  .strict();
export type BeginImport = z.infer<typeof BeginImport>;

/** GET /api/contact-imports/:id, for who oversees */
export const ContactImport = z.object({
  id: Id,
  agentId: Id,
  fileName: z.string(),
  existing: z.enum(["update", "skip"]),
  state: z.enum(["running", "done", "failed"]),
  /** `unreadable`: from the next record on it is no CSV; `internal`: a batch failed again and again. What came before stays. */
  failure: z.enum(["unreadable", "internal"]).nullable(),
  /** how much of the file was read, 0 to 1 */
  part: z.number(),
  records: z.int(),
  created: z.int(),
  updated: z.int(),
  skipped: z.int(),
  /** lines that were not taken in; see its faults */
  refused: z.int(),
  at: Time,
  finishedAt: Time.nullable(),
});
export type ContactImport = z.infer<typeof ContactImport>;
/** GET /api/contact-imports : the latest first */
export const ContactImportList = z.object({ items: z.array(ContactImport) });

/** GET /api/contact-imports/:id/faults, by line */
export const ImportFaultQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export const ImportFaultPage = page(
  z.object({
    /** of the file, from 1 */
    line: z.int(),
    /** which of its columns, as in the mapping */
    target: z.string(),
    code: z.enum([
      "required",
      "not_a_phone",
      "not_an_email",
      "too_long",
      "unreadable_character",
      "unknown_label",
      "not_a_number",
      "not_a_day",
      "not_yes_or_no",
      "unknown_option",
      "email_confirmed",
      "invalid",
    ]),
  }),
);
export type ImportFaultPage = z.infer<typeof ImportFaultPage>;
