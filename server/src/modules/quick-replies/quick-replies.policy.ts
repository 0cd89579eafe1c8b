import type { QuickReplyScope } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";

/** Whose a quick reply is. */
export type Owned = { scope: QuickReplyScope; agentId: string | null; teamId: string | null };
type Asker = Pick<Actor, "agentId" | "role" | "teamIds">;

/** One's own, those of one's teams (of every team for who oversees), and the account's. */
export function mayUse(actor: Asker, { scope, agentId, teamId }: Owned): boolean {
  if (scope === "personal") return agentId === actor.agentId;
  if (scope === "account" || actor.role !== "agent") return true;
  return teamId !== null && actor.teamIds.includes(teamId);
}

/** Everyone looks after their own; administrators after what is shared. */
export const mayChange = (actor: Asker, { scope, agentId }: Owned): boolean =>
  scope === "personal" ? agentId === actor.agentId : actor.role === "administrator";
