import pg from "pg";

/**
 * Empties every table but the record of migrations, for a demo that was interrupted while it was being told.
 * Throws when a company that is not a demo lives in the database. Readers of the event log are sent to a full fetch.
 */
export async function beginAnew(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("BEGIN");
    const { rows: real } = await client.query("SELECT FROM account WHERE NOT demo");
    if (real.length > 0) throw new Error("not_a_demo: the database holds companies that are not the demo's");
    const { rows } = await client.query<{ tables: string }>(
      `SELECT string_agg(format('%I', relname), ', ') AS tables FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
          AND relname NOT IN ('schema_migration', 'stream_epoch')`,
    );
    await client.query(`TRUNCATE ${rows[0]?.tables ?? ""}`);
    await client.query("UPDATE stream_epoch SET epoch = gen_random_uuid()");
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
}
