import { sql } from "kysely";
import type { Db, Tx } from "../../platform/database.ts";

/** A place in the log. Compared by transaction, then id: a row that commits late still comes after what was read. */
export type Cursor = { epoch: string; txid: string; id: number };
export type TailEvent = {
  id: number;
  txid: string;
  accountId: string;
  type: string;
  conversationId: string | null;
  ticketId: string | null;
  teamId: string | null;
  seq: number | null;
  at: number;
  agentId: string | null;
  data: Record<string, unknown>;
};

/** Where the log stands now: everything that is committed lies before it. */
export async function currentCursor(db: Db): Promise<Cursor> {
  const { rows } =
    await sql<Cursor>`SELECT epoch, pg_snapshot_xmin(pg_current_snapshot())::text AS txid, 0 AS id FROM stream_epoch`.execute(
      db,
    );
  const [cursor] = rows;
  if (!cursor) throw new Error("stream epoch missing");
  return cursor;
}

// a bare `txid` in ORDER BY would mean this text, in which 10 comes before 9
export const EVENT = sql`id, txid::text AS txid, account_id AS "accountId", type, conversation_id AS "conversationId", ticket_id AS "ticketId", team_id AS "teamId", seq, at, agent_id AS "agentId", data`;

/** Events after a place, below the oldest transaction still open: none of them can be overtaken by one that commits later. */
export async function eventsAfter(
  db: Db,
  after: Pick<Cursor, "txid" | "id">,
  limit: number,
): Promise<TailEvent[]> {
  const { rows } = await sql<TailEvent>`
    SELECT ${EVENT} FROM event WHERE (txid, id) > (${after.txid}::xid8, ${after.id}) AND txid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY event.txid, id LIMIT ${limit}`.execute(
    db,
  );
  return rows;
}

type Place = Pick<Cursor, "txid" | "id">;

/** Events of these types in these conversations after a place, those too that wait behind an open transaction. */
export async function eventsBeyond(
  tx: Tx,
  after: Place,
  conversationIds: readonly string[],
  types: readonly string[],
): Promise<TailEvent[]> {
  const { rows } = await sql<TailEvent>`
    SELECT ${EVENT} FROM event
    WHERE (txid, id) > (${after.txid}::xid8, ${after.id}) AND conversation_id = ANY(${conversationIds}::uuid[]) AND type = ANY(${types}::text[])
    ORDER BY event.txid, id`.execute(tx);
  return rows;
}

/** Events that wait behind an open transaction: for how long, and the database and process id of the oldest one there is. */
export type HeldBack = { ms: number; database: string | null; pid: number | null };

/** Is the log held back after this place? null = nothing waits. Time is the database's. */
export async function heldBack(db: Db, after: Place): Promise<HeldBack | null> {
  const { rows } = await sql<HeldBack>`
    SELECT round(extract(epoch FROM clock_timestamp() - e.created_at) * 1000)::int AS ms, h.database, h.pid
    FROM (SELECT created_at FROM event WHERE (txid, id) > (${after.txid}::xid8, ${after.id}) ORDER BY txid, id LIMIT 1) e
    LEFT JOIN LATERAL (SELECT a.datname AS database, l.pid FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND l.granted ORDER BY age(l.transactionid) DESC LIMIT 1) h ON true`.execute(
    db,
  );
  return rows[0] ?? null;
}

/**
 * An account's events after one place up to another, oldest first; null when they are more than `most`, or when the log no
 * longer goes back that far.
 */
export async function eventsBetween(
  db: Db,
  accountId: string,
  from: Place,
  to: Place,
  most: number,
): Promise<TailEvent[] | null> {
  const oldest = await sql<{
    kept: boolean;
  }>`SELECT (txid, id) > (${from.txid}::xid8, ${from.id}) AS kept FROM event ORDER BY txid, id LIMIT 1`.execute(
    db,
  );
  if (oldest.rows[0]?.kept) return null;
  const { rows } = await sql<TailEvent>`
    SELECT ${EVENT} FROM event
    WHERE (txid, id) > (${from.txid}::xid8, ${from.id}) AND (txid, id) <= (${to.txid}::xid8, ${to.id}) AND account_id = ${accountId}
    ORDER BY event.txid, id LIMIT ${most + 1}`.execute(db);
  return rows.length > most ? null : rows;
}
