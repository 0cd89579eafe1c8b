import { z } from "zod";
import { Id, page, Time } from "./common.ts";
import { MessageView } from "./thread.ts";
import { TicketSent } from "./ticket-telling.ts";

/** A linked message as it was when it was linked: stays readable whatever becomes of its conversation. */
export const LinkedMessage = MessageView.pick({
  id: true,
  at: true,
  direction: true,
  author: true,
  agentId: true,
  kind: true,
  text: true,
  content: true,
  media: true,
}).extend({
  /** its author had taken it back */
  deleted: z.boolean(),
});
export type LinkedMessage = z.infer<typeof LinkedMessage>;

const entry = { id: z.string(), at: Time, agentId: Id.nullable() };
export const TicketEntry = z.discriminatedUnion("entry", [
  z.object({
    entry: z.literal("comment"),
    ...entry,
    text: z.string(),
    public: z.boolean(),
    /** as what it went to the customer; null = it did not */
    sent: TicketSent.nullable(),
  }),
  /** messages linked at once; of a conversation this agent may not see their number only */
  z.object({
    entry: z.literal("messages"),
    ...entry,
    count: z.int(),
    contactName: z.string().nullable(),
    /** null = the conversation is gone, or not this agent's to see */
    conversationId: Id.nullable(),
    /** oldest first */
    messages: z.array(LinkedMessage),
  }),
  /**
   * ticket.opened, .described, .status_changed, .assigned, .moved, .priority_changed, .category_changed, .type_changed, .due_changed,
   * .field_changed, .labelled, .followers_changed, .file_added, .file_removed, .related, .unrelated, .merged, .merged_into, .unlinked, .sla_set, .sla_warned,
   * .sla_breached, .email_noted, .answered, .customer_told, .customer_untold
   */
  z.object({
    entry: z.literal("history"),
    ...entry,
    type: z.string(),
    data: z.record(z.string(), z.unknown()),
    /** the automatic message that the line is about */
    sent: TicketSent.nullable(),
  }),
]);
export type TicketEntry = z.infer<typeof TicketEntry>;

/** GET /api/tickets/:id/activity : latest first */
export const TicketActivityQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const TicketActivity = page(TicketEntry);
export type TicketActivity = z.infer<typeof TicketActivity>;
