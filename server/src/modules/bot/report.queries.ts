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

export type VersionActs = {
  number: number;
  entered: number;
  answered: number;
  handedOver: number;
  gaveUp: number;
  askedForPerson: number;
};

/**
 * What each version did in a span, newest first, counted in conversations. An act belongs to the version that decided last before
 * it. "Gave up": people had to take over because nothing more matched; a hand-over to a team of people is none.
 */
export async function countActs(tx: Tx, accountId: string, span: Span): Promise<VersionActs[]> {
  const { rows } = await sql<VersionActs>`
    WITH decision AS MATERIALIZED (
      SELECT b.conversation_id, b.at, b.id, b.message_id, b.bot_version_id FROM bot_trace b
      WHERE b.account_id = ${accountId} AND ${within("b.at", span)}
    ), first AS (
      SELECT DISTINCT ON (conversation_id) conversation_id, message_id, bot_version_id FROM decision ORDER BY conversation_id, at, id
    ), act AS (
      SELECT f.conversation_id, f.bot_version_id, 'entered' AS what FROM first f
        JOIN message c ON c.account_id = ${accountId} AND c.id = f.message_id
        WHERE NOT EXISTS (SELECT FROM message o WHERE o.account_id = ${accountId} AND o.conversation_id = f.conversation_id AND o.seq < c.seq)
      UNION ALL
      SELECT d.conversation_id, d.bot_version_id, 'answered' FROM decision d
        JOIN message m ON m.account_id = ${accountId} AND m.conversation_id = d.conversation_id AND m.created_at = d.at AND m.author = 'bot'
      UNION ALL
      SELECT e.conversation_id, b.bot_version_id,
        CASE WHEN e.type = 'conversation.handed_over' THEN 'handed_over' WHEN e.data->>'reason' = 'asked_for_person' THEN 'asked_for_person' ELSE 'gave_up' END
      FROM (SELECT conversation_id FROM first) f
        JOIN event e ON e.account_id = ${accountId} AND e.conversation_id = f.conversation_id AND e.seq IS NOT NULL AND ${within("e.at", span)}
        CROSS JOIN LATERAL (SELECT t.bot_version_id FROM bot_trace t
          WHERE t.account_id = ${accountId} AND t.conversation_id = e.conversation_id AND t.at <= e.at ORDER BY t.at DESC, t.id DESC LIMIT 1) b
      WHERE e.type = 'conversation.handed_over' OR (e.type = 'conversation.bot_stopped' AND (
        e.data->>'reason' IN ('asked_for_person', 'other_answers_exhausted', 'hand_over_loop')
        OR (e.data->>'reason' = 'no_trigger' AND NOT EXISTS (SELECT FROM event h WHERE h.account_id = ${accountId} AND h.conversation_id = e.conversation_id
          AND h.seq IS NOT NULL AND h.at = e.at AND h.type = 'conversation.handed_over'))))
    )
    SELECT p.number,
      count(DISTINCT a.conversation_id) FILTER (WHERE a.what = 'entered')::int AS entered,
      count(DISTINCT a.conversation_id) FILTER (WHERE a.what = 'answered')::int AS answered,
      count(DISTINCT a.conversation_id) FILTER (WHERE a.what = 'handed_over')::int AS "handedOver",
      count(DISTINCT a.conversation_id) FILTER (WHERE a.what = 'gave_up')::int AS "gaveUp",
      count(DISTINCT a.conversation_id) FILTER (WHERE a.what = 'asked_for_person')::int AS "askedForPerson"
    FROM act a JOIN bot_version p ON p.account_id = ${accountId} AND p.id = a.bot_version_id
    GROUP BY p.number ORDER BY p.number DESC`.execute(tx);
  return rows;
}

export type Unmatched = { text: string; count: number; teamId: string | null; lastAt: number };

/**
 * What customers wrote and no trigger answered, most frequent first, by the team they were in (of a deleted one, its successor).
 * Read from the traces as `packTrace` stores them: of a step's own places, 0 is the event, 1 the team, 3 the folded text and 7 what
 * happened when nothing won.
 */
export async function unmatchedTexts(
  tx: Tx,
  accountId: string,
  span: Span,
  most: number,
): Promise<Unmatched[]> {
  const value = (place: number) =>
    sql`b.trace->'values'->>((b.trace#>>${sql.lit(`{steps,0,0,${place}}`)})::int)`;
  const { rows } = await sql<Unmatched>`
    SELECT s.text, count(*)::int AS count, coalesce(t.id, g.moved_to) AS "teamId", max(s.at) AS "lastAt" FROM (
      SELECT ${value(0)} AS event, ${value(1)} AS team, ${value(3)} AS text, ${value(7)} AS otherwise, b.at FROM bot_trace b
      WHERE b.account_id = ${accountId} AND b.message_id IS NOT NULL AND ${within("b.at", span)}
    ) s LEFT JOIN team t ON t.account_id = ${accountId} AND t.id::text = s.team LEFT JOIN team_gone g ON g.account_id = ${accountId} AND g.id::text = s.team
    WHERE s.event = 'message' AND s.otherwise IN ('other_answer', 'people') AND s.text <> ''
    GROUP BY s.text, coalesce(t.id, g.moved_to) ORDER BY count(*) DESC, max(s.at) DESC, s.text LIMIT ${most}`.execute(
    tx,
  );
  return rows;
}
