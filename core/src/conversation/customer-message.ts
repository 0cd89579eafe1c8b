import type { EmailEvent, EmailKnowledge } from "../email/ask.ts";
import { fold } from "../text/fold.ts";
import { isWindowOpen, windowClosesAt } from "../window/service-window.ts";
import { renderText } from "../text/variables.ts";
import { autoMessage, outOfHours, textValues } from "./auto-message.ts";
import { botStep, touched, type RunningBot } from "./bot-step.ts";
import { asksEmail, emailStep, endAsking, isAsked } from "./email-step.ts";
import { marketingWord, tellChoice } from "./marketing.ts";
import { mayAutomatic, muteReason } from "./mute.ts";
import { holdUnlessReply } from "./scheduled.ts";
import { wake } from "./snooze.ts";
import type {
  ConversationContext,
  ConversationDecision,
  ConversationEffect,
  ConversationState,
} from "./types.ts";

/** What a customer's message means for the conversation, whatever its type. */
export type CustomerMessage = {
  /** kept without asking anything of anybody: it was not said to us alone */
  quiet?: boolean;
  /** unique name of the message (Meta's id) */
  cause: string;
  /** our id of it, for who explains decisions; absent = nobody does */
  id?: string | null;
  /** Meta's time */
  at: number;
  /** words of the customer: body, caption, title of what was tapped; null for voice, pictures, stickers */
  text: string | null;
  /** id of the tapped button or list row */
  replyId: string | null;
  /** does it open or extend the 24 h window (wire facts, section 13.1) */
  opensWindow: boolean;
  /** false for what must never be answered automatically: group messages, notices */
  answerable: boolean;
  /** what is known of the e-mail address or code in it; absent = of nothing in it anything is */
  email?: EmailKnowledge;
};

const SURVEY_LIFE_MS = 24 * 3_600_000;

/** A conversation that begins now in the first-contact team; the bot has the first word when one is published. */
export function openConversation(input: {
  id: string;
  protocol: number;
  at: number;
  teamId: string;
  /** has the bot the first word: one is published, or an e-mail is asked for */
  hasBot: boolean;
  /** the number of the ticket that is to open with it */
  ticket?: number | null;
}): ConversationState {
  return {
    id: input.id,
    protocol: input.protocol,
    teamId: input.teamId,
    agentId: null,
    owner: input.hasBot ? "bot" : "team",
    status: "open",
    unread: 0,
    seq: 0,
    openedAt: input.at,
    lastCustomerAt: null,
    lastInteractionAt: null,
    windowClosesAt: null,
    waitingSince: null,
    priority: 0,
    snoozedUntil: null,
    scheduled: [],
    bot: {
      versionId: null,
      menu: null,
      otherAnswers: 0,
      silenceAnsweredFor: null,
      ticket: input.ticket ?? null,
    },
    warnedFor: null,
    outOfHoursOn: null,
    surveySentAt: null,
    rating: null,
    closedAt: null,
    closeReason: null,
  };
}

/** The answer to the survey of a conversation that has ended, "1" to "5"; null when the message is something else. */
export function surveyAnswer(state: ConversationState, message: CustomerMessage): number | null {
  if (
    state.surveySentAt === null ||
    state.rating !== null ||
    message.at - state.surveySentAt > SURVEY_LIFE_MS
  )
    return null;
  const folded = fold(message.text ?? "");
  return /^[1-5]$/.test(folded) ? Number(folded) : null;
}

function opened(state: ConversationState, message: CustomerMessage): ConversationState {
  return message.opensWindow
    ? { ...state, windowClosesAt: Math.max(state.windowClosesAt ?? -Infinity, windowClosesAt(message.at)) }
    : state;
}

/** The rating of the survey: recorded without reopening the conversation. */
export function onSurveyAnswer(
  before: ConversationState,
  message: CustomerMessage,
  rating: number,
): ConversationDecision {
  const state = {
    ...opened(before, message),
    rating,
    lastCustomerAt: Math.max(before.lastCustomerAt ?? -Infinity, message.at),
  };
  return {
    state,
    effects: [{ type: "history", event: "conversation.rated", agentId: null, data: { rating } }],
  };
}

/**
 * Only the window moves: reactions and the like open it at WhatsApp but ask nothing of anybody, and what was said in a group or to another
 * assistant is no answer to what this conversation waits for.
 */
export function onCustomerSign(before: ConversationState, message: CustomerMessage): ConversationDecision {
  return { state: opened(before, message), effects: [] };
}

/**
 * What a blocked contact writes, what was not said to us alone, and a first word that is about marketing only, is kept and nothing more: no bot, no text, nothing
 * unread, nobody waits, nothing reopens. A conversation opened for it stands among the resolved ones from its first word.
 */
function onQuietMessage(
  before: ConversationState,
  message: CustomerMessage,
  fresh: boolean,
): ConversationDecision {
  const last = (at: number | null): number => Math.max(at ?? -Infinity, message.at);
  const ended = endAsking(before.bot, null);
  const state: ConversationState = {
    ...opened(before, message),
    bot: ended.bot,
    owner: before.owner === "bot" ? "team" : before.owner,
    status: fresh ? "resolved" : before.status,
    lastCustomerAt: last(before.lastCustomerAt),
    lastInteractionAt: last(before.lastInteractionAt),
  };
  if (!fresh) return { state, effects: ended.effects };
  return {
    state,
    effects: [
      { type: "history", event: "conversation.opened", agentId: null, data: { teamId: state.teamId } },
    ],
  };
}

