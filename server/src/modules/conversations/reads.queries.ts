import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

/** Notes that a conversation was read up to its newest message of the customer's; notices and calls are no messages of Meta's that could be. */
export async function queueRead(tx: Tx, accountId: string, conversationId: string): Promise<void> {
  await sql`
    INSERT INTO read_mark (account_id, conversation_id, channel_id, wamid)
    SELECT account_id, conversation_id, channel_id, wamid FROM message
      WHERE account_id = ${accountId} AND conversation_id = ${conversationId} AND direction = 'in' AND wamid IS NOT NULL AND kind NOT IN ('system', 'call')
      ORDER BY at DESC, seq DESC LIMIT 1
    ON CONFLICT (account_id, conversation_id) DO UPDATE SET wamid = excluded.wamid, attempts = 0, next_attempt_at = now()`.execute(
    tx,
  );
}

export type DueRead = {
  accountId: string;
  conversationId: string;
  channelId: string;
  wamid: string;
  attempts: number;
};

/** Takes what Meta is to be told, for `seconds` of the database's time. */
export async function takeReads(tx: Tx, limit: number, seconds: number): Promise<DueRead[]> {
  const { rows } = await sql<DueRead>`
    UPDATE read_mark r SET attempts = r.attempts + 1, next_attempt_at = now() + make_interval(secs => ${seconds})
    WHERE (r.account_id, r.conversation_id) IN (SELECT account_id, conversation_id FROM read_mark WHERE next_attempt_at <= now()
      ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING r.account_id AS "accountId", r.conversation_id AS "conversationId", r.channel_id AS "channelId", r.wamid, r.attempts`.execute(
    tx,
  );
  return rows;
}

/** Meta was told, or never will be; what was read since stays. */
export async function dropRead(tx: Tx, { accountId, conversationId, wamid }: DueRead): Promise<void> {
  await sql`DELETE FROM read_mark WHERE account_id = ${accountId} AND conversation_id = ${conversationId} AND wamid = ${wamid}`.execute(
    tx,
  );
}

/** Did the customer write after this place of the conversation's own counter? */
export async function wroteSince(
  tx: Tx,
  accountId: string,
  conversationId: string,
  seq: number,
): Promise<boolean> {
  const { rows } = await sql<{ wrote: boolean }>`
    SELECT EXISTS (SELECT FROM message WHERE account_id = ${accountId} AND conversation_id = ${conversationId}
      AND direction = 'in' AND seq > ${seq}) AS wrote`.execute(tx);
  return rows[0]?.wrote ?? false;
}
