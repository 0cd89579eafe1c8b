import type { Label } from "@balcao/api";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

export async function listLabels(tx: Tx, accountId: string): Promise<Label[]> {
  const { rows } = await sql<Label>`
    SELECT id, name, color, version FROM label WHERE account_id = ${accountId} ORDER BY lower(name), id`.execute(
    tx,
  );
  return rows;
}

/** Throws 23505 when the name is taken. */
export async function insertLabel(
  tx: Tx,
  accountId: string,
  label: Omit<Label, "version">,
  now: number,
): Promise<void> {
  await sql`INSERT INTO label (account_id, id, name, color, created_at)
    VALUES (${accountId}, ${label.id}, ${label.name}, ${label.color}, ${iso(now)}::timestamptz)`.execute(tx);
}

/** False when the version has moved on or there is no such label. Throws 23505 when the name is taken. */
export async function updateLabel(tx: Tx, accountId: string, label: Label): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    UPDATE label SET name = ${label.name}, color = ${label.color}, version = version + 1
    WHERE account_id = ${accountId} AND id = ${label.id} AND version = ${label.version} RETURNING id`.execute(
    tx,
  );
  return rows.length > 0;
}

/** Takes it off every conversation and contact too. */
export async function deleteLabel(tx: Tx, accountId: string, id: string): Promise<boolean> {
  const { rows } = await sql<{
    id: string;
  }>`DELETE FROM label WHERE account_id = ${accountId} AND id = ${id} RETURNING id`.execute(tx);
  return rows.length > 0;
}

/** Which of these labels there are, held against a deletion until the end of the transaction. */
export async function holdLabels(tx: Tx, accountId: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM label WHERE account_id = ${accountId} AND id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR KEY SHARE`.execute(
    tx,
  );
  return new Set(rows.map(({ id }) => id));
}
