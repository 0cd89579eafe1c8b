import type { TriggerView } from "@balcao/api";
import { fold } from "@balcao/core";

export type TriggerFilter = { q?: string; team?: string };

/** Does the trigger's team condition hold for conversations of this team? */
export const holdsIn = ({ operator, team }: TriggerView["team"], id: string): boolean =>
  (team === id) === (operator === "is");

const wordsOf = (trigger: TriggerView): string[] => [
  trigger.description,
  ...(trigger.expectedReply ?? []).map((word) => (typeof word === "string" ? word : word.word)),
  ...(trigger.action.type === "smart_message" ? [trigger.action.text, ...trigger.action.keywords] : []),
];

/**
 * The triggers a filter leaves, in their order: those that can speak in the team, and hold every word looked for in their
 * description, expected replies, message or keywords. Accents and case do not count.
 */
export function filterTriggers(triggers: readonly TriggerView[], filter: TriggerFilter): TriggerView[] {
  const wanted = fold(filter.q ?? "")
    .split(" ")
    .filter(Boolean);
  return triggers.filter((trigger) => {
    if (filter.team && !holdsIn(trigger.team, filter.team)) return false;
    const text = fold(wordsOf(trigger).join(" "));
    return wanted.every((word) => text.includes(word));
  });
}
