import type { BeginConversation, BegunConversation } from "@balcao/api";
import { beginByAgent, openConversation, readPhone } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound } from "../../platform/problem.ts";
import { loadBots } from "../bot/index.ts";
import { portfolioOf, refuseFull } from "../channels/index.ts";
import { lockContact, resolveContacts, type ContactRecord } from "../contacts/index.ts";
import { loadContexts } from "../settings/index.ts";
import { writeAll } from "./apply.ts";
import { useKey, usedKey, type KeyUse } from "./command-keys.queries.ts";
import { sightOfContact } from "./contacts.queries.ts";
import { canSee, mayBeginIn } from "./conversations.policy.ts";
import { answer, checkTeam } from "./conversations.service.ts";
import { lastRecipient, loadOfContacts, takeProtocols, type LoadedConversation } from "./load.queries.ts";
import { templateToSend } from "./templates.service.ts";
import { addEffects, newWriter, workOn } from "./writer.ts";

type Recipient = LoadedConversation["recipient"];
type Met = {
  contact: Pick<ContactRecord, "id" | "name" | "blocked" | "hasEmail" | "noMarketing" | "noAutomatic">;
  recipient: Recipient;
};

/** A known contact, for who may see one of its conversations, or who is nobody's yet; answered where it last wrote from. */
async function meetKnown(tx: Tx, actor: Actor, channelId: string, contactId: string): Promise<Met> {
  const { accountId } = actor;
  const contact = await lockContact(tx, accountId, contactId);
  if (!contact) throw notFound();
  if ((await sightOfContact(tx, actor, contact.id)) === "others") throw notFound();
  const recipient =
    (await lastRecipient(tx, accountId, channelId, contact.id)) ??
    (contact.phone === null ? null : { kind: "phone" as const, value: contact.phone });
  if (recipient === null) throw conflict("contact_without_phone");
  return { contact, recipient };
}

/** Whose phone this is: a contact that is known by it, with or without the ninth digit, or a new one. */
async function meetPhone(
  tx: Tx,
  accountId: string,
  channelId: string,
  phone: string,
  now: number,
): Promise<Met> {
  const waId = readPhone(phone);
  if (waId === null) throw invalid([{ path: "to.phone", code: "not_a_phone" }]);
  const portfolioId = (await portfolioOf(tx, [channelId])).get(channelId);
  if (portfolioId === undefined) throw notFound();
  const nobody = { bsuid: null, parentBsuid: null, username: null, profileName: null, moved: null };
  const { contacts } = await resolveContacts(tx, [{ accountId, portfolioId, waId, ...nobody, at: now }], now);
  const [contact] = contacts;
  if (!contact) throw new Error("a phone leads to a contact");
  const known = await lastRecipient(tx, accountId, channelId, contact.id);
  return { contact, recipient: known?.kind === "phone" ? known : { kind: "phone", value: waId } };
}

/** The new conversation with its first message, written in the caller's transaction. Answers the ids of both. */
async function write(
  tx: Tx,
  actor: Actor,
  body: BeginConversation,
  { contact, recipient }: Met,
  now: number,
): Promise<{ id: string; messageId: string | null }> {
  const { accountId } = actor;
  const { channelId, teamId } = body;
  const content = await templateToSend(
    tx,
    { accountId, channelId, contactNoMarketing: contact.noMarketing },
    body.template,
    actor,
  );
  await refuseFull(tx, { accountId, channelId, contactId: contact.id }, now);
  const contexts = await loadContexts(tx, [accountId]);
  const id = uuidv7();
  const protocol = await takeProtocols(tx, accountId, 1);
  const state = openConversation({ id, protocol, at: now, teamId, hasBot: false });
  const loaded: LoadedConversation = {
    accountId,
    channelId,
    contactId: contact.id,
    contactName: contact.name,
    contactBlocked: contact.blocked,
    contactHasEmail: contact.hasEmail,
    contactNoMarketing: contact.noMarketing,
    contactNoAutomatic: contact.noAutomatic,
    numberRemoved: false,
    recipient,
    wakeAt: null,
    lastMessageAt: now,
    state,
  };
  const writer = newWriter();
  const { state: after, effects } = beginByAgent(state, actor.agentId, content, now);
  const moment = { now, causeMessageId: null, botVersionId: null };
  const [messageId = null] = addEffects(writer, workOn(writer, loaded, true), after, effects, moment);
  await writeAll(tx, writer, contexts, await loadBots(tx, contexts, []), now);
  return { id, messageId };
}

/**
 * What this command answered before. A key of any other command is refused, and of a conversation that went out of sight since, nothing that
 * came later is told.
 */
async function again(tx: Tx, actor: Actor, contactId: string, before: KeyUse): Promise<BegunConversation> {
  const told = await answer(tx, actor.accountId, before.conversationId, before.messageId);
  const { conversation } = told;
  if (conversation.contact.id !== contactId) throw conflict("key_used");
  if (!canSee(actor, conversation) && conversation.version !== before.version) throw notFound();
  return { ...told, existed: before.messageId === null };
}

/**
 * An agent writes first: finds or makes the contact, opens a conversation whose owner is that agent, and sends a template, in one
 * transaction. A contact with an open conversation keeps it: it is answered, with nothing sent. The same key again has no effect.
 */
export async function beginConversation(
  deps: Deps,
  actor: Actor,
  body: BeginConversation,
): Promise<BegunConversation> {
  const { accountId } = actor;
  const { channelId, teamId, to, key } = body;
  const result = await inAccount(deps.app, accountId, async (tx) => {
    const now = deps.clock.now();
    await checkTeam(tx, accountId, teamId);
    if (!mayBeginIn(actor, teamId)) throw invalid([{ path: "teamId", code: "unknown_team" }]);
    // the contact's lock keeps rivals out from here on: another agent, a repeat of this command, the customer writing
    const met =
      "phone" in to
        ? await meetPhone(tx, accountId, channelId, to.phone, now)
        : await meetKnown(tx, actor, channelId, to.contactId);
    const before = await usedKey(tx, actor, key);
    if (before) return again(tx, actor, met.contact.id, before);
    if (met.contact.blocked) throw conflict("contact_blocked");
    const ofContact = await loadOfContacts(tx, [{ accountId, channelId, contactId: met.contact.id }]);
    const open = ofContact.find(({ state }) => state.status !== "closed");
    if (open && !canSee(actor, open.state)) throw conflict("contact_with_others");
    const begun = open ? { id: open.state.id, messageId: null } : await write(tx, actor, body, met, now);
    const done = await answer(tx, accountId, begun.id, begun.messageId);
    const use = { conversationId: begun.id, messageId: begun.messageId, version: done.conversation.version };
    await useKey(tx, actor, key, use, now);
    return { ...done, existed: open !== undefined };
  });
  deps.wake.signal("events");
  deps.wake.signal("outbox");
  return result;
}
