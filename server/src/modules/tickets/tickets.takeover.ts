import { decideTicket, type TicketAct } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import type { TeamOwner } from "../agents/index.ts";
import { tellAll, type Told } from "./history.ts";
import { holdTickets, stateOf } from "./tickets.queries.ts";
import { choicesFor } from "./tickets.service.ts";
import { freeTickets, moveTickets, ticketsOfAgent, ticketsOfTeam } from "./takeover.queries.ts";

const by = ({ accountId, agentId }: Actor): Pick<Told, "accountId" | "agentId"> => ({ accountId, agentId });

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
    const moved = await moveTickets(tx, actor.accountId, from, to);
    const facts = [{ type: "ticket.moved", data: { from, to, because: "team_deleted" } }];
    await tellAll(
      tx,
      moved.map(({ id, agentId }) => ({
        ...by(actor),
        before: { id, teamId: from, agentId },
        after: { id, teamId: to, agentId },
        facts,
      })),
      now,
    );
  },
};

/** What an agent who leaves was working on goes back to its team, as if he had given it back himself. */
export async function releaseTickets(tx: Tx, actor: Actor, agentId: string, now: number): Promise<void> {
  const act: TicketAct = { type: "assign", agentId: null };
  const choices = await choicesFor(tx, actor.accountId);
  const held = await holdTickets(tx, actor.accountId, await ticketsOfAgent(tx, actor.accountId, agentId));
  const told = held.flatMap((ticket): Told[] => {
    const outcome = ticket.agentId === agentId ? decideTicket(stateOf(ticket), act, choices) : null;
    const after = { id: ticket.id, teamId: ticket.teamId, agentId: null };
    return outcome?.ok ? [{ ...by(actor), before: ticket, after, facts: outcome.facts }] : [];
  });
  const ids = told.map(({ after }) => after.id);
  await freeTickets(tx, actor.accountId, ids, now);
  await tellAll(tx, told, now);
}
