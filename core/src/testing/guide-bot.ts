import { decide } from "../bot/decide.ts";
import type { Bot, BotState, Decision, OpenMenu, Trigger } from "../bot/types.ts";

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** Monday 23 November 2026 in São Paulo (UTC−3), as epoch milliseconds. */
export const saoPaulo = (hour: number, minute = 0): number => Date.UTC(2026, 10, 23, hour + 3, minute);

/** A trigger that answers every message in Principal; position from its number: "T7" is the seventh. */
export const trigger = (id: string, over: Partial<Trigger> = {}): Trigger => ({
  id,
  description: id,
  team: { operator: "is", team: "principal" },
  fires: "on_message",
  idle: null,
  expectedReply: null,
  action: { type: "smart_message", text: id, keywords: [], presentation: "auto", template: null },
  position: Number(id.slice(1)),
  active: true,
  ...over,
});

export const says = (text: string, ...keywords: string[]): Trigger["action"] => ({
  type: "smart_message",
  text,
  keywords,
  presentation: "auto",
  template: null,
});
export const handsTo = (team: string): Trigger["action"] => ({ type: "hand_over", team });
export const inTeam = (team: string): Trigger["team"] => ({ operator: "is", team });
export const longerThan = (hours: number): Trigger["idle"] => ({ operator: "greater_than", hours });
export const shorterThan = (hours: number): Trigger["idle"] => ({ operator: "less_than", hours });

/** The bot of chatbot.md, section 7. */
export const T1 = trigger("T1", {
  description: "Boas-vindas",
  idle: longerThan(1),
  action: says("Olá!", "Comercial", "Suporte"),
});
export const T2 = trigger("T2", {
  idle: shorterThan(23),
  expectedReply: ["Comercial"],
  action: handsTo("comercial"),
});
export const T3 = trigger("T3", {
  idle: shorterThan(23),
  expectedReply: ["Suporte"],
  action: handsTo("suporte"),
});
export const T4 = trigger("T4", {
  description: "Menu comercial",
  team: inTeam("comercial"),
  fires: "on_entry",
  action: says("Sobre o quê?", "Atendimento", "Orçamento"),
});
export const T5 = trigger("T5", {
  team: inTeam("comercial"),
  expectedReply: ["Atendimento"],
  action: says("Um analista já vai atender você"),
});

export const botOf = (...triggers: Trigger[]): Bot => ({
  triggers,
  teams: ["principal", "comercial", "suporte"].map((id) => ({ id, name: id, hasMembers: true })),
  settings: {
    firstContactTeam: "principal",
    otherAnswerText: "Não entendi",
    otherAnswerLimit: 2,
    personWords: ["atendente"],
  },
});
export const guideBot = botOf(T5, T4, T3, T2, T1);

export const fresh: BotState = {
  team: "principal",
  owns: true,
  lastInteractionAt: null,
  menu: null,
  otherAnswers: 0,
  silenceAnsweredFor: null,
};
/** A conversation whose last message was `idle` milliseconds before 9 o'clock. */
export const idleFor = (idle: number, over: Partial<BotState> = {}): BotState => ({
  ...fresh,
  lastInteractionAt: saoPaulo(9) - idle,
  ...over,
});
export const menuOf = (numbered: boolean, ...keywords: string[]): OpenMenu => ({
  triggerId: "T1",
  options: keywords.map((keyword, index) => ({ id: `T1:${index}`, keyword })),
  numbered,
});

/** The customer writes (null = voice, picture, sticker) or taps. */
export const write = (
  bot: Bot,
  state: BotState,
  text: string | null,
  at = saoPaulo(9),
  replyId: string | null = null,
): Decision => decide(bot, state, { type: "message", text, replyId }, at);

export const winnerOf = ({ trace }: Decision): string | null => trace.steps[0]?.winner ?? null;
/** Effects in short: "T1: Olá!", "principal → comercial", "stop flow_ended". */
export const told = ({ effects }: Decision): string[] =>
  effects.map((effect) =>
    effect.type === "send"
      ? `${effect.triggerId ?? "other answer"}: ${effect.message.text}`
      : effect.type === "hand_over"
        ? `${effect.fromTeam} → ${effect.toTeam}`
        : effect.type === "stop"
          ? `stop ${effect.reason}`
          : `alert ${effect.code}`,
  );
