import { z } from "zod";
import { Id, Time } from "./common.ts";
import { NoteView } from "./notes.ts";

export const MediaView = z.object({
  id: Id,
  kind: z.enum(["image", "video", "audio", "document", "sticker"]),
  state: z.enum(["pending", "stored", "failed"]),
  /** it failed because its number was disconnected before; connected again, it may yet be had */
  isNumberRemoved: z.boolean(),
  mimeType: z.string().nullable(),
  fileName: z.string().nullable(),
  size: z.int().nullable(),
  voice: z.boolean(),
  /** same-origin path, served only to who may see the conversation */
  url: z.string().nullable(),
});

/** Our end-to-end states, from core/sending/status. `received` is for what came in. */
export const MessageStatus = z.enum([
  "received",
  "queued",
  "sending",
  "accepted",
  "sent",
  "delivered",
  "read",
  "played",
  "failed",
  "unknown",
  "cancelled",
]);
export type MessageStatus = z.infer<typeof MessageStatus>;

export const Reaction = z.object({
  author: z.enum(["contact", "business"]),
  /** "" = ours is to be taken away */
  emoji: z.string(),
  /** `done`: it stands on the message at WhatsApp; the others are about ours on its way there */
  state: z.enum(["done", "waiting", "failed", "unknown"]),
  /** why it failed: our explanation's key (catalogue), as a message's */
  explanation: z.string().nullable(),
});
export type Reaction = z.infer<typeof Reaction>;

/** Why a message did not arrive: Meta's code with the keys of our explanation and next step. */
export const Failure = z.object({
  code: z.int().nullable(),
  explanation: z.string(),
  nextStep: z.string().nullable(),
  /** before this Meta would refuse it again, and nobody may try; null = no such moment */
  againAt: Time.nullable(),
  detail: z.string().nullable(),
});
export const MessageView = z.object({
  entry: z.literal("message"),
  id: Id,
  conversationId: Id,
  seq: z.int(),
  at: Time,
  direction: z.enum(["in", "out"]),
  author: z.enum(["contact", "agent", "bot", "system", "app"]),
  agentId: Id.nullable(),
  trigger: z.object({ id: Id, description: z.string() }).nullable(),
  /** text, image, audio, …, interactive, location, contacts, unsupported … = MessageContent["type"] of @balcao/core */
  kind: z.string(),
  text: z.string().nullable(),
  /** MessageContent of @balcao/core */
  content: z.unknown(),
  media: MediaView.nullable(),
  quoted: z.object({ id: Id.nullable(), author: z.string(), preview: z.string() }).nullable(),
  /** one of each side; of ours also the one that is to replace it, until WhatsApp has taken it */
  reactions: z.array(Reaction),
  /** what its author did to it afterwards, oldest first: a new text (null = not a text we read), or taken back */
  revisions: z.array(z.object({ at: Time, body: z.string().nullable(), deleted: z.boolean() })),
  status: MessageStatus,
  /** Meta's code with our explanation and next-step keys (catalogue), when failed or unknown */
  failure: Failure.nullable(),
  /** can "Por quê?" be asked */
  hasTrace: z.boolean(),
});
export type MessageView = z.infer<typeof MessageView>;

/** A line of the history of changes. Names are resolved by the screen from ids. */
export const HistoryView = z.object({
  entry: z.literal("history"),
  id: z.string(),
  conversationId: Id,
  seq: z.int(),
  at: Time,
  /** conversation.opened, .handed_over, .forwarded, .assigned, .status_changed, .bot_stopped, .bot_returned, .rated, .closed, .reopened, contact.number_changed … */
  type: z.string(),
  agentId: Id.nullable(),
  data: z.record(z.string(), z.unknown()),
});
export type HistoryView = z.infer<typeof HistoryView>;
export const ThreadEntry = z.discriminatedUnion("entry", [MessageView, HistoryView, NoteView]);
export type ThreadEntry = z.infer<typeof ThreadEntry>;

/**
 * GET /api/conversations/:id/thread : oldest first; `before`/`after` are cursors from a page, `around` is a message or note of which
 * both sides are wanted (404 when it is not of this conversation)
 */
export const ThreadQuery = z.object({
  around: Id.optional(),
  before: z.string().max(200).optional(),
  after: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const ThreadPage = z.object({
  entries: z.array(ThreadEntry),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type ThreadPage = z.infer<typeof ThreadPage>;
