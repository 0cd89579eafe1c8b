import { LARGEST_BATCH } from "../../server/src/modules/channels/lane-batch.ts";
import { cpuEach, cpuSoFar } from "./cpu.ts";
import type { Look } from "./look.ts";

/** Tables in an order that their references allow, each with what ties a row to a conversation. */
const TABLES: readonly [table: string, conversation: string][] = [
  [
    "contact",
    "(SELECT v.id FROM conversation v WHERE v.account_id = t.account_id AND v.contact_id = t.id LIMIT 1)",
  ],
  [
    "contact_identity",
    "(SELECT v.id FROM conversation v WHERE v.account_id = t.account_id AND v.contact_id = t.contact_id LIMIT 1)",
  ],
  ["conversation", "t.id"],
  ["message", "t.conversation_id"],
  ["bot_trace", "t.conversation_id"],
  ["outbox", "t.conversation_id"],
  ["timer", "t.conversation_id"],
  ["event", "t.conversation_id"],
];
const TWO_AT_A_TIME = 2;

/** What one batch of the ceiling writes to a table: one array per column, in PostgreSQL's own text form. */
type Rows = { insert: string; arrays: string[] };
type Slice = Map<string, Rows>;

/** The columns that are written; what PostgreSQL makes of them itself it makes again. */
async function columnsOf(look: Look, table: string): Promise<{ name: string; type: string }[]> {
  const { rows } = await look.pool.query<{ name: string; type: string }>(
    `SELECT quote_ident(attname) AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum`,
    [table],
  );
  return rows;
}

/** Adds a table's rows to the slices; `place` is a query of (slice, row of the table as t). */
async function readTable(look: Look, all: readonly Slice[], table: string, place: string): Promise<void> {
  const columns = await columnsOf(look, table);
  const names = columns.map(({ name }) => name).join(", ");
  const arrays = columns.map(({ type }, index) => `$${index + 1}::${type}[]`).join(", ");
  const insert = `INSERT INTO ${table} (${names}) OVERRIDING SYSTEM VALUE SELECT * FROM unnest(${arrays})`;
  const { rows } = await look.pool.query<{ slice: number } & Record<string, string>>(
    `SELECT slice, ${columns.map(({ name }, index) => `array_agg((t).${name}::text)::text AS c${index}`).join(", ")} FROM (${place}) p GROUP BY slice`,
  );
  for (const row of rows)
    all[row.slice - 1]?.set(table, { insert, arrays: columns.map((_, index) => row[`c${index}`] ?? "{}") });
}

async function readSlices(look: Look, slices: number): Promise<Slice[]> {
  const all: Slice[] = Array.from({ length: slices }, () => new Map());
  const order = `SELECT id, ntile(${slices}) OVER (ORDER BY id) AS slice FROM conversation`;
  for (const [table, conversation] of TABLES)
    await readTable(
      look,
      all,
      table,
      `WITH place AS MATERIALIZED (${order}), told AS MATERIALIZED (SELECT ${conversation} AS conversation, t FROM ${table} t)
       SELECT slice, t FROM told JOIN place ON place.id = told.conversation`,
    );
  const deliveries = `SELECT ntile(${slices}) OVER (ORDER BY id) AS slice, t FROM webhook_delivery t`;
  await readTable(look, all, "webhook_delivery", deliveries);
  return all;
}

async function writeSlice(look: Look, slice: Slice): Promise<void> {
  const client = await look.pool.connect();
  try {
    await client.query("BEGIN");
    for (const [table, { insert, arrays }] of slice)
      await client.query({ name: `ceiling-${table}`, text: insert, values: arrays });
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}

/**
 * The rows that the database holds now, written anew by nothing but set-based INSERTs, as many messages to a transaction as
 * a lane's largest batch has: no request, no decision, no read, no update. Answers the seconds it took,
 * and what a message cost.
 */
export async function writeCeiling(
  look: Look,
  messagesIn: number,
): Promise<{ seconds: number; cpu: string }> {
  const slices = await readSlices(look, Math.max(1, Math.round(messagesIn / LARGEST_BATCH)));
  await look.pool.query(
    "TRUNCATE fact, webhook_delivery, contact, message, conversation, event, conversation_counter CASCADE",
  );
  await look.pool.query("CHECKPOINT");
  const before = await cpuSoFar(look, process.pid);
  const begun = performance.now();
  let next = 0;
  const work = async (): Promise<void> => {
    for (let slice = slices[next++]; slice; slice = slices[next++]) await writeSlice(look, slice);
  };
  await Promise.all(Array.from({ length: TWO_AT_A_TIME }, work));
  const seconds = (performance.now() - begun) / 1000;
  return { seconds, cpu: cpuEach(before, await cpuSoFar(look, process.pid), messagesIn) };
}
