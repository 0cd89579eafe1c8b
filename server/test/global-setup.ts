import pg from "pg";
import { migrate } from "../src/platform/migrate.ts";

/** One migrated database per run (its PostgreSQL is thrown away after it); each test clones it, far cheaper than migrating. */
export default async function setup(): Promise<void> {
  const url = process.env["TEST_DATABASE_URL"];
  if (!url) throw new Error("TEST_DATABASE_URL is not set: run the tests with `npm test`");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // two projects set up at the same moment: the second waits and finds the template made
    await client.query("SELECT pg_advisory_lock(1)");
    const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = 'balcao_template'");
    if (rowCount !== 0) return;
    await client.query("CREATE DATABASE balcao_template TEMPLATE template0 ENCODING 'UTF8'");
    const target = new URL(url);
    target.pathname = "/balcao_template";
    await migrate({ url: target.href, allowUnsafe: true });
  } finally {
    await client.end();
  }
}
