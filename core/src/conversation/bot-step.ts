import { decide } from "../bot/decide.ts";
import type {
  Bot,
  BotEffect,
  BotEvent,
  BotState,
  Decision,
  OpenMenu,
  PresentedMessage,
  Trace,
  TraceStep,
} from "../bot/types.ts";
import { sayBehind } from "../template/behind.ts";
import type { OutgoingTemplate, TemplateUse } from "../template/types.ts";
import { renderText } from "../text/variables.ts";
import { isWindowOpen } from "../window/service-window.ts";
import { autoMessage, outOfHours, textValues } from "./auto-message.ts";
import type {
  ConversationContext,
  ConversationDecision,
  ConversationEffect,
  ConversationState,
  OutgoingContent,
} from "./types.ts";

/** The version that answers now: the one whose menu is open, else the published one. */
export type RunningBot = { versionId: string; bot: Bot };

/** The menu button's label, at most 20 characters (wire facts, section 9). */
export const LIST_BUTTON = { "pt-BR": "Ver opções", en: "See options" } as const;

/** A menu as it goes out; `body` is its text with the variables filled in, `locale` the language of a list's button. */
export function presentedContent(
  message: PresentedMessage,
  body: string,
  locale: "pt-BR" | "en",
): Extract<OutgoingContent, { type: "text" | "buttons" | "list" }> {
  const options = message.options.map((option) => ({ id: option.id, title: option.keyword }));
  if (message.presentation === "buttons") return { type: "buttons", body, options };
  if (message.presentation === "list") return { type: "list", body, button: LIST_BUTTON[locale], options };
  return { type: "text", body };
}

/** What the bot sees of a conversation. */
export function botStateOf(state: ConversationState): BotState {
  return {
    team: state.teamId,
    owns: state.owner === "bot",
    lastInteractionAt: state.lastInteractionAt,
    menu: state.bot.menu,
    otherAnswers: state.bot.otherAnswers,
    silenceAnsweredFor: state.bot.silenceAnsweredFor,
  };
}

type Stop = { type: "stop"; reason: Extract<BotEffect, { type: "stop" }>["reason"] | "window_closed" };
type Heard = {
  effects: readonly (Exclude<BotEffect, { type: "stop" }> | Stop)[];
  menu: OpenMenu | null;
  otherAnswers: number;
  closed?: TraceStep["closed"];
  /** said in the place of the text */
  template?: OutgoingTemplate;
  /** why the template was not said */
  unsaid?: ConversationEffect;
};

/**
 * What is left of a decision when the service window is closed: the bot cannot speak, so it must not wait for an answer to what
 * was never said. Only in a silence it just stays silent, or says the template that stands behind its text.
 */
function heard(
  decision: Decision,
  before: ConversationState,
  running: RunningBot,
  event: BotEvent,
  context: ConversationContext,
  now: number,
): Heard {
  const { effects, state } = decision;
  const { menu, otherAnswers } = state;
  const speech = effects.find((effect) => effect.type === "send");
  if (!speech || isWindowOpen(before.windowClosesAt, now)) return { effects, menu, otherAnswers };
  const rest = effects.filter((effect) => effect.type !== "send" && effect.type !== "stop");
  if (event.type !== "silence" || rest.length > 0)
    return {
      effects: [...rest, { type: "stop", reason: "window_closed" }],
      menu: null,
      otherAnswers: 0,
      closed: "no_template",
    };
  const silent = { effects: rest, menu: before.bot.menu, otherAnswers: before.bot.otherAnswers };
  const use = templateBehind(running.bot, speech.triggerId);
  if (use === null) return { ...silent, closed: "no_template" };
  const said = sayBehind(use, context.templates, textValues(before, context, now));
  // the template stands for the text: the conversation goes on as if the text had been said, its menu open
  if ("content" in said)
    return { effects, menu, otherAnswers, closed: "template_said", template: said.content };
  const { problem } = said;
  const data = { triggerId: speech.triggerId, name: use.name, language: use.language, ...problem };
  const unsaid = { type: "history", event: "conversation.template_unsaid", agentId: null, data } as const;
  return { ...silent, closed: problem.code, unsaid };
}

