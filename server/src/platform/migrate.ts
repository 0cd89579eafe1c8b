import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";

const FOLDER = join(import.meta.dirname, "../../migrations");
const OLDEST_SERVER = 150_000;
/** any number, the same in every release: one node migrates, the others wait */
const LOCK = 7_304_001;

export type MigrateOptions = {
  url: string;
  /** tests run on a server that may lose data; nothing else may */ allowUnsafe?: boolean;
};

async function one(client: pg.Client, sql: string): Promise<string> {
  const { rows } = await client.query<Record<string, string>>(sql);
  return Object.values(rows[0] ?? {})[0] ?? "";
}

/** Refuses a server on which an answered webhook could be lost or whose text is not UTF-8. */
async function checkServer(client: pg.Client, allowUnsafe: boolean): Promise<void> {
  if (Number(await one(client, "SHOW server_version_num")) < OLDEST_SERVER)
    throw new Error("database_too_old: PostgreSQL 15 or newer is needed");
  if ((await one(client, "SHOW server_encoding")) !== "UTF8")
    throw new Error("database_not_utf8: create the database with ENCODING 'UTF8'");
  if (allowUnsafe) return;
  if ((await one(client, "SHOW fsync")) !== "on" || (await one(client, "SHOW synchronous_commit")) === "off")
    throw new Error(
      "database_unsafe: fsync and synchronous_commit must be on, or accepted messages could be lost",
    );
}

/**
 * Refuses roles that row-level security does not hold for: whoever made them before us, or changed them since, took the wall between
 * accounts down. Throws with what to type.
 */
export async function checkRoles(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ rolname: string }>(
    "SELECT rolname FROM pg_roles WHERE rolname IN ('balcao_app', 'balcao_system') AND (rolsuper OR rolbypassrls) ORDER BY 1",
  );
  const names = rows.map(({ rolname }) => rolname);
  if (names.length > 0)
    throw new Error(
      `database_role_unconfined: one company could read another's rows; run ${names.map((name) => `ALTER ROLE ${name} NOSUPERUSER NOBYPASSRLS;`).join(" ")}`,
    );
}

/**
 * Brings the database to this release: files of server/migrations in order, each in its own transaction, forward only.
 * Several nodes may start at once. Throws with a sentence when the server is unfit or a file changed after it ran.
 */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const client = new pg.Client({ connectionString: options.url });
  await client.connect();
  try {
    await checkServer(client, options.allowUnsafe ?? false);
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    await client.query(
      "CREATE TABLE IF NOT EXISTS schema_migration (name text PRIMARY KEY, sha256 text NOT NULL, run_at timestamptz NOT NULL DEFAULT now())",
    );
    const { rows } = await client.query<{ name: string; sha256: string }>(
      "SELECT name, sha256 FROM schema_migration",
    );
    const ran = new Map(rows.map((row) => [row.name, row.sha256]));
    const done: string[] = [];
    for (const name of (await readdir(FOLDER)).filter((file) => file.endsWith(".sql")).sort()) {
      const text = await readFile(join(FOLDER, name), "utf8");
      const sha256 = createHash("sha256").update(text).digest("hex");
      const known = ran.get(name);
      if (known === sha256) continue;
      if (known !== undefined)
        throw new Error(`migration_changed: ${name} is not the file that ran on this database`);
      await client.query("BEGIN");
      await client.query(text);
      await client.query("INSERT INTO schema_migration (name, sha256) VALUES ($1, $2)", [name, sha256]);
      await client.query("COMMIT");
      done.push(name);
    }
    await checkRoles(client);
    await ensureEventPartitions(client);
    return done;
  } finally {
    await client.end();
  }
}

/** Months of the event log, this one and the two to come. Rows of other months go to the default partition, never nowhere. */
async function ensureEventPartitions(client: pg.Client): Promise<void> {
  await client.query(`
    DO $$
    DECLARE m date; part text;
    BEGIN
      FOR i IN 0..2 LOOP
        m := date_trunc('month', now() AT TIME ZONE 'UTC')::date + make_interval(months => i);
        part := 'event_' || to_char(m, 'YYYY_MM');
        IF to_regclass(part) IS NULL AND NOT EXISTS (SELECT FROM event_default WHERE created_at >= m AND created_at < m + interval '1 month') THEN
          EXECUTE format('CREATE TABLE %I PARTITION OF event FOR VALUES FROM (%L) TO (%L)', part, m::text || ' 00:00+00', (m + interval '1 month')::date::text || ' 00:00+00');
        END IF;
      END LOOP;
    END $$`);
}
