import type { Actor } from "../../platform/actor.ts";

/** The facts a rule about a conversation needs. */
export type Placed = { teamId: string; agentId: string | null; status: string };

/** Resolved or closed: over until the customer writes again. */
export const isOver = (status: string): boolean => status === "resolved" || status === "closed";

/** Supervisors and administrators: every team is theirs, and the tab of what others answer. */
export const oversees = (actor: Actor): boolean =>
  actor.role === "administrator" || actor.role === "supervisor";

/** Agents begin conversations in their own teams; who oversees, in any. */
export const mayBeginIn = (actor: Actor, teamId: string): boolean =>
  oversees(actor) || actor.teamIds.includes(teamId);

/**
 * Agents see the conversations of their teams and those they answer; with segmented view on, what a colleague is answering is
 * the colleague's until it is over. Who oversees sees all of the account. Who may see a conversation may also answer it,
 * forward it and end it. The same rule in SQL: `visible` of rows.queries, `countTabs`.
 */
export function canSee(actor: Actor, { teamId, agentId, status }: Placed): boolean {
  if (oversees(actor) || agentId === actor.agentId) return true;
  return actor.teamIds.includes(teamId) && (!actor.segmentedView || agentId === null || isOver(status));
}
