import type { RunningBot } from "../conversation/bot-step.ts";
import { asksEmail } from "../conversation/email-step.ts";
import type { CommandOutcome } from "../conversation/commands.ts";
import {
  onCustomerMessage,
  onSurveyAnswer,
  openConversation,
  surveyAnswer,
  type CustomerMessage,
} from "../conversation/customer-message.ts";
import type {
  ConversationContext,
  ConversationDecision,
  ConversationEffect,
  ConversationState,
} from "../conversation/types.ts";
import { onScheduledDue } from "../conversation/schedule.ts";
import { dueScheduled } from "../conversation/scheduled.ts";
import { nextWake, onTimerDue } from "../conversation/wake.ts";

type Send = Extract<ConversationEffect, { type: "send" }>;
/** One decision as it was taken, with what was true when it was. */
export type Step = {
  what: string;
  now: number;
  before: ConversationState;
  after: ConversationState;
  effects: readonly ConversationEffect[];
};

/**
 * The shell around core, as small as it can be: one contact, conversations in memory, a timer each, occurrence keys and
 * message ids seen once. Every step is kept for who checks.
 */
export class SmallDesk {
  now: number;
  conversations: ConversationState[] = [];
  steps: Step[] = [];
  sends: (Send & { at: number; conversationId: string })[] = [];
  published: RunningBot | null;
  readonly context: ConversationContext;
  readonly versions = new Map<string, RunningBot>();
  private readonly seen = new Set<string>();

  constructor(context: ConversationContext, published: RunningBot | null, now: number) {
    this.context = context;
    this.published = published;
    this.now = now;
    if (published) this.versions.set(published.versionId, published);
  }

  publish(running: RunningBot): void {
    this.published = running;
    this.versions.set(running.versionId, running);
  }

  get open(): ConversationState | undefined {
    return this.conversations.find(({ status }) => status !== "closed");
  }

  /** The version whose menu is open, else the published one. */
  runningFor(state: ConversationState): RunningBot | null {
    const version = state.bot.menu ? this.versions.get(state.bot.versionId ?? "") : undefined;
    return version ?? this.published;
  }

  private take(what: string, before: ConversationState, { state, effects }: ConversationDecision): void {
    this.steps.push({ what, now: this.now, before, after: state, effects });
    this.conversations = this.conversations.map((one) => (one.id === state.id ? state : one));
    for (const effect of effects)
      if (effect.type === "send") this.sends.push({ ...effect, at: this.now, conversationId: state.id });
  }

  receive(message: CustomerMessage): void {
    if (this.seen.has(message.cause)) return;
    this.seen.add(message.cause);
    const current = this.open;
    if (!current) {
      for (const ended of this.conversations) {
        const rating = surveyAnswer(ended, message);
        if (rating !== null) return this.take("survey", ended, onSurveyAnswer(ended, message, rating));
      }
    }
    const state =
      current ??
      openConversation({
        id: `c${this.conversations.length + 1}`,
        protocol: this.conversations.length + 1,
        at: message.at,
        teamId: this.context.firstTeamId,
        hasBot: this.published !== null || asksEmail(this.context),
        ticket: this.context.opening && message.answerable ? this.conversations.length + 1 : null,
      });
    if (!current) this.conversations = [...this.conversations, state];
    const running = this.runningFor(state);
    const decision = onCustomerMessage(state, message, running, this.context, this.now, !current);
    this.take("message", state, decision);
  }

  /** An agent's act on the open conversation, or else on the last one, where it must be refused. */
  command(what: string, act: (state: ConversationState) => CommandOutcome): CommandOutcome | null {
    const state = this.open ?? this.conversations.at(-1);
    if (!state) return null;
    const outcome = act(state);
    if (outcome.ok) this.take(what, state, outcome);
    return outcome;
  }

  /** All that is scheduled says the same here. */
  private sayScheduled(waking: ConversationState): void {
    let state = waking;
    for (const send of dueScheduled(waking, this.now)) {
      const said = onScheduledDue(state, send, { type: "text", body: "Olá" }, true, this.context, this.now);
      this.take("scheduled", state, said);
      ({ state } = said);
    }
  }

  /** Lets time pass; `late` = no worker ran, and what came due is looked at only at the end. */
  advance(by: number, late: boolean): void {
    const end = this.now + by;
    for (let rounds = 0; ; rounds++) {
      const due = this.conversations
        .map((state) => ({ state, at: nextWake(state, this.runningFor(state), this.context) }))
        .filter(
          (wake): wake is { state: ConversationState; at: number } => wake.at !== null && wake.at <= end,
        )
        .sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      if (rounds > 50) throw new Error(`the timer of ${due.state.id} fires for ever`);
      this.now = late ? end : Math.max(this.now, due.at);
      this.sayScheduled(due.state);
      const state = this.conversations.find(({ id }) => id === due.state.id) ?? due.state;
      this.take("timer", state, onTimerDue(state, this.runningFor(state), this.context, this.now));
    }
    this.now = end;
  }
}
