import type { Trigger } from "@balcao/core";
import { sql } from "kysely";
import type { Db, Tx } from "../../platform/database.ts";

export type BotVersion = { accountId: string; id: string; number: number; triggers: Trigger[] };

/** The id of the newest published version of each account. */
export async function publishedVersionIds(db: Db | Tx, accountIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ accountId: string; id: string }>`
    SELECT DISTINCT ON (account_id) account_id AS "accountId", id FROM bot_version
    WHERE account_id = ANY(${[...accountIds]}::uuid[]) ORDER BY account_id, number DESC`.execute(db);
  return new Map(rows.map((row) => [row.accountId, row.id]));
}

/** Versions by id. They never change once published. */
export async function loadVersions(db: Db | Tx, ids: readonly string[]): Promise<BotVersion[]> {
  const { rows } = await sql<BotVersion>`
    SELECT account_id AS "accountId", id, number, triggers FROM bot_version WHERE id = ANY(${[...ids]}::uuid[])`.execute(db);
  return rows;
}

/** Puts a version beside the others; the newest number speaks. */
export async function insertVersion(tx: Tx, version: BotVersion & { note: string; publishedBy: string | null }, publishedAt: string): Promise<void> {
  await sql`INSERT INTO bot_version (account_id, id, number, triggers, note, published_by, published_at)
    VALUES (${version.accountId}, ${version.id}, ${version.number}, ${JSON.stringify(version.triggers)}::jsonb, ${version.note}, ${version.publishedBy}, ${publishedAt}::timestamptz)`.execute(tx);
}
