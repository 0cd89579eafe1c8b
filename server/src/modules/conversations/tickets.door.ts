import type { ConversationEffect } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";

type Effect<Type extends ConversationEffect["type"]> = Extract<ConversationEffect, { type: Type }>;

/** A ticket that opens with a conversation, about its first message. */
export type OpenedTicket = Omit<Effect<"open_ticket">, "type"> & {
  accountId: string;
  conversationId: string;
  contactId: string;
  /** as the conversation shows the customer */
  contactName: string | null;
  /** null = the message is none of the thread's */
  messageId: string | null;
};

/** An e-mail that a conversation's customer gave, for the ticket that opened with it. */
export type NotedEmail = Omit<Effect<"note_email">, "type"> & {
  accountId: string;
  conversationId: string;
  contactId: string;
};

/** What a customer has just written, as it stands in the thread. */
export type CustomerMessage = {
  accountId: string;
  conversationId: string;
  channelId: string;
  /** as the conversation shows the customer */
  contactName: string | null;
  messageId: string;
  at: number;
  quotedWamid: string | null;
  /** can it answer without quoting? */
  isAsked: boolean;
};

/** Declared here, filled by the tickets: what the lanes need of them, in the transaction of the facts and for many accounts at once. */
export type TicketDesk = {
  /** The last ticket number of each account. Nobody gets the next before the transaction has ended, so that none is left out. */
  lastNumbers(tx: Tx, accountIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Opens the tickets under the numbers they were given. */
  open(tx: Tx, tickets: readonly OpenedTicket[], now: number): Promise<void>;
  /** Notes the addresses on the tickets that opened with their conversations. */
  noteEmails(tx: Tx, emails: readonly NotedEmail[], now: number): Promise<void>;
  /** Gives tickets what customers answered to them. The conversations are held, the messages written, oldest first. */
  answered(tx: Tx, messages: readonly CustomerMessage[], now: number): Promise<void>;
  /** Tells of the messages that tickets have sent how they fare. */
  delivered(tx: Tx, messages: readonly { accountId: string; id: string }[], now: number): Promise<void>;
};
