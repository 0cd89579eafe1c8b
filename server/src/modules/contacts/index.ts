/**
 * Contacts: the people who write, and every id WhatsApp knows them by.
 * Owns: who is who (BSUID, phone with and without the ninth digit), registered names, who is blocked, merging.
 * Tables: contact, contact_identity.
 * Emits: nothing itself; conversations record identity changes and merges in their history.
 * Hears: nothing.
 */
export { blockFrom, renameContact } from "./contacts.queries.ts";
export { addPhones, lockContact, resolveContacts } from "./contacts.service.ts";
export type { ContactRecord, WantedContact } from "./match.ts";
