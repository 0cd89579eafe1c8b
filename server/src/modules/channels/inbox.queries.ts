import { sql } from "kysely";
import { bulkInsert, iso, recordset } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";
import type { HandledFact, LaneFact, LaneFactBody, NewFact } from "./lane-facts.ts";

/** What Meta posted, on its way to be kept. */
export type NewDelivery = {
  accountId: string;
  id: string;
  channelId: string;
  receivedAt: number;
  body: Buffer;
  /** why it could not be read; kept, shown to the admin, replayable */
  error: string | null;
  facts: NewFact[];
};

const FACT = {
  lane: "smallint",
  account_id: "uuid",
  channel_id: "uuid",
  delivery_id: "uuid",
  kind: "text",
  payload: "json",
  received_at: "timestamptz",
};

const factRow = (fact: NewFact): Record<string, unknown> => ({
  lane: fact.lane,
  account_id: fact.accountId,
  channel_id: fact.channelId,
  delivery_id: fact.deliveryId,
  kind: fact.body.kind,
  payload: fact.body,
  received_at: iso(fact.receivedAt),
});

/** Puts facts at the end of their lanes, in the caller's transaction. */
export async function appendFacts(tx: Tx, facts: readonly NewFact[]): Promise<void> {
  await bulkInsert(tx, "fact", FACT, facts.map(factRow));
}

/**
 * Deliveries of many concurrent requests and their facts in one statement, which is one transaction and one fsync:
 * each is durable when this resolves.
 */
export async function insertDeliveries(db: Db, deliveries: readonly NewDelivery[]): Promise<void> {
  const facts = deliveries.flatMap((delivery) => delivery.facts.map(factRow));
  const uuids = (pick: (delivery: NewDelivery) => string): string[] => deliveries.map(pick);
  await sql`
    WITH kept AS (
      INSERT INTO webhook_delivery (account_id, id, channel_id, received_at, body, facts, error)
      SELECT * FROM unnest(
        ${uuids((d) => d.accountId)}::uuid[], ${uuids((d) => d.id)}::uuid[], ${uuids((d) => d.channelId)}::uuid[],
        ${deliveries.map((d) => iso(d.receivedAt))}::timestamptz[], ${deliveries.map((d) => d.body)}::bytea[],
        ${deliveries.map((d) => d.facts.length)}::int[], ${deliveries.map((d) => d.error)}::text[])
    )
    INSERT INTO fact (lane, account_id, channel_id, delivery_id, kind, payload, received_at)
    SELECT lane, account_id, channel_id, delivery_id, kind, payload, received_at FROM ${recordset(facts, FACT, "f")}`.execute(
    db,
  );
}

/** Tries to become the owner of lanes until the transaction ends; answers those that are ours now. */
export async function lockLanes(tx: Tx, lanes: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ lane: number }>`
    SELECT lane FROM unnest(${[...lanes]}::int[]) AS lane WHERE pg_try_advisory_xact_lock(64, lane)`.execute(
    tx,
  );
  return rows.map((row) => row.lane);
}

/** Lanes with work waiting. */
export async function busyLanes(db: Db): Promise<number[]> {
  const { rows } = await sql<{ lane: number }>`SELECT DISTINCT lane FROM fact`.execute(db);
  return rows.map((row) => row.lane);
}

/** The oldest facts of the given lanes, in order. */
export async function takeFacts(tx: Tx, lanes: readonly number[], limit: number): Promise<LaneFact[]> {
  const { rows } = await sql<{
    id: number;
    accountId: string;
    channelId: string;
    deliveryId: string | null;
    receivedAt: number;
    body: LaneFactBody;
  }>`
    SELECT id, account_id AS "accountId", channel_id AS "channelId", delivery_id AS "deliveryId", received_at AS "receivedAt", payload AS body
    FROM fact WHERE lane = ANY(${[...lanes]}::int[]) ORDER BY id LIMIT ${limit}`.execute(tx);
  return rows;
}

/** Done facts go, in the same transaction as all their effects. Answers how many were still there. */
export async function removeFacts(tx: Tx, ids: readonly number[]): Promise<number> {
  const { numAffectedRows } = await sql`DELETE FROM fact WHERE id = ANY(${[...ids]}::bigint[])`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Keeps what could not be handled, with the reason, for the admin. Several facts of one large delivery share an id. */
export async function quarantineFact(
  tx: Tx,
  fact: LaneFact | HandledFact,
  error: string,
  now: number,
): Promise<void> {
  await sql`
    INSERT INTO quarantined_fact (account_id, id, channel_id, delivery_id, kind, payload, error, received_at, quarantined_at)
    VALUES (${fact.accountId}, nextval(pg_get_serial_sequence('fact', 'id')), ${fact.channelId}, ${fact.deliveryId}, ${fact.body.kind},
      ${JSON.stringify(fact.body)}::json, ${error.slice(0, 2000)}, ${iso(fact.receivedAt)}::timestamptz, ${iso(now)}::timestamptz)`.execute(
    tx,
  );
}

/** The bytes of large deliveries, for the lane's owner to read. */
export async function loadDeliveryBodies(
  tx: Tx,
  ids: readonly { accountId: string; id: string }[],
): Promise<Map<string, Buffer>> {
  if (ids.length === 0) return new Map();
  const wanted = ids.map((entry) => ({ account_id: entry.accountId, id: entry.id }));
  const { rows } = await sql<{ id: string; body: Buffer }>`
    SELECT d.id, d.body FROM ${recordset(wanted, { account_id: "uuid", id: "uuid" }, "w")} JOIN webhook_delivery d USING (account_id, id)`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row.body]));
}

/** Says this node is alive and learns who else is; nodes silent for 4 s (database time) are dead. */
export async function beat(db: Db, nodeId: string): Promise<string[]> {
  await sql`INSERT INTO worker_node (id, seen_at) VALUES (${nodeId}, now()) ON CONFLICT (id) DO UPDATE SET seen_at = now()`.execute(
    db,
  );
  const { rows } = await sql<{
    id: string;
  }>`SELECT id FROM worker_node WHERE seen_at > now() - interval '4 seconds' ORDER BY id`.execute(db);
  return rows.map((row) => row.id);
}

export async function leave(db: Db, nodeId: string): Promise<void> {
  await sql`DELETE FROM worker_node WHERE id = ${nodeId} OR seen_at < now() - interval '1 hour'`.execute(db);
}
