import { history, refused, type CommandOutcome } from "./commands.ts";
import type { ConversationState, Priority } from "./types.ts";

/** Every priority, highest first: none, low, medium, high, urgent are 0 to 4. */
export const PRIORITIES: readonly Priority[] = [4, 3, 2, 1, 0];

/** Most conversations, or messages of one, that one act takes at once. */
export const MOST_AT_ONCE = 200;

/**
 * Marcar como não lida: shows as one unread message until somebody opens it again. What is unread belongs to the conversation, not
 * to each agent: the same number stands in everybody's row and in the counters. What is over has no notification before the customer
 * writes again, so it cannot be marked.
 */
export function markUnread(before: ConversationState): CommandOutcome {
  if (before.status === "resolved" || before.status === "closed") return refused("conversation_over");
  return { ok: true, state: before.unread > 0 ? before : { ...before, unread: 1 }, effects: [] };
}

export function setPriority(before: ConversationState, agentId: string, priority: Priority): CommandOutcome {
  if (before.status === "closed") return refused("conversation_closed");
  if (before.priority === priority) return { ok: true, state: before, effects: [] };
  return {
    ok: true,
    state: { ...before, priority },
    effects: [history("conversation.priority_changed", agentId, { from: before.priority, to: priority })],
  };
}

/**
 * Labels put on and taken off, by id, as they really differ; the shell keeps which conversation has which. A conversation that has
 * ended may be labelled too: it is found again by them.
 */
export function relabel(
  before: ConversationState,
  agentId: string,
  changes: { added: readonly string[]; removed: readonly string[] },
): CommandOutcome {
  if (changes.added.length + changes.removed.length === 0) return { ok: true, state: before, effects: [] };
  return {
    ok: true,
    state: before,
    effects: [history("conversation.labelled", agentId, { ...changes })],
  };
}

/** A transcript was made to be printed: by whom, of what and with which digest stays in the history, also of what has ended. */
export const printed = (
  before: ConversationState,
  agentId: string,
  facts: { digest: string; upTo: number; notes: boolean; entries: number; chosen: boolean },
): CommandOutcome => ({
  ok: true,
  state: before,
  effects: [history("conversation.printed", agentId, { ...facts })],
});
