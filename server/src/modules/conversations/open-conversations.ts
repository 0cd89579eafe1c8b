import { asksEmail, openConversation } from "@balcao/core";
import { uuidv7 } from "../../platform/ids.ts";
import type { BotChooser } from "../bot/index.ts";
import type { HandledFact } from "../channels/index.ts";
import type { ContactRecord } from "../contacts/index.ts";
import type { AccountContext } from "../settings/index.ts";
import type { LoadedConversation } from "./load.queries.ts";

/** Why a conversation ended that only ever held the app's history. */
const HISTORY = "history";

export type Pair = { accountId: string; channelId: string; contactId: string };
const pairKey = (channelId: string, contactId: string): string => `${channelId}|${contactId}`;

/** By account, how many of these people have none. */
function missingIn(known: ReadonlyMap<string, unknown>, pairs: readonly Pair[]): Map<string, number> {
  const counts = new Map<string, number>();
  const people = new Map(pairs.map((entry) => [pairKey(entry.channelId, entry.contactId), entry]));
  for (const [key, { accountId }] of people)
    if (!known.has(key)) counts.set(accountId, (counts.get(accountId) ?? 0) + 1);
  return counts;
}

/** Conversations of the batch by (number, person), with numbers ready for those that will be opened. `removed`: channels that were disconnected, where nobody answers. */
export class OpenConversations {
  readonly #byPair = new Map<string, LoadedConversation>();
  /** what was written in the app before the number came to us */
  readonly #past = new Map<string, LoadedConversation>();
  readonly #surveys = new Map<string, LoadedConversation[]>();
  readonly #protocols = new Map<string, number>();
  readonly #tickets = new Map<string, number>();
  readonly #contexts: ReadonlyMap<string, AccountContext>;
  readonly #bots: BotChooser;
  readonly #removed: ReadonlySet<string>;

  constructor(
    loaded: readonly LoadedConversation[],
    contexts: ReadonlyMap<string, AccountContext>,
    bots: BotChooser,
    removed: ReadonlySet<string>,
  ) {
    this.#contexts = contexts;
    this.#bots = bots;
    this.#removed = removed;
    for (const conversation of loaded) {
      const key = pairKey(conversation.channelId, conversation.contactId);
      if (conversation.state.closeReason === HISTORY) this.#past.set(key, conversation);
      else if (conversation.state.status !== "closed") this.#byPair.set(key, conversation);
      else this.#surveys.set(key, [...(this.#surveys.get(key) ?? []), conversation]);
    }
  }

  /** How many protocol numbers an account may need at most: one per person without an open conversation. */
  missing(pairs: readonly Pair[]): Map<string, number> {
    return missingIn(this.#byPair, pairs);
  }

  /** The same for those whose history is told: one per person without a conversation that holds it. */
  missingPast(pairs: readonly Pair[]): Map<string, number> {
    return missingIn(this.#past, pairs);
  }

  give(accountId: string, first: number): void {
    this.#protocols.set(accountId, first);
  }

  /** Accounts whose new conversations open tickets: the last number of each. */
  giveTickets(lastNumbers: ReadonlyMap<string, number>): void {
    for (const [accountId, last] of lastNumbers) this.#tickets.set(accountId, last);
  }

  /** The number of the ticket that opens with a conversation; null = none does. */
  #nextTicket(accountId: string): number | null {
    const last = this.#tickets.get(accountId);
    if (last === undefined) return null;
    this.#tickets.set(accountId, last + 1);
    return last + 1;
  }

  current(channelId: string, contactId: string): LoadedConversation | undefined {
    return this.#byPair.get(pairKey(channelId, contactId));
  }

  ended(channelId: string, contactId: string): readonly LoadedConversation[] {
    return this.#surveys.get(pairKey(channelId, contactId)) ?? [];
  }

  open(fact: HandledFact, contact: ContactRecord, at: number, heard: boolean): LoadedConversation {
    const answered = heard && !this.#removed.has(fact.channelId);
    const asks = asksEmail({ opening: this.#contextOf(fact).opening ?? null, contact });
    const speaks = answered && !contact.noAutomatic;
    const hasBot = speaks && (asks || this.#bots(fact.accountId, null) !== null);
    const ticket = answered && !contact.blocked ? this.#nextTicket(fact.accountId) : null;
    const conversation = this.#begin(fact, contact, at, hasBot, ticket);
    this.#byPair.set(pairKey(fact.channelId, contact.id), conversation);
    return conversation;
  }

  /** The ended conversation that holds what a person and the company wrote in the app; made when there is none. */
  past(
    fact: HandledFact,
    contact: ContactRecord,
    at: number,
  ): { loaded: LoadedConversation; fresh: boolean } {
    const key = pairKey(fact.channelId, contact.id);
    const known = this.#past.get(key);
    if (known) return { loaded: known, fresh: false };
    const begun = this.#begin(fact, contact, at, false, null);
    const state = { ...begun.state, status: "closed" as const, closedAt: at, closeReason: HISTORY };
    const loaded = { ...begun, state };
    this.#past.set(key, loaded);
    return { loaded, fresh: true };
  }

  #contextOf({ accountId }: HandledFact): AccountContext {
    const context = this.#contexts.get(accountId);
    if (!context) throw new Error(`settings missing for account ${accountId}`);
    return context;
  }

  #begin(
    fact: HandledFact,
    contact: ContactRecord,
    at: number,
    hasBot: boolean,
    ticket: number | null,
  ): LoadedConversation {
    const { firstTeamId, numbers } = this.#contextOf(fact);
    const teamId = numbers.get(fact.channelId)?.firstTeamId ?? firstTeamId;
    const protocol = this.#protocols.get(fact.accountId) ?? 1;
    this.#protocols.set(fact.accountId, protocol + 1);
    return {
      accountId: fact.accountId,
      channelId: fact.channelId,
      contactId: contact.id,
      contactName: contact.name,
      contactBlocked: contact.blocked,
      contactHasEmail: contact.hasEmail,
      contactNoMarketing: contact.noMarketing,
      contactNoAutomatic: contact.noAutomatic,
      numberRemoved: this.#removed.has(fact.channelId),
      recipient: { kind: "phone", value: contact.phone ?? "" },
      wakeAt: null,
      lastMessageAt: at,
      state: openConversation({ id: uuidv7(), protocol, at, teamId, hasBot, ticket }),
    };
  }
}
