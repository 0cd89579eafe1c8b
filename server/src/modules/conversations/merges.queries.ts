import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import type { Counted } from "./counters.queries.ts";

/** A conversation of one of two contacts, as it was before they were merged. */
export type Placed = Counted & {
  id: string;
  contactId: string;
  channelId: string;
  waitingSince: number | null;
};
/** What a merge did to conversations: those that went to the kept contact, and those it ended, as they were. */
export type MovedConversations = { moved: string[]; ended: Placed[] };

/** All conversations of these contacts, locked in id order. */
export async function lockConversationsOf(
  tx: Tx,
  accountId: string,
  contactIds: readonly string[],
): Promise<Placed[]> {
  const { rows } = await sql<Placed>`
    SELECT v.id, v.contact_id AS "contactId", v.channel_id AS "channelId", v.team_id AS "teamId", v.agent_id AS "agentId", v.owner, v.status,
      v.snoozed_until AS "snoozedUntil", v.unread, v.waiting_since AS "waitingSince"
    FROM conversation v WHERE v.account_id = ${accountId} AND v.contact_id = ANY(${[...contactIds]}::uuid[]) ORDER BY v.id FOR NO KEY UPDATE`.execute(
    tx,
  );
  return rows;
}

/** Gives conversations back to the contact they were of. */
export async function returnConversations(
  tx: Tx,
  accountId: string,
  ids: readonly string[],
  contacts: { from: string; to: string },
): Promise<void> {
  await sql`UPDATE conversation SET contact_id = ${contacts.to}, version = version + 1
    WHERE account_id = ${accountId} AND contact_id = ${contacts.from} AND id = ANY(${[...ids]}::uuid[])`.execute(
    tx,
  );
}

/** A conversation that a merge ended goes on as it was, and is looked at by its timer at once. */
export async function resume(tx: Tx, accountId: string, before: Placed, now: number): Promise<void> {
  await sql`UPDATE conversation SET status = ${before.status}, unread = ${before.unread}, waiting_since = ${iso(before.waitingSince)}::timestamptz,
      snoozed_until = ${iso(before.snoozedUntil)}::timestamptz, closed_at = NULL, close_reason = NULL, wake_at = ${iso(now)}::timestamptz, version = version + 1
    WHERE account_id = ${accountId} AND id = ${before.id}`.execute(tx);
  await sql`INSERT INTO timer (account_id, conversation_id, channel_id, lane, due_at)
    SELECT h.account_id, ${before.id}, h.id, h.lane, ${iso(now)}::timestamptz FROM channel h WHERE h.account_id = ${accountId} AND h.id = ${before.channelId}
    ON CONFLICT (account_id, conversation_id) DO UPDATE SET due_at = excluded.due_at`.execute(tx);
}
