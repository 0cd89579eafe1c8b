import { botOut, history } from "./commands.ts";
import { holdAll } from "./scheduled.ts";
import type { ConversationDecision, ConversationState } from "./types.ts";

/**
 * Bloquear: this conversation of the contact falls silent, unless it has ended already. It counts as resolved, nobody waits in it and
 * the bot has lost the word. That the contact is blocked is the shell's to keep: it comes back as `context.contact.blocked`.
 */
export function blockContact(before: ConversationState, agentId: string): ConversationDecision {
  const told = history("contact.blocked", agentId, {});
  if (before.status === "closed") return { state: before, effects: [told] };
  const out = botOut(before, agentId);
  const held = holdAll(out.state, "contact_blocked");
  return {
    state: { ...held.state, status: "resolved", unread: 0, waitingSince: null, snoozedUntil: null },
    effects: [...out.effects, told, ...held.effects],
  };
}

/** Desbloquear: from the next message on the contact is heard again. What was kept meanwhile stays where it is. */
export const unblockContact = (before: ConversationState, agentId: string): ConversationDecision => ({
  state: before,
  effects: [history("contact.unblocked", agentId, {})],
});
