import { isEmoji, LONGEST_CAPTION, MOST_AT_ONCE } from "@balcao/core";
import { z } from "zod";
import { Id, isStorable, page, Time } from "./common.ts";
import { DraftAt } from "./drafts.ts";
import { NoteView } from "./notes.ts";
import { MessageView } from "./thread.ts";

export const ConversationStatus = z.enum(["open", "pending", "resolved", "closed"]);
export const Owner = z.enum(["bot", "team", "agent"]);

/** Novas, Minhas, Bot, Encerradas, Outras, Adiadas; `all` = one list, when segmentation is off */
export const Tab = z.enum(["new", "mine", "bot", "ended", "others", "snoozed", "all"]);
export type Tab = z.infer<typeof Tab>;
/** `snooze` = what wakes first */
export const Order = z.enum(["waiting", "recent", "window", "priority", "snooze"]);
export type Order = z.infer<typeof Order>;
/** none, low, medium, high, urgent */
export const Priority = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);

/** Name to show: registered name, else phone, else @username, else the profile name. */
export const ContactCard = z.object({
  id: Id,
  name: z.string().nullable(),
  profileName: z.string().nullable(),
  username: z.string().nullable(),
  /** "+55 (11) 98765-4321" */
  phone: z.string().nullable(),
  /** what they write raises nothing, and nothing goes out to them */
  blocked: z.boolean(),
});
export type ContactCard = z.infer<typeof ContactCard>;

/** What a list row shows; also what a realtime patch carries. */
export const ConversationRow = z.object({
  id: Id,
  protocol: z.int(),
  contact: ContactCard,
  teamId: Id,
  agentId: Id.nullable(),
  owner: Owner,
  status: ConversationStatus,
  unread: z.int(),
  lastMessage: z
    .object({
      id: Id,
      at: Time,
      preview: z.string(),
      direction: z.enum(["in", "out"]),
      status: z.string(),
      kind: z.string(),
    })
    .nullable(),
  windowClosesAt: Time.nullable(),
  waitingSince: Time.nullable(),
  priority: Priority,
  snoozedUntil: Time.nullable(),
  /** when the first scheduled message goes out; null = none waits */
  scheduledAt: Time.nullable(),
  /** a scheduled message could not be sent, and nobody has dealt with it yet */
  hasUnsent: z.boolean(),
  labelIds: z.array(Id),
  openedAt: Time,
  closedAt: Time.nullable(),
  /** how many entries its thread has had; what a person saw last is told by it (`seen`) */
  seq: z.int(),
  version: z.int(),
});
export type ConversationRow = z.infer<typeof ConversationRow>;

