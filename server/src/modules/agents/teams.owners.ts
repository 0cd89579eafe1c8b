import type { TeamUse } from "@balcao/api";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";

export type Use = z.infer<typeof TeamUse>;

/** One team takes over from another that is about to go. */
export type TakeOver = { actor: Actor; from: string; to: string; now: number };

/** Declared here, filled by the modules above: what of theirs points at a team, and how it goes to another one. */
export type TeamOwner = {
  uses(tx: Tx, accountId: string, teamId: string): Promise<Use[]>;
  moveTeam(tx: Tx, takeOver: TakeOver): Promise<void>;
};
