import { mayAutomatic } from "./mute.ts";
import { firstNameOf, greetingFor, renderText, type TextValues } from "../text/variables.ts";
import { isWindowOpen } from "../window/service-window.ts";
import { behindProblems, sayBehind, type Templates } from "../template/behind.ts";
import type { TemplateProblem, TemplateUse } from "../template/types.ts";
import { isOpenAt, type BusinessCalendar } from "../hours/business-time.ts";
import { NO_HOLIDAYS } from "../hours/holidays.ts";
import { localTime } from "../hours/wall-clock.ts";
import type {
  AutoMessage,
  AutoMessageKind,
  AutoMessages,
  ConversationContext,
  ConversationDecision,
  ConversationEffect,
  ConversationState,
  OutgoingContent,
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
    chamado: state.bot.ticket == null ? null : `#${state.bot.ticket}`,
    "chamado.titulo": null,
    "chamado.status": null,
    "chamado.atendente": null,
  };
}

/**
 * What an automatic message says now: its text, once the service window is closed the template behind it, or why not that one. `more`: what
 * its variables stand for beside what they do in every conversation.
 */
export function automaticContent(
  setting: AutoMessage,
  state: ConversationState,
  context: ConversationContext,
  now: number,
  more: Partial<TextValues> = {},
): OutgoingContent | { unsaid: Record<string, unknown> } | null {
  const values = { ...textValues(state, context, now), ...more };
  if (isWindowOpen(state.windowClosesAt, now))
    return { type: "text", body: renderText(setting.text, values) };
  const { template } = setting;
  if (!template) return null;
  const said = sayBehind(template, context.templates, values);
  if ("content" in said) return said.content;
  return { unsaid: { name: template.name, language: template.language, ...said.problem } };
}

/**
 * An automatic message of the settings, or nothing when it is switched off or empty, or the contact blocked. Once the service window is closed the template
 * behind it is said in its place; without one nothing is, and when it cannot be said the history tells why.
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
  if (!mayAutomatic(context) || !setting.enabled || setting.text.trim() === "") return [];
  const content = automaticContent(setting, state, context, now);
  if (content === null) return [];
  if ("unsaid" in content)
    return [
      {
        type: "history",
        event: "conversation.template_unsaid",
        agentId: null,
        data: { message: kind, ...content.unsaid },
      },
    ];
  return [
    {
      type: "send",
      author: "system",
      agentId: null,
      triggerId: null,
      content,
      occurrenceKey: `${state.id}:${kind}:${occurrence}`,
    },
  ];
}

/** What stands behind an automatic message that is switched on, and why it would not go out. */
export type BrokenMessage = { kind: AutoMessageKind; use: TemplateUse; problem: TemplateProblem };

/** The automatic messages of a company that say nothing once the service window is closed, though a template stands behind them. */
export function brokenMessages(autoMessages: AutoMessages, templates: Templates): BrokenMessage[] {
  const kinds = Object.keys(autoMessages) as AutoMessageKind[];
  return kinds.flatMap((kind) => {
    const { enabled, text, template } = autoMessages[kind];
    if (!enabled || text.trim() === "" || !template) return [];
    const [problem] = behindProblems(template, templates);
    return problem ? [{ kind, use: template, problem }] : [];
  });
}

/** Does any of this go out to the customer? */
export const speaks = (effects: readonly ConversationEffect[]): boolean =>
  effects.some(({ type }) => type === "send");

/** A team's own hours, else the account's. */
export function hoursOf(
  teamId: string,
  context: Pick<ConversationContext, "teams" | "businessHours">,
): WeeklyHours | null {
  return context.teams.get(teamId)?.businessHours ?? context.businessHours;
}

/** When a team works: in its hours and, unless it works on them too, not on the account's holidays. */
export function calendarOf(
  teamId: string,
  context: Pick<ConversationContext, "teams" | "businessHours" | "holidays" | "timeZone">,
): BusinessCalendar {
  const worksAlways = context.teams.get(teamId)?.worksHolidays ?? false;
  return {
    hours: hoursOf(teamId, context),
    holidays: worksAlways ? NO_HOLIDAYS : (context.holidays ?? NO_HOLIDAYS),
    timeZone: context.timeZone,
  };
}

/** The out-of-hours text, at most once per local day, when people are waited for while the team is closed. */
export function outOfHours(
  state: ConversationState,
  context: ConversationContext,
  now: number,
): ConversationDecision {
  const { date } = localTime(now, context.timeZone);
  if (state.outOfHoursOn === date || isOpenAt(calendarOf(state.teamId, context), now))
    return { state, effects: [] };
  const effects = autoMessage("out_of_hours", state, context, now, date);
  return { state: speaks(effects) ? { ...state, outOfHoursOn: date } : state, effects };
}
