/**
 * `npm run doctor`: looks at every connected number and says in one sentence each what is right, what is not and what to do; the
 * same checks as on the number's page. Exit code 0: nothing fails, 1: something does not work (or the installation cannot be
 * opened), 2: something could not be found out.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { launchOptions } from "./lib/arguments.mjs";
import { installationSecret } from "./lib/data-dir.mjs";
import { openInstallation } from "./lib/installation.mjs";
import { runningDatabase, runningUrl } from "./lib/running.mjs";
import { Problem, run } from "./lib/problem.mjs";
import { endWithTools, runTool } from "./lib/tool.mjs";

run(async () => {
  const { dataDir, port } = launchOptions();
  if (!process.env.DATABASE_URL && !existsSync(join(dataDir, "postgres.json")))
    throw new Problem(`There is no installation in ${dataDir}. Name its folder with --data DIR.`);
  endWithTools();
  const clockFile = join(dataDir, "clock-offset");
  const known = {
    DATA_DIR: dataDir,
    BASE_URL: process.env.BASE_URL ?? runningUrl(dataDir) ?? `http://localhost:${port}`,
    ...(existsSync(clockFile) ? { CLOCK_FILE: clockFile } : {}),
  };
  const found = process.env.DATABASE_URL ?? (await runningDatabase(dataDir));
  const stopped = found ? null : await openInstallation(dataDir, async () => undefined);
  try {
    const env = stopped?.env ?? {
      DATABASE_URL: found ?? "",
      BALCAO_SECRET: process.env.BALCAO_SECRET ?? installationSecret(dataDir),
    };
    const { code } = await runTool("server/src/doctor.ts", [], { env: { ...known, ...env } });
    process.exitCode = code;
  } finally {
    await stopped?.close(false);
  }
});
