import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** How many tickets point at a team, whatever their status. */
export async function ticketsOfTeam(tx: Tx, accountId: string, teamId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM ticket WHERE account_id = ${accountId} AND team_id = ${teamId}`.execute(
    tx,
  );
  return rows[0]?.count ?? 0;
}

/** All tickets of a team become another's, locked in id order like everywhere. */
export async function moveTickets(
  tx: Tx,
  accountId: string,
  from: string,
  to: string,
): Promise<{ id: string; agentId: string | null }[]> {
  await sql`SELECT id FROM ticket WHERE account_id = ${accountId} AND team_id = ${from} ORDER BY id FOR NO KEY UPDATE`.execute(
    tx,
  );
  const { rows } = await sql<{ id: string; agentId: string | null }>`
    UPDATE ticket SET team_id = ${to}, version = version + 1 WHERE account_id = ${accountId} AND team_id = ${from}
    RETURNING id, agent_id AS "agentId"`.execute(tx);
  return rows;
}

/** Ids of the tickets an agent still has to work on. */
export async function ticketsOfAgent(tx: Tx, accountId: string, agentId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM ticket WHERE account_id = ${accountId} AND agent_id = ${agentId} AND over_at IS NULL ORDER BY id`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
}

/** Held tickets are nobody's, back to their teams. */
export async function freeTickets(
  tx: Tx,
  accountId: string,
  ids: readonly string[],
  now: number,
): Promise<void> {
  await sql`
    UPDATE ticket SET agent_id = NULL, version = version + 1, updated_at = ${iso(now)}::timestamptz
    WHERE account_id = ${accountId} AND id = ANY(${[...ids]}::uuid[])`.execute(tx);
}
