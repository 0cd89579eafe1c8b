import type { Tx } from "../../platform/database.ts";
import { marketingNews, portfolioOf, syncedPeople, type HandledFact } from "../channels/index.ts";
import { nameUnnamed, noteMarketing, resolveContacts, type NewMarketingChoice } from "../contacts/index.ts";
import { tellOfPeople } from "./contact-door.ts";
import { moveConversations } from "./facts.notices.ts";
import { contactsOfMessages } from "./facts.queries.ts";
import type { KnownMessage } from "./load.queries.ts";

/** Meta's word that a person wants no marketing from us. */
const OPTED_OUT = 131050;

async function note(tx: Tx, choices: readonly NewMarketingChoice[], now: number): Promise<void> {
  await noteMarketing(tx, choices);
  const people = choices.map(({ accountId, contactId: id }) => ({ accountId, id }));
  await tellOfPeople(tx, people, now);
}

/**
 * What people chose about marketing in WhatsApp, among the facts of a batch. Before anything that locks conversations: contacts are
 * locked first.
 */
export async function applyPreferences(tx: Tx, facts: readonly HandledFact[], now: number): Promise<void> {
  const told = facts.flatMap((fact) =>
    fact.body.kind === "notice" ? marketingNews(fact.body, now).map((choice) => ({ fact, choice })) : [],
  );
  if (told.length === 0) return;
  const portfolios = await portfolioOf(
    tx,
    told.map(({ fact }) => fact.channelId),
  );
  const wanted = told.map(({ fact, choice: { person, at } }) => ({
    accountId: fact.accountId,
    portfolioId: portfolios.get(fact.channelId) ?? "",
    ...person,
    moved: null,
    at,
  }));
  const { contacts, changed, merges } = await resolveContacts(tx, wanted, now);
  await moveConversations(tx, merges, now);
  await tellOfPeople(tx, changed, now);
  const choices = told.flatMap(({ fact, choice: { at, stopped } }, index): NewMarketingChoice[] => {
    const contact = contacts[index];
    return contact ? [{ accountId: fact.accountId, contactId: contact.id, at, stopped, source: "meta" }] : [];
  });
  await note(tx, choices, now);
}

/** The names that the company gave people in the WhatsApp Business app: theirs here too, unless they have one. */
export async function applySyncedContacts(tx: Tx, facts: readonly HandledFact[], now: number): Promise<void> {
  const told = facts.flatMap((fact) =>
    fact.body.kind === "notice" && fact.body.field === "smb_app_state_sync"
      ? syncedPeople(fact.body.value).map((person) => ({ fact, person }))
      : [],
  );
  if (told.length === 0) return;
  const portfolios = await portfolioOf(
    tx,
    told.map(({ fact }) => fact.channelId),
  );
  const wanted = told.map(({ fact: { accountId, channelId }, person: { waId, bsuid, username } }) => ({
    accountId,
    portfolioId: portfolios.get(channelId) ?? "",
    waId,
    bsuid,
    parentBsuid: null,
    username,
    profileName: null,
    moved: null,
    at: now,
  }));
  const { contacts, changed, merges } = await resolveContacts(tx, wanted, now);
  await moveConversations(tx, merges, now);
  const named = await nameUnnamed(
    tx,
    told.flatMap(({ person: { name } }, index) => {
      const contact = contacts[index];
      return contact && contact.name === null ? [{ ...contact, name }] : [];
    }),
  );
  await tellOfPeople(tx, [...changed, ...named], now);
}

/** A message that Meta will not deliver. */
export type Refused = { message: KnownMessage; code: number | null; at: number };

/** Messages that Meta refused because their people want no marketing: that is kept, and no other goes. */
export async function noteOptOuts(tx: Tx, refused: readonly Refused[], now: number): Promise<void> {
  const told = refused.filter(({ code }) => code === OPTED_OUT);
  if (told.length === 0) return;
  const contacts = await contactsOfMessages(
    tx,
    told.map(({ message: { accountId, id } }) => ({ accountId, id })),
  );
  const choices = told.flatMap(({ message: { accountId, id }, at }): NewMarketingChoice[] => {
    const contactId = contacts.get(id);
    return contactId === undefined ? [] : [{ accountId, contactId, at, stopped: true, source: "refusal" }];
  });
  await note(tx, choices, now);
}
