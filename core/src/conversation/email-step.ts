import { DECLINE, DECLINE_ID, isAsking, leftToPerson, silentAt, stepEmail, unsaid } from "../email/ask.ts";
import type { EmailAct, EmailEvent, HeldMessage } from "../email/ask.ts";
import { renderText } from "../text/variables.ts";
import { isWindowOpen } from "../window/service-window.ts";
import { outOfHours, textValues } from "./auto-message.ts";
import { mayAutomatic } from "./mute.ts";
import { botStep, touched, type RunningBot } from "./bot-step.ts";
import type {
  ConversationBot,
  ConversationContext,
  ConversationDecision,
  ConversationEffect,
  ConversationState,
  OutgoingContent,
} from "./types.ts";

/** The words about codes, which nobody has to think about; an account chooses those of the question. */
const CODE_TEXTS = {
  "pt-BR": {
    question: "Qual é o seu e-mail?",
    repeat: "Não encontrei um e-mail no que você escreveu. Escreva-o assim: nome@exemplo.com.br",
    code: (address: string) =>
      `Enviamos um código de 6 números para ${address}. Escreva-o aqui para confirmar que o e-mail é seu, ou escreva outro e-mail.`,
    wrong_code: (address: string) =>
      `Não é o código que enviamos para ${address}. Confira os 6 números e escreva de novo, ou escreva outro e-mail.`,
  },
  en: {
    question: "What is your e-mail address?",
    repeat: "I found no e-mail address in what you wrote. Write it like this: name@example.com",
    code: (address: string) =>
      `We sent a code of 6 digits to ${address}. Write it here to confirm that the address is yours, or write another address.`,
    wrong_code: (address: string) =>
      `That is not the code we sent to ${address}. Check the 6 digits and write them again, or write another address.`,
  },
} as const;

/** Who is still being asked when the account stops asking goes on without. */
const SWITCHED_OFF = { mode: "optional", attempts: 0, silenceMinutes: 0 } as const;

/** Is a customer who begins a conversation asked for an e-mail? Not one whose e-mail is known. */
export const asksEmail = (
  context: Pick<ConversationContext, "opening" | "contact" | "numberRemoved">,
): boolean => context.opening?.email != null && mayAutomatic(context) && context.contact.hasEmail !== true;

/** Is this customer being asked now? Whoever has the word but the bot is asked nothing. */
export const isAsked = ({ owner, bot }: ConversationState): boolean => owner === "bot" && isAsking(bot.email);

/** When a customer's silence ends the asking; what people marked as resolved or pending is left alone. */
export function emailSilentAt(state: ConversationState, context: ConversationContext): number | null {
  const { email } = state.bot;
  const { opening } = context;
  if (!mayAutomatic(context) || !isAsked(state) || !isAsking(email) || state.status !== "open") return null;
  return silentAt(email, opening?.email ?? SWITCHED_OFF);
}

/** A person has the word: nothing is asked any more. `agentId` null = not one of ours by name. */
export function endAsking(
  bot: ConversationBot,
  agentId: string | null,
): { bot: ConversationBot; effects: ConversationEffect[] } {
  if (!isAsking(bot.email)) return { bot, effects: [] };
  const event = "conversation.email_ended" as const;
  return {
    bot: { ...bot, email: leftToPerson(bot.email) },
    effects: [{ type: "history", event, agentId, data: { outcome: "person" } }],
  };
}

function contentOf(
  act: Extract<EmailAct, { say: string }>,
  state: ConversationState,
  context: ConversationContext,
  now: number,
): OutgoingContent {
  const own = CODE_TEXTS[context.locale];
  const chosen = context.opening?.email;
  const body =
    act.say === "code" || act.say === "wrong_code"
      ? own[act.say](act.address ?? "")
      : renderText(chosen?.[act.say] ?? own[act.say], textValues(state, context, now));
  if (!act.canDecline) return { type: "text", body };
  return { type: "buttons", body, options: [{ id: DECLINE_ID, title: DECLINE[context.locale] }] };
}

type Ending = Extract<EmailAct, { end: string }>;

/** The asking is over: what the customer wrote at first is answered now, as it would have been then. */
function goesOn(
  before: ConversationState,
  { end, to }: Ending,
  held: HeldMessage | null,
  running: RunningBot | null,
  context: ConversationContext,
  now: number,
): ConversationDecision {
  const event = "conversation.email_ended" as const;
  const told: ConversationEffect = { type: "history", event, agentId: null, data: { outcome: end } };
  if (to === "bot" && running && held) {
    const message = { type: "message", text: held.text, replyId: held.replyId } as const;
    const then = { ...before, lastInteractionAt: held.lastInteractionAt };
    const moment = { at: held.at, now, cause: held.cause };
    const { state, effects } = botStep(then, running, message, context, moment);
    const last = Math.max(before.lastInteractionAt ?? -Infinity, state.lastInteractionAt ?? -Infinity);
    const explained = effects.map((effect) =>
      effect.type === "trace" ? { ...effect, messageId: held.id } : effect,
    );
    return { state: { ...state, lastInteractionAt: last }, effects: [told, ...explained] };
  }
  const reason = end === "asked_for_person" ? end : to === "person" ? "email_missing" : "no_bot";
  const waiting: ConversationState = {
    ...before,
    owner: "team",
    waitingSince: before.waitingSince ?? held?.at ?? now,
    bot: { ...before.bot, menu: null, otherAnswers: 0 },
  };
  const closed = outOfHours(waiting, context, now);
  const stopped = "conversation.bot_stopped" as const;
  return {
    state: closed.state,
    effects: [
      told,
      { type: "cancel_automatic" },
      { type: "history", event: stopped, agentId: null, data: { reason } },
      ...closed.effects,
    ],
  };
}

/** Asks for the e-mail, hears the answer, or has waited for one long enough: the conversation's next state and what is to be written. */
export function emailStep(
  before: ConversationState,
  event: EmailEvent,
  running: RunningBot | null,
  context: ConversationContext,
  now: number,
): ConversationDecision {
  const held = before.bot.email?.held ?? null;
  const rules = context.opening?.email ?? SWITCHED_OFF;
  const decided = stepEmail(before.bot.email ?? null, event, rules, {
    now,
    personWords: context.personWords ?? [],
  });
  const isMute = decided.acts.some((act) => "say" in act) && !isWindowOpen(before.windowClosesAt, now);
  const { ask, acts } = isMute ? unsaid(decided, rules) : decided;
  let state: ConversationState = { ...before, bot: { ...before.bot, email: ask } };
  const effects: ConversationEffect[] = [];
  for (const act of acts) {
    if ("say" in act) {
      const content = contentOf(act, state, context, now);
      const occurrenceKey = `${state.id}:email:${ask.said}`;
      effects.push({
        type: "send",
        author: "system",
        agentId: null,
        triggerId: null,
        content,
        occurrenceKey,
      });
    } else if ("note" in act) effects.push({ type: "note_email", address: act.address, standing: act.note });
    else if ("mailCode" in act) effects.push({ type: "mail_code", address: act.mailCode, mac: act.mac });
    else {
      const next = goesOn(state, act, held, running, context, now);
      effects.push(...next.effects);
      ({ state } = next);
    }
  }
  return { state: touched(state, effects, now), effects };
}
