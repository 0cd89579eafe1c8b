import { sql } from "kysely";
import type { Db } from "../../platform/database.ts";

/** A place in the log. Compared by transaction, then id: a row that commits late still comes after what was read. */
export type Cursor = { epoch: string; txid: string; id: number };
export type TailEvent = {
  id: number; txid: string; accountId: string; type: string; conversationId: string | null; seq: number | null; at: number; agentId: string | null; data: Record<string, unknown>;
};

/** Where the log stands now: everything that is committed lies before it. */
export async function currentCursor(db: Db): Promise<Cursor> {
  const { rows } = await sql<Cursor>`SELECT epoch, pg_snapshot_xmin(pg_current_snapshot())::text AS txid, 0 AS id FROM stream_epoch`.execute(db);
  const [cursor] = rows;
  if (!cursor) throw new Error("stream epoch missing");
  return cursor;
}

/** Events after a place, below the oldest transaction still open: none of them can be overtaken by one that commits later. */
export async function eventsAfter(db: Db, after: Pick<Cursor, "txid" | "id">, limit: number): Promise<TailEvent[]> {
  const { rows } = await sql<TailEvent>`
    SELECT id, txid::text AS txid, account_id AS "accountId", type, conversation_id AS "conversationId", seq, at, agent_id AS "agentId", data
    FROM event WHERE (txid, id) > (${after.txid}::xid8, ${after.id}) AND txid < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY txid, id LIMIT ${limit}`.execute(db);
  return rows;
}
