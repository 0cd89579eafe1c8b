import { REGULAR, type Usage } from "@balcao/core";
import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

/** Days of the account, from `from` up to `until`. */
type Days = { from: string; until: string };
/** Messages that arrived: of one number, day of the account, team, type and category. */
type UsageRow = Usage & { channelId: string; teamId: string };

/** What an account was counted for among the messages that left on these days. */
export async function loadUsage(tx: Tx, accountId: string, { from, until }: Days): Promise<UsageRow[]> {
  const { rows } = await sql<UsageRow>`
    SELECT channel_id AS "channelId", team_id AS "teamId", to_char(day, 'YYYY-MM-DD') AS day, price_type AS type, price_category AS category,
      messages AS count
    FROM message_charge_day WHERE account_id = ${accountId} AND day >= ${from}::date AND day < ${until}::date AND messages > 0`.execute(
    tx,
  );
  return rows;
}

/** The same of one conversation, whenever its messages left. */
export async function loadConversationUsage(
  tx: Tx,
  accountId: string,
  conversationId: string,
): Promise<Usage[]> {
  const { rows } = await sql<Usage>`
    SELECT to_char(day, 'YYYY-MM-DD') AS day, price_type AS type, price_category AS category, count(*)::int AS count
    FROM message_charge WHERE account_id = ${accountId} AND conversation_id = ${conversationId} AND price_type IS NOT NULL AND arrived_at IS NOT NULL
    GROUP BY 1, 2, 3`.execute(tx);
  return rows;
}

type ConversationCost = { conversationId: string; count: number; micros: number; unpriced: number };

/**
 * The conversations that cost most, by the account's rates as `costOf` of core applies them: of each message the one in force on its day.
 */
export async function dearestConversations(
  tx: Tx,
  accountId: string,
  { from, until, most }: Days & { most: number },
): Promise<ConversationCost[]> {
  const { rows } = await sql<ConversationCost>`
    -- one look for each day and category, not for each message; floats hold whole numbers up to 2^53
    WITH rate AS MATERIALIZED (
      SELECT d.day::date AS day, k.category, (SELECT r.micros::float8 FROM message_rate r WHERE r.account_id = ${accountId}
        AND r.category = k.category AND r.valid_from <= d.day ORDER BY r.valid_from DESC LIMIT 1) AS micros
      FROM generate_series(${from}::date, ${until}::date - 1, interval '1 day') AS d(day),
        (SELECT DISTINCT category FROM message_rate WHERE account_id = ${accountId}) k)
    SELECT m.conversation_id AS "conversationId", count(*)::int AS count, coalesce(sum(rate.micros), 0) AS micros,
      (count(*) FILTER (WHERE m.price_type = ${REGULAR} AND rate.micros IS NULL))::int AS unpriced
    FROM message_charge m LEFT JOIN rate ON m.price_type = ${REGULAR} AND rate.day = m.day AND rate.category = m.price_category
    WHERE m.account_id = ${accountId} AND m.day >= ${from}::date AND m.day < ${until}::date AND m.price_type IS NOT NULL AND m.arrived_at IS NOT NULL
    GROUP BY 1 ORDER BY micros DESC, unpriced DESC, count DESC, 1 LIMIT ${most}`.execute(tx);
  return rows;
}

/** Messages of one category that left from a day on and arrived, by number, and how many of them were charged. */
export async function countCategory(
  tx: Tx,
  accountId: string,
  { from, category }: { from: string; category: string },
): Promise<{ channelId: string; count: number; charged: number }[]> {
  const { rows } = await sql<{ channelId: string; count: number; charged: number }>`
    SELECT channel_id AS "channelId", sum(messages)::int AS count, coalesce(sum(messages) FILTER (WHERE price_type = ${REGULAR}), 0)::int AS charged
    FROM message_charge_day WHERE account_id = ${accountId} AND day >= ${from}::date AND price_category = ${category}
    GROUP BY 1 ORDER BY 1`.execute(tx);
  return rows;
}
