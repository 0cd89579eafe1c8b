import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

type Number = { accountId: string; id: string };

/** Messages of a number that failed since a moment, by Meta's code, or without one by our reason, the most frequent first. */
export async function failuresSince(
  tx: Tx,
  { accountId, id }: Number,
  since: number,
): Promise<{ code: number | null; detail: string | null; count: number }[]> {
  const { rows } = await sql<{ code: number | null; detail: string | null; count: number }>`
    SELECT error_code AS code, CASE WHEN error_code IS NULL THEN error->>'detail' END AS detail, count(*)::int AS count FROM message
    WHERE account_id = ${accountId} AND channel_id = ${id} AND status = 'failed' AND created_at >= ${iso(since)}::timestamptz
    GROUP BY 1, 2 ORDER BY count(*) DESC, error_code`.execute(tx);
  return rows;
}

/** How many messages of a number wait to go out, and since when the oldest of what came for it waits to be handled. */
export async function backlog(
  tx: Tx,
  { accountId, id }: Number,
): Promise<{ waiting: number; behindSince: number | null }> {
  const { rows } = await sql<{ waiting: number; behindSince: number | null }>`
    SELECT (SELECT count(*)::int FROM outbox o WHERE o.account_id = ${accountId} AND o.channel_id = ${id} AND o.state IN ('queued', 'leased', 'calling')) AS waiting,
      (SELECT min(f.received_at) FROM fact f WHERE f.account_id = ${accountId} AND f.channel_id = ${id}) AS "behindSince"`.execute(
    tx,
  );
  return rows[0] ?? { waiting: 0, behindSince: null };
}

type TroubleRow = {
  kind: string;
  cause: string;
  severity: "critical" | "warning" | "info";
  since: number;
  until: number | null;
  data: Record<string, string>;
};

/** What ails a number by Meta's word at a moment, the gravest first. */
export async function troublesOf(tx: Tx, { accountId, id }: Number, now: number): Promise<TroubleRow[]> {
  const { rows } = await sql<TroubleRow>`
    SELECT kind, cause, severity, since, until, data FROM channel_trouble
    WHERE account_id = ${accountId} AND channel_id = ${id} AND ended_at IS NULL AND (until IS NULL OR until > ${iso(now)}::timestamptz)
    ORDER BY array_position(ARRAY['critical', 'warning', 'info'], severity), since DESC, kind, cause`.execute(
    tx,
  );
  return rows;
}
