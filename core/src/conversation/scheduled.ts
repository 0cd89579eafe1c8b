import type {
  ConversationDecision,
  ConversationEffect,
  ConversationState,
  ScheduledSend,
  UnsentReason,
} from "./types.ts";

/** The first moment at which something is to be sent by itself; null = nothing waits. */
export function nextScheduledAt(scheduled: readonly ScheduledSend[]): number | null {
  const moments = scheduled.flatMap(({ at, unsent }) => (unsent === null ? [at] : []));
  return moments.length > 0 ? Math.min(...moments) : null;
}

/** The conversation without one of them, whether it was said or put away. */
export const withoutScheduled = (state: ConversationState, id: string): ConversationState => ({
  ...state,
  scheduled: state.scheduled.filter((one) => one.id !== id),
});

const isWaiting = ({ unsent }: ScheduledSend): boolean => unsent === null;

/** These stay as they are and are not sent, each with a line that says why; the author may change them, send them or put them away. */
export function holdScheduled(
  before: ConversationState,
  which: (send: ScheduledSend) => boolean,
  reason: UnsentReason,
): ConversationDecision {
  const held = before.scheduled.filter((send) => isWaiting(send) && which(send));
  if (held.length === 0) return { state: before, effects: [] };
  const effects = held.map(({ id, agentId, at }): ConversationEffect => ({
    type: "history",
    event: "conversation.message_unsent",
    agentId: null,
    data: { scheduledId: id, author: agentId, at, reason },
  }));
  const scheduled = before.scheduled.map((send) =>
    held.includes(send) ? { ...send, unsent: reason } : send,
  );
  return { state: { ...before, scheduled }, effects };
}

/** What cannot be sent any more because nothing goes out here. */
export const holdAll = (before: ConversationState, reason: UnsentReason): ConversationDecision =>
  holdScheduled(before, () => true, reason);

/** The customer wrote: what was only for the case that they do not stays unsent. */
export const holdUnlessReply = (before: ConversationState): ConversationDecision =>
  holdScheduled(before, ({ unlessReply }) => unlessReply, "contact_replied");

/** What waits and whose moment has come, in the order in which it is to be said. */
export const dueScheduled = (state: ConversationState, now: number): ScheduledSend[] =>
  state.scheduled
    .filter((send) => isWaiting(send) && send.at <= now)
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
