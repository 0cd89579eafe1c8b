import { onChoiceNoted, type ChoiceKind } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { notFound } from "../../platform/problem.ts";
import { contactsByPhone, type ContactDoor } from "../contacts/index.ts";
import { loadContexts } from "../settings/index.ts";
import { applyChange } from "./apply.ts";
import {
  conversationsOfContacts,
  fewContacts,
  seesContact,
  sightOfContact,
  visibleContact,
} from "./contacts.queries.ts";
import { conversationsOfContact } from "./facts.queries.ts";
import { loadForUpdate } from "./load.queries.ts";

/** Tells every conversation of a contact that something about the person changed; who has none shows in lists of contacts only. */
export async function tellOfContact(tx: Tx, actor: Actor, contactId: string, now: number): Promise<void> {
  const { accountId, agentId } = actor;
  const conversations = await conversationsOfContact(tx, accountId, contactId);
  if (conversations.length === 0)
    await appendEvents(tx, [
      { accountId, type: "contact_list.changed", agentId, at: now, data: { contactId } },
    ]);
  await appendEvents(
    tx,
    conversations.map(({ id, teamId }) => ({
      accountId,
      type: "contact.changed",
      conversationId: id,
      teamId,
      agentId,
      at: now,
    })),
  );
}

/** Tells the conversations of many contacts, each once. */
export async function tellOfContacts(
  tx: Tx,
  { accountId, agentId }: { accountId: string; agentId: string | null },
  contactIds: readonly string[],
  now: number,
): Promise<void> {
  const conversations = await conversationsOfContacts(tx, accountId, contactIds);
  await appendEvents(
    tx,
    conversations.map(({ id, teamId }) => ({
      accountId,
      type: "contact.changed",
      conversationId: id,
      teamId,
      agentId,
      at: now,
    })),
  );
}

/** The same of many accounts, for what nobody here did. */
export async function tellOfPeople(
  tx: Tx,
  people: readonly { accountId: string; id: string }[],
  now: number,
): Promise<void> {
  for (const [accountId, own] of Map.groupBy(people, (one) => one.accountId)) {
    const contactIds = own.map(({ id }) => id);
    await tellOfContacts(tx, { accountId, agentId: null }, contactIds, now);
  }
}

/** A line about a choice that was noted, in each conversation of the contact that has not ended. */
async function tellChoice(
  tx: Tx,
  { accountId, agentId }: Actor,
  contactId: string,
  choice: { kind: ChoiceKind; stopped: boolean; reason: string },
  now: number,
): Promise<void> {
  const all = await conversationsOfContact(tx, accountId, contactId);
  const open = all.filter(({ status }) => status !== "closed").map(({ id }) => ({ accountId, id }));
  const context = (await loadContexts(tx, [accountId])).get(accountId);
  if (!context) throw notFound();
  for (const loaded of (await loadForUpdate(tx, open)).values()) {
    const { state: after, effects } = onChoiceNoted(loaded.state, agentId, choice);
    const nothing = { botVersionId: null, quotedWamid: null, file: null, signature: null };
    await applyChange(tx, { loaded, context, after, effects, now, ...nothing });
  }
}

/** What the contacts module asks of the conversations. */
export const contactDoor: ContactDoor = {
  sees: seesContact,
  visible: visibleContact,
  few: fewContacts,
  sight: sightOfContact,
  tell: tellOfContact,
  tellChoice,
  tellAll: tellOfContacts,
};

/** The people who write from these phones go by another name now: an agent's phone was set or taken away. */
export async function onAgentPhones(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  phones: readonly string[],
): Promise<void> {
  for (const contactId of await contactsByPhone(tx, actor.accountId, phones))
    await tellOfContact(tx, actor, contactId, deps.clock.now());
}
