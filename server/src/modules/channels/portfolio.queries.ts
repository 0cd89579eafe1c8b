import { PORTFOLIO_DAY_MS, type PortfolioStanding } from "@balcao/core";
import { peopleAllowed } from "@balcao/whatsapp";
import { sql } from "kysely";
import { bulkInsert, iso, recordset } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";

/** A template to a person whose window is closed. */
export type OutsideSend = { accountId: string; channelId: string; contactId: string; messageId: string };
type Asked = Pick<OutsideSend, "accountId" | "channelId" | "contactId">;

/** How the portfolio of a number stands. `key`: the same for all numbers of one portfolio. */
export type Portfolio = PortfolioStanding & {
  accountId: string;
  channelId: string;
  portfolioId: string;
  key: string;
  isUnlimited: boolean;
};

const ASKED = { account_id: "uuid", channel_id: "uuid", contact_id: "uuid" };
const asked = (sends: readonly Asked[]) =>
  recordset(
    sends.map(({ accountId, channelId, contactId }) => ({
      account_id: accountId,
      channel_id: channelId,
      contact_id: contactId,
    })),
    ASKED,
    "w",
  );
const UNLIMITED = "TIER_UNLIMITED";
const dayBefore = (now: number) => sql`${iso(now - PORTFOLIO_DAY_MS)}::timestamptz`;

/** Of two senders that write outside windows for one portfolio the second waits for the first to end its transaction. Numbers are locked before. */
export async function holdPortfolios(tx: Tx, sends: readonly Asked[]): Promise<void> {
  await sql`
    SELECT pg_advisory_xact_lock(hashtextextended('outside_send ' || k.account_id || ' ' || k.portfolio_id, 0)) FROM (
      SELECT DISTINCT c.account_id, c.portfolio_id FROM ${asked(sends)} JOIN channel c ON c.account_id = w.account_id AND c.id = w.channel_id
      ORDER BY 1, 2) k`.execute(tx);
}

/** How the portfolios of these numbers stand now. Whose number has no limit is not counted: that may be any number of people. */
export async function portfoliosOf(
  tx: Tx,
  numbers: readonly Pick<Asked, "accountId" | "channelId">[],
  now: number,
): Promise<Portfolio[]> {
  const rows = numbers.map(({ accountId, channelId }) => ({ account_id: accountId, channel_id: channelId }));
  const { rows: told } = await sql<
    Omit<Portfolio, "key" | "most" | "freeAt" | "isUnlimited"> & {
      word: string | null;
      firstAt: number | null;
    }
  >`
    WITH number AS (SELECT DISTINCT c.account_id, c.id, c.portfolio_id, c.messaging_limit
      FROM ${recordset(rows, { account_id: "uuid", channel_id: "uuid" }, "w")} JOIN channel c ON c.account_id = w.account_id AND c.id = w.channel_id),
    portfolio AS (SELECT p.account_id, p.portfolio_id, count(o.at)::int AS used, min(o.at) AS first_at
      FROM (SELECT DISTINCT account_id, portfolio_id FROM number WHERE messaging_limit IS DISTINCT FROM ${UNLIMITED}) p JOIN outside_send o
        ON o.account_id = p.account_id AND o.portfolio_id = p.portfolio_id AND o.at > ${dayBefore(now)}
      GROUP BY p.account_id, p.portfolio_id)
    SELECT n.account_id AS "accountId", n.id AS "channelId", n.portfolio_id AS "portfolioId", n.messaging_limit AS word, coalesce(p.used, 0) AS used, p.first_at AS "firstAt"
    FROM number n LEFT JOIN portfolio p USING (account_id, portfolio_id)`.execute(tx);
  return told.map(({ word, firstAt, ...row }) => ({
    ...row,
    key: `${row.accountId} ${row.portfolioId}`,
    most: peopleAllowed(word),
    isUnlimited: word === UNLIMITED,
    freeAt: firstAt === null ? null : firstAt + PORTFOLIO_DAY_MS,
  }));
}

/** Which of these people are counted already, by their portfolio's key and their id. */
export async function countedPeople(tx: Tx, sends: readonly Asked[], now: number): Promise<Set<string>> {
  const { rows } = await sql<{ key: string }>`
    SELECT DISTINCT o.account_id || ' ' || o.portfolio_id || ' ' || o.contact_id AS key
    FROM ${asked(sends)} JOIN channel c ON c.account_id = w.account_id AND c.id = w.channel_id
    JOIN outside_send o ON o.account_id = c.account_id AND o.portfolio_id = c.portfolio_id AND o.contact_id = w.contact_id
    WHERE o.at > ${dayBefore(now)}`.execute(tx);
  return new Set(rows.map(({ key }) => key));
}

const OUTSIDE = {
  account_id: "uuid",
  portfolio_id: "text",
  contact_id: "uuid",
  message_id: "uuid",
  at: "timestamptz",
};

/** Counts people who are being written to. One that goes again counts as the same message. */
export async function countPeople(
  tx: Tx,
  sends: readonly (OutsideSend & { portfolioId: string })[],
  now: number,
): Promise<void> {
  // of several to one person the last: a statement may touch a row once
  const last = new Map(
    sends.map((send) => [`${send.accountId} ${send.portfolioId} ${send.contactId}`, send]),
  );
  const rows = [...last.values()].map((send) => ({
    account_id: send.accountId,
    portfolio_id: send.portfolioId,
    contact_id: send.contactId,
    message_id: send.messageId,
    at: iso(now),
  }));
  await bulkInsert(
    tx,
    "outside_send",
    OUTSIDE,
    rows,
    sql`ON CONFLICT (account_id, portfolio_id, contact_id) DO UPDATE SET message_id = excluded.message_id, at = excluded.at,
      before_at = CASE WHEN outside_send.message_id = excluded.message_id THEN outside_send.before_at ELSE outside_send.at END`,
  );
}

/** These messages were not delivered: their people count by what went before, if anything did. */
export async function uncountPeople(
  tx: Tx,
  messages: readonly { accountId: string; id: string }[],
): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map(({ accountId, id }) => ({ account_id: accountId, message_id: id }));
  const failed = recordset(rows, { account_id: "uuid", message_id: "uuid" }, "w");
  const theirs = sql`o.account_id = w.account_id AND o.message_id = w.message_id`;
  await sql`DELETE FROM outside_send o USING ${failed} WHERE ${theirs} AND o.before_at IS NULL`.execute(tx);
  await sql`UPDATE outside_send o SET at = o.before_at, before_at = NULL FROM ${failed} WHERE ${theirs}`.execute(
    tx,
  );
}

/** Forgets people who count no more; nobody else reads them. */
export async function forgetPeople(db: Db, now: number): Promise<void> {
  await sql`DELETE FROM outside_send WHERE at <= ${dayBefore(now)}`.execute(db);
}
