import type { MailSecurity } from "@balcao/api";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";

export type MailSettingRow = {
  accountId: string;
  enabled: boolean;
  host: string;
  port: number;
  security: MailSecurity;
  username: string;
  passwordSealed: Buffer | null;
  senderName: string;
  senderAddress: string;
  version: number;
};

const FIELDS = sql`account_id AS "accountId", enabled, host, port, security, username, password_sealed AS "passwordSealed", sender_name AS "senderName",
  sender_address AS "senderAddress", version`;

/** An account's mail server; null = nobody has saved one. */
export async function loadMailSetting(
  tx: Tx,
  accountId: string,
  lock = false,
): Promise<MailSettingRow | null> {
  const { rows } = await sql<MailSettingRow>`
    SELECT ${FIELDS} FROM mail_setting WHERE account_id = ${accountId} ${lock ? sql`FOR UPDATE` : sql``}`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/** The servers of these accounts, of those that are switched on. */
export async function loadServers(db: Db | Tx, accountIds: readonly string[]): Promise<MailSettingRow[]> {
  const { rows } = await sql<MailSettingRow>`
    SELECT ${FIELDS} FROM mail_setting WHERE account_id = ANY(${[...accountIds]}::uuid[]) AND enabled`.execute(
    db,
  );
  return rows;
}

/** Saves an account's mail server. Answers whether nobody else had passed the version before. */
export async function saveMailSetting(tx: Tx, row: MailSettingRow, now: number): Promise<boolean> {
  const { rows } = await sql<{ version: number }>`
    INSERT INTO mail_setting AS s (account_id, enabled, host, port, security, username, password_sealed, sender_name, sender_address, version, updated_at)
    VALUES (${row.accountId}, ${row.enabled}, ${row.host}, ${row.port}, ${row.security}, ${row.username}, ${row.passwordSealed}, ${row.senderName}, ${row.senderAddress},
      ${row.version}, ${iso(now)}::timestamptz)
    ON CONFLICT (account_id) DO UPDATE SET enabled = excluded.enabled, host = excluded.host, port = excluded.port, security = excluded.security, username = excluded.username,
      password_sealed = excluded.password_sealed, sender_name = excluded.sender_name, sender_address = excluded.sender_address, version = excluded.version,
      updated_at = excluded.updated_at WHERE s.version = excluded.version - 1 RETURNING version`.execute(tx);
  return rows.length > 0;
}

export type MailNews = {
  waiting: number;
  failed: number;
  lastSentAt: number | null;
  lastError: string | null;
};

/** What became of an account's mails lately. */
export async function mailNews(tx: Tx, accountId: string): Promise<MailNews> {
  const { rows } = await sql<MailNews>`
    SELECT count(*) FILTER (WHERE state = 'waiting')::int AS waiting, count(*) FILTER (WHERE state = 'failed')::int AS failed,
      max(ended_at) FILTER (WHERE state = 'sent') AS "lastSentAt",
      (array_agg(error ORDER BY coalesce(ended_at, created_at) DESC) FILTER (WHERE error IS NOT NULL))[1] AS "lastError"
    FROM mail WHERE account_id = ${accountId}`.execute(tx);
  return rows[0] ?? { waiting: 0, failed: 0, lastSentAt: null, lastError: null };
}
