import type { Holidays } from "@balcao/core";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

export type HolidayRow = Holidays & { version: number };

/** What an account said of its holidays; null when it never did. */
export async function loadHolidays(tx: Tx, accountId: string): Promise<HolidayRow | null> {
  const { rows } = await sql<HolidayRow>`
    SELECT national, own, version FROM holiday_setting WHERE account_id = ${accountId}`.execute(tx);
  return rows[0] ?? null;
}

/** Saves them over the version their editor saw, where 1 may be no row yet. False when somebody else has passed it. */
export async function saveHolidays(
  tx: Tx,
  accountId: string,
  { national, own, version }: HolidayRow,
  now: number,
): Promise<boolean> {
  const at = sql`${iso(now)}::timestamptz`;
  const { rows } = await sql<{ version: number }>`
    INSERT INTO holiday_setting AS h (account_id, national, own, version, updated_at)
    SELECT ${accountId}, ${[...national]}::text[], ${JSON.stringify(own)}::jsonb, ${version + 1}, ${at}
    WHERE ${version} = 1 OR EXISTS (SELECT FROM holiday_setting WHERE account_id = ${accountId})
    ON CONFLICT (account_id) DO UPDATE SET (national, own, version, updated_at) = ROW(excluded.national, excluded.own, excluded.version, excluded.updated_at)
      WHERE h.version = ${version}
    RETURNING version`.execute(tx);
  return rows.length > 0;
}
