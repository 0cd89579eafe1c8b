/** How often a browser says that somebody types, and how long one such word counts (milliseconds). */
export const TYPING_EVERY_MS = 3_000;
export const TYPING_LASTS_MS = 6_000;
/** Who touched nothing for this long is away (milliseconds). */
export const IDLE_AFTER_MS = 5 * 60_000;

/** One open window of an agent, as it last said. Moments are epoch milliseconds of one clock. */
export type PresenceLine = {
  agentId: string;
  /** the conversation in sight; null = none */
  conversationId: string | null;
  /** an answer is being typed there until then; null = not */
  typingUntil: number | null;
  /** without another sign of life it is gone then */
  aliveUntil: number;
  /** nobody touched it lately */
  idle: boolean;
};

/** A colleague in a conversation. */
export type Watcher = { agentId: string; typing: boolean };
export type Availability = "online" | "away";

/** Who has which conversation in sight, by conversation; each agent once however many windows, in the order of their ids. */
export function watchersOf(lines: readonly PresenceLine[], now: number): Map<string, Watcher[]> {
  const found = new Map<string, Map<string, boolean>>();
  for (const { agentId, conversationId, typingUntil, aliveUntil } of lines) {
    if (conversationId === null || aliveUntil <= now) continue;
    const typing = typingUntil !== null && typingUntil > now;
    const people = found.get(conversationId) ?? new Map<string, boolean>();
    people.set(agentId, typing || people.get(agentId) === true);
    found.set(conversationId, people);
  }
  return new Map(
    [...found].map(([id, people]) => [
      id,
      [...people].map(([agentId, typing]) => ({ agentId, typing })).sort(byAgent),
    ]),
  );
}

const byAgent = (a: Watcher, b: Watcher): number => (a.agentId < b.agentId ? -1 : 1);

/**
 * Agents with a living window: `online` when one of them is in use, `away` when none is or the agent chose to be (`absent`). Who is not
 * named is offline.
 */
export function availabilityOf(
  lines: readonly PresenceLine[],
  absent: ReadonlySet<string>,
  now: number,
): Map<string, Availability> {
  const states = new Map<string, Availability>();
  for (const { agentId, aliveUntil, idle } of lines) {
    if (aliveUntil <= now) continue;
    const isOnline = states.get(agentId) === "online" || (!idle && !absent.has(agentId));
    states.set(agentId, isOnline ? "online" : "away");
  }
  return states;
}
