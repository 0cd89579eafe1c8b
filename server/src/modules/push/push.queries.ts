import type { PushMaker } from "@balcao/api";
import { sql } from "kysely";
import { iso, recordset } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";

/** The installation's pair of keys as it is kept; null = none was made yet. */
export async function loadIdentity(db: Db): Promise<{ publicKey: string; sealed: Buffer } | null> {
  const { rows } = await sql<{ publicKey: string; sealed: Buffer }>`
    SELECT public_key AS "publicKey", private_key_sealed AS sealed FROM push_identity`.execute(db);
  return rows[0] ?? null;
}

/** Keeps a pair of keys unless another node was first. */
export async function keepIdentity(db: Db, publicKey: string, sealed: Buffer, now: number): Promise<void> {
  await sql`INSERT INTO push_identity (public_key, private_key_sealed, created_at)
    VALUES (${publicKey}, ${sealed}, ${iso(now)}::timestamptz) ON CONFLICT DO NOTHING`.execute(db);
}

export type PushSettingRow = { enabled: boolean; makers: PushMaker[]; version: number };

/** What an account allows; null = nobody has saved it. */
export async function loadPushSetting(
  tx: Tx,
  accountId: string,
  lock = false,
): Promise<PushSettingRow | null> {
  const { rows } = await sql<PushSettingRow>`
    SELECT enabled, makers, version FROM push_setting WHERE account_id = ${accountId} ${lock ? sql`FOR UPDATE` : sql``}`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/** Saves what an account allows. Answers whether nobody else had passed the version before. */
export async function savePushSetting(
  tx: Tx,
  accountId: string,
  row: PushSettingRow,
  now: number,
): Promise<boolean> {
  const { rows } = await sql<{ version: number }>`
    INSERT INTO push_setting AS s (account_id, enabled, makers, version, updated_at)
    VALUES (${accountId}, ${row.enabled}, ${row.makers}::text[], ${row.version}, ${iso(now)}::timestamptz)
    ON CONFLICT (account_id) DO UPDATE SET enabled = excluded.enabled, makers = excluded.makers, version = excluded.version,
      updated_at = excluded.updated_at WHERE s.version = excluded.version - 1 RETURNING version`.execute(tx);
  return rows.length > 0;
}

/** A browser of an agent. `hash` and `sealed`: of its address. */
export type SubscriptionRow = {
  accountId: string;
  id: string;
  agentId: string;
  sessionId: string;
  hash: Buffer;
  sealed: Buffer;
  maker: PushMaker;
  locale: "pt-BR" | "en";
};

/** Keeps a browser, as its agent's and this session's from now on. */
export async function saveSubscription(
  tx: Tx,
  { accountId, id, agentId, sessionId, hash, sealed, maker, locale }: SubscriptionRow,
  now: number,
): Promise<void> {
  await sql`INSERT INTO push_subscription (account_id, id, agent_id, session_id, address_hash, address_sealed, maker, locale, created_at)
    VALUES (${accountId}, ${id}, ${agentId}, ${sessionId}, ${hash}, ${sealed}, ${maker}, ${locale}, ${iso(now)}::timestamptz)`.execute(
    tx,
  );
}

/** Ends one browser of an agent, and what waits for it. */
export async function endSubscription(
  tx: Tx,
  { accountId, agentId, hash }: Pick<SubscriptionRow, "accountId" | "agentId" | "hash">,
): Promise<void> {
  await sql`DELETE FROM push_subscription WHERE account_id = ${accountId} AND agent_id = ${agentId} AND address_hash = ${hash}`.execute(
    tx,
  );
}

/** A browser is one person's: it is no longer the others' who used it before, in whatever company. */
export async function endOthers(db: Db, hash: Buffer, userId: string): Promise<void> {
  await sql`DELETE FROM push_subscription s USING agent a
    WHERE s.address_hash = ${hash} AND a.account_id = s.account_id AND a.id = s.agent_id AND a.user_id <> ${userId}`.execute(
    db,
  );
}

/** Ends all of an agent's browsers but the latest so many. */
export async function keepLatest(tx: Tx, accountId: string, agentId: string, most: number): Promise<void> {
  await sql`DELETE FROM push_subscription WHERE account_id = ${accountId} AND id IN
    (SELECT id FROM push_subscription WHERE account_id = ${accountId} AND agent_id = ${agentId} ORDER BY created_at DESC, id DESC OFFSET ${most})`.execute(
    tx,
  );
}

/** One browser of an agent; null = it wants no notices. */
export async function findSubscription(
  tx: Tx,
  { accountId, agentId, hash }: Pick<SubscriptionRow, "accountId" | "agentId" | "hash">,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM push_subscription WHERE account_id = ${accountId} AND agent_id = ${agentId} AND address_hash = ${hash}`.execute(
    tx,
  );
  return rows[0]?.id ?? null;
}

export type Listening = Pick<SubscriptionRow, "accountId" | "id" | "agentId" | "sessionId">;

/** Every browser that notices may be sent to, as its account allows it now. */
export async function listListening(db: Db): Promise<Listening[]> {
  const { rows } = await sql<Listening>`
    SELECT s.account_id AS "accountId", s.id, s.agent_id AS "agentId", s.session_id AS "sessionId"
    FROM push_subscription s JOIN push_setting p ON p.account_id = s.account_id AND p.enabled AND s.maker = ANY(p.makers)`.execute(
    db,
  );
  return rows;
}

/** Ends browsers that their makers know no more. */
export async function endGone(db: Db, gone: readonly Pick<Listening, "accountId" | "id">[]): Promise<void> {
  if (gone.length === 0) return;
  const rows = gone.map(({ accountId, id }) => ({ account_id: accountId, id }));
  await sql`DELETE FROM push_subscription s USING ${recordset(rows, { account_id: "uuid", id: "uuid" }, "g")}
    WHERE s.account_id = g.account_id AND s.id = g.id`.execute(db);
}

export type NoticeKind = "message" | "given" | "mention" | "unsent" | "test";
/** A notice that waits. `about`: a conversation's id, or "test". */
export type NoticeRow = {
  accountId: string;
  subscriptionId: string;
  about: string;
  kind: NoticeKind;
  entryId: string | null;
  fromAgentId: string | null;
  dueAt: number;
  attempts: number;
};

const COLUMNS = {
  account_id: "uuid",
  subscription_id: "uuid",
  about: "text",
  kind: "text",
  entry_id: "uuid",
  from_agent_id: "uuid",
  due_at: "timestamptz",
  attempts: "int",
};

/**
 * Lets notices wait for their moment. One about the same that waits already goes at its own moment, with the later news; where the new
 * one is only an earlier one come back, it makes room (`isAgain`). Browsers that ended meanwhile are left out.
 */
export async function addNotices(db: Db | Tx, notices: readonly NoticeRow[], isAgain = false): Promise<void> {
  if (notices.length === 0) return;
  const latest = new Map(notices.map((one) => [`${one.subscriptionId} ${one.about}`, one]));
  const rows = [...latest.values()].map((one) => ({
    account_id: one.accountId,
    subscription_id: one.subscriptionId,
    about: one.about,
    kind: one.kind,
    entry_id: one.entryId,
    from_agent_id: one.fromAgentId,
    due_at: iso(one.dueAt),
    attempts: one.attempts,
  }));
  const suffix = isAgain
    ? sql`ON CONFLICT DO NOTHING`
    : sql`ON CONFLICT (account_id, subscription_id, about) DO UPDATE SET kind = excluded.kind, entry_id = excluded.entry_id, from_agent_id = excluded.from_agent_id`;
  const columns = sql.join(Object.keys(COLUMNS).map((name) => sql.ref(`r.${name}`)));
  await sql`INSERT INTO push_notice (${sql.join(Object.keys(COLUMNS).map((name) => sql.ref(name)))})
    SELECT ${columns} FROM ${recordset(rows, COLUMNS, "r")} JOIN push_subscription s ON s.account_id = r.account_id AND s.id = r.subscription_id ${suffix}`.execute(
    db,
  );
}

export type DueNotice = NoticeRow & Listening & Pick<SubscriptionRow, "sealed" | "locale">;

/**
 * Takes notices whose moment has come out of their table: once this is committed, each is sent at most once, whatever crashes. What the
 * account no longer allows is taken out too, and not answered.
 */
export async function takeDue(
  db: Db,
  now: number,
  most: number,
): Promise<{ taken: number; due: DueNotice[] }> {
  const { rows } = await sql<DueNotice & { isAllowed: boolean }>`
    WITH taken AS (DELETE FROM push_notice n USING (SELECT account_id, subscription_id, about FROM push_notice
        WHERE due_at <= ${iso(now)}::timestamptz ORDER BY due_at LIMIT ${most} FOR UPDATE SKIP LOCKED) d
      WHERE n.account_id = d.account_id AND n.subscription_id = d.subscription_id AND n.about = d.about RETURNING n.*)
    SELECT n.account_id AS "accountId", n.subscription_id AS "subscriptionId", n.about, n.kind, n.entry_id AS "entryId", n.from_agent_id AS "fromAgentId",
      n.due_at AS "dueAt", n.attempts, s.id, s.agent_id AS "agentId", s.session_id AS "sessionId", s.address_sealed AS sealed, s.locale,
      coalesce(p.enabled AND s.maker = ANY(p.makers), false) AS "isAllowed"
    FROM taken n JOIN push_subscription s ON s.account_id = n.account_id AND s.id = n.subscription_id
      LEFT JOIN push_setting p ON p.account_id = n.account_id`.execute(db);
  return { taken: rows.length, due: rows.filter(({ isAllowed }) => isAllowed) };
}
