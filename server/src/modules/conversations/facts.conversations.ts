import type { EchoFact, MessageFact, WireIdentity } from "@balcao/whatsapp";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { loadBots } from "../bot/index.ts";
import type { AccountContext } from "../settings/index.ts";
import { portfolioOf, removedOf, type HandledFact } from "../channels/index.ts";
import { noteMarketing, resolveContacts, type ContactRecord, type WantedContact } from "../contacts/index.ts";
import { queueMedia } from "../media/index.ts";
import { loadContexts } from "../settings/index.ts";
import { writeAll } from "./apply.ts";
import { loadBehind } from "./behind.ts";
import { tellOfPeople } from "./contact-door.ts";
import { contentOf } from "./content-of.ts";
import { mailCodes, openEmailBook, saveEmails } from "./facts.emails.ts";
import { onEcho, onIncoming, onTimer } from "./facts.decide.ts";
import { changesMessage, type BatchWorld } from "./facts.incoming.ts";
import { fillPast } from "./facts.past.ts";
import { moveConversations, saveMessageChanges } from "./facts.notices.ts";
import {
  findMessages,
  loadForUpdate,
  loadOfContacts,
  takeProtocols,
  type LoadedConversation,
} from "./load.queries.ts";
import { loadDueWords, noteDueFiles } from "./scheduled.due.ts";
import { OpenConversations, type Pair } from "./open-conversations.ts";
import type { CustomerMessage, TicketDesk } from "./tickets.door.ts";
import { phoneOf } from "./writer.beside.ts";
import { newWriter, type Writer } from "./writer.ts";

export type ConversationFact = {
  fact: HandledFact;
  body: MessageFact | EchoFact | { kind: "timer_due"; conversationId: string; dueAt: number };
};
type PersonFact = { fact: HandledFact; body: MessageFact | EchoFact };

const personOf = (body: MessageFact | EchoFact): WireIdentity =>
  body.kind === "message" ? body.from : body.to;

/** Who an item is about: a notice of a changed number or id speaks of the person under the old ids (wire facts, section 4.2). */
function wanted({ fact, body }: PersonFact, portfolioId: string): WantedContact {
  const { content } = body;
  return {
    accountId: fact.accountId,
    portfolioId,
    ...personOf(body),
    moved:
      content.type === "system"
        ? { waId: content.newWaId, bsuid: content.newBsuid, parentBsuid: content.newParentBsuid }
        : null,
    at: body.at,
  };
}

