import { sql } from "kysely";
import type { Db, Tx } from "../../platform/database.ts";

/** A number nobody else uses for locks: one node at a time reads the log for notices. */
const LOCK = 8030;

export type Cursor = { epoch: string; txid: string; id: number };

/** Is this transaction the one that reads the log now? A lock that writes nothing, and so holds no reader of the log back. */
export async function isReader(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ mine: boolean }>`SELECT pg_try_advisory_xact_lock(${LOCK}) AS mine`.execute(
    tx,
  );
  return rows[0]?.mine === true;
}

/** Up to where the log has been read; null = nobody wanted notices until now. */
export async function loadCursor(db: Db | Tx): Promise<Cursor | null> {
  const { rows } = await sql<Cursor>`SELECT epoch, txid::text AS txid, id FROM push_cursor`.execute(db);
  return rows[0] ?? null;
}

export async function saveCursor(tx: Tx, { epoch, txid, id }: Cursor): Promise<void> {
  await sql`INSERT INTO push_cursor (epoch, txid, id) VALUES (${epoch}, ${txid}::xid8, ${id})
    ON CONFLICT (only_one) DO UPDATE SET epoch = excluded.epoch, txid = excluded.txid, id = excluded.id`.execute(
    tx,
  );
}

/** Nobody wants notices any more: who does next begins at that moment. */
export async function forgetCursor(tx: Tx): Promise<void> {
  await sql`DELETE FROM push_cursor`.execute(tx);
}
