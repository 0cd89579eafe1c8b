import { formatPhone } from "@balcao/core";
import type { Effect, EffectMoment, Work, Writer } from "./writer.ts";

/** What a decision writes beside the conversation: in its ticket, on its contact, by mail. */
export function addBeside(
  writer: Writer,
  work: Work,
  effect: Effect<"open_ticket" | "note_email" | "mail_code" | "cancel_automatic">,
  moment: EffectMoment,
): void {
  const { accountId, contactId } = work.loaded;
  const place = { accountId, contactId, conversationId: work.state.id };
  if (effect.type === "open_ticket") {
    const { type: _, ...ticket } = effect;
    const { recipient } = work.loaded;
    const phone = recipient.kind === "phone" ? formatPhone(recipient.value) : null;
    const contactName = work.loaded.contactName ?? phone;
    writer.tickets.push({ ...place, ...ticket, contactName, messageId: moment.causeMessageId });
  } else if (effect.type === "note_email") {
    const { address, standing } = effect;
    writer.emails.push({ ...place, address, standing });
    // screens that show the contact
    const { teamId } = work.state;
    const changed = {
      accountId,
      type: "contact.changed",
      conversationId: work.state.id,
      teamId,
      at: moment.now,
    };
    if (standing !== "of_another") writer.events.push(changed);
  } else if (effect.type === "mail_code") {
    const { address, mac } = effect;
    writer.codes.push({ accountId, conversationId: work.state.id, address, mac });
  }
}
