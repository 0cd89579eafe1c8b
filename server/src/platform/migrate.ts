import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as rest } from "node:timers/promises";
import pg from "pg";

const FOLDER = join(import.meta.dirname, "../../migrations");
const OLDEST_SERVER = 150_000;
/** any number, the same in every release: one node migrates, the others wait */
const LOCK = 7_304_001;
/**
 * Who changes a table waits for all that use it, and everybody who comes later behind him: he steps back before anybody notices, and comes
 * again. Less than PostgreSQL's deadlock_timeout (1 s), so that of two who wait for each other it is he who goes, not a message.
 */
const HELD_MS = 400;
const AGAIN_MS = 600;
/** for a backup, which reads the whole database in one transaction */
const PATIENCE_MS = 10 * 60_000;
/** until the connections of a machine that was switched off are found dead (`tcp_keepalives_*` in database.ts), and some more */
const LEAVE_MS = 20_000;
const LOCK_NOT_AVAILABLE = "55P03";

export type MigrateOptions = {
  url: string;
  /** tests run on a server that may lose data; nothing else may */ allowUnsafe?: boolean;
  /** where tests have migrations of their own */ folder?: string;
  /** how long a table may be held by others, and how long programs of the release before may take to end, in milliseconds */
  patienceMs?: number;
  leaveMs?: number;
};

/** `rolls`: may programs of the release before go on working on the database that it leaves? Its first line says so. */
type Migration = { name: string; text: string; sha256: string; rolls: boolean };

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

async function migrationsIn(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((file) => file.endsWith(".sql")).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), "utf8");
      const sha256 = createHash("sha256").update(text).digest("hex");
      return { name, text, sha256, rolls: /^-- previous release may still run: yes\b/u.test(text) };
    }),
  );
}

type Ran = { name: string; sha256: string; /** null = before this was kept */ rolls: boolean | null };

/** Those that have not run yet, in order. Throws when one that ran has changed, or a later release ran one that this release cannot work after. */
function pendingOf(all: readonly Migration[], ran: readonly Ran[]): Migration[] {
  const ours = new Map(all.map((migration) => [migration.name, migration]));
  const barring = ran.find(({ name, rolls }) => rolls === false && !ours.has(name));
  if (barring)
    throw new Error(
      `database_too_new: a later release changed this database (${barring.name}) so that this one cannot work on it; start that release, or restore the backup made before`,
    );
  const changed = ran.find(({ name, sha256 }) => (ours.get(name)?.sha256 ?? sha256) !== sha256);
  if (changed)
    throw new Error(`migration_changed: ${changed.name} is not the file that ran on this database`);
  const names = new Set(ran.map(({ name }) => name));
  return all.filter(({ name }) => !names.has(name));
}

/** Programs of the release before would work on with a database that they no longer understand: waits for them to end. Throws if they do not. */
async function untilAlone(client: pg.Client, leaveMs: number): Promise<void> {
  const until = performance.now() + leaveMs;
  while (
    (await one(
      client,
      "SELECT count(*)::text FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'balcao %'",
    )) !== "0"
  ) {
    if (performance.now() > until)
      throw new Error(
        "upgrade_not_rolling: this release changes the database so that the one before cannot go on beside it; stop every Balcão program on this database, then start this one",
      );
    await rest(AGAIN_MS / 2);
  }
}

/** One transaction that changes tables others use. Throws when one of them is held for longer than `patienceMs`; `name`: who says so. */
async function patiently(
  client: pg.Client,
  { name, patienceMs }: { name: string; patienceMs: number },
  work: () => Promise<unknown>,
): Promise<void> {
  const until = performance.now() + patienceMs;
  for (;;) {
    await client.query("BEGIN");
    try {
      await client.query(`SET LOCAL lock_timeout = ${HELD_MS}`);
      await work();
      await client.query("COMMIT");
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== LOCK_NOT_AVAILABLE) throw error;
      await client.query("ROLLBACK");
      if (performance.now() > until)
        throw new Error(
          `database_held: ${name} changes a table that another transaction keeps for itself, e.g. a backup's; start again when that has ended`,
          { cause: error },
        );
      await rest(AGAIN_MS);
    }
  }
}

/** What ran on this database, by whatever release. */
async function ranOn(client: pg.Client, patienceMs: number): Promise<Ran[]> {
  await client.query(
    "CREATE TABLE IF NOT EXISTS schema_migration (name text PRIMARY KEY, sha256 text NOT NULL, run_at timestamptz NOT NULL DEFAULT now())",
  );
  const { rowCount } = await client.query(
    "SELECT FROM pg_attribute WHERE attrelid = 'schema_migration'::regclass AND attname = 'rolls'",
  );
  if (rowCount === 0)
    await patiently(client, { name: "the list of migrations", patienceMs }, () =>
      client.query("ALTER TABLE schema_migration ADD COLUMN rolls boolean"),
    );
  const { rows } = await client.query<Ran>("SELECT name, sha256, rolls FROM schema_migration ORDER BY name");
  return rows;
}

async function run(client: pg.Client, { name, text, sha256, rolls }: Migration): Promise<void> {
  await client.query(text);
  await client.query("INSERT INTO schema_migration (name, sha256, rolls) VALUES ($1, $2, $3)", [
    name,
    sha256,
    rolls,
  ]);
}

/**
 * Brings the database to this release: files of server/migrations in order, each in its own transaction, forward only.
 * Several nodes may start at once, and nodes of the release before go on meanwhile if all that is new lets them. Throws with a sentence when
 * it does not and they are there, when the server is unfit, a file changed after it ran, or the database is of a release too new for this one.
 */
export async function migrate({
  url,
  allowUnsafe = false,
  folder = FOLDER,
  patienceMs = PATIENCE_MS,
  leaveMs = LEAVE_MS,
}: MigrateOptions): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await checkServer(client, allowUnsafe);
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    const all = await migrationsIn(folder);
    const pending = pendingOf(all, await ranOn(client, patienceMs));
    if (pending.length < all.length && pending.some(({ rolls }) => !rolls)) await untilAlone(client, leaveMs);
    for (const migration of pending)
      await patiently(client, { name: migration.name, patienceMs }, () => run(client, migration));
    await checkRoles(client);
    await patiently(client, { name: "the log's next month", patienceMs }, () =>
      ensureEventPartitions(client),
    );
    return pending.map(({ name }) => name);
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
