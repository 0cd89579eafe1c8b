import { z } from "zod";
import { Id, page, Time, Version } from "./common.ts";
import { Organisation } from "./contacts.ts";
import { ContactCard } from "./conversations.ts";

const Direction = z.enum(["asc", "desc"]);
const Cursor = z.string().max(300).optional();

/** What a list of contacts is narrowed down by; an export holds the same. */
export const narrowing = {
  /** name, phone with or without the ninth digit, username or e-mail; accent-blind */
  q: z.string().trim().max(100).optional(),
  label: Id.optional(),
  /** `none`: in no organisation */
  organisation: z.union([Id, z.literal("none")]).optional(),
};

/** GET /api/contacts : the people this agent may see, and those that no conversation has made anybody's */
export const ContactQuery = z.object({
  ...narrowing,
  /** by name (the nameless after all others), or by when the company first met them */
  order: z.enum(["name", "created"]).default("name"),
  direction: Direction.default("asc"),
  cursor: Cursor,
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ContactQuery = z.infer<typeof ContactQuery>;

export const ContactRow = ContactCard.extend({
  email: z.string().nullable(),
  organisation: z.object({ id: Id, name: z.string() }).nullable(),
  labelIds: z.array(Id),
  createdAt: Time,
});
export type ContactRow = z.infer<typeof ContactRow>;
export const ContactPage = page(ContactRow);
export type ContactPage = z.infer<typeof ContactPage>;

/** An organisation with how many of its contacts this agent may see. */
export const OrganisationRow = Organisation.extend({ contacts: z.int() });
export type OrganisationRow = z.infer<typeof OrganisationRow>;
/** GET /api/organisations?q= : by name or domain, accent-blind; by name */
export const OrganisationQuery = z.object({
  q: z.string().trim().max(100).default(""),
  cursor: Cursor,
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type OrganisationQuery = z.infer<typeof OrganisationQuery>;
export const OrganisationPage = page(OrganisationRow);
export type OrganisationPage = z.infer<typeof OrganisationPage>;

/**
 * DELETE /api/organisations/:id, by who oversees. Its contacts go to `moveTo`, or (null) are in none; where that is not said, one that
 * has contacts is refused with 409 `organisation_in_use`.
 */
export const OrganisationDelete = z.object({ version: Version, moveTo: Id.nullable().optional() }).strict();
export type OrganisationDelete = z.infer<typeof OrganisationDelete>;
