import { Kysely, PostgresDialect, PostgresDriver, type CompiledQuery, type DatabaseConnection } from "kysely";
import type pg from "pg";
import { openPool, type Db, type openDatabase, type Role } from "../src/platform/database.ts";

/** Gives the text that is run in the place of another. */
export type Rewrite = (text: string, role: Role) => string;

/** Ways to a database whose statements go through `rewrite` first. */
export function rewriting(rewrite: Rewrite): typeof openDatabase {
  class Rewriter extends PostgresDriver {
    readonly #role: Role;
    readonly #seen = new WeakSet<DatabaseConnection>();
    constructor(pool: pg.Pool, role: Role) {
      super({ pool });
      this.#role = role;
    }
    override async acquireConnection(): Promise<DatabaseConnection> {
      const connection = await super.acquireConnection();
      if (this.#seen.has(connection)) return connection;
      this.#seen.add(connection);
      const run = connection.executeQuery.bind(connection);
      connection.executeQuery = <R>(query: CompiledQuery) =>
        run<R>({ ...query, sql: rewrite(query.sql, this.#role) });
      return connection;
    }
  }
  class Dialect extends PostgresDialect {
    readonly #pool: pg.Pool;
    readonly #role: Role;
    constructor(pool: pg.Pool, role: Role) {
      super({ pool });
      this.#pool = pool;
      this.#role = role;
    }
    override createDriver(): PostgresDriver {
      return new Rewriter(this.#pool, this.#role);
    }
  }
  return (options): Db => new Kysely({ dialect: new Dialect(openPool(options), options.role) });
}

const CONDITION = /(?<![\w.])((?:\w+\.)?account_id) = (\$\d+)(?:::uuid)?/g;
/** A statement that forgot to ask for its account: every comparison of an account's id with one that was given holds. */
export const withoutAccount = (text: string): string =>
  text.replaceAll(CONDITION, (_, _column: string, given: string) => `(${given}::uuid IS NOT NULL)`);
