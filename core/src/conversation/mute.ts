import type { ConversationContext } from "./types.ts";

type Facts = Pick<ConversationContext, "contact" | "numberRemoved">;

/** Why nothing can go out in a conversation, whoever is to say it; null = something may. */
export const muteReason = ({ contact, numberRemoved }: Facts): "contact_blocked" | "number_removed" | null =>
  contact.blocked ? "contact_blocked" : numberRemoved ? "number_removed" : null;

/** May anything be said here that no person has just written? */
export const mayAutomatic = (context: Facts): boolean =>
  muteReason(context) === null && context.contact.noAutomatic !== true;
