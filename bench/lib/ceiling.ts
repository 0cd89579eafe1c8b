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

/** What one batch of the ceiling writes: rows of each table as JSON. */
type Slice = Map<string, string>;

async function readSlices(look: Look, slices: number): Promise<Slice[]> {
  const all: Slice[] = Array.from({ length: slices }, () => new Map());
  const keep = (table: string, rows: { slice: number; rows: string }[]): void => {
    for (const row of rows) all[row.slice - 1]?.set(table, row.rows);
  };
  for (const [table, conversation] of TABLES) {
    const { rows } = await look.pool.query<{ slice: number; rows: string }>(
      `WITH place AS MATERIALIZED (SELECT id, ntile(${slices}) OVER (ORDER BY id) AS slice FROM conversation),
            told AS MATERIALIZED (SELECT ${conversation} AS conversation, to_json(t) AS row FROM ${table} t)
       SELECT slice, json_agg(row)::text AS rows FROM told JOIN place ON place.id = told.conversation GROUP BY slice`,
    );
    keep(table, rows);
  }
  const deliveries = await look.pool.query<{ slice: number; rows: string }>(
    `SELECT slice, json_agg(row)::text AS rows
     FROM (SELECT ntile(${slices}) OVER (ORDER BY id) AS slice, to_json(t) AS row FROM webhook_delivery t) d GROUP BY slice`,
  );
  keep("webhook_delivery", deliveries.rows);
  return all;
}

async function writeSlice(look: Look, slice: Slice): Promise<void> {
  const client = await look.pool.connect();
  try {
    await client.query("BEGIN");
    for (const [table, rows] of slice)
      await client.query({
        name: `ceiling-${table}`,
        text: `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM json_populate_recordset(NULL::${table}, $1::json)`,
        values: [rows],
      });
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}

/**
 * The rows that the database holds now, written anew by nothing but set-based INSERTs, as many messages to a transaction as
 * a lane's batch has: no request, no decision, no read, no update. Answers the seconds it took,
 * and what a message cost.
 */
export async function writeCeiling(
  look: Look,
  messagesIn: number,
): Promise<{ seconds: number; cpu: string }> {
  const slices = await readSlices(look, Math.max(1, Math.round(messagesIn / 256)));
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
