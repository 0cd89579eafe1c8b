import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

const waits = sql`v.scheduled @> '[{"unsent": null}]'`;

/** Conversations on a number that have not ended, and messages that wait there for their moment. */
export async function countOnNumber(
  tx: Tx,
  accountId: string,
  channelId: string,
): Promise<{ conversations: number; scheduled: number }> {
  const { rows } = await sql<{ conversations: number; scheduled: number }>`
    SELECT count(*)::int AS conversations,
      coalesce(sum((SELECT count(*) FROM jsonb_array_elements(v.scheduled) s WHERE s->'unsent' = 'null')), 0)::int AS scheduled
    FROM conversation v WHERE v.account_id = ${accountId} AND v.channel_id = ${channelId} AND v.status <> 'closed'`.execute(
    tx,
  );
  return rows[0] ?? { conversations: 0, scheduled: 0 };
}

/** The conversations of a number in which a message waits for its moment. */
export async function scheduledOnNumber(tx: Tx, accountId: string, channelId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT v.id FROM conversation v WHERE v.account_id = ${accountId} AND v.channel_id = ${channelId} AND v.status <> 'closed' AND ${waits}`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
}
