import { BOT_ACTS } from "@balcao/core";
import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

export type Span = { begins: number; ends: number };

/** Whole local days of the account, both included, as moments. */
export async function spanOf(tx: Tx, accountId: string, from: string, to: string): Promise<Span> {
  const { rows } = await sql<Span>`
    SELECT (${from}::date)::timestamp AT TIME ZONE time_zone AS begins, (${to}::date + 1)::timestamp AT TIME ZONE time_zone AS ends
    FROM account WHERE account_id = ${accountId}`.execute(tx);
  const [span] = rows;
  if (!span) throw new Error(`account missing: ${accountId}`);
  return span;
}

const within = (column: string, { begins, ends }: Span) =>
  sql`${sql.ref(column)} >= ${new Date(begins).toISOString()}::timestamptz AND ${sql.ref(column)} < ${new Date(ends).toISOString()}::timestamptz`;

const ACTS = Object.entries(BOT_ACTS);

export type VersionActs = {
  number: number;
  entered: number;
  answered: number;
  handedOver: number;
  gaveUp: number;
  askedForPerson: number;
};

/**
 * What each version did in a span, newest first, counted in conversations: how often is no matter, and that its acts fell into more
 * than one decision neither. One pass over the span's decisions, each of which keeps what it counts as (`botActs`).
 */
export async function countActs(tx: Tx, accountId: string, span: Span): Promise<VersionActs[]> {
  const { rows } = await sql<VersionActs>`
    WITH did AS (
      SELECT b.bot_version_id, bit_or(b.acts) AS acts FROM bot_trace b
      WHERE b.account_id = ${accountId} AND ${within("b.at", span)} GROUP BY b.bot_version_id, b.conversation_id
    )
    SELECT p.number, ${sql.join(
      ACTS.map(
        ([name, bit]) => sql`count(*) FILTER (WHERE d.acts & ${sql.lit(bit)} <> 0)::int AS ${sql.id(name)}`,
      ),
    )}
    FROM did d JOIN bot_version p ON p.account_id = ${accountId} AND p.id = d.bot_version_id WHERE d.acts <> 0
    GROUP BY p.number ORDER BY p.number DESC`.execute(tx);
  return rows;
}

export type Unmatched = { text: string; count: number; teamId: string | null; lastAt: number };

/** What customers wrote and no trigger answered, most frequent first, by the team they were in (of a deleted one, its successor). */
export async function unmatchedTexts(
  tx: Tx,
  accountId: string,
  span: Span,
  most: number,
): Promise<Unmatched[]> {
  const { rows } = await sql<Unmatched>`
    WITH wrote AS (
      SELECT b.unanswered AS text, b.unanswered_in AS team, count(*)::int AS count, max(b.at) AS last_at FROM bot_trace b
      WHERE b.account_id = ${accountId} AND ${within("b.at", span)} AND b.unanswered IS NOT NULL GROUP BY b.unanswered, b.unanswered_in
    )
    SELECT w.text, sum(w.count)::int AS count, coalesce(t.id, g.moved_to) AS "teamId", max(w.last_at) AS "lastAt" FROM wrote w
      LEFT JOIN team t ON t.account_id = ${accountId} AND t.id = w.team LEFT JOIN team_gone g ON g.account_id = ${accountId} AND g.id = w.team
    GROUP BY w.text, coalesce(t.id, g.moved_to) ORDER BY 2 DESC, 4 DESC, w.text LIMIT ${most}`.execute(tx);
  return rows;
}
