import { firstNameOf, greetingFor, renderText, type TextValues } from "../text/variables.ts";
import { isWindowOpen } from "../window/service-window.ts";
import { isOpenAt, localTime } from "./hours.ts";
import type {
  AutoMessageKind,
  ConversationContext,
  ConversationDecision,
  ConversationEffect,
  ConversationState,
  WeeklyHours,
} from "./types.ts";

/** What the variables of a text stand for in this conversation, now. */
export function textValues(state: ConversationState, context: ConversationContext, now: number): TextValues {
  return {
    "contato.nome": context.contact.name,
    "contato.primeiro_nome": context.contact.name === null ? null : firstNameOf(context.contact.name),
    "equipe.nome": context.teams.get(state.teamId)?.name ?? null,
    "conta.nome": context.accountName,
    saudacao: greetingFor(now, context.timeZone, context.locale),
    protocolo: String(state.protocol),
  };
}

/**
 * An automatic message of the settings, or nothing when it is switched off, empty, or the service window is closed.
 * `occurrence` makes it unique within the conversation: the same occurrence is never sent twice.
 */
export function autoMessage(
  kind: AutoMessageKind,
  state: ConversationState,
  context: ConversationContext,
  now: number,
  occurrence: string,
): ConversationEffect[] {
  const setting = context.autoMessages[kind];
  if (!setting.enabled || setting.text.trim() === "" || !isWindowOpen(state.windowClosesAt, now)) return [];
  return [
    {
      type: "send",
      author: "system",
      agentId: null,
      triggerId: null,
      content: { type: "text", body: renderText(setting.text, textValues(state, context, now)) },
      occurrenceKey: `${state.id}:${kind}:${occurrence}`,
    },
  ];
}

/** A team's own hours, else the account's. */
export function hoursOf(
  teamId: string,
  context: Pick<ConversationContext, "teams" | "businessHours">,
): WeeklyHours | null {
  return context.teams.get(teamId)?.businessHours ?? context.businessHours;
}

/** The out-of-hours text, at most once per local day, when people are waited for while the team is closed. */
export function outOfHours(
  state: ConversationState,
  context: ConversationContext,
  now: number,
): ConversationDecision {
  const { date } = localTime(now, context.timeZone);
  if (state.outOfHoursOn === date || isOpenAt(hoursOf(state.teamId, context), now, context.timeZone))
    return { state, effects: [] };
  const effects = autoMessage("out_of_hours", state, context, now, date);
  return { state: effects.length > 0 ? { ...state, outOfHoursOn: date } : state, effects };
}
