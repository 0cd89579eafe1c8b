import { sql } from "kysely";
import type { Db } from "../../server/src/platform/database.ts";
import type { Tables } from "../store/schema.ts";
import { plain, sorted } from "./compare.ts";

/** What stands in the model in a form of its own, and is proved by the statements that read it. */
const OWN_FORM: Readonly<Record<string, readonly string[]>> = {
  whatsapp_setting: ["row"],
  channel: ["secret"],
};
/** Numbers that PostgreSQL gives by itself. */
const GIVEN: Readonly<Record<string, readonly string[]>> = {
  fact: ["id"],
  event: ["id", "txid"],
  quarantined_fact: ["id"],
};
const MOST_SHOWN = 3;

/** Tables whose rows are not those of the model, with the rows that one side has alone. */
export async function differingTables(
  db: Db,
  tables: Tables,
): Promise<{ what: string; model: string; real: string }[]> {
  const found: { what: string; model: string; real: string }[] = [];
  for (const table of Object.values(tables)) {
    const own = [...(OWN_FORM[table.name] ?? []), ...(GIVEN[table.name] ?? [])];
    const rows = [...table.rows.values()] as Record<string, unknown>[];
    const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter(
      (name) => !own.includes(name),
    );
    const names = columns.length === 0 ? sql`1` : sql.join(columns.map((name) => sql.ref(name)));
    const { rows: real } = await sql<
      Record<string, unknown>
    >`SELECT ${names} FROM ${sql.ref(table.name)}`.execute(db);
    const texts = (of: Record<string, unknown>[]): string[] =>
      sorted(of.map((row) => plain(Object.fromEntries(columns.map((name) => [name, row[name]]))))).map(
        (row) => JSON.stringify(row),
      );
    const [ours, theirs] = [texts(rows), texts(real)];
    const lacks = (a: string[], b: string[]): string[] => a.filter((one) => !b.includes(one));
    const [model, only] = [lacks(ours, theirs), lacks(theirs, ours)];
    if (model.length + only.length === 0 && ours.length === theirs.length) continue;
    const show = (of: string[], all: string[]): string =>
      `${all.length} rows, alone: ${of.slice(0, MOST_SHOWN).join(" ")}`;
    found.push({ what: `table ${table.name}`, model: show(model, ours), real: show(only, theirs) });
  }
  return found;
}