function templateBehind({ triggers }: Bot, id: string | null): TemplateUse | null {
  const action = triggers.find((trigger) => trigger.id === id)?.action;
  return action?.type === "smart_message" ? action.template : null;
}

/** The trace, with what a closed window made of its last words. */
function traceOf({ trace }: Decision, closed: TraceStep["closed"]): Trace {
  if (closed === undefined) return trace;
  const last = trace.steps.length - 1;
  return { steps: trace.steps.map((step, index) => (index === last ? { ...step, closed } : step)) };
}

/**
 * Asks the bot and turns its answer into the conversation's next state and effects.
 * `at`: time of the event by Meta's clock; `now`: ours, from which sends count; `cause`: unique name of what asked
 * (the message, the timer), so that no answer to it is ever sent twice.
 */
export function botStep(
  before: ConversationState,
  running: RunningBot,
  event: BotEvent,
  context: ConversationContext,
  moment: { at: number; now: number; cause: string },
): ConversationDecision {
  const { now } = moment;
  const decision = decide(running.bot, botStateOf(before), event, moment.at);
  const { silenceAnsweredFor } = decision.state;
  const said = heard(decision, before, running, event, context, now);
  const { menu, otherAnswers } = said;
  const bot = { ...before.bot, versionId: running.versionId, menu, otherAnswers, silenceAnsweredFor };
  let state: ConversationState = { ...before, bot };
  const effects: ConversationEffect[] = [{ type: "trace", trace: traceOf(decision, said.closed) }];
  if (said.unsaid) effects.push(said.unsaid);
  // what it said before and has not gone out yet is out of date (chatbot.md, section 4)
  if (said.effects.some((effect) => effect.type === "stop")) effects.push({ type: "cancel_automatic" });
  let sends = 0;
  const told = new Set<string>();
  for (const effect of said.effects) {
    if (effect.type === "send") {
      const body = renderText(effect.message.text, textValues(state, context, now));
      const content = said.template ?? presentedContent(effect.message, body, context.locale);
      const occurrenceKey = `${state.id}:bot:${moment.cause}:${sends++}`;
      const { triggerId } = effect;
      effects.push({ type: "send", author: "bot", agentId: null, triggerId, content, occurrenceKey });
    } else if (effect.type === "hand_over") {
      state = { ...state, teamId: effect.toTeam };
      effects.push({
        type: "history",
        event: "conversation.handed_over",
        agentId: null,
        data: { from: effect.fromTeam, to: effect.toTeam, triggerId: effect.triggerId },
      });
      // a circle of hand-overs passes a team more than once: it is named to the customer once
      if (!told.has(effect.toTeam))
        effects.push(...autoMessage("hand_over", state, context, now, `${moment.cause}:${effect.toTeam}`));
      told.add(effect.toTeam);
    } else if (effect.type === "stop") {
      state = { ...state, owner: "team", waitingSince: state.waitingSince ?? moment.at };
      const data = { reason: effect.reason };
      effects.push({ type: "history", event: "conversation.bot_stopped", agentId: null, data });
      const closed = outOfHours(state, context, now);
      effects.push(...closed.effects);
      ({ state } = closed);
    } else {
      effects.push({ type: "alert", code: effect.code, data: { triggerIds: effect.triggerIds } });
    }
  }
  return { state: touched(state, effects, now), effects };
}

/** Sending anything is an interaction: idle times count from it. */
export function touched(
  state: ConversationState,
  effects: ConversationEffect[],
  now: number,
): ConversationState {
  if (!effects.some((effect) => effect.type === "send")) return state;
  return { ...state, lastInteractionAt: Math.max(state.lastInteractionAt ?? -Infinity, now) };
}
