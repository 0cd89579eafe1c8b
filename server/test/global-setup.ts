import pg from "pg";
import { migrate } from "../src/platform/migrate.ts";

/** One migrated database per run; each test file clones it, which is far cheaper than migrating. */
export default async function setup(): Promise<void> {
  const url = process.env["TEST_DATABASE_URL"];
  if (!url) throw new Error("TEST_DATABASE_URL is not set: run the tests with `npm test`");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("DROP DATABASE IF EXISTS balcao_template WITH (FORCE)");
  await client.query("CREATE DATABASE balcao_template TEMPLATE template0 ENCODING 'UTF8'");
  await client.end();
  const target = new URL(url);
  target.pathname = "/balcao_template";
  await migrate({ url: target.href, allowUnsafe: true });
}
