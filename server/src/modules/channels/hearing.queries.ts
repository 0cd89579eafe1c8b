import { stretchOf } from "@balcao/core";
import { sql } from "kysely";
import { iso, recordset } from "../../platform/bulk.ts";
import type { Db } from "../../platform/database.ts";

/** A number and how it is heard from. `before`: see Hearing of @balcao/core. */
export type HeardNumber = {
  accountId: string;
  channelId: string;
  name: string;
  displayPhone: string;
  lastAt: number | null;
  day: number;
  before: number[];
  /** it was disconnected: that it is silent is no wonder */
  removed: boolean;
};

const DAY_MS = 24 * 3_600_000;
const DAYS = 7;

type Last = Omit<HeardNumber, "day" | "before">;

/** How the numbers of an account, or of all, are heard from; the oldest number first. `day`: deliveries of the last 24 hours. */
export async function numbersHeard(db: Db, accountId: string | null, now: number): Promise<HeardNumber[]> {
  const own = accountId === null ? sql`true` : sql`c.account_id = ${accountId}`;
  const { rows } = await sql<Last>`
    SELECT c.account_id AS "accountId", c.id AS "channelId", c.name, c.display_phone AS "displayPhone", c.removed_at IS NOT NULL AS removed,
      (SELECT max(d.received_at) FROM webhook_delivery d WHERE d.account_id = c.account_id AND d.channel_id = c.id) AS "lastAt"
    FROM channel c WHERE ${own} ORDER BY c.created_at, c.id`.execute(db);
  const stretches = rows.flatMap(({ accountId: account, channelId, lastAt }) => {
    if (lastAt === null) return [];
    const { from, to } = stretchOf(lastAt, now);
    const today = { from: now - DAY_MS, to: now + 1, back: 0 };
    const days = Array.from({ length: DAYS }, (_none, back) => ({
      from: from - (back + 1) * DAY_MS,
      to: to - (back + 1) * DAY_MS,
      back: back + 1,
    }));
    return [today, ...days].map((stretch) => ({
      account_id: account,
      channel_id: channelId,
      back: stretch.back,
      since: iso(stretch.from),
      until: iso(stretch.to),
    }));
  });
  const counts = await countStretches(db, stretches);
  return rows.map((row) => {
    const own = counts.get(row.channelId) ?? [];
    return { ...row, day: own[0] ?? 0, before: own.slice(1) };
  });
}

const STRETCH = {
  account_id: "uuid",
  channel_id: "uuid",
  back: "int",
  since: "timestamptz",
  until: "timestamptz",
};

async function countStretches(
  db: Db,
  stretches: readonly Record<string, unknown>[],
): Promise<ReadonlyMap<string, number[]>> {
  if (stretches.length === 0) return new Map();
  const { rows } = await sql<{ channelId: string; counts: number[] }>`
    SELECT s.channel_id AS "channelId", array_agg(n.count ORDER BY s.back) AS counts
    FROM ${recordset(stretches, STRETCH, "s")}
    CROSS JOIN LATERAL (SELECT count(*)::int AS count FROM webhook_delivery d
      WHERE d.account_id = s.account_id AND d.channel_id = s.channel_id AND d.received_at >= s.since AND d.received_at < s.until) n
    GROUP BY s.channel_id`.execute(db);
  return new Map(rows.map((row) => [row.channelId, row.counts]));
}
