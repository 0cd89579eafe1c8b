import { fold } from "../text/fold.ts";
import {
  asked,
  compileBot,
  consider,
  idleOf,
  teamHolds,
  type CompiledBot,
  type CompiledTrigger,
  type Question,
} from "./conditions.ts";
import { present } from "./present.ts";
import { rank } from "./rank.ts";
import type {
  BotEffect,
  BotEvent,
  BotInput,
  BotState,
  BotStateInput,
  Decision,
  OpenMenu,
  TraceStep,
} from "./types.ts";

/** A bot that hands a conversation on more often than this in one step is going in a circle. */
export const MOST_HAND_OVERS = 8;

const whole = (given: BotStateInput): BotState => ({
  team: given.team,
  owns: given.owns,
  lastInteractionAt: given.lastInteractionAt ?? null,
  menu: given.menu ?? null,
  otherAnswers: given.otherAnswers ?? 0,
  silenceAnsweredFor: given.silenceAnsweredFor ?? null,
});

/** All ways an answer may be read: as the option of the open menu it stands for, as written, as the id of what was tapped. */
export function readings(event: BotEvent, menu: OpenMenu | null): string[] {
  if (event.type !== "message") return [];
  const written = fold(event.text ?? "");
  const tapped = event.replyId ? menu?.options.find((option) => option.id === event.replyId) : undefined;
  const counted = menu?.numbered && /^\d{1,2}$/.test(written) ? menu.options[Number(written) - 1] : undefined;
  const meant = tapped ?? counted;
  const all = meant ? [fold(meant.keyword), written] : [written, fold(event.replyId ?? "")];
  return [...new Set(all.filter((text) => text !== ""))];
}

type Walk = { compiled: CompiledBot; state: BotState; effects: BotEffect[]; steps: TraceStep[]; now: number };

function ask(
  walk: Walk,
  event: BotEvent,
  texts: readonly string[],
): { winner: CompiledTrigger | null; step: TraceStep } {
  const { state, now } = walk;
  const idleMs = idleOf(state, now);
  const answered = state.silenceAnsweredFor?.triggers ?? [];
  const question: Question = {
    event: event.type,
    team: state.team,
    idleMs,
    texts,
    silenceAnswered: answered,
  };
  const entries = asked(walk.compiled, event.type);
  const considered = entries.map((entry) => consider(entry, question));
  const ranking = rank(entries.filter((_, index) => considered[index]?.holds));
  const step: TraceStep = {
    event: event.type,
    team: state.team,
    idleMs,
    foldedText: texts[0] ?? null,
    considered,
    winner: ranking.winner?.trigger.id ?? null,
    runnerUp: ranking.runnerUp?.trigger.id ?? null,
    wonBy: ranking.wonBy,
    otherwise: null,
  };
  walk.steps.push(step);
  return { winner: ranking.winner, step };
}

function stop(walk: Walk, reason: Extract<BotEffect, { type: "stop" }>["reason"]): void {
  walk.state = { ...walk.state, owns: false, menu: null, otherAnswers: 0 };
  walk.effects.push({ type: "stop", reason });
}

/** Could some trigger still answer whatever the customer writes next? Then a message without a menu is an open question. */
export function opensQuestion(compiled: CompiledBot, team: string): boolean {
  return asked(compiled, "message").some(
    ({ trigger, words }) =>
      words === null && trigger.idle?.operator !== "greater_than" && teamHolds(trigger, team),
  );
}

function say(walk: Walk, entry: CompiledTrigger, event: BotEvent["type"]): void {
  const { trigger } = entry;
  if (trigger.action.type !== "smart_message") return;
  const { text, keywords, presentation } = trigger.action;
  const message = present(text, keywords, presentation, trigger.id);
  walk.effects.push({ type: "send", triggerId: trigger.id, message });
  if (keywords.length > 0) {
    walk.state = {
      ...walk.state,
      menu: { triggerId: trigger.id, options: message.options, numbered: message.presentation === "text" },
      otherAnswers: 0,
    };
  } else if (event !== "silence") {
    walk.state = { ...walk.state, menu: null, otherAnswers: 0 };
    if (!opensQuestion(walk.compiled, walk.state.team)) stop(walk, "flow_ended");
  }
}

/** Hands over and asks the new team's entry trigger, as long as that hands over again. */
function act(walk: Walk, first: CompiledTrigger, event: BotEvent): void {
  const handedBy: string[] = [];
  let entry: CompiledTrigger | null = first;
  while (entry !== null) {
    const { trigger }: CompiledTrigger = entry;
    // after a hand-over it is the entry that speaks, whatever asked first
    if (trigger.action.type === "smart_message")
      return say(walk, entry, handedBy.length > 0 ? "entered" : event.type);
    if (handedBy.length === MOST_HAND_OVERS) {
      walk.effects.push({ type: "alert", code: "hand_over_loop", triggerIds: [...handedBy, trigger.id] });
      return stop(walk, "hand_over_loop");
    }
    handedBy.push(trigger.id);
    const toTeam: string = trigger.action.team;
    walk.effects.push({ type: "hand_over", triggerId: trigger.id, fromTeam: walk.state.team, toTeam });
    walk.state = { ...walk.state, team: toTeam };
    const { winner, step }: ReturnType<typeof ask> = ask(walk, { type: "entered" }, []);
    if (winner === null) {
      step.otherwise = "people";
      return stop(walk, "no_trigger");
    }
    entry = winner;
  }
}

