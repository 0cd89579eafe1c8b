import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

/** How many conversations point at a team: still going on, and closed. */
export async function countOfTeam(
  tx: Tx,
  accountId: string,
  teamId: string,
): Promise<{ open: number; past: number }> {
  const { rows } = await sql<{ open: number; past: number }>`
    SELECT count(*) FILTER (WHERE status <> 'closed')::int AS open, count(*) FILTER (WHERE status = 'closed')::int AS past
    FROM conversation WHERE account_id = ${accountId} AND team_id = ${teamId}`.execute(tx);
  return rows[0] ?? { open: 0, past: 0 };
}

export type Moved = { id: string; agentId: string | null; seq: number };

/**
 * All conversations of a team become another's: locked in id order like everywhere, bot, agent and status as they are. Those not
 * closed take a place in their thread for the line that tells it; they are answered.
 */
export async function moveConversations(
  tx: Tx,
  accountId: string,
  from: string,
  to: string,
): Promise<Moved[]> {
  await sql`SELECT id FROM conversation WHERE account_id = ${accountId} AND team_id = ${from} ORDER BY id FOR NO KEY UPDATE`.execute(
    tx,
  );
  const { rows } = await sql<Moved & { status: string }>`
    UPDATE conversation SET team_id = ${to}, version = version + 1, seq = seq + CASE WHEN status = 'closed' THEN 0 ELSE 1 END
    WHERE account_id = ${accountId} AND team_id = ${from} RETURNING id, agent_id AS "agentId", seq, status`.execute(
    tx,
  );
  return rows.filter((row) => row.status !== "closed");
}

/** The counters of a team are added to another's. */
export async function moveCounters(tx: Tx, accountId: string, from: string, to: string): Promise<void> {
  await sql`SELECT team_id FROM conversation_counter WHERE account_id = ${accountId} AND team_id IN (${from}, ${to})
    ORDER BY account_id, team_id, agent_id, owner, status FOR UPDATE`.execute(tx);
  await sql`
    WITH gone AS (DELETE FROM conversation_counter WHERE account_id = ${accountId} AND team_id = ${from} RETURNING agent_id, owner, status, conversations, unread)
    INSERT INTO conversation_counter AS c (account_id, team_id, agent_id, owner, status, conversations, unread)
    SELECT ${accountId}::uuid, ${to}::uuid, agent_id, owner, status, conversations, unread FROM gone ORDER BY agent_id, owner, status
    ON CONFLICT (account_id, team_id, agent_id, owner, status) DO UPDATE SET
      conversations = c.conversations + excluded.conversations, unread = c.unread + excluded.unread`.execute(
    tx,
  );
}

/** Ids of the conversations an agent is responsible for and that are not closed. */
export async function conversationsOfAgent(tx: Tx, accountId: string, agentId: string): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`SELECT id FROM conversation WHERE account_id = ${accountId} AND agent_id = ${agentId} AND status <> 'closed' ORDER BY id`.execute(
    tx,
  );
  return rows.map((row) => row.id);
}
