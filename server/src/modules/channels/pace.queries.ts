import { sql } from "kysely";
import { bulkInsert, iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import type { ClaimedSend } from "./outbox.queries.ts";

export type PaceRow = {
  accountId: string;
  channelId: string;
  contactId: string | null;
  tokens: number;
  at: number;
  perSecond: number;
};

const NUMBER = sql`c.account_id AS "accountId", c.id AS "channelId", NULL AS "contactId", c.pace_tokens AS tokens, c.pace_at AS at, c.messages_per_second AS "perSecond"`;

/** Keeps an EXISTS what it says, one look into the index per number: made into a join it would read the whole queue. */
const ONE_LOOK = sql`OFFSET 0`;

/**
 * Numbers that run, are not in `except`, and have something to send, with their buckets, locked in order: two senders never
 * spend the same token. `stops`: what Meta forbids it now. `now` is business time.
 */
export async function lockNumbersWithWork(
  tx: Tx,
  now: number,
  except: readonly string[],
): Promise<(PaceRow & { stops: string[] })[]> {
  const { rows } = await sql<PaceRow & { stops: string[] }>`
    SELECT ${NUMBER}, ARRAY(SELECT t.stops FROM channel_trouble t WHERE t.account_id = c.account_id AND t.channel_id = c.id AND t.stops IS NOT NULL
        AND t.ended_at IS NULL AND (t.until IS NULL OR t.until > ${iso(now)}::timestamptz)) AS stops
    FROM channel c WHERE c.paused_code IS NULL AND c.removed_at IS NULL AND c.id <> ALL(${[...except]}::uuid[])
      AND EXISTS (SELECT FROM outbox o WHERE o.state = 'queued' AND o.account_id = c.account_id AND o.channel_id = c.id AND o.not_before <= ${iso(now)}::timestamptz ${ONE_LOOK})
    ORDER BY c.account_id, c.id FOR NO KEY UPDATE`.execute(tx);
  return rows;
}

type Pair = Pick<ClaimedSend, "accountId" | "channelId" | "contactId">;
const PAIR = { account_id: "uuid", channel_id: "uuid", contact_id: "uuid" };
const pairsOf = (sends: readonly Pair[]) =>
  recordset(
    sends.map((send) => ({
      account_id: send.accountId,
      channel_id: send.channelId,
      contact_id: send.contactId,
    })),
    PAIR,
    "w",
  );

/** Buckets of pairs that were written to before, locked in order. Whoever locks numbers too locks them first. */
export async function lockPairs(tx: Tx, sends: readonly Pair[]): Promise<PaceRow[]> {
  const { rows } = await sql<PaceRow>`
    SELECT p.account_id AS "accountId", p.channel_id AS "channelId", p.contact_id AS "contactId", p.tokens, p.at, 0 AS "perSecond"
    FROM send_pace p WHERE (p.account_id, p.channel_id, p.contact_id) IN (SELECT w.account_id, w.channel_id, w.contact_id FROM ${pairsOf(sends)})
    ORDER BY p.account_id, p.channel_id, p.contact_id FOR NO KEY UPDATE`.execute(tx);
  return rows;
}

/** Buckets of the numbers and pairs concerned, locked in order. */
export async function lockPaces(tx: Tx, sends: readonly Pair[]): Promise<PaceRow[]> {
  const numbers = await sql<PaceRow>`
    SELECT ${NUMBER} FROM channel c WHERE (c.account_id, c.id) IN (SELECT w.account_id, w.channel_id FROM ${pairsOf(sends)})
    ORDER BY c.account_id, c.id FOR NO KEY UPDATE`.execute(tx);
  return [...numbers.rows, ...(await lockPairs(tx, sends))];
}

/** Buckets as they are now. */
export async function savePaces(tx: Tx, paces: readonly Omit<PaceRow, "perSecond">[]): Promise<void> {
  const rows = paces.map((pace) => ({
    account_id: pace.accountId,
    channel_id: pace.channelId,
    contact_id: pace.contactId,
    tokens: pace.tokens,
    at: iso(pace.at),
  }));
  const columns = {
    account_id: "uuid",
    channel_id: "uuid",
    contact_id: "uuid",
    tokens: "real",
    at: "timestamptz",
  };
  const numbers = rows.filter((row) => row.contact_id === null);
  if (numbers.length > 0)
    await sql`UPDATE channel c SET pace_tokens = w.tokens, pace_at = w.at FROM ${recordset(numbers, columns, "w")} WHERE c.account_id = w.account_id AND c.id = w.channel_id`.execute(
      tx,
    );
  await bulkInsert(
    tx,
    "send_pace",
    columns,
    rows.filter((row) => row.contact_id !== null),
    sql`
    ON CONFLICT (account_id, channel_id, contact_id) DO UPDATE SET tokens = excluded.tokens, at = excluded.at`,
  );
}

/** A paused number is tried again with one message this often (milliseconds of business time). */
const PROBE_MS = 60_000;

/**
 * Stops a number after an error that would burn every further send; the first cause stays, and what is queued is held.
 * `late`: Meta told it by a status, after it had taken the message. Answers whether it was running. Until it is resumed, `pace_at` says when it may be tried next.
 */
export async function pauseChannel(
  tx: Tx,
  accountId: string,
  channelId: string,
  code: number,
  now: number,
  late = false,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    UPDATE channel SET paused_code = ${code}, paused_late = ${late}, probe_id = NULL, paused_at = ${iso(now)}::timestamptz, pace_at = ${iso(now + PROBE_MS)}::timestamptz, version = version + 1
    WHERE account_id = ${accountId} AND id = ${channelId} AND paused_code IS NULL AND removed_at IS NULL RETURNING id`.execute(
    tx,
  );
  return rows.length > 0;
}

/** Paused numbers that may be tried again now and have something to send; the next try is a minute off. */
export async function channelsToProbe(tx: Tx, now: number): Promise<{ accountId: string; id: string }[]> {
  const { rows } = await sql<{ accountId: string; id: string }>`
    UPDATE channel c SET pace_at = ${iso(now + PROBE_MS)}::timestamptz
    WHERE c.paused_code IS NOT NULL AND c.pace_at <= ${iso(now)}::timestamptz
      AND EXISTS (SELECT FROM outbox o WHERE o.account_id = c.account_id AND o.channel_id = c.id AND o.state = 'queued' ${ONE_LOOK})
    RETURNING c.account_id AS "accountId", c.id`.execute(tx);
  return rows;
}

const RUNS = sql`paused_code = NULL, paused_at = NULL, paused_late = false, probe_id = NULL, pace_tokens = 1`;

/**
 * Meta accepted messages: their numbers, if they were paused, run again, and are answered. Where a status had stopped the number, its word
 * counts and no answer's: the message is only remembered, for what becomes of it.
 */
export async function resumeChannels(
  tx: Tx,
  accepted: readonly Pick<ClaimedSend, "channelId" | "messageId">[],
  now: number,
): Promise<{ accountId: string; id: string }[]> {
  if (accepted.length === 0) return [];
  const probes = new Map(accepted.map(({ channelId, messageId }) => [channelId, messageId]));
  const rows = [...probes].map(([id, message_id]) => ({ id, message_id }));
  const { rows: told } = await sql<{ accountId: string; id: string }>`
    WITH accepted AS (SELECT * FROM ${recordset(rows, { id: "uuid", message_id: "uuid" }, "w")}),
      waiting AS (UPDATE channel c SET probe_id = a.message_id FROM accepted a WHERE c.id = a.id AND c.paused_code IS NOT NULL AND c.paused_late)
    UPDATE channel c SET ${RUNS}, pace_at = ${iso(now)}::timestamptz, version = version + 1 FROM accepted a
    WHERE c.id = a.id AND c.paused_code IS NOT NULL AND NOT c.paused_late RETURNING c.account_id AS "accountId", c.id`.execute(
    tx,
  );
  return told;
}

/** These messages have left Meta's servers: the numbers that waited for one of them run again, and are answered. */
export async function resumeByProbe(
  tx: Tx,
  messageIds: readonly string[],
  now: number,
): Promise<{ accountId: string; id: string }[]> {
  if (messageIds.length === 0) return [];
  const { rows } = await sql<{ accountId: string; id: string }>`
    UPDATE channel SET ${RUNS}, pace_at = ${iso(now)}::timestamptz, version = version + 1
    WHERE paused_late AND probe_id = ANY(${[...messageIds]}::uuid[]) RETURNING account_id AS "accountId", id`.execute(
    tx,
  );
  return rows;
}

/** Meta said that what stopped a number with this code is over: it runs again. False = it runs, or is stopped for another reason. */
export async function resumeAfter(
  tx: Tx,
  accountId: string,
  channelId: string,
  code: number,
  now: number,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    UPDATE channel SET ${RUNS}, pace_at = ${iso(now)}::timestamptz, version = version + 1
    WHERE account_id = ${accountId} AND id = ${channelId} AND paused_code = ${code} RETURNING id`.execute(tx);
  return rows.length > 0;
}
