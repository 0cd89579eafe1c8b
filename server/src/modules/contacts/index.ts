/**
 * Contacts: the people who write, and every id WhatsApp knows them by.
 * Owns: who is who (BSUID, phone with and without the ninth digit), registered names, who is blocked, who wants no marketing, custom fields' values, labels on contacts, organisations, notes, merging,
 * files of contacts on their way in and out.
 * Tables: contact, contact_block, contact_identity, contact_label, contact_note, contact_merge, marketing_choice, organisation,
 * contact_import, contact_import_fault.
 * Emits: organisation.*, contact_list.*, contact_import.begun, contact_export.begun; conversations record identity changes and merges in their history, and tell of changes (ContactDoor).
 * Hears: nothing.
 */
export { finishBlock, takeBlocks, wishBlock, type TakenBlock } from "./blocks.queries.ts";
export type { ContactDoor } from "./contacts.door.ts";
export { blockFrom, nameUnnamed } from "./contacts.queries.ts";
export { emailOwners, putEmail } from "./emails.queries.ts";
export { contactRoutes } from "./contacts.routes.ts";
export { addPhones, lockContact, resolveContacts } from "./contacts.service.ts";
export { contactsByPhone } from "./details.queries.ts";
export { importLoop } from "./imports.loop.ts";
export { importFiles } from "./imports.queries.ts";
export { contactFileRoutes } from "./imports.routes.ts";
export { noteMarketing, type NewMarketingChoice } from "./marketing.queries.ts";
export { organisationNames } from "./organisations.queries.ts";
export { mayUndoMerge } from "./contacts.policy.ts";
export { findMerge, mergeOfKey } from "./merges.queries.ts";
export { absorb, lockBoth, release, rememberMerge } from "./merges.service.ts";
export { labelContact, nameContact } from "./details.service.ts";
export type { ContactRecord, WantedContact } from "./match.ts";
