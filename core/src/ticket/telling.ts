import { decideTicket, type TicketChoices, type TicketFact, type TicketState } from "./ticket.ts";
import { firstStatus, takesMore, type TicketStage } from "./workflow.ts";

/** A conversation in which a ticket's customer can be spoken to, and what it has to do with the ticket. */
export type Reach = {
  id: string;
  /** one that is closed is over: nothing is said there */
  status: string;
  /** the ticket was made in it */
  isOwn: boolean;
  /** messages of it are linked with the ticket */
  isLinked: boolean;
  lastMessageAt: number;
};

const rank = ({ isOwn, isLinked }: Reach): number => (isOwn ? 0 : isLinked ? 1 : 2);

/**
 * Where a public comment can go, best first: the ticket's own conversation, then those that messages are linked from, then others of the
 * requester, of each kind the latest first. Empty = it is kept in the ticket only.
 */
export const reachesOf = <R extends Reach>(reaches: readonly R[]): R[] =>
  reaches
    .filter(({ status }) => status !== "closed")
    .toSorted((a, b) => rank(a) - rank(b) || b.lastMessageAt - a.lastMessageAt);

/** By which rule a customer's message is taken for an answer to a ticket. */
export type AnswerRule = "quoted" | "waiting";

/** A ticket that waits for the customer of a conversation; `spokeAt`: when it last said something there, null = it never did. */
export type Awaiting = { id: string; spokeAt: number | null };

/** Meta tells time in whole seconds. */
const second = (time: number): number => Math.floor(time / 1000);

/**
 * Which ticket a customer's message answers: the one whose message it quotes, as long as that ticket takes anything in; else the one that
 * waits for this customer, if it has said something in this conversation before and no other ticket waits there.
 */
export function answeredTicket(
  message: { at: number; quoted: { id: string; stage: TicketStage } | null },
  awaiting: readonly Awaiting[],
): { ticketId: string; rule: AnswerRule } | null {
  const { at, quoted } = message;
  if (quoted && takesMore(quoted.stage)) return { ticketId: quoted.id, rule: "quoted" };
  const [only, ...others] = awaiting;
  if (!only || others.length > 0 || only.spokeAt === null || second(at) < second(only.spokeAt)) return null;
  return { ticketId: only.id, rule: "waiting" };
}

/** What an answer makes of its ticket: one that waited for it is in progress again, if the account wants it so and has such a status. */
export function resumeTicket(
  before: TicketState,
  choices: TicketChoices,
  resumes: boolean,
): { state: TicketState; facts: TicketFact[] } {
  const status = firstStatus(choices.statuses, "in_progress");
  if (!resumes || before.stage !== "waiting" || !status) return { state: before, facts: [] };
  const outcome = decideTicket(before, { type: "status", statusId: status.id }, choices);
  if (!outcome.ok) return { state: before, facts: [] };
  const because = "customer_answered";
  return {
    state: outcome.state,
    facts: outcome.facts.map((fact) => ({ ...fact, data: { ...fact.data, because } })),
  };
}
