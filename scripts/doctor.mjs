/**
 * `npm run doctor`: looks at every connected number and says in one sentence each what is right, what is not and what to do; the
 * same checks as on the number's page. Exit code 0: nothing fails, 1: something does not work (or the installation cannot be
 * opened), 2: something could not be found out.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { launchOptions } from "./lib/arguments.mjs";
import { visitInstallation } from "./lib/installation.mjs";
import { runningUrl } from "./lib/running.mjs";
import { run } from "./lib/problem.mjs";
import { endWithTools, runTool } from "./lib/tool.mjs";

run(async () => {
  const { dataDir, port } = launchOptions();
  endWithTools();
  const clockFile = join(dataDir, "clock-offset");
  const known = {
    DATA_DIR: dataDir,
    BASE_URL: process.env.BASE_URL ?? runningUrl(dataDir) ?? `http://localhost:${port}`,
    ...(existsSync(clockFile) ? { CLOCK_FILE: clockFile } : {}),
  };
  const { env, close } = await visitInstallation(dataDir);
  try {
    const { code } = await runTool("server/src/doctor.ts", [], { env: { ...known, ...env } });
    process.exitCode = code;
  } finally {
    await close();
  }
});
