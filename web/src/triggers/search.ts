import type { Team, TriggerView } from "@balcao/api";
import { fold } from "@balcao/core";

export type TriggerFilter = { q?: string; team?: string };

/** Does the trigger's team condition hold for conversations of this team? */
export const holdsIn = ({ operator, team }: TriggerView["team"], id: string): boolean =>
  (team === id) === (operator === "is");

/** A team in which the condition holds: the one of first contact, else the first other; undefined = there is none. */
export const teamWhere = (condition: TriggerView["team"], teams: readonly Team[]): Team | undefined => {
  const here = teams.filter(({ id }) => holdsIn(condition, id));
  return here.find(({ firstContact }) => firstContact) ?? here[0];
};

/** Does the trigger wait for exactly this answer, or for a word in it? One that is off waits for nothing. */
export function expectsWord({ expectedReply, fires, active }: TriggerView, word: string): boolean {
  const said = fold(word);
  return (
    active &&
    fires === "on_message" &&
    (expectedReply ?? []).some((entry) => {
      if (typeof entry === "string") return fold(entry) === said;
      return entry.match === "equals"
        ? fold(entry.word) === said
        : ` ${said} `.includes(` ${fold(entry.word)} `);
    })
  );
}

const QUESTIONS = [
  /^quem\s+responde\s+(?:(?:ao?|à)\s+)?(.+)$/iu,
  /^who\s+(?:answers|replies\s+to|responds\s+to)\s+(.+)$/iu,
];

/** The word of "quem responde a *boleto*?" or "who answers boleto?"; null when the search is no such question. */
export function askedWord(query: string): string | null {
  for (const question of QUESTIONS) {
    const word = question.exec(query.trim())?.[1]?.replaceAll(/^["“”'*]+|["“”'*?\s]+$/gu, "");
    if (word) return word;
  }
  return null;
}

const wordsOf = (trigger: TriggerView): string[] => [
  trigger.description,
  ...(trigger.expectedReply ?? []).map((word) => (typeof word === "string" ? word : word.word)),
  ...(trigger.action.type === "smart_message" ? [trigger.action.text, ...trigger.action.keywords] : []),
];

/**
 * The triggers a filter leaves, in their order: those that can speak in the team, and hold every word looked for in their
 * description, expected replies, message or keywords; of a question who answers a word, those that wait for it. Accents and case
 * do not count.
 */
export function filterTriggers(triggers: readonly TriggerView[], filter: TriggerFilter): TriggerView[] {
  const asked = askedWord(filter.q ?? "");
  const wanted = fold(asked === null ? (filter.q ?? "") : "")
    .split(" ")
    .filter(Boolean);
  return triggers.filter((trigger) => {
    if (filter.team && !holdsIn(trigger.team, filter.team)) return false;
    if (asked !== null) return expectsWord(trigger, asked);
    const text = fold(wordsOf(trigger).join(" "));
    return wanted.every((word) => text.includes(word));
  });
}
