import type { Check } from "@balcao/whatsapp";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";

/** Which of these numbers were disconnected. */
export async function removedOf(tx: Tx, channelIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM channel WHERE id = ANY(${[...new Set(channelIds)]}::uuid[]) AND removed_at IS NOT NULL`.execute(
    tx,
  );
  return new Set(rows.map(({ id }) => id));
}

/** The business portfolio of each channel: BSUIDs are scoped to it. */
export async function portfolioOf(tx: Tx, channelIds: readonly string[]): Promise<Map<string, string>> {
  if (channelIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; portfolioId: string }>`
    SELECT id, portfolio_id AS "portfolioId" FROM channel WHERE id = ANY(${[...new Set(channelIds)]}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row.portfolioId]));
}

/** A number as its row has it. */
export type SealedChannel = {
  accountId: string;
  id: string;
  lane: number;
  name: string;
  phoneNumberId: string;
  wabaId: string;
  portfolioId: string;
  displayPhone: string;
  /** the Meta app it belongs to; "" = not given */
  appId: string;
  graphBaseUrl: string;
  graphVersion: string;
  accessToken: Buffer;
  appSecret: Buffer;
  verifyToken: Buffer;
  /** it was disconnected: what still comes for it is kept, nothing goes out by it */
  removed: boolean;
};

/** Every number of this installation, those that were disconnected included. */
export async function loadChannels(db: Db): Promise<SealedChannel[]> {
  const { rows } = await sql<SealedChannel>`
    SELECT account_id AS "accountId", id, lane, name, phone_number_id AS "phoneNumberId", waba_id AS "wabaId", portfolio_id AS "portfolioId",
           display_phone AS "displayPhone", app_id AS "appId", graph_base_url AS "graphBaseUrl", graph_version AS "graphVersion",
           access_token_sealed AS "accessToken", app_secret_sealed AS "appSecret", verify_token_sealed AS "verifyToken",
           removed_at IS NOT NULL AS removed
    FROM channel`.execute(db);
  return rows;
}

/** A number as the list of an account has it, without its secrets. */
export type ListedChannel = {
  id: string;
  name: string;
  phoneNumberId: string;
  wabaId: string;
  displayPhone: string;
  pausedCode: number | null;
  pausedAt: number | null;
  lastWebhookAt: number | null;
  /** what was found when it was last looked at; empty = never */
  checks: Check[];
  /** Meta said something of it that has not ended: that keeps messages from coming or going, or that is only to be minded */
  ailing: "grave" | "minded" | null;
  version: number;
};

/** When Meta last called the app of the number `c`: one address of the app's may serve several numbers. */
export const LAST_WEBHOOK = sql<number | null>`(
  SELECT max(l.at) FROM channel s
    CROSS JOIN LATERAL (SELECT max(d.received_at) AS at FROM webhook_delivery d WHERE d.account_id = s.account_id AND d.channel_id = s.id) l
    WHERE s.account_id = c.account_id AND (s.id = c.id OR (c.app_id <> '' AND s.app_id = c.app_id)))`;

/** The numbers of the account, the oldest first. */
export async function listChannels(tx: Tx, accountId: string, now: number): Promise<ListedChannel[]> {
  const { rows } = await sql<ListedChannel>`
    SELECT c.id, c.name, c.phone_number_id AS "phoneNumberId", c.waba_id AS "wabaId", c.display_phone AS "displayPhone", c.paused_code AS "pausedCode",
      c.paused_at AS "pausedAt", c.version, coalesce(k.checks, '[]') AS checks,
      ${LAST_WEBHOOK} AS "lastWebhookAt",
      (SELECT CASE WHEN bool_or(b.severity = 'critical' OR b.stops IS NOT NULL) THEN 'grave' ELSE min('minded') END FROM channel_trouble b
        WHERE b.account_id = c.account_id AND b.channel_id = c.id AND b.ended_at IS NULL AND (b.until IS NULL OR b.until > ${iso(now)}::timestamptz)
          AND (b.severity <> 'info' OR b.stops IS NOT NULL)) AS ailing
    FROM channel c LEFT JOIN channel_check k ON k.account_id = c.account_id AND k.channel_id = c.id WHERE c.account_id = ${accountId} AND c.removed_at IS NULL ORDER BY c.created_at, c.id`.execute(
    tx,
  );
  return rows;
}

