import type { Actor } from "../../platform/actor.ts";

/** What a rule asks about a person. */
type Asker = Pick<Actor, "agentId" | "role" | "teamIds">;

export const seesAllTickets = (actor: Asker): boolean => actor.role !== "agent";

/**
 * Agents see and work the tickets of their teams and those they are responsible for; who oversees, all of the account. The same rule in
 * SQL: `visible` of tickets.queries.
 */
export const maySee = (actor: Asker, ticket: { teamId: string; agentId: string | null }): boolean =>
  seesAllTickets(actor) || ticket.agentId === actor.agentId || actor.teamIds.includes(ticket.teamId);

/** Who attached a file, or oversees, takes it away. */
export const mayRemoveFile = (actor: Asker, file: { agentId: string }): boolean =>
  seesAllTickets(actor) || file.agentId === actor.agentId;
