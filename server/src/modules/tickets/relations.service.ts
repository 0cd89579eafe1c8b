import type { TicketResult } from "@balcao/api";
import { cloneTicket, mergeTicket } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { invalid, notFound } from "../../platform/problem.ts";
import { once, refuseClosed, taken } from "./commands.ts";
import { tell } from "./history.ts";
import { mailMerged } from "./mails.ts";
import { followFromBeginning } from "./marks.ts";
import { changeLabels, gather, relate, unrelate } from "./marks.queries.ts";
import { keepSla } from "./sla.keep.ts";
import { maySee } from "./tickets.policy.ts";
import {
  insertTickets,
  loadTicket,
  nextNumber,
  saveTicket,
  stateOf,
  type LoadedTicket,
} from "./tickets.queries.ts";
import { checkTeam, choicesFor, isAble } from "./tickets.service.ts";

type Pair = { one: LoadedTicket; other: LoadedTicket };
type By = { id: string } | { number: number };

/** A ticket this agent may see; any other is not there. */
async function seen(tx: Tx, actor: Actor, by: By, lock = false): Promise<LoadedTicket> {
  const ticket = await loadTicket(tx, actor.accountId, by, { lock });
  if (!ticket || !maySee(actor, ticket)) throw notFound();
  return ticket;
}

/** Two different tickets this agent may see, locked in the order of their ids. */
async function seenPair(tx: Tx, actor: Actor, id: string, by: By): Promise<Pair> {
  const otherId = (await seen(tx, actor, by)).id;
  if (otherId === id) throw invalid([{ path: "number", code: "same_ticket" }]);
  const locked = new Map<string, LoadedTicket>();
  for (const next of [id, otherId].toSorted()) locked.set(next, await seen(tx, actor, { id: next }, true));
  const [one, other] = [locked.get(id), locked.get(otherId)];
  if (!one || !other) throw notFound();
  return { one, other };
}

/** Says on both tickets that they were brought together or apart, each with the other's number. */
async function tellBoth(
  tx: Tx,
  actor: Actor,
  { one, other }: Pair,
  type: string,
  now: number,
): Promise<void> {
  for (const [ticket, { id, number }] of [
    [one, other],
    [other, one],
  ] as const) {
    await saveTicket(tx, actor.accountId, ticket.id, stateOf(ticket), now);
    await tell(tx, actor, { before: ticket, after: ticket }, [{ type, data: { ticketId: id, number } }], now);
  }
}

/** Says of two tickets that they have to do with each other. */
export const relateTickets = (
  deps: Deps,
  actor: Actor,
  id: string,
  { key, number }: { key: string; number: number },
): Promise<TicketResult> =>
  once(
    deps,
    actor,
    key,
    async (tx, now) => {
      const pair = await seenPair(tx, actor, id, { number });
      for (const ticket of [pair.one, pair.other]) refuseClosed(ticket);
      if (await relate(tx, actor.accountId, id, pair.other.id))
        await tellBoth(tx, actor, pair, "ticket.related", now);
      return id;
    },
    (ticketId) => ticketId === id,
  );

export const unrelateTickets = (
  deps: Deps,
  actor: Actor,
  id: string,
  { key, ticketId: otherId }: { key: string; ticketId: string },
): Promise<TicketResult> =>
  once(
    deps,
    actor,
    key,
    async (tx, now) => {
      const pair = await seenPair(tx, actor, id, { id: otherId });
      if (await unrelate(tx, actor.accountId, id, otherId))
        await tellBoth(tx, actor, pair, "ticket.unrelated", now);
      return id;
    },
    (ticketId) => ticketId === id,
  );

/** Merges a ticket into another, which is answered: it gets all that was said and gathered; both histories tell of it. */
export const mergeTickets = (
  deps: Deps,
  actor: Actor,
  id: string,
  { key, into }: { key: string; into: number },
): Promise<TicketResult> =>
  once(
    deps,
    actor,
    key,
    async (tx, now) => {
      const { one, other } = await seenPair(tx, actor, id, { number: into });
      const choices = await choicesFor(tx, actor.accountId);
      const { state } = taken(mergeTicket(stateOf(one), { ...stateOf(other), id: other.id }, choices));
      const gathered = await gather(tx, actor.accountId, id, other.id);
      await saveTicket(tx, actor.accountId, id, state, now);
      await saveTicket(tx, actor.accountId, other.id, stateOf(other), now);
      const merged = { type: "ticket.merged_into", data: { ticketId: other.id, number: other.number } };
      const took = { type: "ticket.merged", data: { ticketId: id, number: one.number, ...gathered } };
      await tell(tx, actor, { before: one, after: { id, ...state } }, [merged], now);
      await mailMerged(tx, deps, actor, { ticket: one, after: state, into: other.number }, now);
      await tell(tx, actor, { before: other, after: other }, [took], now);
      await keepSla(tx, deps, actor.accountId, [id, other.id], now);
      return other.id;
    },
    () => true,
  );

/** A new ticket like this one, without what was said in it; related to it. */
export const cloneTickets = (deps: Deps, actor: Actor, id: string, key: string): Promise<TicketResult> =>
  once(
    deps,
    actor,
    key,
    async (tx, now) => {
      const { accountId } = actor;
      // before the ticket's lock, as the lanes take both: two that wait for each other would end in neither
      const number = await nextNumber(tx, accountId);
      const original = await seen(tx, actor, { id }, true);
      await checkTeam(tx, accountId, original.teamId);
      const begun = taken(cloneTicket(stateOf(original), await choicesFor(tx, accountId)));
      const { agentId } = original;
      const isTaken = agentId !== null && (await isAble(tx, accountId, agentId, original.teamId));
      const state = { ...begun.state, agentId: isTaken ? agentId : null };
      const cloneId = uuidv7();
      const { contactId, conversationId } = original;
      const place = { accountId, id: cloneId, number, contactId, conversationId, createdBy: actor.agentId };
      await insertTickets(tx, [{ ...state, ...place }], now);
      await changeLabels(tx, { accountId, ticketId: cloneId }, { add: original.labelIds, remove: [] });
      await relate(tx, accountId, id, cloneId);
      const placed = { id: cloneId, ...state };
      const opened = { type: "ticket.opened", data: { ticketId: id, number: original.number } };
      await followFromBeginning(tx, actor, placed);
      await tell(tx, actor, { before: placed, after: placed }, [opened], now);
      await saveTicket(tx, accountId, id, stateOf(original), now);
      const related = { type: "ticket.related", data: { ticketId: cloneId, number } };
      await tell(tx, actor, { before: original, after: original }, [related], now);
      await keepSla(tx, deps, accountId, [cloneId], now);
      return cloneId;
    },
    () => true,
  );
