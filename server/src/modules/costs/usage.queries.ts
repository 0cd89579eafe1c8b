import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** Messages that arrived: of one number, day of the account, team, type and category. */
export type UsageRow = {
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
