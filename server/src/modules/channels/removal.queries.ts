import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import type { NewChannel } from "./channels.queries.ts";

type Number = { accountId: string; id: string };

/** The name the desk shows. False = somebody else changed the number since that version. */
export async function saveName(
  tx: Tx,
  { accountId, id }: Number,
  name: string,
  version: number,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    UPDATE channel SET name = ${name}, version = version + 1
    WHERE account_id = ${accountId} AND id = ${id} AND version = ${version} AND removed_at IS NULL RETURNING id`.execute(
    tx,
  );
  return rows.length > 0;
}

/**
 * Disconnects a number: its token is forgotten, what ailed it is over, and nothing goes out by it. What it proves deliveries by stays, for
 * what Meta still posts. False = somebody did so before, or changed it since that version.
 */
export async function markRemoved(
  tx: Tx,
  { accountId, id }: Number,
  { noToken, version, now }: { noToken: Buffer; version: number; now: number },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    UPDATE channel SET removed_at = ${iso(now)}::timestamptz, access_token_sealed = ${noToken}, paused_code = NULL, paused_at = NULL, paused_late = false,
      probe_id = NULL, version = version + 1
    WHERE account_id = ${accountId} AND id = ${id} AND version = ${version} AND removed_at IS NULL RETURNING id`.execute(
    tx,
  );
  if (rows.length === 0) return false;
  await sql`UPDATE channel_trouble SET ended_at = ${iso(now)}::timestamptz WHERE account_id = ${accountId} AND channel_id = ${id} AND ended_at IS NULL`.execute(
    tx,
  );
  await sql`DELETE FROM channel_check WHERE account_id = ${accountId} AND channel_id = ${id}`.execute(tx);
  return true;
}

/** The row of a number that was disconnected and is to come back; null = there is none. */
export async function findRemoved(tx: Tx, accountId: string, phoneNumberId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM channel WHERE account_id = ${accountId} AND phone_number_id = ${phoneNumberId} AND removed_at IS NOT NULL FOR NO KEY UPDATE`.execute(
    tx,
  );
  return rows[0]?.id ?? null;
}

/** Connects a number again, with its secrets sealed anew. It keeps its id, so its conversations, and the verify token that Meta may still know. */
export async function reviveChannel(
  tx: Tx,
  channel: Omit<NewChannel, "lane" | "verifyToken">,
): Promise<void> {
  const { accountId, id, name, wabaId, displayPhone, appId, graphBaseUrl, accessToken, appSecret } = channel;
  await sql`
    UPDATE channel SET removed_at = NULL, name = ${name}, waba_id = ${wabaId}, display_phone = ${displayPhone}, app_id = ${appId}, graph_base_url = ${graphBaseUrl},
      access_token_sealed = ${accessToken}, app_secret_sealed = ${appSecret}, version = version + 1
    WHERE account_id = ${accountId} AND id = ${id}`.execute(tx);
}

/** How many messages wait to go out by a number. */
export async function countWaiting(tx: Tx, { accountId, id }: Number): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM outbox WHERE account_id = ${accountId} AND channel_id = ${id} AND state = 'queued'`.execute(
    tx,
  );
  return rows[0]?.count ?? 0;
}
