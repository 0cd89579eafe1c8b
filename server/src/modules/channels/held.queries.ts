import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** A send that a stopped number held for too long; `code`: what stopped the number, null = it was disconnected. */
export type Stale = { accountId: string; messageId: string; channelId: string; code: number | null };

/** Takes what stopped numbers have held for longer than that out of the queue, and all of disconnected ones, and answers it. Times in milliseconds. */
export async function takeStale(
  tx: Tx,
  now: number,
  most: { automatic: number; written: number },
): Promise<Stale[]> {
  const { rows } = await sql<Stale>`
    DELETE FROM outbox o USING channel c
    WHERE (c.paused_code IS NOT NULL OR c.removed_at IS NOT NULL) AND o.account_id = c.account_id AND o.channel_id = c.id AND o.state = 'queued'
      AND (c.removed_at IS NOT NULL OR o.queued_at < CASE WHEN o.automatic THEN ${iso(now - most.automatic)}::timestamptz ELSE ${iso(now - most.written)}::timestamptz END)
    RETURNING o.account_id AS "accountId", o.message_id AS "messageId", o.channel_id AS "channelId", c.paused_code AS code`.execute(
    tx,
  );
  return rows;
}
