import { fold } from "../text/fold.ts";
import {
  asked,
  compileBot,
  consider,
  idleOf,
  type CompiledBot,
  type CompiledTrigger,
  type Question,
} from "./conditions.ts";
import { present } from "./present.ts";
import { rank } from "./rank.ts";
import type { Bot, BotEffect, BotEvent, BotState, Decision, OpenMenu, TraceStep } from "./types.ts";

/** A bot that hands a conversation on more often than this in one step is going in a circle. */
const MOST_HAND_OVERS = 8;

/** All ways an answer may be read: as written, and as the option of the open menu it stands for. */
function readings(event: BotEvent, menu: OpenMenu | null): string[] {
  if (event.type !== "message" || event.text === null) {
    const tapped =
      event.type === "message" ? menu?.options.find((option) => option.id === event.replyId) : undefined;
    return tapped ? [fold(tapped.keyword)] : [];
  }
  const written = fold(event.text);
  const tapped = event.replyId ? menu?.options.find((option) => option.id === event.replyId) : undefined;
  const counted = menu?.numbered && /^\d{1,2}$/.test(written) ? menu.options[Number(written) - 1] : undefined;
  const meant = tapped ?? counted;
  const all = meant ? [fold(meant.keyword), written] : [written];
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
function opensQuestion(walk: Walk): boolean {
  return asked(walk.compiled, "message").some(({ trigger, words }) => {
    if (words !== null || trigger.idle?.operator === "greater_than") return false;
    return (trigger.team.team === walk.state.team) === (trigger.team.operator === "is");
  });
}

function say(walk: Walk, entry: CompiledTrigger, event: BotEvent): void {
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
  } else if (event.type !== "silence") {
    walk.state = { ...walk.state, menu: null, otherAnswers: 0 };
    if (!opensQuestion(walk)) stop(walk, "flow_ended");
  }
}

/** Hands over and asks the new team's entry trigger, as long as that hands over again. */
function act(walk: Walk, first: CompiledTrigger, event: BotEvent): void {
  const handedBy: string[] = [];
  let entry: CompiledTrigger | null = first;
  while (entry !== null) {
    const { trigger }: CompiledTrigger = entry;
    if (trigger.action.type === "smart_message") return say(walk, entry, event);
    if (handedBy.length === MOST_HAND_OVERS) {
      walk.effects.push({ type: "alert", code: "hand_over_loop", triggerIds: [...handedBy, trigger.id] });
      return stop(walk, "hand_over_loop");
    }
    handedBy.push(trigger.id);
    const toTeam: string = trigger.action.team;
    walk.effects.push({ type: "hand_over", triggerId: trigger.id, fromTeam: walk.state.team, toTeam });
    walk.state = { ...walk.state, team: toTeam, menu: null, otherAnswers: 0 };
    const { winner, step }: ReturnType<typeof ask> = ask(walk, { type: "entered" }, []);
    if (winner === null) {
      step.otherwise = "people";
      return stop(walk, "no_trigger");
    }
    entry = winner;
  }
}

/** Nothing holds: once more the menu's "other answer", a limited number of times, else people. */
function otherwise(walk: Walk, event: BotEvent, step: TraceStep): void {
  if (event.type === "silence") {
    step.otherwise = "waits";
    return;
  }
  const { otherAnswerText, otherAnswerLimit } = walk.compiled.bot.settings;
  if (event.type === "message" && walk.state.menu !== null) {
    if (walk.state.otherAnswers < otherAnswerLimit) {
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
  step.otherwise = "people";
  stop(walk, "no_trigger");
}

/**
 * Everything the bot does with one event, as plain data: the next state, what to send and move, and why. Total and pure:
 * the same input always gives the same answer, and nothing given is changed.
 * `now`: epoch milliseconds, Meta's time of the message. A bot that does not own the conversation does nothing.
 * The configured word for a person stops the bot, unless an active trigger or the open menu expects exactly that word.
 */
export function decide(bot: Bot, state: BotState, event: BotEvent, now: number): Decision {
  const walk: Walk = { compiled: compileBot(bot), state, effects: [], steps: [], now };
  if (!state.owns) {
    const step: TraceStep = {
      event: event.type,
      team: state.team,
      idleMs: idleOf(state, now),
      foldedText: null,
      considered: [],
      winner: null,
      runnerUp: null,
      wonBy: null,
      otherwise: "not_owner",
    };
    return { state, effects: [], trace: { steps: [step] } };
  }
  const texts = readings(event, state.menu);
  const { winner, step } = ask(walk, event, texts);
  const expected = winner !== null && winner.words !== null;
  if (event.type === "message" && !expected && texts.some((text) => walk.compiled.personWords.has(text))) {
    step.winner = null;
    step.wonBy = null;
    step.otherwise = "asked_for_person";
    stop(walk, "asked_for_person");
  } else if (winner === null) otherwise(walk, event, step);
  else {
    if (event.type === "silence" && state.lastInteractionAt !== null) {
      const known = state.silenceAnsweredFor?.triggers ?? [];
      walk.state = {
        ...walk.state,
        silenceAnsweredFor: { at: state.lastInteractionAt, triggers: [...known, winner.trigger.id] },
      };
    }
    act(walk, winner, event);
  }
  if (event.type === "message") {
    // the customer spoke: the next silence is a new one
    walk.state = {
      ...walk.state,
      lastInteractionAt: Math.max(now, state.lastInteractionAt ?? -Infinity),
      silenceAnsweredFor: null,
    };
  } else if (walk.effects.some((effect) => effect.type === "send"))
    walk.state = { ...walk.state, lastInteractionAt: now };
  return { state: walk.state, effects: walk.effects, trace: { steps: walk.steps } };
}
