/**
 * `npm test [-- what vitest takes]`: a browser, a PostgreSQL of its own, all tests, everything cleared away. `--project core`
 * and file names narrow it down as vitest does.
 */
import { findBrowser, findShell } from "./lib/browser.mjs";
import { run } from "./lib/problem.mjs";
import { throwawayPostgres } from "./lib/throwaway.mjs";
import { endWithTools, runTool } from "./lib/tool.mjs";

run(async () => {
  const args = process.argv.slice(2);
  const browser = findBrowser();
  const shell = findShell() ?? browser;
  console.log(`Journeys in ${shell}, those that need a whole browser in ${browser}`);
  const postgres = await throwawayPostgres({ durable: false });
  let code = 1;
  endWithTools();
  try {
    const result = await runTool("node_modules/vitest/vitest.mjs", ["run", ...args], {
      env: {
        TEST_DATABASE_URL: postgres.url,
        CHROMIUM_PATH: browser,
        CHROMIUM_SHELL_PATH: shell,
        TZ: "UTC",
        NODE_ENV: "test",
      },
    });
    code = result.code;
  } finally {
    await postgres.remove();
  }
  process.exit(code);
});