/** Words that the bot is not asked about: it waits on for what it waits for. */
function onAside(before: ConversationState, message: CustomerMessage): ConversationDecision {
  const last = (at: number | null): number => Math.max(at ?? -Infinity, message.at);
  const state = {
    ...opened(before, message),
    lastCustomerAt: last(before.lastCustomerAt),
    lastInteractionAt: last(before.lastInteractionAt),
  };
  return { state, effects: [] };
}

/** What an e-mail is asked for by: the first message, which waits until that is over; each later one is taken for the answer. */
function emailEvent(before: ConversationState, message: CustomerMessage): EmailEvent {
  const { cause, at, text, replyId } = message;
  if (!isAsked(before))
    return {
      type: "begin",
      held: { cause, id: message.id ?? null, at, text, replyId, lastInteractionAt: before.lastInteractionAt },
    };
  return { type: "heard", text, replyId, known: message.email ?? NOTHING_KNOWN };
}

const NOTHING_KNOWN: EmailKnowledge = { owner: "nobody", fresh: null, typed: null };
/** Titles are at most so long (`LONGEST_TITLE` of the contract). */
const LONGEST_TICKET_TITLE = 200;

/** Abertura de chamados: the ticket whose number the conversation was given, and what the customer is told of it. */
function openTicket(
  state: ConversationState,
  context: ConversationContext,
  now: number,
): ConversationEffect[] {
  const { ticket } = state.bot;
  const { opening } = context;
  if (ticket == null || !opening) return [];
  const values = textValues(state, context, now);
  const { categoryId, typeId, priority, announcement } = opening;
  const title = Array.from(renderText(opening.title, values)).slice(0, LONGEST_TICKET_TITLE).join("").trim();
  const teamId = opening.teamId ?? state.teamId;
  const opens = { type: "open_ticket", number: ticket, title, teamId, categoryId, typeId, priority } as const;
  if (!announcement.enabled || !mayAutomatic(context) || !isWindowOpen(state.windowClosesAt, now))
    return [opens];
  const content = { type: "text", body: renderText(announcement.text, values) } as const;
  const occurrenceKey = `${state.id}:ticket_opened:first`;
  return [opens, { type: "send", author: "system", agentId: null, triggerId: null, content, occurrenceKey }];
}

/**
 * A customer's message in a conversation that is not closed. `fresh` = the conversation was opened for it.
 * `running` null = no bot is published.
 */
export function onCustomerMessage(
  before: ConversationState,
  message: CustomerMessage,
  running: RunningBot | null,
  context: ConversationContext,
  now: number,
  fresh: boolean,
): ConversationDecision {
  if (muteReason(context) !== null || (message.quiet && fresh)) return onQuietMessage(before, message, fresh);
  if (message.quiet) return onCustomerSign(before, message);
  const stopped = context.contact.noMarketing ?? false;
  const choice = marketingWord(message.text, stopped, running?.bot ?? null, before.bot.menu);
  if (choice === null) return hear(before, message, running, context, now, fresh);
  const { state, effects } = fresh
    ? onQuietMessage(before, message, fresh)
    : before.owner === "bot"
      ? onAside(before, message)
      : // a person who has the word reads it as any other
        hear(before, message, running, context, now, fresh);
  return { state, effects: [...effects, ...tellChoice(state, choice, message.cause, context, now)] };
}

/** What was said to whoever has the word. */
function hear(
  before: ConversationState,
  message: CustomerMessage,
  running: RunningBot | null,
  context: ConversationContext,
  now: number,
  fresh: boolean,
): ConversationDecision {
  const awake = wake(before, "contact");
  const held = holdUnlessReply(awake.state);
  const effects: ConversationEffect[] = [...awake.effects, ...held.effects];
  let state: ConversationState = {
    ...opened(held.state, message),
    unread: before.unread + 1,
    lastCustomerAt: Math.max(before.lastCustomerAt ?? -Infinity, message.at),
    warnedFor: null,
  };
  if (fresh) {
    effects.push({
      type: "history",
      event: "conversation.opened",
      agentId: null,
      data: { teamId: state.teamId },
    });
    if (message.answerable) effects.push(...autoMessage("welcome", state, context, now, "first"));
    effects.push(...openTicket(state, context, now));
  }
  if (state.status === "resolved") {
    state = { ...state, status: "open" };
    effects.push({ type: "history", event: "conversation.reopened", agentId: null, data: {} });
  }
  const begins = fresh && asksEmail(context) && isWindowOpen(state.windowClosesAt, now);
  const speaks = mayAutomatic(context);
  if (message.answerable && speaks && (isAsked(state) || begins)) {
    const step = emailStep(state, emailEvent(before, message), running, context, now);
    effects.push(...step.effects);
    state = step.state;
  } else if (state.owner === "bot" && running && speaks && message.answerable) {
    const at = Math.max(message.at, before.lastInteractionAt ?? -Infinity);
    const event = { type: "message", text: message.text, replyId: message.replyId } as const;
    const step = botStep(state, running, event, context, { at, now, cause: message.cause });
    effects.push(...step.effects);
    state = step.state;
  } else {
    if (state.owner === "bot") {
      const reason = !running ? "no_bot" : speaks ? "not_answerable" : "contact_wants_none";
      effects.push({ type: "history", event: "conversation.bot_stopped", agentId: null, data: { reason } });
      state = { ...state, owner: "team", bot: { ...state.bot, menu: null, otherAnswers: 0 } };
    }
    state = { ...state, waitingSince: state.waitingSince ?? message.at };
    if (message.answerable) {
      const told = outOfHours(state, context, now);
      effects.push(...told.effects);
      ({ state } = told);
    }
  }
  const interaction = Math.max(state.lastInteractionAt ?? -Infinity, message.at);
  return { state: touched({ ...state, lastInteractionAt: interaction }, effects, now), effects };
}
