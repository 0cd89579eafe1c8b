import type { TesterStep } from "@balcao/core";
import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

export type ScriptRow = {
  id: string;
  name: string;
  begin: string;
  steps: TesterStep[];
  expected: string[];
  version: number;
};

/** The tests of the bot that an account keeps, by name. */
export async function listScripts(tx: Tx, accountId: string): Promise<ScriptRow[]> {
  const { rows } = await sql<ScriptRow>`
    SELECT id, name, begin_local AS begin, steps, expected, version FROM bot_script WHERE account_id = ${accountId} ORDER BY lower(name), id`.execute(
    tx,
  );
  return rows;
}

/** Throws 23505 when the name is taken. */
export async function insertScript(
  tx: Tx,
  accountId: string,
  row: Omit<ScriptRow, "version">,
  agentId: string,
  at: string,
): Promise<void> {
  await sql`INSERT INTO bot_script (account_id, id, name, begin_local, steps, expected, created_at, updated_at, updated_by)
    VALUES (${accountId}, ${row.id}, ${row.name}, ${row.begin}, ${JSON.stringify(row.steps)}::jsonb, ${JSON.stringify(row.expected)}::jsonb,
      ${at}::timestamptz, ${at}::timestamptz, ${agentId})`.execute(tx);
}

/** False when the version has moved on or there is no such script. Throws 23505 when the name is taken. */
export async function updateScript(
  tx: Tx,
  accountId: string,
  row: ScriptRow,
  agentId: string,
  at: string,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    UPDATE bot_script SET name = ${row.name}, begin_local = ${row.begin}, steps = ${JSON.stringify(row.steps)}::jsonb, expected = ${JSON.stringify(row.expected)}::jsonb,
      updated_at = ${at}::timestamptz, updated_by = ${agentId}, version = version + 1
    WHERE account_id = ${accountId} AND id = ${row.id} AND version = ${row.version} RETURNING id`.execute(tx);
  return rows.length > 0;
}

export async function deleteScript(tx: Tx, accountId: string, id: string): Promise<boolean> {
  const { rows } = await sql<{
    id: string;
  }>`DELETE FROM bot_script WHERE account_id = ${accountId} AND id = ${id} RETURNING id`.execute(tx);
  return rows.length > 0;
}
