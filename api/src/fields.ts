import { FIELD_KINDS, LONGEST_FIELD_LABEL, LONGEST_FIELD_TEXT, MOST_FIELD_OPTIONS } from "@balcao/core";
import { z } from "zod";
import { Id, isStorable, Version, line } from "./common.ts";

export const FieldKind = z.enum(FIELD_KINDS);
/** Whose records have the field. */
export const FieldSubject = z.enum(["contact", "ticket"]);

const Label = line(LONGEST_FIELD_LABEL).min(1);
const Options = z.array(Label).max(MOST_FIELD_OPTIONS);

/** Campo personalizado: something of the account's own that is known of each contact or ticket. */
export const CustomField = z.object({
  id: Id,
  subject: FieldSubject,
  label: z.string(),
  kind: FieldKind,
  /** of a list; values that were an option once stay as they are */
  options: z.array(z.string()),
  /** what is not active is neither shown nor filled in; its values stay */
  active: z.boolean(),
  /** a ticket is neither resolved nor closed without it */
  requiredOnClose: z.boolean(),
  version: Version,
});
export type CustomField = z.infer<typeof CustomField>;

/** GET /api/fields, in their order */
export const CustomFieldList = z.object({ items: z.array(CustomField) });
/** POST /api/fields, by administrators */
export const CustomFieldCreate = z
  .object({
    subject: FieldSubject,
    label: Label,
    kind: FieldKind,
    options: Options,
    /** of tickets only */
    requiredOnClose: z.boolean().default(false),
  })
  .strict();
export type CustomFieldCreate = z.infer<typeof CustomFieldCreate>;
/** PUT /api/fields/:id. The kind stays. */
export const CustomFieldUpdate = z
  .object({
    label: Label,
    options: Options,
    active: z.boolean(),
    requiredOnClose: z.boolean().default(false),
    version: Version,
  })
  .strict();
export type CustomFieldUpdate = z.infer<typeof CustomFieldUpdate>;
/** PUT /api/fields/order : all fields of the subject, as they shall stand */
export const CustomFieldOrder = z.object({ subject: FieldSubject, ids: z.array(Id).max(200) }).strict();

export const FieldValue = z.union([
  z.string().max(LONGEST_FIELD_TEXT).refine(isStorable),
  z.number(),
  z.boolean(),
]);
/** Values by field. */
export const FieldValues = z.record(z.string(), FieldValue);
