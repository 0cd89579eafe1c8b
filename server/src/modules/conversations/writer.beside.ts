import { formatPhone } from "@balcao/core";
import type { NewEvent } from "../../platform/events.ts";
import type { Effect, EffectMoment, Work, Writer } from "./writer.ts";

/** The number a conversation is answered at, as people write it; null = it is answered by another identity. */
export const phoneOf = ({ loaded: { recipient } }: Pick<Work, "loaded">): string | null =>
  recipient.kind === "phone" ? formatPhone(recipient.value) : null;

/** For the screens that show the contact. */
const contactChanged = ({ loaded, state }: Work, { now }: EffectMoment): NewEvent => ({
  accountId: loaded.accountId,
  type: "contact.changed",
  conversationId: state.id,
  teamId: state.teamId,
  at: now,
});

/** What a decision writes beside the conversation: in its ticket, on its contact, by mail. */
export function addBeside(
  writer: Writer,
  work: Work,
  effect: Effect<"open_ticket" | "note_email" | "note_marketing" | "mail_code" | "cancel_automatic">,
  moment: EffectMoment,
): void {
  const { accountId, contactId } = work.loaded;
  const place = { accountId, contactId, conversationId: work.state.id };
  if (effect.type === "open_ticket") {
    const { type: _, ...ticket } = effect;
    const contactName = work.loaded.contactName ?? phoneOf(work);
    writer.tickets.push({ ...place, ...ticket, contactName, messageId: moment.causeMessageId });
  } else if (effect.type === "note_email") {
    const { address, standing } = effect;
    writer.emails.push({ ...place, address, standing });
    if (standing !== "of_another") writer.events.push(contactChanged(work, moment));
  } else if (effect.type === "note_marketing") {
    const { stopped } = effect;
    work.loaded.contactNoMarketing = stopped;
    writer.choices.push({ accountId, contactId, at: moment.saidAt ?? moment.now, stopped, source: "word" });
    writer.events.push(contactChanged(work, moment));
  } else if (effect.type === "mail_code") {
    const { address, mac } = effect;
    writer.codes.push({ accountId, conversationId: work.state.id, address, mac });
  }
}
