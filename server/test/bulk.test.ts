import fc from "fast-check";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { iso, recordset } from "../src/platform/bulk.ts";
import { testWorld, type TestWorld } from "./harness.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await testWorld();
});
afterAll(() => world.close());

const COLUMNS = { text: "text", whole: "bigint", yes: "boolean", at: "timestamptz", raw: "json" };
type Row = {
  text: string | null;
  whole: number | null;
  yes: boolean | null;
  at: number | null;
  raw: string | null;
};

/** PostgreSQL holds no NUL in a text, and a lone surrogate is no UTF-8: both are cleaned before they get here. */
const text = fc.string({ unit: "grapheme", maxLength: 40 }).filter((value) => !value.includes("\0"));
const row = fc.record({
  text: fc.option(
    fc.oneof(text, fc.constantFrom("", "NULL", "null", "{}", '"', "\\", '\\"', "a,b", " a ", "\n")),
  ),
  whole: fc.option(fc.maxSafeInteger()),
  yes: fc.option(fc.boolean()),
  at: fc.option(fc.oneof(fc.integer({ min: -1e12, max: 4e12 }), fc.constantFrom(Infinity, -Infinity))),
  raw: fc.option(
    fc.oneof(
      fc.constantFrom("\u0000", "\ud800", "", "NULL"),
      fc.json().map((value): unknown => JSON.parse(value)),
    ),
  ),
});

const asText = (rows: readonly (Omit<Row, "raw"> & { raw: unknown })[]) =>
  rows.map((entry) => ({ ...entry, raw: entry.raw === null ? null : JSON.stringify(entry.raw) }));

it("gives PostgreSQL any rows as they are", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
      const sent = rows.map((entry, place) => ({ ...entry, at: iso(entry.at), place }));
      const { rows: got } = await sql<Row>`
        SELECT text, whole, yes, at, raw::text AS raw FROM ${recordset(sent, { ...COLUMNS, place: "int" }, "r")} ORDER BY place`.execute(
        world.deps.system,
      );
      expect(got).toEqual(asText(rows));
    }),
    { numRuns: 60 },
  );
});

it("keeps the number of rows that are alike in some columns or in all", async () => {
  await fc.assert(
    fc.asyncProperty(row, fc.integer({ min: 1, max: 5 }), async (entry, times) => {
      const rows = Array.from({ length: times }, () => entry);
      const sent = rows.map((one) => ({ ...one, at: iso(one.at) }));
      const { rows: got } = await sql<Row>`
        SELECT text, whole, yes, at, raw::text AS raw FROM ${recordset(sent, COLUMNS, "r")}`.execute(
        world.deps.system,
      );
      expect(got).toEqual(asText(rows));
    }),
    { numRuns: 60 },
  );
});
