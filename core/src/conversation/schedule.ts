import { agentReply, botOut, history, refused, type CommandOutcome } from "./commands.ts";
import { mayAnswer } from "./may-answer.ts";
import { muteReason } from "./mute.ts";
import { holdScheduled, withoutScheduled } from "./scheduled.ts";
import { wake } from "./snooze.ts";
import type {
  AgentContent,
  ConversationContext,
  ConversationDecision,
  ConversationEffect,
  ConversationState,
  ScheduledSend,
  UnsentReason,
} from "./types.ts";

/** Most messages of one conversation that wait for their moment, or could not be sent at it. */
export const MOST_SCHEDULED = 20;
const LATEST_MS = 366 * 24 * 3_600_000;

const momentProblem = (at: number, now: number): "schedule_in_past" | "schedule_too_far" | null =>
  at <= now ? "schedule_in_past" : at - now > LATEST_MS ? "schedule_too_far" : null;

/** Whether something can be scheduled here, whatever the window says today: it is asked again when it is due. */
function scheduleProblem(
  state: ConversationState,
  context: Pick<ConversationContext, "contact" | "numberRemoved">,
  at: number,
  now: number,
): Extract<CommandOutcome, { ok: false }>["code"] | null {
  if (state.status === "closed") return "conversation_closed";
  return muteReason(context) ?? momentProblem(at, now);
}

/**
 * Agendar envio: nothing is sent now, and nothing else about the conversation changes: who has the next word keeps it, the bot speaks on.
 * Only the closing for inactivity waits, for the company's next word is on its way (`inactivityClosesAt`).
 */
export function schedule(
  before: ConversationState,
  agentId: string,
  wanted: Pick<ScheduledSend, "id" | "at" | "unlessReply">,
  context: Pick<
    ConversationContext,
    "contact" | "numberRemoved" | "onlyResponsibleReplies" | "assignOnFirstReply"
  >,
  now: number,
): CommandOutcome {
  const problem = scheduleProblem(before, context, wanted.at, now);
  if (problem !== null) return refused(problem);
  if (!mayAnswer(before, agentId, context)) return refused("not_responsible");
  if (before.scheduled.length >= MOST_SCHEDULED) return refused("too_many_scheduled");
  const send: ScheduledSend = { ...wanted, agentId, since: now, unsent: null };
  return {
    ok: true,
    state: { ...before, scheduled: [...before.scheduled, send] },
    effects: [history("conversation.message_scheduled", agentId, { scheduledId: send.id, at: send.at })],
  };
}

/** Another moment for what waits, or for what could not be sent. What the customer wrote before is known to who chooses it anew. */
export function reschedule(
  before: ConversationState,
  agentId: string,
  wanted: Pick<ScheduledSend, "id" | "at" | "unlessReply">,
  context: Pick<ConversationContext, "contact" | "numberRemoved">,
  now: number,
): CommandOutcome {
  const known = before.scheduled.find(({ id }) => id === wanted.id);
  if (!known) return refused("scheduled_gone");
  if (known.unsent === null && known.at === wanted.at && known.unlessReply === wanted.unlessReply)
    return { ok: true, state: before, effects: [] };
  const problem = scheduleProblem(before, context, wanted.at, now);
  if (problem !== null) return refused(problem);
  const next: ScheduledSend = { ...known, ...wanted, since: now, unsent: null };
  return {
    ok: true,
    state: { ...before, scheduled: before.scheduled.map((one) => (one === known ? next : one)) },
    effects: [
      history("conversation.message_scheduled", agentId, {
        scheduledId: next.id,
        at: next.at,
        from: known.at,
      }),
    ],
  };
}

/** Taken back before its moment, or put away after it could not be sent; in a conversation that has ended too. */
export function unschedule(before: ConversationState, agentId: string, id: string): CommandOutcome {
  const known = before.scheduled.find((one) => one.id === id);
  if (!known) return refused("scheduled_gone");
  // that it could not be sent stands in the history already
  const told = known.unsent === null;
  return {
    ok: true,
    state: withoutScheduled(before, id),
    effects: told ? [history("conversation.message_unscheduled", agentId, { scheduledId: id })] : [],
  };
}

/** Enviar agora: whoever does it says it, as if they had just written it. */
export function sendScheduledNow(
  before: ConversationState,
  agentId: string,
  id: string,
  content: AgentContent,
  context: ConversationContext,
  now: number,
): CommandOutcome {
  if (!before.scheduled.some((one) => one.id === id)) return refused("scheduled_gone");
  return agentReply(withoutScheduled(before, id), agentId, content, context, now);
}

const REASONS: Partial<Record<Extract<CommandOutcome, { ok: false }>["code"], UnsentReason>> = {
  contact_blocked: "contact_blocked",
  number_removed: "number_removed",
  conversation_closed: "conversation_closed",
  not_responsible: "author_may_not",
};

/**
 * Its moment has come: everything is looked at as if its author wrote it now. `content` null = its template cannot be sent any more.
 * What cannot be sent is not; its conversation then asks for a person, awake, unread and open, since nobody may be looking. What the
 * customer wrote after it was scheduled is not answered by it: nobody may have read that yet.
 */
export function onScheduledDue(
  before: ConversationState,
  send: ScheduledSend,
  content: AgentContent | null,
  authorMay: boolean,
  context: ConversationContext,
  now: number,
): ConversationDecision {
  const outcome =
    authorMay && content !== null
      ? agentReply(withoutScheduled(before, send.id), send.agentId, content, context, now)
      : null;
  if (outcome?.ok) {
    const { unread, waitingSince } = before;
    const isAnswered = (before.lastCustomerAt ?? -Infinity) <= send.since;
    return isAnswered ? outcome : { ...outcome, state: { ...outcome.state, unread, waitingSince } };
  }
  const reason: UnsentReason = !authorMay
    ? "author_may_not"
    : outcome === null
      ? "template_refused"
      : (REASONS[outcome.code] ?? "service_window_closed");
  if (before.status === "closed" || muteReason(context) !== null)
    return holdScheduled(before, ({ id }) => id === send.id, reason);
  // as if it had been sent: the next word is a person's
  const out = botOut(before, send.agentId);
  const held = holdScheduled(out.state, ({ id }) => id === send.id, reason);
  const awake = wake(held.state, "time");
  const isResolved = before.status === "resolved";
  const state: ConversationState = {
    ...awake.state,
    status: isResolved ? "open" : before.status,
    unread: Math.max(1, before.unread),
    waitingSince: before.waitingSince ?? now,
  };
  const reopened: ConversationEffect[] = isResolved
    ? [{ type: "history", event: "conversation.reopened", agentId: null, data: {} }]
    : [];
  return { state, effects: [...out.effects, ...awake.effects, ...reopened, ...held.effects] };
}
