import type { OutgoingTemplate } from "../template/types.ts";
import { isWindowOpen } from "../window/service-window.ts";
import { autoMessage, speaks } from "./auto-message.ts";
import { holdAll } from "./scheduled.ts";
import { botStep, touched, type RunningBot } from "./bot-step.ts";
import { endAsking } from "./email-step.ts";
import { mayAnswer } from "./may-answer.ts";
import { mayAutomatic, muteReason } from "./mute.ts";
import type {
  AgentContent,
  ConversationContext,
  ConversationDecision,
  ConversationEffect,
  ConversationState,
  ConversationStatus,
} from "./types.ts";

/** An agent's act either changes the conversation or is refused with a stable code. */
export type CommandOutcome =
  | ({ ok: true } & ConversationDecision)
  | {
      ok: false;
      code:
        | "contact_blocked"
        | "number_removed"
        | "contact_wants_none"
        | "conversation_closed"
        | "service_window_closed"
        | "conversation_over"
        | "not_responsible"
        | "schedule_in_past"
        | "schedule_too_far"
        | "scheduled_gone"
        | "snooze_in_past"
        | "too_many_scheduled"
        | "team_unavailable";
    };

export const refused = (code: Extract<CommandOutcome, { ok: false }>["code"]): CommandOutcome => ({
  ok: false,
  code,
});
export const history = (
  event: Extract<ConversationEffect, { type: "history" }>["event"],
  agentId: string,
  data: Record<string, unknown>,
): ConversationEffect => ({ type: "history", event, agentId, data });

/** A person takes the word: the bot falls silent at once, queued words included. */
export function botOut(
  state: ConversationState,
  agentId: string,
): { state: ConversationState; effects: ConversationEffect[] } {
  if (state.owner !== "bot") return { state, effects: [] };
  const { bot, effects } = endAsking(state.bot, agentId);
  return {
    state: { ...state, owner: "team", bot: { ...bot, menu: null, otherAnswers: 0 } },
    effects: [
      { type: "cancel_automatic" },
      ...effects,
      history("conversation.bot_stopped", agentId, { reason: "agent" }),
    ],
  };
}

/**
 * An agent writes. The first who answers becomes responsible when the account wants it so. A template goes out whether the
 * service window is open or not.
 */
export function agentReply(
  before: ConversationState,
  agentId: string,
  content: AgentContent,
  context: ConversationContext,
  now: number,
): CommandOutcome {
  if (before.status === "closed") return refused("conversation_closed");
  const mute = muteReason(context);
  if (mute !== null) return refused(mute);
  if (!mayAnswer(before, agentId, context)) return refused("not_responsible");
  if (content.type !== "template" && !isWindowOpen(before.windowClosesAt, now))
    return refused("service_window_closed");
  const out = botOut(before, agentId);
  const effects = [...out.effects];
  let { state } = out;
  if (context.assignOnFirstReply && state.agentId === null) {
    state = { ...state, agentId, owner: "agent" };
    effects.push(
      history("conversation.assigned", agentId, { from: null, to: agentId, because: "first_reply" }),
    );
  }
  if (state.status === "resolved") {
    state = { ...state, status: "open" };
    effects.push(history("conversation.reopened", agentId, {}));
  }
  effects.push({
    type: "send",
    author: "agent",
    agentId,
    triggerId: null,
    content,
    occurrenceKey: null,
  });
  state = { ...state, unread: 0, waitingSince: null, warnedFor: null };
  return { ok: true, state: touched(state, effects, now), effects };
}

/** An agent writes first, which only a template may: the conversation is that agent's from its first word. */
export function beginByAgent(
  opened: ConversationState,
  agentId: string,
  content: OutgoingTemplate,
  now: number,
): ConversationDecision {
  const effects: ConversationEffect[] = [
    history("conversation.opened", agentId, { teamId: opened.teamId }),
    { type: "send", author: "agent", agentId, triggerId: null, content, occurrenceKey: null },
  ];
  return { state: touched({ ...opened, agentId, owner: "agent" }, effects, now), effects };
}

/**
 * Resolved silences until the customer writes and leaves the next word where it is; closed ends it, with the texts the account
 * wants said. Both wake what was snoozed: nothing is left to come back to. What is scheduled is still sent after resolving, the usual
 * "done for today, I ask tomorrow", and opens it again; ending leaves it unsent.
 */
export function setStatus(
  before: ConversationState,
  agentId: string,
  status: ConversationStatus,
  context: ConversationContext,
  now: number,
): CommandOutcome {
  if (before.status === "closed") return refused("conversation_closed");
  if (before.status === status) return { ok: true, state: before, effects: [] };
  const out = status === "closed" ? botOut(before, agentId) : { state: before, effects: [] };
  const effects = [...out.effects];
  let { state } = out;
  if (status === "closed") {
    effects.push(...autoMessage("manual_closing", state, context, now, "end"));
    const survey = autoMessage("survey", state, context, now, "end");
    const held = holdAll(state, "conversation_closed");
    effects.push(...survey, ...held.effects, history("conversation.closed", agentId, { reason: "agent" }));
    state = {
      ...held.state,
      closedAt: now,
      closeReason: "agent",
      surveySentAt: speaks(survey) ? now : null,
      bot: { ...state.bot, menu: null },
    };
  } else effects.push(history("conversation.status_changed", agentId, { from: before.status, to: status }));
  const over = status === "closed" || status === "resolved";
  state = {
    ...state,
    status,
    unread: over ? 0 : state.unread,
    waitingSince: over ? null : state.waitingSince,
    snoozedUntil: over ? null : state.snoozedUntil,
  };
  return { ok: true, state: touched(state, effects, now), effects };
}