/** The entry trigger of the team a conversation has just been opened in, when nothing else answers its first message. */
function opening(walk: Walk, event: BotEvent): CompiledTrigger | null {
  if (event.type !== "message" || walk.state.lastInteractionAt !== null) return null;
  const entries = asked(walk.compiled, "entered");
  if (!entries.some(({ trigger }) => teamHolds(trigger, walk.state.team))) return null;
  return ask(walk, { type: "entered" }, []).winner;
}

/** Nothing holds: the entry of a conversation that begins; the menu's "other answer", a limited number of times; else people. */
function otherwise(walk: Walk, event: BotEvent, step: TraceStep): void {
  if (event.type === "silence") {
    step.otherwise = "waits";
    return;
  }
  const { otherAnswerText, otherAnswerLimit } = walk.compiled;
  if (event.type === "message" && walk.state.menu !== null) {
    if (walk.state.otherAnswers < otherAnswerLimit && otherAnswerText.trim() !== "") {
      step.otherwise = "other_answer";
      walk.state = { ...walk.state, otherAnswers: walk.state.otherAnswers + 1 };
      walk.effects.push({
        type: "send",
        triggerId: null,
        message: { text: otherAnswerText, presentation: "text", options: [] },
      });
      return;
    }
    step.otherwise = "people";
    return stop(walk, "other_answers_exhausted");
  }
  const entry = opening(walk, event);
  if (entry !== null) {
    step.otherwise = "entry";
    return act(walk, entry, event);
  }
  step.otherwise = "people";
  stop(walk, "no_trigger");
}

/** What is remembered of the event itself: the customer's message ends a silence, and any message is an interaction. */
function remember(walk: Walk, event: BotEvent): BotState {
  const { state, now } = walk;
  if (event.type === "message")
    return {
      ...state,
      lastInteractionAt: Math.max(now, state.lastInteractionAt ?? -Infinity),
      silenceAnsweredFor: null,
    };
  const spoke = walk.effects.some((effect) => effect.type === "send");
  return spoke ? { ...state, lastInteractionAt: Math.max(now, state.lastInteractionAt ?? -Infinity) } : state;
}

function answer(walk: Walk, event: BotEvent): void {
  const texts = readings(event, walk.state.menu);
  const { winner, step } = ask(walk, event, texts);
  const expected = winner !== null && winner.words !== null;
  if (event.type === "message" && !expected && texts.some((text) => walk.compiled.personWords.has(text))) {
    Object.assign(step, { winner: null, runnerUp: null, wonBy: null, otherwise: "asked_for_person" });
    return stop(walk, "asked_for_person");
  }
  if (winner === null) return otherwise(walk, event, step);
  if (event.type === "silence") {
    const { silenceAnsweredFor, lastInteractionAt } = walk.state;
    const triggers = [...(silenceAnsweredFor?.triggers ?? []), winner.trigger.id];
    walk.state = { ...walk.state, silenceAnsweredFor: { at: lastInteractionAt ?? walk.now, triggers } };
  }
  act(walk, winner, event);
}

/**
 * Everything the bot does with one event (chatbot.md, sections 2 to 4), as plain data: the next state, what to send and move,
 * and why. Total and pure: the same input always gives the same answer, and nothing given is changed. `bot` and `state` may
 * be plain JSON; what has a default may be left out (BotInput, BotStateInput).
 *
 * `now`: epoch milliseconds, Meta's time of the message. A bot that does not own the conversation only notes that somebody
 * wrote. A silence is asked about by a timer (`nextSilenceAt`); asked too early or too often, it answers nothing.
 * The configured word for a person stops the bot, unless the trigger that wins expects exactly that word.
 */
export function decide(bot: BotInput, state: BotStateInput, event: BotEvent, now: number): Decision {
  const walk: Walk = { compiled: compileBot(bot), state: whole(state), effects: [], steps: [], now };
  if (state.owns) answer(walk, event);
  else
    walk.steps.push({
      event: event.type,
      team: walk.state.team,
      idleMs: idleOf(walk.state, now),
      foldedText: null,
      considered: [],
      winner: null,
      runnerUp: null,
      wonBy: null,
      otherwise: "not_owner",
    });
  return { state: remember(walk, event), effects: walk.effects, trace: { steps: walk.steps } };
}
