/**
 * `npm run bench [-- part of a name… --record]`: each file bench/*.bench.ts in turn, on a PostgreSQL of its own that forces every
 * commit to the disk as in production. With --record its figures go into docs/proof.md.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./lib/paths.mjs";
import { Problem, run } from "./lib/problem.mjs";
import { throwawayPostgres } from "./lib/throwaway.mjs";
import { endWithTools, runTool } from "./lib/tool.mjs";

run(async () => {
  const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith("-"));
  const flags = process.argv.slice(2).filter((arg) => arg.startsWith("-"));
  const files = readdirSync(join(ROOT, "bench"))
    .filter(
      (name) =>
        name.endsWith(".bench.ts") && (wanted.length === 0 || wanted.some((part) => name.includes(part))),
    )
    .sort();
  if (files.length === 0) throw new Problem(`No bench matches ${wanted.join(", ") || "bench/*.bench.ts"}.`);
  endWithTools();
  let failed = 0;
  for (const file of files) {
    console.log(`\n== ${file}`);
    // each its own: the rows of one must not weigh on the next
    const postgres = await throwawayPostgres({ durable: true });
    try {
      const { code } = await runTool(`bench/${file}`, flags, {
        env: {
          DATABASE_URL: postgres.url,
          BENCH_DATABASE_LOG: join(postgres.folder, "data", "logs", "postgres.log"),
          NODE_ENV: "production",
        },
      });
      if (code !== 0) failed += 1;
    } finally {
      await postgres.remove();
    }
  }
  process.exit(failed === 0 ? 0 : 1);
});
