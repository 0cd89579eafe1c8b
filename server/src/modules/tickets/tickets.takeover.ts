import { decideTicket, type TicketAct } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import type { TeamOwner } from "../agents/index.ts";
import { tell } from "./history.ts";

import { loadTicket, saveTicket, stateOf } from "./tickets.queries.ts";
import { choicesFor } from "./tickets.service.ts";
import { moveTickets, ticketsOfAgent, ticketsOfTeam } from "./takeover.queries.ts";

/**
 * Tickets of a team that goes are taken over by the one that comes as they are, unlike a move: nobody decided anything about them, so
 * closed ones go along and who works on one goes on.
 */
export const ticketsTeamOwner: TeamOwner = {
  async uses(tx, accountId, teamId) {
    const count = await ticketsOfTeam(tx, accountId, teamId);
    return count > 0 ? [{ kind: "tickets", label: "", count }] : [];
  },
  async moveTeam(tx, { actor, from, to, now }) {
    for (const { id, agentId } of await moveTickets(tx, actor.accountId, from, to))
      await tell(
        tx,
        actor,
        { before: { id, teamId: from, agentId }, after: { id, teamId: to, agentId } },
        [{ type: "ticket.moved", data: { from, to, because: "team_deleted" } }],
        now,
      );
  },
};

/** What an agent who leaves was working on goes back to its team, as if he had given it back himself. */
export async function releaseTickets(tx: Tx, actor: Actor, agentId: string, now: number): Promise<void> {
  const act: TicketAct = { type: "assign", agentId: null };
  const choices = await choicesFor(tx, actor.accountId);
  for (const id of await ticketsOfAgent(tx, actor.accountId, agentId)) {
    const ticket = await loadTicket(tx, actor.accountId, { id }, { lock: true });
    const outcome = ticket?.agentId === agentId ? decideTicket(stateOf(ticket), act, choices) : null;
    if (!ticket || !outcome?.ok) continue;
    await saveTicket(tx, actor.accountId, id, outcome.state, now);
    await tell(tx, actor, { before: ticket, after: { id, ...outcome.state } }, outcome.facts, now);
  }
}
