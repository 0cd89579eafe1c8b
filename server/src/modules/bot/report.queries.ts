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
 * it. "Entered": it answered the message that opened the conversation, which is the first entry of every thread. "Gave up":
 * people had to take over because nothing more matched; a hand-over to a team of people is none.
 */
export async function countActs(tx: Tx, accountId: string, span: Span): Promise<VersionActs[]> {
  const { rows } = await sql<VersionActs>`
    WITH decision AS MATERIALIZED (
      SELECT b.conversation_id, b.at, b.message_id, b.bot_version_id FROM bot_trace b WHERE b.account_id = ${accountId} AND ${within("b.at", span)}
    ), spoken AS MATERIALIZED (
      SELECT m.id, m.conversation_id, m.created_at, m.author, m.seq FROM message m
      WHERE m.account_id = ${accountId} AND ${within("m.created_at", span)} AND (m.author = 'bot' OR m.seq = 1)
    ), told AS MATERIALIZED (
      SELECT e.conversation_id, e.at, e.type, e.data->>'reason' AS reason FROM event e
      WHERE e.account_id = ${accountId} AND e.seq IS NOT NULL AND ${within("e.at", span)} AND e.type IN ('conversation.handed_over', 'conversation.bot_stopped')
    ), act AS (
      SELECT d.conversation_id, d.bot_version_id, 'entered' AS what FROM decision d JOIN spoken c ON c.id = d.message_id AND c.seq = 1
      UNION
      SELECT d.conversation_id, d.bot_version_id, 'answered' FROM decision d
        JOIN spoken m ON m.conversation_id = d.conversation_id AND m.created_at = d.at AND m.author = 'bot'
      UNION
      SELECT e.conversation_id, b.bot_version_id,
        CASE WHEN e.type = 'conversation.handed_over' THEN 'handed_over' WHEN e.reason = 'asked_for_person' THEN 'asked_for_person' ELSE 'gave_up' END
      FROM told e CROSS JOIN LATERAL (SELECT t.bot_version_id FROM bot_trace t
        WHERE t.account_id = ${accountId} AND t.conversation_id = e.conversation_id AND t.at <= e.at ORDER BY t.at DESC, t.id DESC LIMIT 1) b
      WHERE e.type = 'conversation.handed_over' OR e.reason IN ('asked_for_person', 'other_answers_exhausted', 'hand_over_loop')
        OR (e.reason = 'no_trigger' AND (e.conversation_id, e.at) NOT IN (SELECT h.conversation_id, h.at FROM told h WHERE h.type = 'conversation.handed_over'))
    )
    SELECT p.number,
      count(*) FILTER (WHERE a.what = 'entered')::int AS entered,
      count(*) FILTER (WHERE a.what = 'answered')::int AS answered,
      count(*) FILTER (WHERE a.what = 'handed_over')::int AS "handedOver",
      count(*) FILTER (WHERE a.what = 'gave_up')::int AS "gaveUp",
      count(*) FILTER (WHERE a.what = 'asked_for_person')::int AS "askedForPerson"
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
  const value = (place: number) => sql`s.values->>((s.step->>${sql.lit(place)})::int)`;
  const { rows } = await sql<Unmatched>`
    WITH step AS MATERIALIZED (
      SELECT b.trace->'values' AS values, b.trace#>'{steps,0,0}' AS step, b.at FROM bot_trace b
      WHERE b.account_id = ${accountId} AND b.message_id IS NOT NULL AND ${within("b.at", span)}
    ), wrote AS (
      SELECT ${value(3)} AS text, ${value(1)} AS team, s.at FROM step s
      WHERE ${value(7)} IN ('other_answer', 'people') AND ${value(0)} = 'message' AND ${value(3)} <> ''
    )
    SELECT w.text, count(*)::int AS count, coalesce(t.id, g.moved_to) AS "teamId", max(w.at) AS "lastAt" FROM wrote w
      LEFT JOIN team t ON t.account_id = ${accountId} AND t.id::text = w.team LEFT JOIN team_gone g ON g.account_id = ${accountId} AND g.id::text = w.team
    GROUP BY w.text, coalesce(t.id, g.moved_to) ORDER BY count(*) DESC, max(w.at) DESC, w.text LIMIT ${most}`.execute(
    tx,
  );
  return rows;
}
