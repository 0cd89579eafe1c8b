import type { Actor } from "../../platform/actor.ts";

/** The facts a rule about a conversation needs. */
export type Placed = { teamId: string; agentId: string | null };

const oversees = (actor: Actor): boolean => actor.role === "administrator" || actor.role === "supervisor";

/** Agents see the conversations of their teams and those they answer; who oversees sees all of the account. */
export function canSee(actor: Actor, conversation: Placed): boolean {
  return (
    oversees(actor) || conversation.agentId === actor.agentId || actor.teamIds.includes(conversation.teamId)
  );
}

/** Who may see a conversation may also answer it, forward it and end it. */
export const canAct = canSee;

/** The tab of what others answer is for who oversees. */
export const seesOthers = oversees;
