import type { TicketFact } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";

/** A ticket as its policy sees it. */
export type Placed = { id: string; teamId: string; agentId: string | null };

/**
 * Writes lines of a ticket's history. Each names the teams and agents that had it before and have it after: they hear of it
 * (`realtime-changes`), and nobody else does.
 * Whose `agentId` is null, the clock did it.
 */
export async function tell(
  tx: Tx,
  actor: Pick<Actor, "accountId"> & { agentId: string | null },
  { before, after }: { before: Placed; after: Placed },
  facts: readonly TicketFact[],
  now: number,
): Promise<void> {
  const teams = [...new Set([before.teamId, after.teamId])];
  const agents = [...new Set([before.agentId, after.agentId])].filter((id) => id !== null);
  await appendEvents(
    tx,
    facts.map(({ type, data }) => ({
      accountId: actor.accountId,
      type,
      ticketId: after.id,
      teamId: after.teamId,
      agentId: actor.agentId,
      at: now,
      data: { ...data, teams, agents },
    })),
  );
}
