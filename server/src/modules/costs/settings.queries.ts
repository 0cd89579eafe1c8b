import type { Budget, BudgetLevel, PriceRate } from "@balcao/core";
import { sql } from "kysely";
import { iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

export type CostSettingRow = {
  currency: string;
  budget: Budget | null;
  rates: PriceRate[];
  version: number;
};

/** The account's rates, oldest first. */
export async function loadRates(tx: Tx, accountId: string): Promise<PriceRate[]> {
  const { rows } = await sql<{ category: string; from: string; micros: number }>`
    SELECT category, to_char(valid_from, 'YYYY-MM-DD') AS "from", micros::float8 AS micros FROM message_rate
    WHERE account_id = ${accountId} ORDER BY category, valid_from`.execute(tx);
  return rows;
}

/** What an account set; null = nothing yet. */
export async function loadCostSetting(tx: Tx, accountId: string): Promise<CostSettingRow | null> {
  const { rows } = await sql<{
    currency: string;
    micros: number | null;
    warnPercent: number;
    version: number;
  }>`
    SELECT currency, budget_micros::float8 AS micros, warn_percent AS "warnPercent", version FROM cost_setting WHERE account_id = ${accountId}`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) return null;
  const { micros, warnPercent, currency, version } = row;
  const budget = micros === null ? null : { micros, warnPercent };
  return { currency, version, budget, rates: await loadRates(tx, accountId) };
}

/** Saves all over the version its editor saw, 0 = none yet. False when somebody else has passed it. What was told of a budget is forgotten. */
export async function saveCostSetting(
  tx: Tx,
  accountId: string,
  { currency, budget, rates, version }: CostSettingRow,
  now: number,
): Promise<boolean> {
  const at = sql`${iso(now)}::timestamptz`;
  const { rows } = await sql<{ version: number }>`
    INSERT INTO cost_setting AS s (account_id, currency, budget_micros, warn_percent, version, updated_at)
    SELECT ${accountId}, ${currency}, ${budget?.micros ?? null}::bigint, ${budget?.warnPercent ?? 80}, ${version + 1}, ${at}
    WHERE ${version} = 0 OR EXISTS (SELECT FROM cost_setting WHERE account_id = ${accountId})
    ON CONFLICT (account_id) DO UPDATE SET currency = excluded.currency, budget_micros = excluded.budget_micros, warn_percent = excluded.warn_percent,
      told_month = NULL, told_level = 'within', version = excluded.version, updated_at = excluded.updated_at
      WHERE s.version = ${version}
    RETURNING version`.execute(tx);
  if (rows.length === 0) return false;
  await sql`DELETE FROM message_rate WHERE account_id = ${accountId}`.execute(tx);
  const wanted = rates.map((rate) => ({
    category: rate.category,
    valid_from: rate.from,
    micros: rate.micros,
  }));
  await sql`INSERT INTO message_rate (account_id, category, valid_from, micros) SELECT ${accountId}::uuid, r.category, r.valid_from, r.micros
    FROM ${recordset(wanted, { category: "text", valid_from: "date", micros: "bigint" }, "r")}`.execute(tx);
  return true;
}

/** Which month was told of last, and how bad it was. */
export type Told = { accountId: string; month: string | null; level: BudgetLevel };

/** Accounts that have a budget, with what they were told; held, so that two who look at the same moment tell it once. */
export async function holdBudgets(tx: Tx): Promise<Told[]> {
  const { rows } = await sql<Told>`
    SELECT account_id AS "accountId", told_month AS month, told_level AS level FROM cost_setting WHERE budget_micros IS NOT NULL
    ORDER BY account_id FOR UPDATE SKIP LOCKED`.execute(tx);
  return rows;
}

/** What one account was told of its budget; null = it has none. */
export async function loadTold(tx: Tx, accountId: string): Promise<Told | null> {
  const { rows } = await sql<Told>`
    SELECT account_id AS "accountId", told_month AS month, told_level AS level FROM cost_setting
    WHERE account_id = ${accountId} AND budget_micros IS NOT NULL`.execute(tx);
  return rows[0] ?? null;
}

export async function noteTold(tx: Tx, { accountId, month, level }: Told): Promise<void> {
  await sql`UPDATE cost_setting SET told_month = ${month}, told_level = ${level} WHERE account_id = ${accountId}`.execute(
    tx,
  );
}
