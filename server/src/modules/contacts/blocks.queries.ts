import type { ContactDetails } from "@balcao/api";
import { sql } from "kysely";
import { bulkInsert } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** A person as one of our numbers reaches them. */
export type BlockTarget = { channelId: string; kind: "phone" | "bsuid"; value: string };

/** What was so when Meta last spoke, with no call under way, needs no other. */
const SETTLED = (wanted: boolean) =>
  sql`contact_block.lease_until IS NULL AND contact_block.at_meta = ${wanted}`;

/**
 * From now on a contact is to be blocked at Meta, where it wrote from, or no longer. Whoever was never to be blocked need not be freed.
 * Asked for again, what Meta refused is tried again.
 */
export async function wishBlock(
  tx: Tx,
  accountId: string,
  contactId: string,
  wanted: boolean,
  targets: readonly BlockTarget[],
): Promise<void> {
  if (wanted)
    await bulkInsert(
      tx,
      "contact_block",
      {
        account_id: "uuid",
        channel_id: "uuid",
        recipient_kind: "text",
        recipient_value: "text",
        contact_id: "uuid",
        wanted: "boolean",
      },
      targets.map(({ channelId, kind, value }) => ({
        account_id: accountId,
        channel_id: channelId,
        recipient_kind: kind,
        recipient_value: value,
        contact_id: contactId,
        wanted,
      })),
      sql`ON CONFLICT (account_id, channel_id, recipient_kind, recipient_value) DO UPDATE SET contact_id = excluded.contact_id`,
    );
  await sql`
    UPDATE contact_block SET wanted = ${wanted}, serial = serial + 1, attempts = 0, error_code = NULL, next_attempt_at = now(),
      state = CASE WHEN ${SETTLED(wanted)} THEN 'done' ELSE 'pending' END
    WHERE account_id = ${accountId} AND contact_id = ${contactId} AND (wanted IS DISTINCT FROM ${wanted} OR state = 'refused')`.execute(
    tx,
  );
}

/** A wish taken to Meta by one caller. */
export type TakenBlock = BlockTarget & {
  accountId: string;
  contactId: string;
  wanted: boolean;
  serial: number;
  attempts: number;
  fence: number;
};

/**
 * Takes wishes for `seconds` of the database's time. From this commit on it is in doubt what Meta has: whoever dies with one is followed
 * by another, who asks again.
 */
export async function takeBlocks(tx: Tx, limit: number, seconds: number): Promise<TakenBlock[]> {
  const { rows } = await sql<TakenBlock>`
    UPDATE contact_block SET attempts = attempts + 1, fence = fence + 1, at_meta = NULL, lease_until = now() + make_interval(secs => ${seconds})
    WHERE (account_id, channel_id, recipient_kind, recipient_value) IN (
      SELECT account_id, channel_id, recipient_kind, recipient_value FROM contact_block
      WHERE state = 'pending' AND next_attempt_at <= now() AND (lease_until IS NULL OR lease_until < now())
      ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING account_id AS "accountId", channel_id AS "channelId", recipient_kind AS kind, recipient_value AS value, contact_id AS "contactId",
      wanted, serial, attempts, fence`.execute(tx);
  return rows;
}

type Outcome =
  | { kind: "done" }
  /** for good; `code` null = no answer could be had */
  | { kind: "refused"; code: number | null }
  | { kind: "later"; waitMs: number };

/**
 * What became of a call; answers whose block it is by now. Of somebody taken for dead meanwhile the call may have come after a newer one:
 * it is asked once more.
 */
export async function finishBlock(tx: Tx, taken: TakenBlock, outcome: Outcome): Promise<string | null> {
  const its = sql`account_id = ${taken.accountId} AND channel_id = ${taken.channelId} AND recipient_kind = ${taken.kind} AND recipient_value = ${taken.value}`;
  const isLatest = sql`serial = ${taken.serial}`;
  const set = {
    done: () =>
      sql`at_meta = ${taken.wanted}, error_code = NULL, state = CASE WHEN wanted = ${taken.wanted} THEN 'done' ELSE 'pending' END`,
    refused: (code: number | null) =>
      sql`at_meta = ${code === null ? null : !taken.wanted}::boolean, error_code = CASE WHEN ${isLatest} THEN ${code}::int END, state = CASE WHEN ${isLatest} THEN 'refused' ELSE 'pending' END`,
    later: (waitMs: number) => sql`next_attempt_at = now() + make_interval(secs => ${waitMs / 1000})`,
  };
  const next =
    outcome.kind === "done"
      ? set.done()
      : outcome.kind === "refused"
        ? set.refused(outcome.code)
        : set.later(outcome.waitMs);
  const { rows } = await sql<{ id: string }>`
    UPDATE contact_block SET lease_until = NULL, ${next} WHERE ${its} AND fence = ${taken.fence} RETURNING contact_id AS id`.execute(
    tx,
  );
  if (rows[0]) return rows[0].id;
  const { rows: again } = await sql<{ id: string }>`
    UPDATE contact_block SET at_meta = NULL, state = 'pending', next_attempt_at = now() WHERE ${its} RETURNING contact_id AS id`.execute(
    tx,
  );
  return again[0]?.id ?? null;
}

/** What Meta knows of a contact's block, number by number; nothing of those that were never to be blocked, or are free again. */
export async function blocksOf(
  tx: Tx,
  accountId: string,
  contactId: string,
): Promise<ContactDetails["blocks"]> {
  const { rows } = await sql<ContactDetails["blocks"][number]>`
    SELECT channel_id AS "channelId", wanted, state, error_code AS code FROM contact_block
    WHERE account_id = ${accountId} AND contact_id = ${contactId} AND (wanted OR state <> 'done') ORDER BY channel_id, recipient_value`.execute(
    tx,
  );
  return rows;
}
