import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

/** An open conversation, and the number it is on. */
export type ReachPlace = {
  id: string;
  channel: { id: string; name: string; removed: boolean };
  lastMessageAt: number;
};

/** Conversations by id, and all of a contact (or of whom it was merged into), that are not closed. */
export async function findReaches(
  tx: Tx,
  accountId: string,
  { ids, contactId }: { ids: readonly string[]; contactId: string },
): Promise<ReachPlace[]> {
  const { rows } = await sql<ReachPlace>`
    SELECT v.id, json_build_object('id', h.id, 'name', h.name, 'removed', h.removed_at IS NOT NULL) AS channel, v.last_message_at AS "lastMessageAt"
    FROM conversation v JOIN channel h ON h.account_id = v.account_id AND h.id = v.channel_id
    WHERE v.account_id = ${accountId} AND v.status <> 'closed' AND (v.id = ANY(${[...ids]}::uuid[])
      OR v.contact_id = (SELECT coalesce(k.merged_into, k.id) FROM contact k WHERE k.account_id = ${accountId} AND k.id = ${contactId}))`.execute(
    tx,
  );
  return rows;
}
