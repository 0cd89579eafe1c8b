/**
 * `node scripts/keep-release.mjs FILE.json.gz [--data DIR]`: writes all rows of an installation's demo to a new file. Made of each release
 * into server/test/releases/, where a test brings them to this one. No backup: secrets and files are left out.
 */
import { writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { folderOptions } from "./lib/arguments.mjs";
import { visitInstallation } from "./lib/installation.mjs";
import { connectAs } from "./lib/postgres-adopt.mjs";
import { run } from "./lib/problem.mjs";

const TABLES = `SELECT c.relname AS name,
    array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '' AND a.attname !~ '_sealed$' AND a.attname <> 'txid') AS columns
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname !~ '^auth_(session|credential)' GROUP BY 1 ORDER BY 1`;

run(async () => {
  const { folder: file, dataDir } = folderOptions(
    "Name a new file: node scripts/keep-release.mjs FILE.json.gz",
  );
  const { env, close } = await visitInstallation(dataDir);
  const client = await connectAs(env.DATABASE_URL ?? "");
  try {
    const { rows: tables } = await client.query(TABLES);
    /** @type {Record<string, unknown[]>} */
    const kept = {};
    for (const { name, columns } of tables) {
      const list = columns.map((/** @type {string} */ column) => client.escapeIdentifier(column)).join(", ");
      const { rows } = await client.query(
        `SELECT to_jsonb(r) AS row FROM (SELECT ${list} FROM ${client.escapeIdentifier(name)}) r`,
      );
      if (rows.length > 0) kept[name] = rows.map(({ row }) => row);
    }
    writeFileSync(file, gzipSync(JSON.stringify(kept), { level: 9 }), { flag: "wx" });
    console.log(`${Object.values(kept).reduce((sum, rows) => sum + rows.length, 0)} rows: ${file}`);
  } finally {
    await client.end();
    await close();
  }
});
