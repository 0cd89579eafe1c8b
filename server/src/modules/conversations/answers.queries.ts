import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

/** When a person of the company first wrote in each of these conversations, leaving out what Meta did not take. */
export async function firstAnswers(
  tx: Tx,
  accountId: string,
  conversationIds: readonly string[],
): Promise<Map<string, number>> {
  if (conversationIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; at: number }>`
    SELECT c.id, m.at FROM unnest(${[...conversationIds]}::uuid[]) AS c(id)
    CROSS JOIN LATERAL (SELECT m.at FROM message m WHERE m.account_id = ${accountId} AND m.conversation_id = c.id
      AND m.author IN ('agent', 'app') AND m.status NOT IN ('failed', 'cancelled') ORDER BY m.at, m.seq LIMIT 1) m`.execute(
    tx,
  );
  return new Map(rows.map(({ id, at }) => [id, at]));
}
