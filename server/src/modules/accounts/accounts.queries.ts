import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";

export type NewAccount = {
  id: string;
  name: string;
  locale: "pt-BR" | "en";
  timeZone: string;
  demo: boolean;
};

export async function insertAccount(tx: Tx, account: NewAccount, now: number): Promise<void> {
  await sql`INSERT INTO account (account_id, name, locale, time_zone, demo, created_at)
    VALUES (${account.id}, ${account.name}, ${account.locale}, ${account.timeZone}, ${account.demo}, ${iso(now)}::timestamptz)`.execute(
    tx,
  );
}

/** The account's time zone, IANA. */
export async function accountTimeZone(tx: Tx, accountId: string): Promise<string> {
  const { rows } = await sql<{ zone: string }>`
    SELECT time_zone AS zone FROM account WHERE account_id = ${accountId}`.execute(tx);
  return rows[0]?.zone ?? "UTC";
}

export async function countAccounts(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`SELECT count(*)::int AS n FROM account`.execute(db);
  return rows[0]?.n ?? 0;
}
