import pg from "pg";
import { openDatabase } from "../../server/src/platform/database.ts";
import { migrate } from "../../server/src/platform/migrate.ts";
import { POISON } from "../store/statements/bulk.ts";
import { Store } from "../store/store.ts";
import type { Pools } from "./replay.ts";

const TEMPLATE = "simulated";
/** What waited in the run is asked once it went on: nothing waits here, or the model lacks a lock. */
const LOCK_MS = 2000;
/** of each role; a run has a few transactions open at a time */
const CONNECTIONS = 40;

/** The run's clock in the place of the server's, its epoch, and a text refused as one would be that cannot be kept. */
const PREPARED = `
  CREATE SCHEMA sim;
  GRANT USAGE ON SCHEMA sim TO balcao_app, balcao_system;
  CREATE FUNCTION sim.now() RETURNS timestamptz LANGUAGE sql STABLE AS
    $$ SELECT pg_catalog.to_timestamp(pg_catalog.current_setting('sim.begun')::float8 / 1000) $$;
  CREATE FUNCTION sim.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    $$ SELECT pg_catalog.to_timestamp(pg_catalog.current_setting('sim.now')::float8 / 1000) $$;
  -- a default is bound to the function that it named when its table was made
  DO $$ DECLARE d record; BEGIN
    FOR d IN SELECT c.table_name, c.column_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = 'public' AND c.column_default = 'now()' AND t.table_type = 'BASE TABLE'
        AND c.table_name <> 'schema_migration' AND c.table_name NOT LIKE 'auth_%'
    LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I SET DEFAULT sim.now()', d.table_name, d.column_name); END LOOP;
  END $$;
  CREATE FUNCTION sim.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION USING ERRCODE = '22021'; END $$;
  CREATE TRIGGER refused BEFORE INSERT ON message FOR EACH ROW WHEN (NEW.text LIKE '%${POISON}%') EXECUTE FUNCTION sim.refuse();
  UPDATE stream_epoch SET epoch = '${new Store().epoch}';`;

/** A PostgreSQL that nobody else uses: a transaction of somebody else would hold back what readers of the log may see. */
export class OwnPostgres {
  readonly #url: string;
  readonly remove: () => Promise<void>;

  private constructor(url: string, remove: () => Promise<void>) {
    this.#url = url;
    this.remove = remove;
  }

  /** Starts one, migrated and ready for replays. Ended by `remove`. */
  static async start(): Promise<OwnPostgres> {
    // of the scripts, which have no types
    const path = String(new URL("../../scripts/lib/throwaway.mjs", import.meta.url));
    const tools = (await import(path)) as {
      throwawayPostgres(of: { durable: boolean }): Promise<{ url: string; remove(): Promise<void> }>;
    };
    const { url, remove } = await tools.throwawayPostgres({ durable: false });
    const own = new OwnPostgres(url, remove);
    try {
      await own.#prepare();
    } catch (error) {
      await remove();
      throw error;
    }
    return own;
  }

  #urlOf(database: string): string {
    const target = new URL(this.#url);
    target.pathname = `/${database}`;
    return target.href;
  }

  async #asOwner(url: string, ...statements: string[]): Promise<void> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }

  async #prepare(): Promise<void> {
    await this.#asOwner(
      this.#url,
      // its transactions are somebody else's too
      "ALTER SYSTEM SET autovacuum = off",
      "SELECT pg_reload_conf()",
      `CREATE DATABASE ${TEMPLATE} TEMPLATE template0 ENCODING 'UTF8'`,
    );
    await migrate({ url: this.#urlOf(TEMPLATE), allowUnsafe: true });
    await this.#asOwner(this.#urlOf(TEMPLATE), PREPARED);
  }

  /** A database of its own for one replay: empty but for the migrations, its clock the run's, its roles production's. */
  async withDatabase<T>(name: string, work: (pools: Pools) => Promise<T>): Promise<T> {
    await this.#asOwner(
      this.#url,
      `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY file_copy`,
      `ALTER DATABASE ${name} SET search_path = sim, pg_catalog, public`,
      `ALTER DATABASE ${name} SET lock_timeout = ${LOCK_MS}`,
    );
    const url = this.#urlOf(name);
    const usual = { url, max: CONNECTIONS, name: "replay", idleInTransactionMs: 0 };
    const pools = {
      app: openDatabase({ ...usual, role: "balcao_app" }),
      system: openDatabase({ ...usual, role: "balcao_system" }),
    };
    try {
      return await work(pools);
    } finally {
      await Promise.all([pools.app.destroy(), pools.system.destroy()]);
      await this.#asOwner(this.#url, `DROP DATABASE ${name} WITH (FORCE)`);
    }
  }
}