/** A business account at Meta with its numbers; any one of them reaches it. */
export type NumbersOfWaba = {
  accountId: string;
  wabaId: string;
  numbers: { id: string; name: string; displayPhone: string }[];
};

/** Every business account behind the numbers: of this installation, of the account named, or of the one whose transaction it is. */
export async function loadNumbers(db: Db | Tx, accountId: string | null = null): Promise<NumbersOfWaba[]> {
  const { rows } = await sql<NumbersOfWaba>`
    SELECT account_id AS "accountId", waba_id AS "wabaId",
      json_agg(json_build_object('id', id, 'name', name, 'displayPhone', display_phone) ORDER BY created_at, id) AS numbers
    FROM channel WHERE removed_at IS NULL AND (${accountId}::uuid IS NULL OR account_id = ${accountId}) GROUP BY account_id, waba_id ORDER BY min(created_at), waba_id`.execute(
    db,
  );
  return rows;
}

/** What every number is called by which anything was ever sent or heard, those that were disconnected included. */
export async function numberNames(tx: Tx, accountId: string): Promise<NumbersOfWaba["numbers"]> {
  const { rows } = await sql<NumbersOfWaba["numbers"][number]>`
    SELECT id, name, display_phone AS "displayPhone" FROM channel WHERE account_id = ${accountId} ORDER BY created_at, id`.execute(
    tx,
  );
  return rows;
}

/** The business account of a number; null when there is no such number, or it was disconnected. */
export async function wabaOf(tx: Tx, accountId: string, channelId: string): Promise<string | null> {
  const { rows } = await sql<{ wabaId: string }>`
    SELECT waba_id AS "wabaId" FROM channel WHERE account_id = ${accountId} AND id = ${channelId} AND removed_at IS NULL`.execute(
    tx,
  );
  return rows[0]?.wabaId ?? null;
}

/** The code for which a number's sends are held; null = it runs. */
export async function pausedCodeOf(
  tx: Tx,
  { accountId, id }: { accountId: string; id: string },
): Promise<number | null> {
  const { rows } = await sql<{ code: number | null }>`
    SELECT paused_code AS code FROM channel WHERE account_id = ${accountId} AND id = ${id}`.execute(tx);
  return rows[0]?.code ?? null;
}

export type NewChannel = {
  accountId: string;
  id: string;
  name: string;
  phoneNumberId: string;
  wabaId: string;
  displayPhone: string;
  appId: string;
  graphBaseUrl: string;
  accessToken: Buffer;
  appSecret: Buffer;
  verifyToken: Buffer;
  lane: number;
};

/** A number with its secrets already sealed. */
export async function insertChannel(tx: Tx, channel: NewChannel, createdAt: string): Promise<void> {
  await sql`INSERT INTO channel (account_id, id, name, phone_number_id, waba_id, display_phone, app_id, graph_base_url, access_token_sealed, app_secret_sealed, verify_token_sealed, lane, created_at)
    VALUES (${channel.accountId}, ${channel.id}, ${channel.name}, ${channel.phoneNumberId}, ${channel.wabaId}, ${channel.displayPhone}, ${channel.appId}, ${channel.graphBaseUrl},
      ${channel.accessToken}, ${channel.appSecret}, ${channel.verifyToken}, ${channel.lane}, ${createdAt}::timestamptz)`.execute(
    tx,
  );
}

/** Puts new secrets in the place of the old ones. False = somebody else changed the number since that version. */
export async function saveAccess(
  tx: Tx,
  { accountId, id }: { accountId: string; id: string },
  access: { appId: string; accessToken: Buffer; appSecret: Buffer },
  version: number,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    UPDATE channel SET app_id = ${access.appId}, access_token_sealed = ${access.accessToken}, app_secret_sealed = ${access.appSecret}, version = version + 1
    WHERE account_id = ${accountId} AND id = ${id} AND version = ${version} RETURNING id`.execute(tx);
  return rows.length > 0;
}

/** The demo's stand-in for Meta may listen on another port than the last time. */
export async function pointChannel(
  db: Db,
  { phoneNumberId, graphBaseUrl, appId }: { phoneNumberId: string; graphBaseUrl: string; appId: string },
): Promise<void> {
  await sql`UPDATE channel SET graph_base_url = ${graphBaseUrl}, app_id = ${appId} WHERE phone_number_id = ${phoneNumberId}`.execute(
    db,
  );
}
