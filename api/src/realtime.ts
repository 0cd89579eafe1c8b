import { z } from "zod";
import { Id, Time } from "./common.ts";
import { ConversationRow } from "./conversations.ts";
import { ThreadEntry } from "./thread.ts";
import { TicketRow } from "./tickets.ts";

/**
 * WebSocket /api/realtime. The client sends `hello` first; with a cursor it gets what it missed, or `reset` when the cursor
 * is of another epoch or too old: then it refetches everything. Every frame carries the cursor to resume from.
 */
export const ClientFrame = z.discriminatedUnion("type", [
  z.object({ type: z.literal("hello"), cursor: z.string().max(200).nullable() }).strict(),
  z.object({ type: z.literal("ping") }).strict(),
  /** what this window shows; after `hello`, whenever it changes, and every 3 s while an answer is typed */
  z
    .object({
      type: z.literal("here"),
      /** the conversation in sight; null = none, or read without being seen */
      conversationId: Id.nullable(),
      /** an answer is being typed there: true for 6 s */
      typing: z.boolean(),
      /** nobody has touched the window for 5 minutes */
      idle: z.boolean(),
    })
    .strict(),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

export const RealtimeChange = z.discriminatedUnion("type", [
  /** a conversation this agent may see changed: its row as it is now, with new or changed thread entries */
  z.object({
    type: z.literal("conversation"),
    row: ConversationRow,
    entries: z.array(ThreadEntry),
  }),
  /** what is known of a contact changed: ask again for who shows it */
  z.object({ type: z.literal("contact"), contactId: Id }),
  /** it is no longer this agent's to see */
  z.object({ type: z.literal("gone"), conversationId: Id }),
  /** a ticket this agent may see changed: as a list shows it now. `refetch` of `tickets` comes too, for all else of it */
  z.object({ type: z.literal("ticket"), row: TicketRow }),
  z.object({ type: z.literal("ticket-gone"), ticketId: Id }),
  /** a promise made for a ticket that this agent is responsible for or follows is about to be broken, or was */
  z.object({
    type: z.literal("ticket-alarm"),
    /** of this alarm: it may be heard of twice */
    id: z.string(),
    at: Time,
    number: z.int(),
    title: z.string(),
    alarm: z.enum(["warned", "breached"]),
    target: z.enum(["firstAnswer", "solution"]),
  }),
  /** teams, agents, settings, bot or channels changed, or what mentions this agent: refetch that query */
  z.object({
    type: z.literal("refetch"),
    what: z.enum([
      "teams",
      "agents",
      "settings",
      "bot",
      "channels",
      "me",
      "invitations",
      "templates",
      "mentions",
      "labels",
      "views",
      "quick-replies",
      "tickets",
      "ticket-choices",
      "sla",
      "fields",
      "organisations",
      "contacts",
      "costs",
    ]),
  }),
]);
export type RealtimeChange = z.infer<typeof RealtimeChange>;

/** Who of the company is at work, and who has which conversation in sight; only conversations this agent may see. */
export const PeopleFrame = z.object({
  type: z.literal("people"),
  /** true = this is all there is; false = what differs from before */
  whole: z.boolean(),
  agents: z.array(z.object({ agentId: Id, state: z.enum(["online", "away", "offline"]) })),
  conversations: z.array(
    z.object({ conversationId: Id, watchers: z.array(z.object({ agentId: Id, typing: z.boolean() })) }),
  ),
  /** this agent chose to be away, in whichever window */
  absent: z.boolean(),
});
export type PeopleFrame = z.infer<typeof PeopleFrame>;

export const ServerFrame = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ready"), cursor: z.string() }),
  z.object({ type: z.literal("reset"), cursor: z.string() }),
  z.object({
    type: z.literal("changes"),
    cursor: z.string(),
    changes: z.array(RealtimeChange),
    countsChanged: z.boolean(),
  }),
  z.object({ type: z.literal("pong"), now: z.string() }),
  PeopleFrame,
]);
export type ServerFrame = z.infer<typeof ServerFrame>;
