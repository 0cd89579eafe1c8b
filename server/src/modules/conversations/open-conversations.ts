import { asksEmail, openConversation } from "@balcao/core";
import { uuidv7 } from "../../platform/ids.ts";
import type { BotChooser } from "../bot/index.ts";
import type { HandledFact } from "../channels/index.ts";
import type { ContactRecord } from "../contacts/index.ts";
import type { AccountContext } from "../settings/index.ts";
import type { LoadedConversation } from "./load.queries.ts";

export type Pair = { accountId: string; channelId: string; contactId: string };
const pairKey = (channelId: string, contactId: string): string => `${channelId}|${contactId}`;

/** Conversations of the batch by (number, person), with numbers ready for those that will be opened. */
export class OpenConversations {
  readonly #byPair = new Map<string, LoadedConversation>();
  readonly #surveys = new Map<string, LoadedConversation[]>();
  readonly #protocols = new Map<string, number>();
  readonly #tickets = new Map<string, number>();
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

  open(fact: HandledFact, contact: ContactRecord, at: number, answered: boolean): LoadedConversation {
    const context = this.#contexts.get(fact.accountId);
    if (!context) throw new Error(`settings missing for account ${fact.accountId}`);
    const protocol = this.#protocols.get(fact.accountId) ?? 1;
    this.#protocols.set(fact.accountId, protocol + 1);
    const asks = asksEmail({ opening: context.opening ?? null, contact });
    const hasBot = answered && (asks || this.#bots(fact.accountId, null) !== null);
    const ticket = answered && !contact.blocked ? this.#nextTicket(fact.accountId) : null;
    const conversation: LoadedConversation = {
      accountId: fact.accountId,
      channelId: fact.channelId,
      contactId: contact.id,
      contactName: contact.name,
      contactBlocked: contact.blocked,
      contactHasEmail: contact.hasEmail,
      contactNoMarketing: contact.noMarketing,
      recipient: { kind: "phone", value: contact.phone ?? "" },
      wakeAt: null,
      lastMessageAt: at,
      state: openConversation({ id: uuidv7(), protocol, at, teamId: context.firstTeamId, hasBot, ticket }),
    };
    this.#byPair.set(pairKey(fact.channelId, contact.id), conversation);
    return conversation;
  }
}