/** GET /api/conversations */
export const ConversationQuery = z.object({
  tab: Tab.default("new"),
  team: Id.optional(),
  status: ConversationStatus.optional(),
  label: Id.optional(),
  priority: z.coerce.number().pipe(Priority).optional(),
  /** only what this agent is responsible for */
  agent: Id.optional(),
  /** only what holds something unread */
  unread: z.stringbool().optional(),
  order: Order.default("waiting"),
  /** name or phone, accent-blind, with and without the ninth digit */
  q: z.string().trim().max(100).optional(),
  /** only this person's; as a search does, it looks in everything */
  contact: Id.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const ConversationPage = page(ConversationRow);

/** GET /api/conversations/counts?team= : from the maintained counters, only teams this agent may see */
export const ConversationCounts = z.object({
  tabs: z.record(Tab, z.object({ conversations: z.int(), unread: z.int() })),
  pending: z.int(),
});
export type ConversationCounts = z.infer<typeof ConversationCounts>;

export const Conversation = ConversationRow.extend({
  channel: z.object({ id: Id, name: z.string(), displayPhone: z.string(), removed: z.boolean() }),
  rating: z.int().nullable(),
  /** what this agent may do here */
  can: z.object({
    reply: z.boolean(),
    forward: z.boolean(),
    assign: z.boolean(),
    close: z.boolean(),
    reply_reason: z.string().nullable(),
  }),
  /** the contact's other conversations that this agent may see, the latest first */
  previous: z.array(
    z.object({
      id: Id,
      protocol: z.int(),
      openedAt: Time,
      closedAt: Time.nullable(),
      teamId: Id,
      status: ConversationStatus,
      closeReason: z.string().nullable(),
    }),
  ),
});
export type Conversation = z.infer<typeof Conversation>;

/** Every command carries a key made in the browser: the same key twice has one effect and the same answer. */
export const command = { key: z.string().min(8).max(64) };
/** POST /api/conversations/:id/messages. `draftAt`: the draft it was; that and older ones end with it */
export const SendText = z
  .object({
    ...command,
    text: z.string().min(1).max(4096),
    quotedMessageId: Id.nullable().default(null),
    draftAt: DraftAt.optional(),
  })
  .strict();
export type SendText = z.infer<typeof SendText>;
/**
 * POST /api/conversations/:id/files : multipart/form-data, these fields first and then the part `file` with the bytes. One file,
 * one message. `kind`: what the sender takes the file for; refused when the bytes say otherwise. `draftAt`: the draft that its caption
 * was.
 */
export const SendFile = z
  .object({
    ...command,
    kind: z.enum(["image", "video", "audio", "document", "sticker"]),
    caption: z
      .string()
      .trim()
      .refine((text) => Array.from(text).length <= LONGEST_CAPTION && isStorable(text))
      .transform((text) => text || null)
      .nullable()
      .default(null),
    fileName: z.string().trim().min(1).max(240).refine(isStorable).nullable().default(null),
    /** a voice message: Ogg Opus of one channel, or MP4 from browsers that record nothing else */
    voice: z
      .enum(["true", "false"])
      .default("false")
      .transform((value) => value === "true"),
    quotedMessageId: Id.nullable().default(null),
    draftAt: z.coerce.number().pipe(DraftAt).optional(),
  })
  .strict();
export type SendFile = z.infer<typeof SendFile>;
/** POST /api/conversations/:id/messages/:messageId/reaction : "" takes it away */
export const React = z
  .object({ ...command, emoji: z.string().refine((text) => text === "" || isEmoji(text)) })
  .strict();
/**
 * The `seq` of the conversation as its person saw it: resolving and closing are refused (409 `newer_message`) when the customer has
 * written since. Without it nothing is compared, for programs that look at nothing.
 */
const seen = z.int().min(0).optional();
/** POST /api/conversations/:id/status */
export const SetStatus = z.object({ ...command, status: ConversationStatus, seen }).strict();
/** POST /api/conversations/:id/assign : null = back to the team */
export const Assign = z.object({ ...command, agentId: Id.nullable() }).strict();
const forwarding = {
  teamId: Id,
  agentId: Id.nullable().default(null),
  reason: z.string().trim().max(500).default(""),
  notifyContact: z.boolean().default(false),
  runBot: z.boolean().default(false),
};
/** POST /api/conversations/:id/forward */
export const Forward = z.object({ ...command, ...forwarding }).strict();
/** POST /api/conversations/:id/accept, /return-to-bot, /read, /messages/:messageId/retry */
export const PlainCommand = z.object({ ...command }).strict();
/** The changed conversation, and the message made by the command if any. */
export const CommandResult = z.object({ conversation: ConversationRow, message: MessageView.nullable() });
export type CommandResult = z.infer<typeof CommandResult>;
/** The conversation, and the note as it is now. */
export const NoteResult = z.object({ conversation: ConversationRow, note: NoteView });
export type NoteResult = z.infer<typeof NoteResult>;

const Labels = z.array(Id).max(20).default([]);
export const BatchAct = z.discriminatedUnion("type", [
  z.object({ type: z.literal("status"), status: ConversationStatus }).strict(),
  z.object({ type: z.literal("assign"), agentId: Id.nullable() }).strict(),
  z.object({ type: z.literal("forward"), ...forwarding }).strict(),
  z.object({ type: z.literal("labels"), add: Labels, remove: Labels }).strict(),
  z.object({ type: z.literal("priority"), priority: Priority }).strict(),
  /** until a moment to come; null = back now */
  z.object({ type: z.literal("snooze"), until: Time.nullable() }).strict(),
  z.object({ type: z.literal("bot") }).strict(),
  z.object({ type: z.literal("unread") }).strict(),
  z.object({ type: z.literal("read") }).strict(),
]);
export type BatchAct = z.input<typeof BatchAct>;
/** POST /api/conversations/acts : one act on one or many conversations, each a command of its own with its own key */
export const Batch = z
  .object({
    act: BatchAct,
    items: z
      .array(z.object({ id: Id, ...command, seen }).strict())
      .min(1)
      .max(MOST_AT_ONCE),
  })
  .strict();
/** What became of each: the conversation as it is now, or why not. */
export const BatchResult = z.object({
  items: z.array(
    z.object({
      id: Id,
      conversation: ConversationRow.nullable(),
      problem: z.object({ code: z.string(), title: z.string() }).nullable(),
    }),
  ),
});
export type BatchResult = z.infer<typeof BatchResult>;

/** GET /api/messages/:id/trace : Trace of @balcao/core with names resolved by the screen */
export const TraceView = z.object({
  botVersion: z.int(),
  at: Time,
  trace: z.unknown(),
  triggers: z.record(z.string(), z.string()),
});

/** GET /api/messages/:id/raw : what Meta sent of a message we do not understand, word for word; administrators only */
export const MessageRaw = z.object({ raw: z.unknown() });

/** POST /api/conversations/:id/block : blocks the conversation's contact, or (false) ends it */
export const Block = z.object({ ...command, blocked: z.boolean() }).strict();
