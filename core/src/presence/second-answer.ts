import type { Watcher } from "./presence.ts";

/** What a colleague told the customer. `seq` counts the conversation's entries, `at` is in epoch milliseconds. */
export type ColleagueAnswer = { id: string; agentId: string; seq: number; at: number };

/** When a text was begun: after which entry of the conversation when that is known, else at which moment. */
export type Begun = { afterSeq: number | null; at: number };

/** Why a customer may be about to get two answers. */
export type SecondAnswer<A extends ColleagueAnswer = ColleagueAnswer> =
  | { why: "answered"; answer: A }
  | { why: "typing"; agentId: string };

/**
 * Would sending now be a second answer? Yes when a colleague answered since the text was begun (the latest such answer is given), or is
 * typing one. `known`: ids of answers and of typing colleagues that were pointed out before and sent in spite of. `begun` null = nothing
 * was written (a file alone).
 */
export function secondAnswer<A extends ColleagueAnswer>(
  me: string,
  begun: Begun | null,
  answers: readonly A[],
  watchers: readonly Watcher[],
  known: ReadonlySet<string>,
): SecondAnswer<A> | null {
  const isSince = ({ seq, at }: A): boolean =>
    begun !== null && (begun.afterSeq === null ? at > begun.at : seq > begun.afterSeq);
  const since = answers.filter((answer) => answer.agentId !== me && !known.has(answer.id) && isSince(answer));
  const last = since.reduce<A | null>((a, b) => (a === null || b.seq > a.seq ? b : a), null);
  if (last) return { why: "answered", answer: last };
  const typist = watchers.find(({ agentId, typing }) => typing && agentId !== me && !known.has(agentId));
  return typist ? { why: "typing", agentId: typist.agentId } : null;
}
