import type { ListViewFields } from "@balcao/api";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

export type ViewRow = ListViewFields & { id: string; agentId: string; version: number };

/** The account's views, by name. */
export async function listViews(tx: Tx, accountId: string): Promise<ViewRow[]> {
  const { rows } = await sql<ViewRow>`
    SELECT id, agent_id AS "agentId", list, name, shared_with AS "sharedWith", team_id AS "teamId", filter, version
    FROM list_view WHERE account_id = ${accountId} ORDER BY lower(name), id`.execute(tx);
  return rows;
}

export async function insertView(
  tx: Tx,
  accountId: string,
  view: Omit<ViewRow, "version">,
  now: number,
): Promise<void> {
  await sql`INSERT INTO list_view (account_id, id, agent_id, list, name, shared_with, team_id, filter, created_at)
    VALUES (${accountId}, ${view.id}, ${view.agentId}, ${view.list}, ${view.name}, ${view.sharedWith}, ${view.teamId}, ${JSON.stringify(view.filter)}::jsonb, ${iso(now)}::timestamptz)`.execute(
    tx,
  );
}

/** False when the version has moved on. */
export async function updateView(
  tx: Tx,
  accountId: string,
  view: Omit<ViewRow, "agentId">,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    UPDATE list_view SET name = ${view.name}, shared_with = ${view.sharedWith}, team_id = ${view.teamId}, filter = ${JSON.stringify(view.filter)}::jsonb, version = version + 1
    WHERE account_id = ${accountId} AND id = ${view.id} AND version = ${view.version} RETURNING id`.execute(
    tx,
  );
  return rows.length > 0;
}

export async function deleteView(tx: Tx, accountId: string, id: string): Promise<void> {
  await sql`DELETE FROM list_view WHERE account_id = ${accountId} AND id = ${id}`.execute(tx);
}
