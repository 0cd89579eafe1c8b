import { fold } from "../text/fold.ts";
import { compileBot, replyMatch, teamHolds, type CompiledTrigger } from "./conditions.ts";
import { readings } from "./decide.ts";
import { present } from "./present.ts";
import type { BotInput, OpenMenu } from "./types.ts";
import { Tables } from "./verify/tables.ts";

/** Who answers a text while the time since the last interaction is between two bounds. */
export type Answering = {
  /** hours without interaction, both excluded; `until` null = any longer time, also that nobody ever wrote */
  after: number;
  until: number | null;
  /** null = no trigger: the open menu's other answer, or people */
  triggerId: string | null;
  /** the expected word that matched; null = the trigger takes any message */
  word: string | null;
  /** the text is a word that calls a person, and no trigger waits for exactly it */
  callsPerson: boolean;
};

export type WhoAnswers = {
  cases: Answering[];
  /** the option of a numbered menu that the text was read as; null = as written */
  option: string | null;
};

/** The first numbered menu a conversation of this team can have open in which this number is an option. */
function numberedMenu(entries: readonly CompiledTrigger[], team: string, text: string): OpenMenu | null {
  if (!/^\d{1,2}$/u.test(text)) return null;
  for (const { trigger } of entries) {
    if (trigger.action.type !== "smart_message" || !teamHolds(trigger, team)) continue;
    const { text: body, keywords, presentation } = trigger.action;
    const shown = present(body, keywords, presentation, trigger.id);
    if (shown.presentation === "text" && shown.options[Number(text) - 1])
      return { triggerId: trigger.id, options: shown.options, numbered: true };
  }
  return null;
}

/**
 * Who answers a customer of this team who writes this text in the middle of a conversation with the bot, for every time since the
 * last interaction that makes a difference, by the functions that decide for real. A number counts as the option of a numbered
 * menu of the team. Empty `cases` when the text folds to nothing.
 */
export function whoAnswers(bot: BotInput, team: string, text: string): WhoAnswers {
  const compiled = compileBot(bot);
  const menu = numberedMenu(compiled.active, team, fold(text));
  const texts = readings({ type: "message", text }, menu);
  if (texts.length === 0) return { cases: [], option: null };
  const tables = new Tables(compiled);
  const bounds = tables.of(team).onMessage.flatMap(({ trigger }) => trigger.idle?.hours ?? []);
  // a bound that is still being typed may be no number, or none above 0: it makes no difference then
  const edges = [0, ...new Set(bounds.filter((hours) => hours > 0).sort((a, b) => a - b))];
  const cases: Answering[] = [];
  for (const [index, after] of edges.entries()) {
    const until = edges[index + 1] ?? null;
    const between = until === null ? after + 1 : (after + until) / 2;
    const { winner } = tables.onMessage(team, between, texts).ranking;
    const callsPerson = winner?.words == null && texts.some((read) => compiled.personWords.has(read));
    const now = {
      triggerId: callsPerson ? null : (winner?.trigger.id ?? null),
      word: winner ? replyMatch(winner, texts) : null,
      callsPerson,
    };
    const last = cases.at(-1);
    if (last && last.triggerId === now.triggerId && last.word === now.word) last.until = until;
    else cases.push({ after, until, ...now });
  }
  return { cases, option: menu?.options[Number(fold(text)) - 1]?.keyword ?? null };
}
