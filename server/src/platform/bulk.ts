import { type RawBuilder, sql } from "kysely";
import type { Tx } from "./database.ts";

/**
 * Many rows in one statement: the rows travel as one JSON document and PostgreSQL takes them apart. One parameter, so the
 * protocol's limit of 65,535 parameters never matters, and one plan whatever the number of rows.
 * Values: strings, numbers, booleans, null, plain objects for json columns, epoch milliseconds through `iso`.
 */
export type ColumnTypes = Readonly<Record<string, string>>;
export type BulkRow = Record<string, unknown>;

/** Epoch milliseconds to what a timestamptz column takes from JSON. */
export function iso(ms: number | null): string | null {
  if (ms === null) return null;
  if (ms === Infinity) return "infinity";
  if (ms === -Infinity) return "-infinity";
  return new Date(ms).toISOString();
}

/** `json_to_recordset($1) AS alias(column type, …)`, to select from. */
export function recordset(
  rows: readonly BulkRow[],
  columns: ColumnTypes,
  alias: string,
): RawBuilder<unknown> {
  const shape = Object.entries(columns).map(([name, type]) => sql`${sql.ref(name)} ${sql.raw(type)}`);
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) AS ${sql.ref(alias)}(${sql.join(shape)})`;
}

/** INSERT of many rows; `suffix` e.g. sql`ON CONFLICT DO NOTHING`. Nothing happens for no rows. */
export async function bulkInsert(
  tx: Tx,
  table: string,
  columns: ColumnTypes,
  rows: readonly BulkRow[],
  suffix: RawBuilder<unknown> = sql``,
): Promise<void> {
  if (rows.length === 0) return;
  const names = sql.join(Object.keys(columns).map((name) => sql.ref(name)));
  await sql`INSERT INTO ${sql.ref(table)} (${names}) SELECT ${names} FROM ${recordset(rows, columns, "r")} ${suffix}`.execute(
    tx,
  );
}

/** UPDATE of many rows, found by the `key` columns; the other columns are set. */
export async function bulkUpdate(
  tx: Tx,
  table: string,
  key: readonly string[],
  columns: ColumnTypes,
  rows: readonly BulkRow[],
): Promise<void> {
  if (rows.length === 0) return;
  const set = Object.keys(columns)
    .filter((name) => !key.includes(name))
    .map((name) => sql`${sql.ref(name)} = r.${sql.ref(name)}`);
  const where = key.map((name) => sql`t.${sql.ref(name)} = r.${sql.ref(name)}`);
  await sql`UPDATE ${sql.ref(table)} t SET ${sql.join(set)} FROM ${recordset(rows, columns, "r")} WHERE ${sql.join(where, sql` AND `)}`.execute(
    tx,
  );
}
