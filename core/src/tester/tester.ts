import { optionsOf } from "../conversation/content.ts";
import type { RunningBot } from "../conversation/bot-step.ts";
import { asksEmail } from "../conversation/email-step.ts";
import {
  onCustomerMessage,
  onSurveyAnswer,
  openConversation,
  surveyAnswer,
} from "../conversation/customer-message.ts";
import type {
  ConversationContext,
  ConversationDecision,
  ConversationState,
  HistoryEvent,
  OutgoingContent,
} from "../conversation/types.ts";
import { nextWake, onTimerDue } from "../conversation/wake.ts";
import type { Trace } from "../bot/types.ts";

/** One thing the tester does. `taps` takes the words on a button or row of the last message; `sends` = something without text. */
export type TesterStep =
  | { does: "writes"; text: string }
  | { does: "taps"; option: string }
  | { does: "sends"; what: "audio" | "image" }
  | { does: "waits"; hours: number };

export type TesterEntry =
  | { from: "customer"; at: number; text: string | null; what: "text" | "audio" | "image" }
  | {
      from: "bot" | "system";
      at: number;
      triggerId: string | null;
      content: OutgoingContent;
      trace: Trace | null;
    }
  | {
      from: "history";
      at: number;
      event: HistoryEvent;
      data: Record<string, unknown>;
      /** the bot's decision that led to it, also when it said nothing; null = not the bot's */
      trace: Trace | null;
    };

/** A customer's life with the bot so far. Plain data: kept, compared and played on. */
export type TesterRun = {
  /** the virtual clock, epoch milliseconds */
  now: number;
  conversation: ConversationState | null;
  entries: TesterEntry[];
  /** conversations begun so far */
  opened: number;
  messages: number;
};

export type TesterWorld = { running: RunningBot | null; context: ConversationContext };

const HOUR_MS = 3_600_000;
/** More timers than a step can honestly fire: a bot that would speak to itself for ever stops here. */
const MOST_TIMERS = 1000;

export const beginTest = (now: number): TesterRun => ({
  now,
  conversation: null,
  entries: [],
  opened: 0,
  messages: 0,
});

/** What a decision did, as the tester's screen shows it. */
function apply(run: TesterRun, { state, effects }: ConversationDecision): TesterRun {
  const entries = [...run.entries];
  let trace: Trace | null = null;
  for (const effect of effects) {
    if (effect.type === "trace") ({ trace } = effect);
    else if (effect.type === "history")
      entries.push({ from: "history", at: run.now, event: effect.event, data: effect.data, trace });
    else if (effect.type === "send" && effect.author !== "agent")
      entries.push({
        from: effect.author,
        at: run.now,
        triggerId: effect.triggerId,
        content: effect.content,
        trace: effect.author === "bot" ? trace : null,
      });
  }
  return { ...run, conversation: state, entries };
}

/** The id of a button or row of the newest message that offers these words. */
function optionId(run: TesterRun, option: string): string | null {
  const offers = run.entries.flatMap((entry) =>
    "content" in entry && entry.content.type !== "text" ? [optionsOf(entry.content)] : [],
  );
  return offers.at(-1)?.find(({ title }) => title === option)?.id ?? null;
}

function hear(run: TesterRun, world: TesterWorld, text: string | null, replyId: string | null): TesterRun {
  const message = {
    cause: `message-${run.messages}`,
    at: run.now,
    text,
    replyId,
    opensWindow: true,
    answerable: true,
  };
  const heard = { ...run, messages: run.messages + 1 };
  const known = heard.conversation;
  if (known?.status === "closed") {
    const rating = surveyAnswer(known, message);
    if (rating !== null) return apply(heard, onSurveyAnswer(known, message, rating));
  }
  const fresh = known === null || known.status === "closed";
  const { context, running } = world;
  const opened = fresh ? heard.opened + 1 : heard.opened;
  const conversation = fresh
    ? openConversation({
        id: `conversation-${opened}`,
        protocol: opened,
        at: run.now,
        teamId: context.firstTeamId,
        hasBot: running !== null || asksEmail(context),
        ticket: context.opening && !context.contact.blocked ? opened : null,
      })
    : known;
  const decision = onCustomerMessage(conversation, message, running, context, run.now, fresh);
  return apply({ ...heard, opened }, decision);
}

/** Moves the clock; what falls due on the way (silences, warning, closing) happens at its own moment. */
function wait(start: TesterRun, world: TesterWorld, until: number): TesterRun {
  let run = start;
  for (let fired = 0; fired < MOST_TIMERS; fired++) {
    const due = run.conversation && nextWake(run.conversation, world.running, world.context);
    if (due === null || due > until || run.conversation === null) break;
    run = { ...run, now: Math.max(due, run.now) };
    const before = run.conversation;
    const decision = onTimerDue(before as ConversationState, world.running, world.context, run.now);
    run = apply(run, decision);
    if (decision.state === before && decision.effects.length === 0) break;
  }
  return { ...run, now: Math.max(until, run.now) };
}

/**
 * Plays one step of a test against a bot: the very functions that decide in production, and a clock that is moved by hand.
 * Pure: the run given is not changed.
 */
export function playStep(run: TesterRun, world: TesterWorld, step: TesterStep): TesterRun {
  if (step.does === "waits") return wait(run, world, run.now + Math.round(step.hours * HOUR_MS));
  const what = step.does === "sends" ? step.what : "text";
  const text = step.does === "writes" ? step.text : step.does === "taps" ? step.option : null;
  const replyId = step.does === "taps" ? optionId(run, step.option) : null;
  const entries: TesterEntry[] = [...run.entries, { from: "customer", at: run.now, text, what }];
  return hear({ ...run, entries }, world, text, replyId);
}

/** Plays a whole script from a new customer on. */
export const playScript = (world: TesterWorld, begin: number, steps: readonly TesterStep[]): TesterRun =>
  steps.reduce((run, step) => playStep(run, world, step), beginTest(begin));
