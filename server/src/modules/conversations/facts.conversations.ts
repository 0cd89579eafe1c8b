import { openConversation } from "@balcao/core";
import type { EchoFact, MessageFact, WireIdentity } from "@balcao/whatsapp";
import type { Tx } from "../../platform/database.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { loadBots, type BotChooser } from "../bot/index.ts";
import type { AccountContext } from "../settings/index.ts";
import { portfolioOf, type HandledFact } from "../channels/index.ts";
import { resolveContacts, type ContactRecord, type WantedContact } from "../contacts/index.ts";
import { queueMedia } from "../media/index.ts";
import { loadContexts } from "../settings/index.ts";
import { writeAll } from "./apply.ts";
import { loadBehind } from "./behind.ts";
import { onEcho, onIncoming, onTimer, type BatchWorld } from "./facts.decide.ts";
import { moveConversations, saveMessageChanges } from "./facts.notices.ts";
import {
  findMessages,
  loadForUpdate,
  loadOfContacts,
  takeProtocols,
  type LoadedConversation,
} from "./load.queries.ts";
import { loadDueWords, noteDueFiles } from "./scheduled.due.ts";
import { newWriter } from "./writer.ts";

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

type Pair = { accountId: string; channelId: string; contactId: string };
const pairKey = (channelId: string, contactId: string): string => `${channelId}|${contactId}`;

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

/** Conversations of the batch by (number, person), with numbers ready for those that will be opened. */
class OpenConversations {
  readonly #byPair = new Map<string, LoadedConversation>();
  readonly #surveys = new Map<string, LoadedConversation[]>();
  readonly #protocols = new Map<string, number>();
  readonly #contexts: ReadonlyMap<string, AccountContext>;
  readonly #bots: BotChooser;

  constructor(
    loaded: readonly LoadedConversation[],
    contexts: ReadonlyMap<string, AccountContext>,
    bots: BotChooser,
  ) {
    this.#contexts = contexts;
    this.#bots = bots;
    for (const conversation of loaded) {
      const key = pairKey(conversation.channelId, conversation.contactId);
      if (conversation.state.status !== "closed") this.#byPair.set(key, conversation);
      else this.#surveys.set(key, [...(this.#surveys.get(key) ?? []), conversation]);
    }
  }

  /** How many protocol numbers an account may need at most: one per person without an open conversation. */
  missing(pairs: readonly Pair[]): Map<string, number> {
    const counts = new Map<string, number>();
    for (const pair of new Map(
      pairs.map((entry) => [pairKey(entry.channelId, entry.contactId), entry]),
    ).values())
      if (!this.#byPair.has(pairKey(pair.channelId, pair.contactId)))
        counts.set(pair.accountId, (counts.get(pair.accountId) ?? 0) + 1);
    return counts;
  }

  give(accountId: string, first: number): void {
    this.#protocols.set(accountId, first);
  }

  current(channelId: string, contactId: string): LoadedConversation | undefined {
    return this.#byPair.get(pairKey(channelId, contactId));
  }

  ended(channelId: string, contactId: string): readonly LoadedConversation[] {
    return this.#surveys.get(pairKey(channelId, contactId)) ?? [];
  }

  open(fact: HandledFact, contact: ContactRecord, at: number, answered: boolean): LoadedConversation {
    const context = this.#contexts.get(fact.accountId);
    if (!context) throw new Error(`settings missing for account ${fact.accountId}`);
    const protocol = this.#protocols.get(fact.accountId) ?? 1;
    this.#protocols.set(fact.accountId, protocol + 1);
    const hasBot = answered && this.#bots(fact.accountId, null) !== null;
    const conversation: LoadedConversation = {
      accountId: fact.accountId,
      channelId: fact.channelId,
      contactId: contact.id,
      contactName: contact.name,
      contactBlocked: contact.blocked,
      recipient: { kind: "phone", value: contact.phone ?? "" },
      wakeAt: null,
      lastMessageAt: at,
      state: openConversation({ id: uuidv7(), protocol, at, teamId: context.firstTeamId, hasBot }),
    };
    this.#byPair.set(pairKey(fact.channelId, contact.id), conversation);
    return conversation;
  }
}

export type { OpenConversations };

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

/** Messages, echoes and due timers: one pass over the facts in order, between a few set-based reads and writes. */
export async function handleConversationFacts(
  tx: Tx,
  facts: readonly ConversationFact[],
  now: number,
): Promise<void> {
  if (facts.length === 0) return;
  const fresh = await withoutRepeats(
    tx,
    facts.filter((entry): entry is PersonFact => entry.body.kind !== "timer_due"),
  );
  const met = await meetPeople(tx, fresh, now);
  const contactOf = new Map(met.map((entry) => [entry.body, entry.contact]));
  const pairs = met.map(({ fact, contact }) => ({
    accountId: fact.accountId,
    channelId: fact.channelId,
    contactId: contact.id,
  }));
  const byId = await loadConversations(tx, facts, pairs);
  const contexts = await loadContexts(tx, [...new Set(facts.map((entry) => entry.fact.accountId))]);
  const menus = [...byId.values()].flatMap(({ state }) =>
    state.bot.menu && state.bot.versionId ? [state.bot.versionId] : [],
  );
  const bots = await loadBots(tx, contexts, menus);
  const conversations = new OpenConversations([...byId.values()], contexts, bots);
  for (const [accountId, count] of conversations.missing(pairs))
    conversations.give(accountId, await takeProtocols(tx, accountId, count));

  // who has just written has an open window: only what time brings may need a template
  const timed = facts.flatMap(({ body }) =>
    body.kind === "timer_due" ? (byId.get(body.conversationId) ?? []) : [],
  );
  const behind = await loadBehind(tx, contexts, bots, timed);
  const due = await loadDueWords(tx, timed, now);
  const gathered = { media: [], reactions: [], revisions: [] };
  const world: BatchWorld = {
    writer: newWriter(),
    conversations,
    contexts,
    bots,
    behind,
    due,
    now,
    ...gathered,
  };
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
  await writeAll(tx, world.writer, contexts, bots, now);
  await noteDueFiles(tx, due, now);
  await saveMessageChanges(tx, world.reactions, world.revisions, now);
  await queueMedia(tx, world.media);
}
