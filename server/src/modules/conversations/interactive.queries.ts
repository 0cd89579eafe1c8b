import type { InteractiveAction } from "@balcao/core";
import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

/** What the account's agents sent last of what needs an id of Meta's, the latest first. */
export async function lastActions(tx: Tx, accountId: string, limit: number): Promise<InteractiveAction[]> {
  const { rows } = await sql<{ action: InteractiveAction }>`
    SELECT content->'action' AS action FROM message WHERE account_id = ${accountId} AND kind = 'interactive'
      AND content->'action'->>'kind' IN ('flow', 'product', 'product_list')
    ORDER BY created_at DESC LIMIT ${limit}`.execute(tx);
  return rows.map(({ action }) => action);
}
