import type { Fact, OutgoingInteractive, OutgoingTemplate } from "@balcao/whatsapp";
import type { Tx } from "../../platform/database.ts";

export const LANES = 64;

/** hash(channel) mod 64: the order of one WhatsApp number is kept, whatever ids its people show (architecture, section 2). */
export function laneOf(channelId: string): number {
  let hash = 2166136261;
  for (let i = 0; i < channelId.length; i++) hash = Math.imul(hash ^ channelId.charCodeAt(i), 16777619);
  return (hash >>> 0) % LANES;
}

/** What the sender tells the lane about one outgoing message. `at` is business time in epoch milliseconds. */
export type SendNews =
  /** Graph took it. `waId` is the account's own form of the number, when the answer names it (wire facts, section 7.3). */
  | { kind: "send_accepted"; messageId: string; wamid: string; waId: string | null; at: number }
  /** a final refusal, by Graph or by our own check before the call */
  | {
      kind: "send_refused";
      messageId: string;
      /** Meta's, or what it would have said; null = a reason of ours that Meta has no code for, then `detail` names it */
      code: number | null;
      title: string | null;
      detail: string | null;
      at: number;
    }
  /** no answer: it may or may not have been accepted; never sent again by itself */
  | { kind: "send_unanswered"; messageId: string; reason: string; at: number };

/** Everything that happens to a conversation from outside, as it waits in its channel's lane. */
export type HandledBody = Fact | SendNews | { kind: "timer_due"; conversationId: string; dueAt: number };

export type LaneFactBody =
  | HandledBody
  /** a large delivery (over 64 KB): the lane's owner parses it, so that it does not weigh on the webhook's answer */
  | { kind: "explode" };

export type LaneFact = {
  id: number;
  accountId: string;
  channelId: string;
  deliveryId: string | null;
  receivedAt: number;
  body: LaneFactBody;
};

/** As handlers get it: large deliveries are taken apart already. Facts of one delivery then share its `id`. */
export type HandledFact = Omit<LaneFact, "body"> & { body: HandledBody };

/** A fact on its way into a lane. */
export type NewFact = {
  accountId: string;
  channelId: string;
  lane: number;
  deliveryId: string | null;
  body: LaneFactBody;
  receivedAt: number;
};

/**
 * Declared here, filled by worker.ts with the conversations module: handles facts of many accounts in the order given,
 * inside the batch's transaction. Throws = the batch is rolled back and tried again fact by fact.
 */
export type FactHandler = (tx: Tx, facts: HandledFact[]) => Promise<void>;

/** One message to send, enqueued in the transaction that decides it. */
export type NewSend = {
  accountId: string;
  messageId: string;
  channelId: string;
  conversationId: string;
  contactId: string;
  /** the message's place in its conversation: sends go out in this order */
  seq: number;
  /** bot and automatic messages are cancelled when a person takes the word */
  automatic: boolean;
  recipient: { kind: "phone" | "bsuid"; value: string };
  request: SendRequest;
  /** its file is not at Meta yet: it keeps its place and waits (`releaseSend`, `refuseSend`) */
  waitsForFile: boolean;
  queuedAt: number;
  /** of one that goes again: not before then, and how often it went already */
  notBefore?: number;
  attempt?: number;
};

/** What goes on the wire, before it is a Graph request. */
export type SendRequest = {
  content:
    | { type: "text"; body: string }
    | { type: "buttons"; body: string; options: { id: string; title: string }[] }
    | { type: "list"; body: string; button: string; options: { id: string; title: string }[] }
    | { type: "location"; latitude: number; longitude: number; name: string | null; address: string | null }
    | {
        type: "contacts";
        cards: {
          name: string;
          phones: { phone: string; waId: string | null; type: string | null }[];
          emails: string[];
          organisation: string | null;
        }[];
      }
    | OutgoingInteractive
    | OutgoingTemplate
    /** goes under an id of its own: it is no message of the thread */
    | { type: "reaction"; targetWamid: string; emoji: string }
    | {
        type: "image" | "video" | "audio" | "document" | "sticker";
        caption: string | null;
        fileName: string | null;
        voice: boolean;
        /** Meta's id of the file; empty while it waits for its file */
        mediaId: string;
      };
  quotedWamid: string | null;
};

/** What is so at the moment of sending. */
export type SendStanding = {
  /** free text may go until then; null = it may not */
  windowClosesAt: number | null;
  /** of the template that is to go, as Meta has it now; null = none, or unknown */
  category: string | null;
  /** it is marketing, or goes out by itself, and the person wants none of that */
  isUnwanted: boolean;
};

/**
 * Declared here, filled by worker.ts: asked inside the claim's transaction, just before sending.
 * Answers for each message id how things stand now, not when it was queued.
 */
export type SendCheck = (
  tx: Tx,
  sends: {
    accountId: string;
    conversationId: string;
    messageId: string;
    automatic: boolean;
    template: { name: string; language: string } | null;
  }[],
) => Promise<Map<string, SendStanding>>;
