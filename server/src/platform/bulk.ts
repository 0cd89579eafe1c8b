import { type RawBuilder, sql } from "kysely";
import type { Tx } from "./database.ts";

/**
 * Many rows in one statement: each column travels as one array, and PostgreSQL puts the rows together. The parameters are as
 * many as the columns, so the protocol's limit of 65,535 never matters. (Rows as one JSON document cost PostgreSQL three times
 * as much to take apart.)
 * Values: strings, numbers, booleans, null, any JSON value for json and jsonb columns, epoch milliseconds through `iso`.
 */
export type ColumnTypes = Readonly<Record<string, string>>;
export type BulkRow = Record<string, unknown>;

/** Moments written lately: a batch writes the same few hundreds of times, and to spell one out costs as much as a row. */
const spelt = new Map<number, string>();
const MOST_SPELT = 1000;

/** Epoch milliseconds to what a timestamptz column takes from a text. */
export function iso(ms: number | null): string | null {
  if (ms === null) return null;
  if (ms === Infinity) return "infinity";
  if (ms === -Infinity) return "-infinity";
  let text = spelt.get(ms);
  if (text === undefined) {
    text = new Date(ms).toISOString();
    if (spelt.size >= MOST_SPELT) spelt.clear();
    spelt.set(ms, text);
  }
  return text;
}

const SPECIAL = /["\\]/;
const EACH_SPECIAL = /["\\]/g;

/** An element of an array's text form (PostgreSQL manual, 8.15.6): quoted, so that no word and no blank is special. */
const quoted = (text: string): string =>
  SPECIAL.test(text) ? `"${text.replace(EACH_SPECIAL, "\\$&")}"` : `"${text}"`;

const isJson = (type: string): boolean => type === "json" || type === "jsonb";

function element(value: unknown, json: boolean): string {
  if (value === null || value === undefined) return "NULL";
  // what JSON.stringify leaves to be escaped in a JSON text, it escapes as an array does
  if (json) return JSON.stringify(JSON.stringify(value));
  return typeof value === "string" ? quoted(value) : String(value);
}

/** One column of all rows in the text form of a PostgreSQL array. */
function columnArray(rows: readonly BulkRow[], name: string, json: boolean): string {
  let text = "{";
  for (const row of rows) text += `${text === "{" ? "" : ","}${element(row[name], json)}`;
  return `${text}}`;
}

/** The value that all rows have in a column, as one parameter. */
function single(value: unknown, json: boolean): string | null {
  if (value === null || value === undefined) return null;
  return json ? JSON.stringify(value) : String(value);
}

/**
 * `(SELECT … FROM unnest($1::type[], …)) AS alias(column, …)`, to select from. What is the same in every row (the account,
 * what none of them has) travels once: a third of what a lane's batch writes.
 */
export function recordset(
  rows: readonly BulkRow[],
  columns: ColumnTypes,
  alias: string,
): RawBuilder<unknown> {
  const [first] = rows;
  const shared = new Set(
    Object.keys(columns).filter(
      (name) => first !== undefined && rows.every((row) => (row[name] ?? null) === (first[name] ?? null)),
    ),
  );
  // one array at least: it says how many rows there are
  if (shared.size === Object.keys(columns).length) shared.delete([...shared].at(-1) ?? "");
  const entries = Object.entries(columns);
  const values = entries.map(([name, type]) =>
    shared.has(name) ? sql`${single(first?.[name], isJson(type))}::${sql.raw(type)}` : sql.ref(`u.${name}`),
  );
  const each = entries.filter(([name]) => !shared.has(name));
  const arrays = each.map(
    ([name, type]) => sql`${columnArray(rows, name, isJson(type))}::${sql.raw(type)}[]`,
  );
  const names = (of: readonly [string, string][]): RawBuilder<unknown> =>
    sql.join(of.map(([name]) => sql.ref(name)));
  return sql`(SELECT ${sql.join(values)} FROM unnest(${sql.join(arrays)}) AS u(${names(each)})) AS ${sql.ref(alias)}(${names(entries)})`;
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
