import { localTime, momentOf } from "../hours/wall-clock.ts";
import { botOut, history, refused, type CommandOutcome } from "./commands.ts";
import type { ConversationDecision, ConversationEffect, ConversationState } from "./types.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONDAY = 1;
const LATER_HOURS = 3;
const QUARTER_MS = HOUR_MS / 4;

/**
 * Adiar: the conversation leaves its tab until a moment to come, or (null) comes back now. It comes back by itself then, or as soon
 * as the customer writes. Putting aside is a person's act, so the bot has to be silent; what was resolved is open again.
 * While it sleeps it is not closed for inactivity, and is not warned of it (see `inactivityClosesAt`).
 */
export function snooze(
  before: ConversationState,
  agentId: string,
  until: number | null,
  now: number,
): CommandOutcome {
  if (before.status === "closed") return refused("conversation_closed");
  if (until === before.snoozedUntil) return { ok: true, state: before, effects: [] };
  if (until === null) return { ok: true, ...wake(before, "agent", agentId) };
  if (until <= now) return refused("snooze_in_past");
  const out = botOut(before, agentId);
  const effects = [...out.effects];
  if (before.status === "resolved") effects.push(history("conversation.reopened", agentId, {}));
  effects.push(history("conversation.snoozed", agentId, { until }));
  const status = before.status === "resolved" ? "open" : before.status;
  return { ok: true, state: { ...out.state, status, snoozedUntil: until }, effects };
}

/** Back in its tab, with a line that says by whom; nothing for what does not sleep. */
export function wake(
  before: ConversationState,
  because: "agent" | "contact" | "time",
  agentId: string | null = null,
): ConversationDecision {
  if (before.snoozedUntil === null) return { state: before, effects: [] };
  const line: ConversationEffect = {
    type: "history",
    event: "conversation.woken",
    agentId,
    data: { because },
  };
  return { state: { ...before, snoozedUntil: null }, effects: [line] };
}

/**
 * Its moment has come: unread again, and waiting for a person from now on (or since it waited before). So it is not closed for the
 * silence that was wanted: the time of inactivity begins with the next answer.
 */
export function wakeInTime(before: ConversationState, now: number): ConversationDecision {
  const { state, effects } = wake(before, "time");
  return {
    state: { ...state, unread: Math.max(1, state.unread), waitingSince: state.waitingSince ?? now },
    effects,
  };
}

export type SnoozeChoice = "later" | "tomorrow" | "monday";

/**
 * What is offered for snoozing, soonest first: in about three hours while that is still today, tomorrow at 9:00, and next Monday at
 * 9:00 when tomorrow is not that Monday; in the account's zone.
 */
export function snoozeChoices(now: number, timeZone: string): { choice: SnoozeChoice; at: number }[] {
  const today = localTime(now, timeZone);
  // counted from noon, which no change of clocks takes to another day
  const noon = momentOf(`${today.date}T12:00`, timeZone);
  const morning = (days: number): number =>
    momentOf(`${localTime(noon + days * DAY_MS, timeZone).date}T09:00`, timeZone);
  const later = Math.ceil((now + LATER_HOURS * HOUR_MS) / QUARTER_MS) * QUARTER_MS;
  const toMonday = (MONDAY + 7 - today.weekday) % 7 || 7;
  return [
    ...(localTime(later, timeZone).date === today.date ? [{ choice: "later" as const, at: later }] : []),
    { choice: "tomorrow", at: morning(1) },
    ...(toMonday > 1 ? [{ choice: "monday" as const, at: morning(toMonday) }] : []),
  ];
}
