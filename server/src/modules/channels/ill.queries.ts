import type { Check } from "@balcao/whatsapp";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** A number that may be ill. */
export type IllRow = {
  id: string;
  name: string;
  displayPhone: string;
  pausedCode: number | null;
  /** something has come from Meta once */
  worked: boolean;
  checks: Check[];
  /** Meta said something grave of it, stops some of its sends, or has fallen silent */
  trouble: string | null;
  /** messages that wait for it to run again */
  held: number;
};

/** Numbers that are stopped, or of which something was found that does not work. */
export async function listIll(tx: Tx, accountId: string, now: number): Promise<IllRow[]> {
  const { rows } = await sql<IllRow>`
    SELECT c.id, c.name, c.display_phone AS "displayPhone", c.paused_code AS "pausedCode", coalesce(k.checks, '[]') AS checks,
      EXISTS (SELECT FROM webhook_delivery d WHERE d.account_id = c.account_id AND d.channel_id = c.id) AS worked,
      t.kind AS trouble,
      CASE WHEN c.paused_code IS NULL THEN 0 ELSE
        (SELECT count(*)::int FROM outbox o WHERE o.account_id = c.account_id AND o.channel_id = c.id AND o.state = 'queued') END AS held
    FROM channel c LEFT JOIN channel_check k ON k.account_id = c.account_id AND k.channel_id = c.id
      LEFT JOIN LATERAL (SELECT kind FROM channel_trouble b WHERE b.account_id = c.account_id AND b.channel_id = c.id AND b.ended_at IS NULL
        AND (b.until IS NULL OR b.until > ${iso(now)}::timestamptz) AND (b.severity = 'critical' OR b.stops IS NOT NULL OR b.kind = 'silence')
        ORDER BY b.kind = 'silence', b.since LIMIT 1) t ON true
    WHERE c.account_id = ${accountId} AND c.removed_at IS NULL AND (c.paused_code IS NOT NULL OR t.kind IS NOT NULL OR k.checks @> '[{"state": "fail"}]')
    ORDER BY c.created_at, c.id`.execute(tx);
  return rows;
}
