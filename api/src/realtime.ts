import { z } from "zod";
import { Id } from "./common.ts";
import { ConversationRow } from "./conversations.ts";
import { ThreadEntry } from "./thread.ts";

/**
 * WebSocket /api/realtime. The client sends `hello` first; with a cursor it gets what it missed, or `reset` when the cursor
 * is of another epoch or too old: then it refetches everything. Every frame carries the cursor to resume from.
 */
export const ClientFrame = z.discriminatedUnion("type", [
  z.object({ type: z.literal("hello"), cursor: z.string().max(200).nullable() }).strict(),
  z.object({ type: z.literal("ping") }).strict(),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

export const RealtimeChange = z.discriminatedUnion("type", [
  /** a conversation this agent may see changed: its row as it is now, with new or changed thread entries */
  z.object({
    type: z.literal("conversation"),
    row: ConversationRow,
    entries: z.array(ThreadEntry),
  }),
  /** it is no longer this agent's to see */
  z.object({ type: z.literal("gone"), conversationId: Id }),
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
    ]),
  }),
]);
export type RealtimeChange = z.infer<typeof RealtimeChange>;

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
]);
export type ServerFrame = z.infer<typeof ServerFrame>;
