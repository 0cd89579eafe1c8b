import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

export type LabelChanges = { added: string[]; removed: string[] };

/** Puts labels on a conversation and takes others off; answers what really changed. */
export async function changeLabels(
  tx: Tx,
  accountId: string,
  conversationId: string,
  add: readonly string[],
  remove: readonly string[],
): Promise<LabelChanges> {
  const added = await sql<{ id: string }>`
    INSERT INTO conversation_label (account_id, conversation_id, label_id)
    SELECT ${accountId}::uuid, ${conversationId}::uuid, id FROM unnest(${[...add]}::uuid[]) AS wanted(id) ON CONFLICT DO NOTHING RETURNING label_id AS id`.execute(
    tx,
  );
  const removed = await sql<{ id: string }>`
    DELETE FROM conversation_label WHERE account_id = ${accountId} AND conversation_id = ${conversationId}
      AND label_id = ANY(${[...remove]}::uuid[]) RETURNING label_id AS id`.execute(tx);
  return { added: added.rows.map(({ id }) => id), removed: removed.rows.map(({ id }) => id) };
}
