import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

/** Statuses that came of a message which is in no conversation, such as an administrator's test; none after a week. */
export async function strayStatuses(
  tx: Tx,
  { accountId, channelId, wamid }: { accountId: string; channelId: string; wamid: string },
): Promise<{ status: string; code: number | null }[]> {
  const { rows } = await sql<{ status: string; code: number | null }>`
    SELECT status, (payload->'errors'->0->>'code')::int AS code FROM parked_status
    WHERE account_id = ${accountId} AND channel_id = ${channelId} AND wamid = ${wamid}`.execute(tx);
  return rows;
}
