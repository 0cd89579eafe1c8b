import type { Actor } from "../../platform/actor.ts";

/** The facts a rule about a conversation needs. */
export type Placed = { teamId: string; agentId: string | null; status: string };

/** Resolved or closed: over until the customer writes again. */
export const isOver = (status: string): boolean => status === "resolved" || status === "closed";

/** What a rule asks about a person. */
export type Viewer = Pick<Actor, "agentId" | "role" | "teamIds" | "segmentedView">;

/** Supervisors and administrators: every team is theirs, and the tab of what others answer. */
export const oversees = (actor: Viewer): boolean =>
  actor.role === "administrator" || actor.role === "supervisor";

/** Agents begin conversations in their own teams; who oversees, in any. */
export const mayBeginIn = (actor: Actor, teamId: string): boolean =>
  oversees(actor) || actor.teamIds.includes(teamId);

/**
 * Agents see the conversations of their teams and those they answer; with segmented view on, what a colleague is answering is
 * the colleague's until it is over. Who oversees sees all of the account. Who may see a conversation may also answer it,
 * forward it and end it. The same rule in SQL: `visible` of rows.queries, `countTabs`.
 */
export function canSee(actor: Viewer, { teamId, agentId, status }: Placed): boolean {
  if (oversees(actor) || agentId === actor.agentId) return true;
  return actor.teamIds.includes(teamId) && (!actor.segmentedView || agentId === null || isOver(status));
}

/**
 * Who may see a conversation may leave a note in it and be mentioned there: with the window open or closed, in any state, whoever
 * answers. A note is its author's to change and delete (core, `noteRefusal`).
 */
export const canNote = (actor: Viewer, placed: Placed): boolean => canSee(actor, placed);
