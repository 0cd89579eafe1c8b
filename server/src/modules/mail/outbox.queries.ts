import { sql } from "kysely";
import { bulkInsert, iso, recordset } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";

export type MailKind = "code" | "ticket" | "cost";
export type MailRow = {
  accountId: string;
  id: string;
  kind: MailKind;
  to: string;
  sealed: Buffer;
  /** names what the mail tells: it is told once */
  cause: string;
  dueAt: number;
  expiresAt: number;
};

const COLUMNS = {
  account_id: "uuid",
  id: "uuid",
  kind: "text",
  to_address: "text",
  content_sealed: "bytea",
  cause: "text",
  due_at: "timestamptz",
  expires_at: "timestamptz",
  created_at: "timestamptz",
};

/** Lets mails wait for the loop; one that tells what another tells already is left out. */
export async function insertMails(tx: Tx, mails: readonly MailRow[], now: number): Promise<void> {
  const rows = mails.map((mail) => ({
    account_id: mail.accountId,
    id: mail.id,
    kind: mail.kind,
    to_address: mail.to,
    content_sealed: `\\x${mail.sealed.toString("hex")}`,
    cause: mail.cause,
    due_at: iso(mail.dueAt),
    expires_at: iso(mail.expiresAt),
    created_at: iso(now),
  }));
  await bulkInsert(tx, "mail", COLUMNS, rows, sql`ON CONFLICT (account_id, cause) DO NOTHING`);
}

/** How many codes went to each of these addresses since a moment, whoever asked for them. */
export async function codesSince(
  tx: Tx,
  wanted: readonly { accountId: string; address: string }[],
  since: number,
): Promise<{ accountId: string; address: string; count: number }[]> {
  if (wanted.length === 0) return [];
  const values = wanted.map(({ accountId, address }) => ({ account_id: accountId, address }));
  const { rows } = await sql<{ accountId: string; address: string; count: number }>`
    SELECT m.account_id AS "accountId", m.to_address AS address, count(*)::int AS count
    FROM ${recordset(values, { account_id: "uuid", address: "text" }, "w")} JOIN mail m ON m.account_id = w.account_id AND m.to_address = w.address
    WHERE m.kind = 'code' AND m.created_at > ${iso(since)}::timestamptz GROUP BY 1, 2`.execute(tx);
  return rows;
}

export type ClaimedMail = {
  accountId: string;
  id: string;
  to: string;
  sealed: Buffer;
  attempts: number;
  expiresAt: number;
  fence: number;
};

/** So long a mail is one sender's own: longer than a server may take to answer. By the database's clock, as all leases are. */
const LEASE = sql`interval '2 minutes'`;

/**
 * Takes mails whose moment has come, each for one sender; a sender that died gives them up after its lease. The accounts take turns, so that
 * nobody's thousand mails to a server that says nothing hold up another's one.
 */
export async function claimMails(db: Db, now: number, most: number): Promise<ClaimedMail[]> {
  const isFree = sql`w.state = 'waiting' AND (w.lease_until IS NULL OR w.lease_until < now())`;
  const { rows } = await sql<ClaimedMail>`
    UPDATE mail m SET lease_until = now() + ${LEASE}, fence = m.fence + 1, attempts = m.attempts + 1
    FROM (SELECT w.account_id, w.id FROM (
        SELECT w.account_id, w.id, row_number() OVER (PARTITION BY w.account_id ORDER BY w.due_at, w.id) AS turn
        FROM mail w JOIN mail_setting s ON s.account_id = w.account_id AND s.enabled
        WHERE ${isFree} AND w.due_at <= ${iso(now)}::timestamptz AND w.expires_at > ${iso(now)}::timestamptz) q
      JOIN mail w ON w.account_id = q.account_id AND w.id = q.id AND ${isFree}
      ORDER BY q.turn, w.due_at LIMIT ${most} FOR UPDATE OF w SKIP LOCKED) d
    WHERE m.account_id = d.account_id AND m.id = d.id
    RETURNING m.account_id AS "accountId", m.id, m.to_address AS "to", m.content_sealed AS sealed, m.attempts, m.expires_at AS "expiresAt", m.fence`.execute(
    db,
  );
  return rows;
}

export type MailEnd = Pick<ClaimedMail, "accountId" | "id" | "fence"> &
  (
    | { state: "sent" }
    | { state: "failed"; error: string }
    | { state: "waiting"; error: string; dueAt: number }
  );

/** Writes down what became of mails; of one that somebody else has taken meanwhile, nothing. What is over keeps no content. */
export async function endMails(db: Db, ends: readonly MailEnd[], now: number): Promise<void> {
  if (ends.length === 0) return;
  const rows = ends.map((end) => ({
    account_id: end.accountId,
    id: end.id,
    fence: end.fence,
    state: end.state,
    error: "error" in end ? end.error : null,
    due_at: "dueAt" in end ? iso(end.dueAt) : null,
  }));
  const columns = {
    account_id: "uuid",
    id: "uuid",
    fence: "int",
    state: "text",
    error: "text",
    due_at: "timestamptz",
  };
  await sql`
    UPDATE mail m SET state = r.state, error = r.error, lease_until = NULL, due_at = coalesce(r.due_at, m.due_at),
      content_sealed = CASE WHEN r.state = 'waiting' THEN m.content_sealed END, ended_at = CASE WHEN r.state <> 'waiting' THEN ${iso(now)}::timestamptz END
    FROM ${recordset(rows, columns, "r")} WHERE m.account_id = r.account_id AND m.id = r.id AND m.fence = r.fence AND m.state = 'waiting'`.execute(
    db,
  );
}

/** What was not sent in its time will not be; what ended long ago is forgotten. */
export async function tidyMails(db: Db, now: number, keptMs: number): Promise<void> {
  await sql`UPDATE mail SET state = 'failed', error = coalesce(error, 'expired'), content_sealed = NULL, ended_at = ${iso(now)}::timestamptz
    WHERE state = 'waiting' AND expires_at <= ${iso(now)}::timestamptz AND (lease_until IS NULL OR lease_until < now())`.execute(
    db,
  );
  await sql`DELETE FROM mail WHERE ended_at < ${iso(now - keptMs)}::timestamptz`.execute(db);
}