/** Gives the conversation to an agent, or back to the team. Whoever gets it sees it at once, even when it was snoozed. */
export function assign(before: ConversationState, agentId: string, to: string | null): CommandOutcome {
  if (before.status === "closed") return refused("conversation_closed");
  if (before.agentId === to && before.owner !== "bot") return { ok: true, state: before, effects: [] };
  const out = botOut(before, agentId);
  const state: ConversationState = {
    ...out.state,
    agentId: to,
    owner: to === null ? "team" : "agent",
    snoozedUntil: null,
  };
  return {
    ok: true,
    state,
    effects: [
      ...out.effects,
      history("conversation.assigned", agentId, { from: before.agentId, to, because: "agent" }),
    ],
  };
}

/** Aceitar: who was given the conversation says that they have taken it up; for anybody else there is nothing to accept. */
export function accept(before: ConversationState, agentId: string): CommandOutcome {
  if (before.status === "closed") return refused("conversation_closed");
  if (before.agentId !== agentId) return { ok: true, state: before, effects: [] };
  return { ok: true, state: before, effects: [history("conversation.accepted", agentId, {})] };
}

export type ForwardOptions = {
  teamId: string;
  agentId: string | null;
  reason: string;
  notifyContact: boolean;
  runBot: boolean;
};

/**
 * Forwards to a team and perhaps one of its agents; the team's bot runs only when asked to, and then nobody is responsible.
 * `cause` names the act, so that its texts go once. Whether team and agent may receive it is the caller's to check.
 */
export function forward(
  before: ConversationState,
  agentId: string,
  wanted: ForwardOptions,
  running: RunningBot | null,
  context: ConversationContext,
  moment: { now: number; cause: string },
): CommandOutcome {
  if (before.status === "closed") return refused("conversation_closed");
  if (!context.teams.has(wanted.teamId)) return refused("team_unavailable");
  const out = botOut(before, agentId);
  const moved = {
    from: before.teamId,
    to: wanted.teamId,
    fromAgent: before.agentId,
    toAgent: wanted.agentId,
    reason: wanted.reason,
  };
  const effects = [...out.effects, history("conversation.forwarded", agentId, moved)];
  let state: ConversationState = {
    ...out.state,
    teamId: wanted.teamId,
    agentId: wanted.agentId,
    owner: wanted.agentId === null ? "team" : "agent",
    status: out.state.status === "resolved" ? "open" : out.state.status,
    waitingSince: out.state.waitingSince ?? moment.now,
    snoozedUntil: null,
  };
  if (before.status === "resolved") effects.push(history("conversation.reopened", agentId, {}));
  if (wanted.notifyContact) {
    const spoken = {
      ...context,
      autoMessages: {
        ...context.autoMessages,
        hand_over: { ...context.autoMessages.hand_over, enabled: true },
      },
    };
    effects.push(...autoMessage("hand_over", state, spoken, moment.now, moment.cause));
  }
  if (wanted.runBot && running && mayAutomatic(context)) {
    const bot = { ...state.bot, menu: null, otherAnswers: 0 };
    const step = botStep(
      { ...state, owner: "bot", agentId: null, waitingSince: null, bot },
      running,
      { type: "entered" },
      context,
      { at: moment.now, now: moment.now, cause: moment.cause },
    );
    effects.push(...step.effects);
    state = step.state;
  }
  return { ok: true, state: touched(state, effects, moment.now), effects };
}

/** The bot has the next word again. Who waited for a person so long is not closed, nor asked whether they are there, for that time. */
export function returnToBot(
  before: ConversationState,
  agentId: string,
  context: Pick<ConversationContext, "contact" | "numberRemoved">,
  now: number,
): CommandOutcome {
  if (before.status === "closed") return refused("conversation_closed");
  const mute = muteReason(context);
  if (mute !== null) return refused(mute);
  if (context.contact.noAutomatic === true) return refused("contact_wants_none");
  if (before.owner === "bot") return { ok: true, state: before, effects: [] };
  const state: ConversationState = {
    ...before,
    owner: "bot",
    agentId: null,
    waitingSince: null,
    snoozedUntil: null,
    bot: { ...before.bot, menu: null, otherAnswers: 0, returnedAt: now },
  };
  return {
    ok: true,
    state,
    effects: [history("conversation.bot_returned", agentId, { fromAgent: before.agentId })],
  };
}

/** An agent opened the conversation: nothing in it is unread any more. */
export const markRead = (before: ConversationState): ConversationDecision => ({
  state: { ...before, unread: 0 },
  effects: [],
});
