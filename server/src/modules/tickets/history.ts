import type { TicketFact } from "@balcao/core";
import type { Tx } from "../../platform/database.ts";
import { appendEvents } from "../../platform/events.ts";

/** A ticket as its policy sees it. */
export type Placed = { id: string; teamId: string; agentId: string | null };

/** What happened to a ticket, and who did it. */
export type Told = {
  accountId: string;
  agentId: string | null;
  before: Placed;
  after: Placed;
  facts: readonly TicketFact[];
};

/**
 * Writes lines of a ticket's history. Each names the teams and agents that had it before and have it after: they hear of it
 * (`realtime-changes`), and nobody else does.
 * Whose `agentId` is null, the clock did it, or a setting.
 */
export async function tellAll(tx: Tx, told: readonly Told[], now: number): Promise<void> {
  await appendEvents(
    tx,
    told.flatMap(({ accountId, agentId, before, after, facts }) => {
      const teams = [...new Set([before.teamId, after.teamId])];
      const agents = [...new Set([before.agentId, after.agentId])].filter((id) => id !== null);
      return facts.map(({ type, data }) => ({
        accountId,
        type,
        ticketId: after.id,
        teamId: after.teamId,
        agentId,
        at: now,
        data: { ...data, teams, agents },
      }));
    }),
  );
}

/** The same for one ticket. */
export const tell = (
  tx: Tx,
  { accountId, agentId }: Pick<Told, "accountId" | "agentId">,
  place: Pick<Told, "before" | "after">,
  facts: readonly TicketFact[],
  now: number,
): Promise<void> => tellAll(tx, [{ accountId, agentId, ...place, facts }], now);
