import { KEEP_DAYS } from "@balcao/api";
import { sql, type RawBuilder } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";
import type { LaneFact } from "./lane-facts.ts";
import { LARGE_DELIVERY_BYTES } from "./webhook.ts";

/** A place in the order of the ledger, the newest first. `at` as the database writes it, to the microsecond. */
export type LedgerPlace = { at: string; id: string };

/** What a reader of the ledger wants to see. `pieces`: bytes of which one must stand in the body, for each of them. */
export type LedgerWish = {
  channelId: string | null;
  result: "problem" | "waiting" | null;
  pieces: Buffer[][];
};

export type LedgerRow = {
  id: string;
  channelId: string;
  receivedAt: number;
  /** its place */
  at: string;
  bytes: number;
  facts: number;
  /** absent bytes of a large one are not read for a list */
  body: Buffer | null;
  unreadable: string | null;
  setAside: string | null;
  isWaiting: boolean;
  replayedAt: number | null;
};

const SHOWN = sql`d.id, d.channel_id AS "channelId", d.received_at AS "receivedAt", d.received_at::text AS at, length(d.body) AS bytes, d.facts,
  CASE WHEN length(d.body) <= ${sql.lit(LARGE_DELIVERY_BYTES)} THEN d.body END AS body, d.error AS unreadable, d.replayed_at AS "replayedAt",
  (SELECT q.error FROM quarantined_fact q WHERE q.account_id = d.account_id AND q.delivery_id = d.id ORDER BY q.id LIMIT 1) AS "setAside"`;

const after = (place: LedgerPlace | null): RawBuilder<unknown> =>
  place === null ? sql`true` : sql`(d.received_at, d.id) < (${place.at}::timestamptz, ${place.id}::uuid)`;

const ofChannel = ({ channelId }: LedgerWish): RawBuilder<unknown> =>
  channelId === null ? sql`true` : sql`d.channel_id = ${channelId}`;

function resultIs(accountId: string, { result }: LedgerWish): RawBuilder<unknown> {
  if (result === null) return sql`true`;
  if (result === "waiting")
    return sql`d.id IN (SELECT f.delivery_id FROM fact f WHERE f.account_id = ${accountId})`;
  return sql`(d.error IS NOT NULL OR d.id IN (SELECT q.delivery_id FROM quarantined_fact q WHERE q.account_id = ${accountId}))`;
}

const says = ({ pieces }: LedgerWish): RawBuilder<unknown> =>
  pieces.length === 0
    ? sql`true`
    : sql.join(
        pieces.map(
          (one) =>
            sql`(${sql.join(
              one.map((piece) => sql`position(${piece} IN d.body) > 0`),
              sql` OR `,
            )})`,
        ),
        sql` AND `,
      );

/** The place `depth` deliveries further down than `from`; null = there are not so many. */
export async function ledgerFloor(
  tx: Tx,
  accountId: string,
  wish: LedgerWish,
  from: LedgerPlace | null,
  depth: number,
): Promise<LedgerPlace | null> {
  const { rows } = await sql<LedgerPlace>`
    SELECT d.received_at::text AS at, d.id FROM webhook_delivery d WHERE d.account_id = ${accountId} AND ${ofChannel(wish)} AND ${after(from)}
    ORDER BY d.received_at DESC, d.id DESC OFFSET ${depth} LIMIT 1`.execute(tx);
  return rows[0] ?? null;
}

/** Deliveries below `from` and not below `floor`, the newest first. */
export async function readLedger(
  tx: Tx,
  accountId: string,
  wish: LedgerWish,
  { from, floor, limit }: { from: LedgerPlace | null; floor: LedgerPlace | null; limit: number },
): Promise<LedgerRow[]> {
  const notBelow =
    floor === null ? sql`true` : sql`(d.received_at, d.id) >= (${floor.at}::timestamptz, ${floor.id}::uuid)`;
  const { rows } = await sql<Omit<LedgerRow, "isWaiting">>`
    SELECT ${SHOWN} FROM webhook_delivery d
    WHERE d.account_id = ${accountId} AND ${ofChannel(wish)} AND ${after(from)} AND ${notBelow} AND ${resultIs(accountId, wish)} AND ${says(wish)}
    ORDER BY d.received_at DESC, d.id DESC LIMIT ${limit}`.execute(tx);
  const waiting = await waitingOf(
    tx,
    accountId,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({ ...row, isWaiting: waiting.has(row.id) }));
}

