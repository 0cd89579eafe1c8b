/**
 * Contacts: the people who write, and every id WhatsApp knows them by.
 * Owns: who is who (BSUID, phone with and without the ninth digit), registered names, merging.
 * Tables: contact, contact_identity.
 * Emits: nothing itself; conversations record identity changes and merges in their history.
 * Hears: nothing.
 */
export { insertIdentities, mergeContact, renameContact } from "./contacts.queries.ts";
export { resolveContacts, type ResolvedPeople } from "./contacts.service.ts";
export type { ContactRecord, IdentityRecord, WantedContact } from "./match.ts";
