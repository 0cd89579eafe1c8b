import type { RunningBot } from "../conversation/bot-step.ts";
import { textOf } from "../conversation/content.ts";
import { openConversation, type CustomerMessage } from "../conversation/customer-message.ts";
import type {
  AutoMessages,
  ConversationContext,
  ConversationDecision,
  ConversationState,
} from "../conversation/types.ts";
import { botOf, HOUR, saoPaulo } from "./guide-bot.ts";
import type { Trigger } from "../bot/types.ts";

/** Monday 9 o'clock in São Paulo. */
export const NOW = saoPaulo(9);

export const off = (text: string): { enabled: boolean; text: string } => ({ enabled: false, text });
export const on = (text: string): { enabled: boolean; text: string } => ({ enabled: true, text });
/** Every automatic message, switched off unless said otherwise. */
export const texts = (changes: Partial<AutoMessages> = {}): AutoMessages => ({
  welcome: off("Boas-vindas"),
  out_of_hours: off("Fechado"),
  manual_closing: off("Tchau"),
  inactivity_closing: off("Encerrada"),
  inactivity_warning: off("Ainda aí?"),
  hand_over: off("Você agora fala com {{equipe.nome}}"),
  survey: off("De 1 a 5?"),
  ...changes,
});

const team = (id: string, name: string) =>
  [id, { id, name, inactivityHours: null, businessHours: null, hasMembers: true }] as const;
export const context = (changes: Partial<ConversationContext> = {}): ConversationContext => ({
  accountName: "Loja",
  timeZone: "America/Sao_Paulo",
  locale: "pt-BR",
  firstTeamId: "principal",
  inactivityHours: 24,
  warningHours: 1,
  assignOnFirstReply: true,
  autoMessages: texts(),
  businessHours: null,
  teams: new Map([
    team("principal", "Principal"),
    team("comercial", "Comercial"),
    team("suporte", "Suporte"),
  ]),
  templates: new Map(),
  contact: { name: "Lia Prado", blocked: false },
  ...changes,
});

/** A conversation an hour old in which the customer waits for a person. */
export const state = (changes: Partial<ConversationState> = {}): ConversationState => ({
  ...openConversation({ id: "c1", protocol: 7, at: NOW - HOUR, teamId: "principal", hasBot: false }),
  unread: 3,
  lastCustomerAt: NOW - HOUR,
  lastInteractionAt: NOW - HOUR,
  windowClosesAt: NOW + 23 * HOUR,
  waitingSince: NOW - HOUR,
  ...changes,
});
/** The same with the bot. */
export const botOwned = (changes: Partial<ConversationState> = {}): ConversationState =>
  state({
    owner: "bot",
    waitingSince: null,
    bot: {
      versionId: "v1",
      menu: { triggerId: "T1", options: [{ id: "T1:0", keyword: "Comercial" }], numbered: false },
      otherAnswers: 1,
      silenceAnsweredFor: null,
    },
    ...changes,
  });

export const runs = (...triggers: Trigger[]): RunningBot => ({ versionId: "v1", bot: botOf(...triggers) });

let messages = 0;
/** What the customer writes now, answerable and opening the window. */
export const message = (text: string | null, changes: Partial<CustomerMessage> = {}): CustomerMessage => ({
  cause: `wamid.${messages++}`,
  at: NOW,
  text,
  replyId: null,
  opensWindow: true,
  answerable: true,
  ...changes,
});

/** Effects in the order they are written, in short. */
export const lines = ({ effects }: Pick<ConversationDecision, "effects">): string[] =>
  effects.map((effect) =>
    effect.type === "history"
      ? effect.event
      : effect.type === "send"
        ? `send ${effect.author} ${textOf(effect.content) ?? effect.content.type}`
        : effect.type,
  );
