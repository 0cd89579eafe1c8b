import { z } from "zod";
import { Id, page, Time } from "./common.ts";
import { ContactCard, ConversationStatus } from "./conversations.ts";

/** GET /api/messages/search : what was said and noted in all the conversations this agent may see, newest first */
export const MessageSearchQuery = z.object({
  /** words in any order and form, the last one may be unfinished; words in quotes stand side by side */
  q: z.string().trim().max(200),
  team: Id.optional(),
  status: ConversationStatus.optional(),
  cursor: Id.optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

export const MessageHit = z.object({
  id: Id,
  conversationId: Id,
  contact: ContactCard,
  at: Time,
  /** null of a note: it goes to nobody */
  direction: z.enum(["in", "out"]).nullable(),
  author: z.enum(["contact", "agent", "bot", "system", "app"]),
  agentId: Id.nullable(),
  /** of a message, or `note`: internal, which no customer sees */
  kind: z.string(),
  /** a stretch of the text in pieces; `found` = to be marked */
  excerpt: z.array(z.object({ text: z.string(), found: z.boolean() })),
});
export type MessageHit = z.infer<typeof MessageHit>;
export const MessageHitPage = page(MessageHit);
export type MessageHitPage = z.infer<typeof MessageHitPage>;
