import type { Check } from "@balcao/whatsapp";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";
import { LAST_WEBHOOK } from "./channels.queries.ts";

type Number = { accountId: string; id: string };

/** What is kept of a number's way to Meta and back. Times in epoch milliseconds. */
export type CheckRow = {
  verifiedAt: number | null;
  verifiedOk: boolean | null;
  badSignatureAt: number | null;
  testWamid: string | null;
  testedAt: number | null;
  testStatus: string | null;
  testCode: number | null;
  checks: Check[];
  checkedAt: number | null;
};

const NEVER: CheckRow = {
  verifiedAt: null,
  verifiedOk: null,
  badSignatureAt: null,
  testWamid: null,
  testedAt: null,
  testStatus: null,
  testCode: null,
  checks: [],
  checkedAt: null,
};

/** What is kept of the number; all of it null before anything was looked at. */
export async function loadCheck(tx: Tx, { accountId, id }: Number): Promise<CheckRow> {
  const { rows } = await sql<CheckRow>`
    SELECT verified_at AS "verifiedAt", verified_ok AS "verifiedOk", bad_signature_at AS "badSignatureAt", test_wamid AS "testWamid", tested_at AS "testedAt",
      test_status AS "testStatus", test_code AS "testCode", checks, checked_at AS "checkedAt"
    FROM channel_check WHERE account_id = ${accountId} AND channel_id = ${id}`.execute(tx);
  return rows[0] ?? NEVER;
}

/** When Meta last called an address of the numbers of this one's app: one app calls one address for all of them. */
export async function lastWebhookOf(tx: Tx, { accountId, id }: Number): Promise<number | null> {
  const { rows } = await sql<{ at: number | null }>`
    SELECT ${LAST_WEBHOOK} AS at FROM channel c WHERE c.account_id = ${accountId} AND c.id = ${id}`.execute(
    tx,
  );
  return rows[0]?.at ?? null;
}

/** Since when the number has been silent against its habit, as the ledger's keeper has noted; null = it is not. */
export async function silentSinceOf(tx: Tx, { accountId, id }: Number): Promise<number | null> {
  const { rows } = await sql<{ at: number }>`
    SELECT (data->>'since')::timestamptz AS at FROM channel_trouble
    WHERE account_id = ${accountId} AND channel_id = ${id} AND kind = 'silence' AND ended_at IS NULL`.execute(
    tx,
  );
  return rows[0]?.at ?? null;
}

/** Meta asked whether the address is ours. Written once a second at most: whoever knows the address can ask. */
export async function noteVerification(
  db: Db,
  { accountId, id }: Number,
  ok: boolean,
  now: number,
): Promise<void> {
  await sql`
    INSERT INTO channel_check AS c (account_id, channel_id, verified_at, verified_ok) VALUES (${accountId}, ${id}, ${iso(now)}::timestamptz, ${ok})
    ON CONFLICT (account_id, channel_id) DO UPDATE SET verified_at = excluded.verified_at, verified_ok = excluded.verified_ok
      WHERE c.verified_at IS NULL OR c.verified_ok <> excluded.verified_ok OR c.verified_at < excluded.verified_at - interval '1 second'`.execute(
    db,
  );
}

/** A delivery came that our app's secret did not sign. Written once in ten seconds at most. */
export async function noteBadSignature(db: Db, { accountId, id }: Number, now: number): Promise<void> {
  await sql`
    INSERT INTO channel_check AS c (account_id, channel_id, bad_signature_at) VALUES (${accountId}, ${id}, ${iso(now)}::timestamptz)
    ON CONFLICT (account_id, channel_id) DO UPDATE SET bad_signature_at = excluded.bad_signature_at
      WHERE c.bad_signature_at IS NULL OR c.bad_signature_at < excluded.bad_signature_at - interval '10 seconds'`.execute(
    db,
  );
}

/** A test message was taken by Meta, or refused with a code. */
export async function saveTest(
  tx: Tx,
  { accountId, id }: Number,
  test: { wamid: string | null; status: string | null; code: number | null },
  now: number,
): Promise<void> {
  await sql`
    INSERT INTO channel_check (account_id, channel_id, test_wamid, tested_at, test_status, test_code)
    VALUES (${accountId}, ${id}, ${test.wamid}, ${iso(now)}::timestamptz, ${test.status}, ${test.code})
    ON CONFLICT (account_id, channel_id) DO UPDATE SET test_wamid = excluded.test_wamid, tested_at = excluded.tested_at, test_status = excluded.test_status,
      test_code = excluded.test_code`.execute(tx);
}

/** What was found, what became of the test message, and when it is looked at again. */
export async function saveChecks(
  tx: Tx,
  { accountId, id }: Number,
  found: {
    checks: readonly Check[];
    testStatus: string | null;
    testCode: number | null;
    now: number;
    dueAt: number;
  },
): Promise<void> {
  const { checks, testStatus, testCode, now, dueAt } = found;
  await sql`
    INSERT INTO channel_check (account_id, channel_id, test_status, test_code, checks, checked_at, due_at)
    VALUES (${accountId}, ${id}, ${testStatus}, ${testCode}, ${JSON.stringify(checks)}::jsonb, ${iso(now)}::timestamptz, ${iso(dueAt)}::timestamptz)
    ON CONFLICT (account_id, channel_id) DO UPDATE SET test_status = excluded.test_status, test_code = excluded.test_code, checks = excluded.checks,
      checked_at = excluded.checked_at, due_at = excluded.due_at`.execute(tx);
}

/** What a reading of the number says of it; written only where it differs. */
export async function saveReading(
  tx: Tx,
  { accountId, id }: Number,
  told: {
    verifiedName: string | null;
    quality: string | null;
    messagingLimit: string | null;
    throughput: string | null;
  },
): Promise<void> {
  const { verifiedName, quality, messagingLimit, throughput } = told;
  await sql`
    UPDATE channel SET verified_name = coalesce(${verifiedName}::text, verified_name), quality = coalesce(${quality}::text, quality),
      messaging_limit = coalesce(${messagingLimit}::text, messaging_limit), throughput = coalesce(${throughput}::text, throughput)
    WHERE account_id = ${accountId} AND id = ${id}
      AND (verified_name, quality, messaging_limit, throughput) IS DISTINCT FROM
        (coalesce(${verifiedName}::text, verified_name), coalesce(${quality}::text, quality), coalesce(${messagingLimit}::text, messaging_limit),
         coalesce(${throughput}::text, throughput))`.execute(tx);
}

/** Numbers whose time to be looked at has come, held so that no other node looks meanwhile; one that was never looked at is due. */
export async function takeDueChecks(db: Db, now: number, heldMs: number, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO channel_check AS k (account_id, channel_id, due_at)
    SELECT c.account_id, c.id, ${iso(now + heldMs)}::timestamptz FROM channel c LEFT JOIN channel_check d ON d.account_id = c.account_id AND d.channel_id = c.id
      WHERE c.removed_at IS NULL AND coalesce(d.due_at, '-infinity') <= ${iso(now)}::timestamptz ORDER BY d.due_at NULLS FIRST LIMIT ${limit}
    ON CONFLICT (account_id, channel_id) DO UPDATE SET due_at = excluded.due_at WHERE k.due_at <= ${iso(now)}::timestamptz
    RETURNING channel_id AS id`.execute(db);
  return rows.map(({ id }) => id);
}
