import type { TicketResult } from "@balcao/api";
import { takesMore, type TicketFact, type TicketOutcome, type TicketState } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { afterDeadlocks, inAccount, sqlState, UNIQUE_VIOLATION, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { conflict, invalid, notFound, ProblemError } from "../../platform/problem.ts";
import { tell } from "./history.ts";
import { mailFollowers } from "./mails.ts";
import { keepSla } from "./sla.keep.ts";
import { maySee } from "./tickets.policy.ts";
import { shownTicket } from "./tickets.reading.ts";
import { loadTicket, saveTicket, usedKey, useKey, type LoadedTicket } from "./tickets.queries.ts";

export type Decided = { state: TicketState; facts: readonly TicketFact[] };

async function result(tx: Tx, actor: Actor, id: string): Promise<TicketResult & { version: number }> {
  const ticket = await loadTicket(tx, actor.accountId, { id });
  if (!ticket) throw notFound();
  const { number, version } = ticket;
  return { id, number, version, ticket: maySee(actor, ticket) ? await shownTicket(tx, actor, ticket) : null };
}

/**
 * A transaction with a key that is used once; two at the same moment: the second is told what the first did. Of two that wait for each
 * other (a lane that holds several tickets, a merge that leads others on) the database ends one, which begins again.
 */
export async function once(
  deps: Deps,
  actor: Actor,
  key: string,
  work: (tx: Tx, now: number) => Promise<string>,
  isTarget: (ticketId: string) => boolean,
): Promise<TicketResult> {
  const attempt = (): Promise<TicketResult> =>
    inAccount(deps.app, actor.accountId, async (tx) => {
      const before = await usedKey(tx, actor, key);
      if (before) {
        if (!isTarget(before.ticketId)) throw conflict("key_used");
        return result(tx, actor, before.ticketId);
      }
      const now = deps.clock.now();
      const id = await work(tx, now);
      const { version, ...done } = await result(tx, actor, id);
      await useKey(tx, actor, key, { ticketId: id, version }, now);
      return done;
    });
  const done = await afterDeadlocks(attempt).catch((error: unknown) => {
    if (sqlState(error) === UNIQUE_VIOLATION) return attempt();
    throw error;
  });
  deps.wake.signal("events");
  deps.wake.signal("outbox");
  deps.wake.signal("mails");
  return done;
}

/** What core decided; a refusal is one of this request, and names the fields that are missing. */
export function taken(outcome: TicketOutcome): Decided {
  if (outcome.ok) return outcome;
  if (outcome.code === "invalid_input") throw invalid(outcome.faults);
  if (outcome.code !== "ticket_incomplete") throw conflict(outcome.code);
  throw new ProblemError(422, "ticket_incomplete", {
    fields: outcome.missing.map(({ id }) => ({ path: `fields.${id}`, code: "required" })),
    data: { fields: outcome.missing.map(({ id, label }) => ({ id, label })) },
  });
}

/** What a command makes of a ticket that is locked for it; no facts = nothing happened. */
export type Command = (tx: Tx, ticket: LoadedTicket, now: number) => Promise<Decided>;

/**
 * A command on a ticket this agent may see: lock, do, remember. `before`: what must be held before the ticket, in the order of the lanes; it
 * may hold what this agent does not see, and must not tell of it.
 */
export const command = (
  deps: Deps,
  actor: Actor,
  id: string,
  key: string,
  run: Command,
  before: (tx: Tx) => Promise<void> = () => Promise.resolve(),
): Promise<TicketResult> =>
  once(
    deps,
    actor,
    key,
    async (tx, now) => {
      await before(tx);
      const ticket = await loadTicket(tx, actor.accountId, { id }, { lock: true });
      if (!ticket || !maySee(actor, ticket)) throw notFound();
      const { state, facts } = await run(tx, ticket, now);
      if (facts.length === 0) return id;
      await saveTicket(tx, actor.accountId, id, state, now);
      await tell(tx, actor, { before: ticket, after: { id, ...state } }, facts, now);
      await mailFollowers(tx, deps, actor, { ticket, after: state, facts, now });
      await keepSla(tx, deps, actor.accountId, [id], now);
      return id;
    },
    (ticketId) => ticketId === id,
  );

/** Comments, messages, marks and files go into what takes more. */
export function refuseClosed(ticket: LoadedTicket): void {
  if (ticket.mergedId !== null) throw conflict("ticket_merged");
  if (!takesMore(ticket.stage)) throw conflict("ticket_closed");
}