/** Messages seen before, in the database or earlier in this batch, have had their effect (at-least-once delivery). */
async function withoutRepeats(tx: Tx, facts: readonly PersonFact[]): Promise<PersonFact[]> {
  const seen = new Set<string>();
  const known = await findMessages(
    tx,
    facts.map(({ fact, body }) => ({
      accountId: fact.accountId,
      channelId: fact.channelId,
      wamid: body.wamid,
    })),
    [],
  );
  for (const message of known) seen.add(`${message.channelId}|${message.wamid}`);
  return facts.filter(({ fact, body }) => {
    const key = `${fact.channelId}|${body.wamid}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** A fact about a person with the contact it speaks of. */
type Met = PersonFact & { contact: ContactRecord };

/** The contacts of the batch's people, found or made; conversations of contacts that proved to be one person are joined. */
async function meetPeople(tx: Tx, people: readonly PersonFact[], now: number): Promise<Met[]> {
  const portfolios = await portfolioOf(
    tx,
    people.map((entry) => entry.fact.channelId),
  );
  const resolved = await resolveContacts(
    tx,
    people.map((entry) => wanted(entry, portfolios.get(entry.fact.channelId) ?? "")),
    now,
  );
  await moveConversations(tx, resolved.merges, now);
  await tellOfPeople(tx, resolved.changed, now);
  return people.flatMap((entry, index) => {
    const contact = resolved.contacts[index];
    return contact ? [{ ...entry, contact }] : [];
  });
}

/** The conversations that the batch may change, locked. One object each: a message and a timer must see each other's work. */
async function loadConversations(
  tx: Tx,
  facts: readonly ConversationFact[],
  pairs: readonly Pair[],
): Promise<Map<string, LoadedConversation>> {
  const timers = facts.flatMap(({ fact, body }) =>
    body.kind === "timer_due" ? [{ accountId: fact.accountId, id: body.conversationId }] : [],
  );
  const timed = await loadForUpdate(tx, timers);
  const ofContacts = await loadOfContacts(tx, pairs);
  const byId = new Map(ofContacts.map((conversation) => [conversation.state.id, conversation]));
  for (const [id, conversation] of timed) if (!byId.has(id)) byId.set(id, conversation);
  return byId;
}

/** Numbers for the conversations that may be opened, and for the tickets that open with them. */
async function giveNumbers(
  tx: Tx,
  desk: TicketDesk,
  conversations: OpenConversations,
  pairs: { live: readonly Pair[]; past: readonly Pair[] },
  contexts: ReadonlyMap<string, AccountContext>,
): Promise<void> {
  const missing = conversations.missing(pairs.live);
  const missingPast = conversations.missingPast(pairs.past);
  for (const accountId of new Set([...missing.keys(), ...missingPast.keys()])) {
    const count = (missing.get(accountId) ?? 0) + (missingPast.get(accountId) ?? 0);
    conversations.give(accountId, await takeProtocols(tx, accountId, count));
  }
  const opening = [...missing.keys()].filter((accountId) => contexts.get(accountId)?.opening);
  if (opening.length > 0) conversations.giveTickets(await desk.lastNumbers(tx, opening.toSorted()));
}

/** What customers wrote to accounts that ask for e-mails, as the decisions will hear it. */
const wordsToAskers = (
  facts: readonly PersonFact[],
  contexts: ReadonlyMap<string, AccountContext>,
): { accountId: string; text: string | null }[] =>
  facts.flatMap(({ fact: { accountId }, body }) => {
    const { content } = body;
    if (
      body.kind !== "message" ||
      body.standing === "past" ||
      !contexts.get(accountId)?.opening?.email ||
      changesMessage(content)
    )
      return [];
    return [{ accountId, text: contentOf(content, body).text }];
  });

/** What customers wrote in this batch. Where a conversation has only just begun, or is over, nothing was asked. WhatsApp's notices nobody wrote. */
const heardFrom = ({ messages, works }: Writer): CustomerMessage[] =>
  messages.flatMap(
    ({ accountId, conversationId, channelId, id: messageId, author, content, at, quotedWamid }) => {
      const work = works.get(conversationId);
      if (author !== "contact" || content.type === "system" || !work) return [];
      if (work.state.closeReason === "history") return [];
      const isAsked = work.before !== null && work.before.status !== "closed";
      const contactName = work.loaded.contactName ?? phoneOf(work);
      return [{ accountId, conversationId, channelId, contactName, messageId, at, quotedWamid, isAsked }];
    },
  );

/** What the decisions wrote beside conversations. */
async function saveBeside(
  tx: Tx,
  { deps, desk }: FactTools,
  { writer, emails, contexts, now }: BatchWorld,
): Promise<void> {
  if (writer.tickets.length > 0) await desk.open(tx, writer.tickets, now);
  if (writer.emails.length > 0) await desk.noteEmails(tx, await saveEmails(tx, writer.emails, now), now);
  await noteMarketing(tx, writer.choices);
  await mailCodes(tx, deps, writer.codes, emails, contexts, now);
  const heard = heardFrom(writer);
  if (heard.length > 0) await desk.answered(tx, heard, now);
}

/** Each fact in its turn, in memory. */
function decideAll(
  world: BatchWorld,
  facts: readonly ConversationFact[],
  byId: ReadonlyMap<string, LoadedConversation>,
  contactOf: ReadonlyMap<ConversationFact["body"], ContactRecord>,
): void {
  for (const { fact, body } of facts) {
    if (body.kind === "timer_due") {
      const conversation = byId.get(body.conversationId);
      if (conversation) onTimer(world, conversation);
      continue;
    }
    const contact = contactOf.get(body);
    if (!contact) continue;
    if (body.kind === "message") onIncoming(world, fact, body, contact);
    else onEcho(world, fact, body, contact);
  }
}

/** What handling facts leans on beside the database. */
export type FactTools = { deps: Deps; desk: TicketDesk };

/** Messages, echoes and due timers: one pass over the facts in order, between a few set-based reads and writes. */
export async function handleConversationFacts(
  tx: Tx,
  tools: FactTools,
  facts: readonly ConversationFact[],
  now: number,
): Promise<void> {
  if (facts.length === 0) return;
  const told = facts.filter((entry): entry is PersonFact => entry.body.kind !== "timer_due");
  const fresh = await withoutRepeats(tx, told);
  const met = await meetPeople(tx, fresh, now);
  const contactOf = new Map<ConversationFact["body"], ContactRecord>(
    met.map((entry) => [entry.body, entry.contact]),
  );
  const pairsOf = (people: readonly Met[]): Pair[] =>
    people.map(({ fact: { accountId, channelId }, contact }) => ({
      accountId,
      channelId,
      contactId: contact.id,
    }));
  const isPast = ({ body }: Met): boolean => body.standing === "past";
  const pairs = pairsOf(met);
  const byId = await loadConversations(tx, facts, pairs);
  const contexts = await loadContexts(tx, [...new Set(facts.map((entry) => entry.fact.accountId))]);
  const menus = [...byId.values()].flatMap(({ state }) =>
    state.bot.menu && state.bot.versionId ? [state.bot.versionId] : [],
  );
  const bots = await loadBots(tx, contexts, menus);
  const channelIds = fresh.map(({ fact }) => fact.channelId);
  const removed = await removedOf(tx, channelIds);
  const conversations = new OpenConversations([...byId.values()], contexts, bots, removed);
  const live = pairsOf(met.filter((one) => !isPast(one)));
  const past = pairsOf(met.filter(isPast));
  await giveNumbers(tx, tools.desk, conversations, { live, past }, contexts);

  // who has just written has an open window: only what time brings may need a template
  const timed = facts.flatMap(({ body }) =>
    body.kind === "timer_due" ? (byId.get(body.conversationId) ?? []) : [],
  );
  const behind = await loadBehind(tx, contexts, bots, timed);
  const due = await loadDueWords(tx, timed, now);
  const emails = await openEmailBook(tx, tools.deps, wordsToAskers(fresh, contexts), now);
  const gathered = { media: [], reactions: [], revisions: [] };
  const world: BatchWorld = {
    writer: newWriter(),
    conversations,
    contexts,
    bots,
    behind,
    due,
    emails,
    now,
    ...gathered,
  };
  decideAll(world, facts, byId, contactOf);
  await writeAll(tx, world.writer, contexts, bots, now);
  await saveBeside(tx, tools, world);
  await noteDueFiles(tx, due, now);
  await saveMessageChanges(tx, world.reactions, world.revisions, now);
  await queueMedia(tx, world.media);
  await fillPast(tx, told, now);
}
