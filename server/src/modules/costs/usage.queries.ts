import { REGULAR } from "@balcao/core";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** Messages that arrived: of one number, day of the account, team, type and category. */
type UsageRow = {
  channelId: string;
  teamId: string;
  day: string;
  type: string;
  category: string;
  count: number;
};

/** What an account was counted for among the messages that left from `from` up to `until` (epoch ms). */
export async function loadUsage(
  tx: Tx,
  accountId: string,
  { from, until, timeZone }: { from: number; until: number; timeZone: string },
): Promise<UsageRow[]> {
  const { rows } = await sql<UsageRow>`
    SELECT channel_id AS "channelId", team_id AS "teamId", to_char(left_at AT TIME ZONE ${timeZone}, 'YYYY-MM-DD') AS day, price_type AS type,
      price_category AS category, count(*)::int AS count
    FROM message_charge WHERE account_id = ${accountId} AND left_at >= ${iso(from)}::timestamptz AND left_at < ${iso(until)}::timestamptz
      AND price_type IS NOT NULL AND arrived_at IS NOT NULL
    GROUP BY 1, 2, 3, 4, 5`.execute(tx);
  return rows;
}

type ConversationCost = { conversationId: string; count: number; micros: number; unpriced: number };

/**
 * The conversations that cost most, by the account's rates as `costOf` of core applies them: of each message the one in force on its day.
 */
export async function dearestConversations(
  tx: Tx,
  accountId: string,
  { from, until, timeZone, most }: { from: number; until: number; timeZone: string; most: number },
): Promise<ConversationCost[]> {
  const { rows } = await sql<ConversationCost>`
    WITH priced AS MATERIALIZED (
      SELECT m.conversation_id, m.count, CASE WHEN m.price_type = ${REGULAR} THEN
          (SELECT r.micros FROM message_rate r WHERE r.account_id = ${accountId} AND r.category = m.price_category AND r.valid_from <= m.day
           ORDER BY r.valid_from DESC LIMIT 1) ELSE 0 END AS micros
      FROM (SELECT conversation_id, price_type, price_category, (left_at AT TIME ZONE ${timeZone})::date AS day, count(*)::int AS count
        FROM message_charge WHERE account_id = ${accountId} AND left_at >= ${iso(from)}::timestamptz AND left_at < ${iso(until)}::timestamptz
          AND price_type IS NOT NULL AND arrived_at IS NOT NULL
        GROUP BY 1, 2, 3, 4) m)
    SELECT conversation_id AS "conversationId", sum(count)::int AS count, coalesce(sum(count * micros), 0)::float8 AS micros,
      coalesce(sum(count) FILTER (WHERE micros IS NULL), 0)::int AS unpriced
    FROM priced GROUP BY 1 ORDER BY micros DESC, unpriced DESC, count DESC, 1 LIMIT ${most}`.execute(tx);
  return rows;
}

/** Messages of one category that left from a moment on and arrived, by number, and how many of them were charged. */
export async function countCategory(
  tx: Tx,
  accountId: string,
  { from, category }: { from: number; category: string },
): Promise<{ channelId: string; count: number; charged: number }[]> {
  const { rows } = await sql<{ channelId: string; count: number; charged: number }>`
    SELECT channel_id AS "channelId", count(*)::int AS count, count(*) FILTER (WHERE price_type = ${REGULAR})::int AS charged FROM message_charge WHERE account_id = ${accountId}
      AND left_at >= ${iso(from)}::timestamptz AND price_category = ${category} AND price_type IS NOT NULL AND arrived_at IS NOT NULL
    GROUP BY 1 ORDER BY 1`.execute(tx);
  return rows;
}