/** Which of these deliveries still have facts in a lane. */
async function waitingOf(tx: Tx, accountId: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT delivery_id AS id FROM fact WHERE account_id = ${accountId} AND delivery_id = ANY(${[...ids]}::uuid[])`.execute(
    tx,
  );
  return new Set(rows.map((row) => row.id));
}

/** One delivery with all its bytes; null = the account has none of this id. `lock`: nobody else replays or purges it meanwhile. */
export async function readDelivery(
  tx: Tx,
  accountId: string,
  id: string,
  lock = false,
): Promise<(LedgerRow & { body: Buffer }) | null> {
  const { rows } = await sql<Omit<LedgerRow, "isWaiting" | "body"> & { body: Buffer | null; whole: Buffer }>`
    SELECT ${SHOWN}, d.body AS whole FROM webhook_delivery d WHERE d.account_id = ${accountId} AND d.id = ${id} ${lock ? sql`FOR UPDATE` : sql``}`.execute(
    tx,
  );
  const row = rows[0];
  if (!row) return null;
  const { whole, ...shown } = row;
  const waiting = await waitingOf(tx, accountId, [id]);
  return { ...shown, body: whole, isWaiting: waiting.has(id) };
}

/** What of a delivery was set aside, in its order. */
export async function setAsideOf(
  tx: Tx,
  accountId: string,
  id: string,
): Promise<{ kind: string; error: string; at: number }[]> {
  const { rows } = await sql<{ kind: string; error: string; at: number }>`
    SELECT kind, error, quarantined_at AS at FROM quarantined_fact WHERE account_id = ${accountId} AND delivery_id = ${id} ORDER BY id LIMIT 100`.execute(
    tx,
  );
  return rows;
}

/** The delivery begins anew: what was set aside of it goes, its facts come again. */
export async function beginAgain(
  tx: Tx,
  accountId: string,
  id: string,
  { facts, error, now }: { facts: number; error: string | null; now: number },
): Promise<void> {
  await sql`DELETE FROM quarantined_fact WHERE account_id = ${accountId} AND delivery_id = ${id}`.execute(tx);
  await sql`
    UPDATE webhook_delivery SET replayed_at = ${iso(now)}::timestamptz, facts = ${facts}, error = ${error} WHERE account_id = ${accountId} AND id = ${id}`.execute(
    tx,
  );
}

/** How many deliveries have something that could not be handled. */
export async function countProblems(tx: Tx, accountId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT (SELECT count(*) FROM webhook_delivery WHERE account_id = ${accountId} AND error IS NOT NULL)::int
      + (SELECT count(DISTINCT delivery_id) FROM quarantined_fact WHERE account_id = ${accountId})::int AS count`.execute(
    tx,
  );
  return rows[0]?.count ?? 0;
}

/** Facts of no delivery that were set aside: what became of sends, and timers. */
export async function countLoose(tx: Tx, accountId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM quarantined_fact WHERE account_id = ${accountId} AND delivery_id IS NULL`.execute(
    tx,
  );
  return rows[0]?.count ?? 0;
}

/** Takes the oldest of them out, at most `limit`, in their order. */
export async function takeLoose(
  tx: Tx,
  accountId: string,
  limit: number,
): Promise<Pick<LaneFact, "channelId" | "receivedAt" | "body">[]> {
  const { rows } = await sql<Pick<LaneFact, "id" | "channelId" | "receivedAt" | "body">>`
    DELETE FROM quarantined_fact q USING (SELECT id FROM quarantined_fact WHERE account_id = ${accountId} AND delivery_id IS NULL
      ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED) o
    WHERE q.account_id = ${accountId} AND q.id = o.id
    RETURNING q.id, q.channel_id AS "channelId", q.received_at AS "receivedAt", q.payload AS body`.execute(
    tx,
  );
  return rows.toSorted((one, other) => one.id - other.id);
}

export type KeepSetting = { keepDays: number; version: number };

/** How long the account keeps deliveries; version 1 = nobody has said. */
export async function loadKeep(tx: Tx, accountId: string): Promise<KeepSetting> {
  const { rows } = await sql<KeepSetting>`
    SELECT keep_days AS "keepDays", version FROM webhook_setting WHERE account_id = ${accountId}`.execute(tx);
  return rows[0] ?? { keepDays: KEEP_DAYS.usual, version: 1 };
}

/** Answers whether nobody else had passed the version before. */
export async function saveKeep(
  tx: Tx,
  accountId: string,
  { keepDays, version }: KeepSetting,
  now: number,
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO webhook_setting AS s (account_id, keep_days, version, updated_at) VALUES (${accountId}, ${keepDays}, ${version}, ${iso(now)}::timestamptz)
    ON CONFLICT (account_id) DO UPDATE SET keep_days = excluded.keep_days, version = excluded.version, updated_at = excluded.updated_at
      WHERE s.version = excluded.version - 1 RETURNING version`.execute(tx);
  return rows.length > 0;
}

/**
 * Deletes the oldest deliveries whose time is over, at most `limit`, with what was set aside of them. One whose facts still wait in a lane
 * stays: its owner may have to read it. Answers how many went.
 */
export async function purgeDeliveries(db: Db, now: number, limit: number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    WITH waiting AS MATERIALIZED (SELECT DISTINCT delivery_id AS id FROM fact WHERE received_at < ${iso(now)}::timestamptz - make_interval(days => ${KEEP_DAYS.least})),
    gone AS (
      DELETE FROM webhook_delivery d USING (
        SELECT o.account_id, o.id FROM account a
          LEFT JOIN webhook_setting s ON s.account_id = a.account_id
          CROSS JOIN LATERAL (SELECT w.account_id, w.id FROM webhook_delivery w
            WHERE w.account_id = a.account_id AND w.received_at < ${iso(now)}::timestamptz - make_interval(days => CASE WHEN s.keep_days IS NULL THEN ${KEEP_DAYS.usual} ELSE s.keep_days END)
              AND NOT EXISTS (SELECT FROM waiting f WHERE f.id = w.id)
            ORDER BY w.received_at LIMIT ${limit}) o
        LIMIT ${limit}) old
      WHERE d.account_id = old.account_id AND d.id = old.id RETURNING d.account_id, d.id),
    aside AS (DELETE FROM quarantined_fact q USING gone WHERE q.account_id = gone.account_id AND q.delivery_id = gone.id)
    SELECT count(*)::int AS count FROM gone`.execute(db);
  return rows[0]?.count ?? 0;
}
