import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";

export type DueTimer = {
  accountId: string;
  conversationId: string;
  channelId: string;
  lane: number;
  dueAt: number;
};

/** Takes timers that are due; a rival taking at the same moment gets others. */
export async function takeDueTimers(tx: Tx, now: number, limit: number): Promise<DueTimer[]> {
  const { rows } = await sql<DueTimer>`
    DELETE FROM timer WHERE (account_id, conversation_id) IN
      (SELECT account_id, conversation_id FROM timer WHERE due_at <= ${iso(now)}::timestamptz ORDER BY due_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING account_id AS "accountId", conversation_id AS "conversationId", channel_id AS "channelId", lane, due_at AS "dueAt"`.execute(
    tx,
  );
  return rows;
}

/** The moment of the next timer of any account, epoch milliseconds; null when none is armed. */
export async function nextTimerAt(db: Db): Promise<number | null> {
  const { rows } = await sql<{ dueAt: number | null }>`SELECT min(due_at) AS "dueAt" FROM timer`.execute(db);
  return rows[0]?.dueAt ?? null;
}

/** After a change of settings: every conversation of the account that is not closed is looked at again, soon. */
export async function wakeAccount(tx: Tx, accountId: string, now: number): Promise<void> {
  const at = iso(now);
  await sql`
    UPDATE timer t SET due_at = least(t.due_at, ${at}::timestamptz) WHERE t.account_id = ${accountId}`.execute(
    tx,
  );
  await sql`
    UPDATE conversation v SET wake_at = t.due_at FROM timer t
    WHERE t.account_id = ${accountId} AND v.account_id = t.account_id AND v.id = t.conversation_id AND v.wake_at <> t.due_at`.execute(
    tx,
  );
}
