import { z } from "zod";
import { Id, isStorable, Time, Version, line } from "./common.ts";
import { ContactCard } from "./conversations.ts";
import { FieldValue, FieldValues } from "./fields.ts";

/** Organização: a company or group that contacts belong to, each to one at most. */
export const Organisation = z.object({
  id: Id,
  name: z.string(),
  /** "girassol.com.br"; "" = none */
  domain: z.string(),
  notes: z.string(),
  version: Version,
});
export type Organisation = z.infer<typeof Organisation>;
const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?:(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}]{2,})?$/u);
/** POST /api/organisations */
export const OrganisationCreate = z
  .object({
    name: line(120).min(1),
    domain: Domain,
    notes: z.string().trim().max(1000).refine(isStorable),
  })
  .strict();
export type OrganisationCreate = z.infer<typeof OrganisationCreate>;
/** PUT /api/organisations/:id */
export const OrganisationUpdate = OrganisationCreate.extend({ version: Version });
export type OrganisationUpdate = z.infer<typeof OrganisationUpdate>;

/** A short text about the customer, for every conversation with them. */
export const ContactNote = z.object({
  id: Id,
  text: z.string(),
  agentId: Id,
  at: Time,
  editedAt: Time.nullable(),
});
export type ContactNote = z.infer<typeof ContactNote>;
const ContactNoteText = z.string().trim().min(1).max(1000).refine(isStorable);
/** POST /api/contacts/:id/notes */
export const AddContactNote = z.object({ key: z.string().min(8).max(64), text: ContactNoteText }).strict();
/** PATCH /api/contact-notes/:id : its author. DELETE /api/contact-notes/:id : its author, or who oversees */
export const ContactNotePatch = z.object({ text: ContactNoteText }).strict();

/** A word of a person about messages: chosen in WhatsApp, told by a refusal of Meta's, written, or noted for them by an agent who says why */
const StandingChoice = z.object({
  stopped: z.boolean(),
  at: Time,
  source: z.enum(["meta", "refusal", "word", "agent"]),
  agentId: Id.nullable(),
  reason: z.string().nullable(),
});
/** POST /api/contacts/:id/choices : what an agent notes for a person, or takes back of such notes */
export const ContactChoice = z
  .object({
    kind: z.enum(["marketing", "automatic"]),
    stopped: z.boolean(),
    reason: z.string().trim().min(3).max(300).refine(isStorable),
  })
  .strict();
export type ContactChoice = z.infer<typeof ContactChoice>;

/** GET /api/contacts/:id : all that is known of a person, for who may see one of their conversations, or if there is none */
export const ContactDetails = z.object({
  id: Id,
  /** the name this company registered */
  name: z.string().nullable(),
  /** as the person calls themselves on WhatsApp */
  profileName: z.string().nullable(),
  username: z.string().nullable(),
  /** whose phone this is here: the person works in this account */
  agentName: z.string().nullable(),
  /** every number they write from; `forms`: how WhatsApp spells it, with or without the ninth digit */
  phones: z.array(z.object({ phone: z.string(), forms: z.array(z.string()) })),
  /** `confirmed`: by a code that was mailed to it; else on somebody's word */
  email: z.object({ address: z.string(), confirmed: z.boolean() }).nullable(),
  /** WhatsApp's own ids of the person (BSUID); for administrators only */
  userIds: z.array(z.string()).nullable(),
  /** what they write raises nothing, and nothing goes out to them */
  blocked: z.boolean(),
  /** what counts of what they said about marketing messages, and about all that goes out by itself; null = nothing was said */
  marketing: StandingChoice.nullable(),
  automatic: StandingChoice.nullable(),
  firstSeenAt: Time,
  organisation: Organisation.nullable(),
  fields: FieldValues,
  /** of the labels of the account, by id */
  labelIds: z.array(Id),
  /** newest first */
  notes: z.array(ContactNote),
  /** what Meta knows of a block, number by number; empty where nothing is to be known */
  blocks: z.array(
    z.object({
      channelId: Id,
      /** false: being freed */
      wanted: z.boolean(),
      state: z.enum(["pending", "done", "refused"]),
      /** Meta's, of a refusal; null of one = no answer could be had */
      code: z.int().nullable(),
    }),
  ),
  /** contacts that agents merged into this one, the latest first; those of more than 30 days ago are not told */
  merges: z.array(
    z.object({
      id: Id,
      /** how the other one was called */
      name: z.string().nullable(),
      cause: z.string(),
      agentId: Id,
      at: Time,
      /** by whoever did it, or who oversees */
      canUndo: z.boolean(),
    }),
  ),
});
export type ContactDetails = z.infer<typeof ContactDetails>;

/** POST /api/contacts : of a phone, from a card that somebody sent. The same once more finds it known. */
export const SaveContact = z
  .object({
    /** as people write it; without a country it is Brazilian */
    phone: z.string().trim().max(40).refine(isStorable),
    name: line(80).min(1),
  })
  .strict();
export type SaveContact = z.infer<typeof SaveContact>;
export const SavedContact = z.object({
  /** `completed`: it was there without a registered name; `known`: it was there, and stays as it is */
  outcome: z.enum(["created", "completed", "known"]),
  /** null of a contact whose conversations are all others' */
  contact: ContactCard.nullable(),
});
export type SavedContact = z.infer<typeof SavedContact>;

/** PATCH /api/contacts/:id */
export const ContactPatch = z.object({ name: line(80).nullable() }).strict();
/** PUT /api/contacts/:id/value : one custom field; null takes the value away. `was`: what the editor saw; else 409 `version_conflict` */
export const SetFieldValue = z
  .object({ fieldId: Id, value: FieldValue.nullable(), was: FieldValue.nullable() })
  .strict();
/** PUT /api/contacts/:id/organisation : null = none. `was`: as above */
export const SetOrganisation = z.object({ organisationId: Id.nullable(), was: Id.nullable() }).strict();
/** PUT /api/contacts/:id/email : null takes it away. What an agent writes is on somebody's word. `was`: as above */
export const SetEmail = z
  .object({
    address: z.string().trim().toLowerCase().max(254).nullable(),
    was: z.string().nullable(),
  })
  .strict();
/** PUT /api/contacts/:id/labels : whichever it has already; the same twice is one */
export const LabelContact = z
  .object({ add: z.array(Id).max(200).default([]), remove: z.array(Id).max(200).default([]) })
  .strict();
/** POST /api/contacts/:id/merge : the other contact goes into this one. The same key again has no effect. */
export const MergeContact = z
  .object({
    key: z.string().min(8).max(64),
    otherId: Id,
    cause: z.string().trim().min(1).max(500).refine(isStorable),
  })
  .strict();
/** POST /api/contact-merges/:id/undo : within 30 days. What came since stays with the contact that was kept. */
