import { nextSilenceAt } from "../bot/silence.ts";
import type { RunningBot } from "./bot-step.ts";
import { botStateOf, botStep, touched } from "./bot-step.ts";
import { autoMessage, speaks } from "./auto-message.ts";
import { emailSilentAt, emailStep, isAsked } from "./email-step.ts";
import { mayAutomatic } from "./mute.ts";
import { nextScheduledAt } from "./scheduled.ts";
import { wakeInTime } from "./snooze.ts";
import type {
  ConversationContext,
  ConversationDecision,
  ConversationEffect,
  ConversationState,
} from "./types.ts";

const HOUR_MS = 3_600_000;

/** A team's own inactivity time, else the account's, in milliseconds. */
function inactivityMs(state: ConversationState, context: ConversationContext): number {
  return (context.teams.get(state.teamId)?.inactivityHours ?? context.inactivityHours) * HOUR_MS;
}

/** How long the last words had been waiting for a person when the bot was given the word back: that silence was nobody's. */
function waited({ bot: { returnedAt }, lastInteractionAt }: ConversationState): number {
  return Math.max(0, (returnedAt ?? 0) - (lastInteractionAt ?? Infinity));
}

/**
 * When the conversation is closed for inactivity: so many hours after the last interaction, when the next word is the
 * customer's. Nobody is closed while waiting for a person, nor while an agent marked the conversation pending or put it aside:
 * a snoozed conversation wakes first, and then waits for a person. Nor while a message of ours is scheduled: the next word is ours.
 */
export function inactivityClosesAt(state: ConversationState, context: ConversationContext): number | null {
  if (state.status === "closed" || state.status === "pending" || state.lastInteractionAt === null)
    return null;
  if (state.snoozedUntil !== null || nextScheduledAt(state.scheduled) !== null) return null;
  if (state.status === "open" && state.waitingSince !== null) return null;
  return state.lastInteractionAt + waited(state) + inactivityMs(state, context);
}

function warningAt(state: ConversationState, context: ConversationContext): number | null {
  const closesAt = inactivityClosesAt(state, context);
  if (closesAt === null || state.status !== "open" || !context.autoMessages.inactivity_warning.enabled)
    return null;
  if (state.lastInteractionAt === null || state.warnedFor === state.lastInteractionAt) return null;
  // a warning longer than the whole time would come before the silence it speaks of
  const before = Math.min(context.warningHours * HOUR_MS, inactivityMs(state, context) / 2);
  return closesAt - before;
}

/** When a silence trigger of the bot could speak; what people marked as resolved or pending is left alone, and whom they blocked. */
function silenceAt(
  state: ConversationState,
  running: RunningBot | null,
  context: ConversationContext,
): number | null {
  if (running === null || !mayAutomatic(context) || state.owner !== "bot" || state.status !== "open")
    return null;
  if (isAsked(state)) return null;
  const due = nextSilenceAt(running.bot, botStateOf(state));
  return due === null ? null : due + waited(state);
}

/**
 * The next moment at which this conversation must be looked at, or null. One timer row per conversation is armed for it;
 * what is due then is decided anew from the state, so a timer that fires too early does no harm.
 */
export function nextWake(
  state: ConversationState,
  running: RunningBot | null,
  context: ConversationContext,
): number | null {
  if (state.status === "closed") return null;
  const moments = [
    state.snoozedUntil,
    nextScheduledAt(state.scheduled),
    inactivityClosesAt(state, context),
    warningAt(state, context),
    silenceAt(state, running, context),
    emailSilentAt(state, context),
  ];
  const due = moments.filter((moment): moment is number => moment !== null);
  return due.length > 0 ? Math.min(...due) : null;
}

function close(before: ConversationState, context: ConversationContext, now: number): ConversationDecision {
  const effects: ConversationEffect[] = [];
  let state: ConversationState = before;
  // resolved conversations end in silence: for the customer they were over already
  if (before.status === "open") {
    effects.push(...autoMessage("inactivity_closing", state, context, now, "end"));
    const survey = autoMessage("survey", state, context, now, "end");
    effects.push(...survey);
    if (speaks(survey)) state = { ...state, surveySentAt: now };
  }
  effects.push({
    type: "history",
    event: "conversation.closed",
    agentId: null,
    data: { reason: "inactivity" },
  });
  state = {
    ...state,
    status: "closed",
    closedAt: now,
    closeReason: "inactivity",
    unread: 0,
    waitingSince: null,
  };
  return { state: touched({ ...state, bot: { ...state.bot, menu: null } }, effects, now), effects };
}

/**
 * What is due now for a conversation whose timer fired: waking, closing, warning, silence triggers; usually one, often nothing. What was
 * scheduled is said before it (`onScheduledDue`), for only the shell has its words.
 */
export function onTimerDue(
  before: ConversationState,
  running: RunningBot | null,
  context: ConversationContext,
  now: number,
): ConversationDecision {
  const closesAt = inactivityClosesAt(before, context);
  if (before.status === "closed") return { state: before, effects: [] };
  if (before.snoozedUntil !== null && before.snoozedUntil <= now) return wakeInTime(before, now);
  if (closesAt !== null && closesAt <= now) return close(before, context, now);
  let state = before;
  const effects: ConversationEffect[] = [];
  const silentAt = emailSilentAt(state, context);
  if (silentAt !== null && silentAt <= now) {
    const step = emailStep(state, { type: "silence" }, running, context, now);
    state = step.state;
    effects.push(...step.effects);
  }
  const asksAt = silenceAt(state, running, context);
  if (running && asksAt !== null && asksAt <= now) {
    const cause = `silence:${state.lastInteractionAt}`;
    const step = botStep(state, running, { type: "silence" }, context, { at: now, now, cause });
    state = step.state;
    effects.push(...step.effects);
  }
  const warnAt = warningAt(state, context);
  if (warnAt !== null && warnAt <= now) {
    // the warning is not an interaction: it must not put off the closing it speaks of
    effects.push(...autoMessage("inactivity_warning", state, context, now, String(state.lastInteractionAt)));
    state = { ...state, warnedFor: state.lastInteractionAt };
  }
  return { state, effects };
}
