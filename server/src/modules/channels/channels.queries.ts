import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

/** The business portfolio of each channel: BSUIDs are scoped to it. */
export async function portfolioOf(tx: Tx, channelIds: readonly string[]): Promise<Map<string, string>> {
  if (channelIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; portfolioId: string }>`
    SELECT id, portfolio_id AS "portfolioId" FROM channel WHERE id = ANY(${[...new Set(channelIds)]}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.portfolioId]));
}
