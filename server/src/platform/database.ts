import { Kysely, PostgresDialect, sql, type RawBuilder, type Transaction } from "kysely";
import pg from "pg";
import type { Database } from "./database-types.ts";

/**
 * Roles of the first migration. `balcao_app`: web requests, confined to one account by row-level security.
 * `balcao_system`: lanes, senders, jobs and readers of the log, which see all accounts and name the account in each row.
 */
export type Role = "balcao_app" | "balcao_system";

export type Db = Kysely<Database>;
export type Tx = Transaction<Database>;
/** A part of a query that is true or false, as one module lends it to another: the text is its owner's, the query the borrower's. */
export type Condition = RawBuilder<unknown>;

/** Texts of moments read lately: the rows of a batch have the same few, and to parse one costs as much as the rest of a row. */
const read = new Map<string, number>();
const MOST_READ = 1000;

/** Times leave the driver as epoch milliseconds: the only form core knows. Infinities stay numbers. */
function epochMs(text: string): number {
  if (text === "-infinity") return -Infinity;
  if (text === "infinity") return Infinity;
  let ms = read.get(text);
  if (ms === undefined) {
    ms = Date.parse(text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"));
    if (read.size >= MOST_READ) read.clear();
    read.set(text, ms);
  }
  return ms;
}

const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, (text) => Number(text));
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, epochMs);

/**
 * A connection that the server cuts must not end the process, which is what happens without a listener: an idle one is
 * replaced at its next use, one in the middle of a transaction (a restart, the server's own time limit) fails its next query.
 */
function outlivingCuts(pool: pg.Pool): pg.Pool {
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/**
 * A network that swallows everything is found out within seconds, as the server finds it out (`tcp_keepalives_idle`): a query would wait for
 * its answer until the system's own two hours were over, and its loop with it.
 */
export const KEEP_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 5_000 };

export type PoolOptions = {
  url: string;
  role: Role;
  max: number;
  /** shown in pg_stat_activity, e.g. "web", "lanes" */
  name: string;
  /** a transaction left idle this long is ended by the server, so that a frozen process cannot hold locks (milliseconds) */
  idleInTransactionMs?: number;
  statementTimeoutMs?: number;
};

/** A pool for a library that speaks to PostgreSQL by itself and takes times as the driver gives them. Ended by `pool.end()`. */
export function openPlainPool(options: Pick<PoolOptions, "url" | "role" | "max" | "name">): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    application_name: `balcao ${options.name}`,
    options: `-c role=${options.role} -c timezone=UTC`,
    ...KEEP_ALIVE,
  });
  return outlivingCuts(pool);
}

/** Connections that act as `role` only, for whoever gives them a Kysely of their own. Ended by `pool.end()`. */
export function openPool(options: PoolOptions): pg.Pool {
  const settings = [
    `-c role=${options.role}`,
    "-c timezone=UTC",
    "-c jit=off",
    `-c idle_in_transaction_session_timeout=${options.idleInTransactionMs ?? 15_000}`,
    `-c statement_timeout=${options.statementTimeoutMs ?? 15_000}`,
    "-c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3",
  ];
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.max,
    application_name: `balcao ${options.name}`,
    options: settings.join(" "),
    types,
    ...KEEP_ALIVE,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 10_000,
  });
  return outlivingCuts(pool);
}

/** A pool whose connections act as `role` only. Ended by `db.destroy()`. */
export const openDatabase = (options: PoolOptions): Db =>
  new Kysely<Database>({ dialect: new PostgresDialect({ pool: openPool(options) }) });

/**
 * One transaction bound to one account: queries in it need no tenant condition, and see and write nothing else.
 * The setting is local to the transaction, so a pooled connection carries nothing over.
 */
export async function inAccount<T>(db: Db, accountId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await sql`SELECT set_config('app.account_id', ${accountId}, true)`.execute(tx);
    return work(tx);
  });
}

/** Reading in one account, all of it as it stood at one moment, however many queries it takes. */
export async function inSnapshot<T>(db: Db, accountId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (tx) => {
      await sql`SELECT set_config('app.account_id', ${accountId}, true)`.execute(tx);
      return work(tx);
    });
}

/** SQLSTATE of a database error, or null for anything else. Match on this, never on texts. */
export function sqlState(error: unknown): string | null {
  return error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    error.code.length === 5
    ? error.code
    : null;
}
export const UNIQUE_VIOLATION = "23505";
export const FOREIGN_KEY_VIOLATION = "23503";
const DEADLOCK = "40P01";

const ATTEMPTS = 3;

/** Work in a transaction of its own. Of two that wait for each other the database ends one, and that begins again. */
export async function afterDeadlocks<T>(work: () => Promise<T>, attempt = 1): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (sqlState(error) !== DEADLOCK || attempt >= ATTEMPTS) throw error;
    return afterDeadlocks(work, attempt + 1);
  }
}
