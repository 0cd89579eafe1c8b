import { sql } from "kysely";
import type { Sealer } from "./crypto.ts";
import type { Db, Tx } from "./database.ts";

/** A column of sealed values: what identifies a row, as text, and the place that its value is bound to. */
export type SealedColumn = {
  table: string;
  column: string;
  ids: readonly string[];
  place: (ids: Readonly<Record<string, string>>) => string;
};

/** `unreadable`: rows, by their ids, whose value no key of ours opens; they stay as they are. */
export type Resealed = { table: string; column: string; resealed: number; unreadable: string[] };

const BATCH = 200;
type Row = { at: string; sealed: Buffer; ids: Record<string, string> };

/** Rows whose value is not under the current key; of those known to be unreadable, which come first in their order, none. */
async function olderRows(
  tx: Tx,
  of: SealedColumn,
  keyId: Buffer,
  window: { skip: number; most: number },
): Promise<Row[]> {
  const column = sql.ref(of.column);
  const ids = of.ids.map((id) => sql`${sql.lit(id)}, ${sql.ref(id)}::text`);
  const { rows } = await sql<Row>`
    SELECT ctid::text AS at, ${column} AS sealed, jsonb_build_object(${sql.join(ids)}) AS ids FROM ${sql.ref(of.table)}
    WHERE ${column} IS NOT NULL AND substring(${column} FROM 2 FOR 4) <> ${keyId}
    ORDER BY ${sql.join(of.ids.map((id) => sql.ref(id)))} OFFSET ${window.skip} LIMIT ${window.most} FOR UPDATE`.execute(
    tx,
  );
  return rows;
}

async function resealColumn(db: Db, sealer: Sealer, of: SealedColumn, batch: number): Promise<Resealed> {
  const unreadable: string[] = [];
  let resealed = 0;
  const round = async (tx: Tx): Promise<number> => {
    const rows = await olderRows(tx, of, sealer.keyId, { skip: unreadable.length, most: batch });
    for (const { at, sealed, ids } of rows) {
      const place = of.place(ids);
      const plain = opened(sealer, sealed, place);
      if (plain === null) {
        unreadable.push(of.ids.map((id) => ids[id]).join(" "));
        continue;
      }
      // locked, a row stays where it is
      await sql`UPDATE ${sql.ref(of.table)} SET ${sql.ref(of.column)} = ${sealer.seal(plain, place)} WHERE ctid = ${at}::tid`.execute(
        tx,
      );
      resealed += 1;
    }
    return rows.length;
  };
  for (let found = batch; found === batch;) found = await db.transaction().execute(round);
  return { table: of.table, column: of.column, resealed, unreadable };
}

function opened(sealer: Sealer, sealed: Buffer, place: string): string | null {
  try {
    return sealer.open(sealed, place);
  } catch {
    // moved, altered, or of a key that is gone: it is told, and a person decides
    return null;
  }
}

/**
 * Seals anew whatever is not sealed under the first key, a batch a transaction: broken off anywhere, or run beside a desk at work, it
 * loses nothing and is run again. `db`: with the role of the system. Tells of each column how many, and which rows nothing opens.
 */
export async function resealAll(
  db: Db,
  sealer: Sealer,
  columns: readonly SealedColumn[],
  batch = BATCH,
): Promise<Resealed[]> {
  const all: Resealed[] = [];
  for (const column of columns) all.push(await resealColumn(db, sealer, column, batch));
  return all;
}
