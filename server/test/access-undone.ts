import { AsyncLocalStorage } from "node:async_hooks";
import { CompiledQuery, Kysely, PostgresDialect, PostgresDriver, type DatabaseConnection } from "kysely";
import type pg from "pg";
import { openPool, type Db, type openDatabase } from "../src/platform/database.ts";

/** Every change that a request commits is looked at, and undone. */
export type Undoing = {
  open: typeof openDatabase;
  /**
   * Runs a request whose changes are undone; `foreign`: an account whose rows it may not touch. Gives what the request gave, and the
   * tables in which it did touch any.
   */
  during<T>(foreign: string, work: () => Promise<T>): Promise<{ result: T; touched: string[] }>;
};

/** tables that this transaction wrote to */
const WRITTEN = `
  SELECT s.relname AS name FROM pg_stat_xact_user_tables s WHERE s.n_tup_ins + s.n_tup_upd + s.n_tup_del > 0 ORDER BY 1`;
/** all tables with rows of accounts */
const TABLES = `
  SELECT c.relname AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = 'account_id' AND NOT a.attisdropped ORDER BY 1`;
type Named = { name: string };

/**
 * A transaction that ends well is rolled back instead, so that every request finds the same world and may be as destructive as it likes.
 * Before that, what it leaves of the foreign account is compared with what there was: row-level security apart, as the session's own role.
 */
export function undoing(): Undoing {
  const now = new AsyncLocalStorage<{ foreign: string; touched: Set<string> }>();
  const before = new Map<string, Map<string, string>>();
  const tables = new Set<string>();

  /** What each of these tables holds of one account, as a number. */
  async function stateOf(connection: DatabaseConnection, account: string, names: readonly string[]) {
    const parts = names.map(
      (name) =>
        `SELECT '${name}' AS name, coalesce(sum(hashtextextended(t::text, 0)), 0)::text AS state FROM ${name} t WHERE account_id = $1`,
    );
    const { rows } = await connection.executeQuery<Named & { state: string }>(
      CompiledQuery.raw(parts.join(" UNION ALL "), [account]),
    );
    return new Map(rows.map(({ name, state }) => [name, state]));
  }

  async function look(
    connection: DatabaseConnection,
    { foreign, touched }: { foreign: string; touched: Set<string> },
  ): Promise<void> {
    const { rows } = await connection.executeQuery<Named>(CompiledQuery.raw(WRITTEN));
    const names = rows.map(({ name }) => name).filter((name) => tables.has(name));
    if (names.length === 0) return;
    await connection.executeQuery(CompiledQuery.raw("SET LOCAL ROLE NONE"));
    for (const [name, state] of await stateOf(connection, foreign, names))
      if (before.get(foreign)?.get(name) !== state) touched.add(name);
  }

  class Undriver extends PostgresDriver {
    override async commitTransaction(connection: DatabaseConnection): Promise<void> {
      const request = now.getStore();
      if (request === undefined) return super.commitTransaction(connection as never);
      await look(connection, request);
      return super.rollbackTransaction(connection as never);
    }
  }
  class Undialect extends PostgresDialect {
    readonly #pool: pg.Pool;
    constructor(pool: pg.Pool) {
      super({ pool });
      this.#pool = pool;
    }
    override createDriver(): PostgresDriver {
      return new Undriver({ pool: this.#pool });
    }
  }
  const opened: Db[] = [];
  return {
    open(options) {
      const db: Db = new Kysely({ dialect: new Undialect(openPool(options)) });
      opened.push(db);
      return db;
    },
    async during(foreign, work) {
      if (!before.has(foreign))
        await opened[0]?.connection().execute(async (db) => {
          const ask = { executeQuery: (query: CompiledQuery) => db.executeQuery(query) };
          await ask.executeQuery(CompiledQuery.raw("SET ROLE NONE"));
          for (const { name } of (await db.executeQuery<Named>(CompiledQuery.raw(TABLES))).rows)
            tables.add(name);
          before.set(foreign, await stateOf(ask as DatabaseConnection, foreign, [...tables]));
          await ask.executeQuery(CompiledQuery.raw("SET ROLE balcao_app"));
        });
      const touched = new Set<string>();
      // begun in here: what `inject` gives begins when it is awaited
      const result = await now.run({ foreign, touched }, async () => await work());
      return { result, touched: [...touched] };
    },
  };
}
