import { z } from "zod";
import { ContactCard } from "./conversations.ts";
import { Id, isStorable, Time, Version } from "./common.ts";
import { AutoMessage } from "./settings.ts";
import { TemplateUse } from "./templates.ts";
import { Failure, MessageStatus } from "./thread.ts";

/** GET /api/tickets/:id/reaches : open conversations to which a public comment can go, best first, as far as this agent sees them */
export const TicketReaches = z.object({
  items: z.array(
    z.object({
      conversationId: Id,
      protocol: z.int(),
      contact: ContactCard,
      channel: z.object({ id: Id, name: z.string() }),
      /** until then a text can be sent; afterwards a template only */
      windowClosesAt: Time.nullable(),
      /** the agent's name stands above the text */
      signs: z.boolean(),
      /** why this agent can send nothing there; null = can */
      reason: z.enum(["contact_blocked", "number_removed", "not_responsible"]).nullable(),
    }),
  ),
});
export type TicketReaches = z.infer<typeof TicketReaches>;
export type TicketReach = TicketReaches["items"][number];

/** A message that a ticket sent to its customer, by its own state. */
export const TicketSent = z.object({
  messageId: Id,
  /** null = the conversation is gone, or not this agent's to see */
  conversationId: Id.nullable(),
  /** null = the message is gone */
  status: MessageStatus.nullable(),
  failure: Failure.nullable(),
  /** name of the template; null = a text */
  template: z.string().nullable(),
});
export type TicketSent = z.infer<typeof TicketSent>;

/** Where a public comment goes as a message: as a text, or as a template, whose words then are the comment. */
export const TicketSend = z.object({ conversationId: Id, template: TemplateUse.nullable() }).strict();
export type TicketSend = z.infer<typeof TicketSend>;

/** GET and PUT /api/settings/ticket-telling, the latter by administrators */
export const TicketTellingSettings = z
  .object({
    /** a ticket that waits for the customer is in progress again once they answer */
    resumes: z.boolean(),
    /** automatic messages about statuses; a status without one says nothing */
    notices: z
      .array(AutoMessage.extend({ statusId: Id, text: z.string().max(4096).refine(isStorable) }))
      .max(50),
    version: Version,
  })
  .strict();
export type TicketTellingSettings = z.infer<typeof TicketTellingSettings>;
