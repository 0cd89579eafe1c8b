import type { Actor } from "../../platform/actor.ts";

/** What the bot did for all teams, with the words of their customers, is for those who oversee all teams. */
export const readsReports = (actor: Actor): boolean =>
  actor.role === "administrator" || actor.role === "supervisor";
