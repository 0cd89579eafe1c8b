/**
 * `npm run rotate-keys [-- --data DIR]`: a new key for what is sealed in the database, and everything sealed anew under it. A desk that
 * runs must be started again in between, which is said. Broken off anywhere, it is run again. With BALCAO_SECRET the keys are the
 * caller's: the new one first, the old ones behind it.
 */
import { launchOptions } from "./lib/arguments.mjs";
import { visitInstallation } from "./lib/installation.mjs";
import { beginKey, endOldKeys, keysIn, runsOnOldKeys } from "./lib/keys.mjs";
import { Problem, run } from "./lib/problem.mjs";
import { endWithTools, runTool } from "./lib/tool.mjs";

/** @typedef {{ table: string, column: string, resealed: number, unreadable: string[] }} Resealed */

/** @param {NodeJS.ProcessEnv} env @returns {Promise<Resealed[]>} */
async function reseal(env) {
  const { code, output, stdout } = await runTool("server/src/rotate-keys.ts", [], { env, quiet: true });
  if (code !== 0)
    throw new Problem(`The secrets could not be sealed anew, and nothing is lost: run it again.\n${output}`);
  return JSON.parse(stdout);
}

/** @param {Resealed[]} done */
function tell(done) {
  for (const { table, column, resealed, unreadable } of done) {
    console.log(`${table}.${column}: ${resealed} sealed anew`);
    for (const ids of unreadable)
      console.log(`  no key opens ${ids}: enter it anew on its page, or delete it`);
  }
}

run(async () => {
  const { dataDir } = launchOptions();
  endWithTools();
  const given = process.env.BALCAO_SECRET;
  if (given !== undefined && keysIn(given).length < 2)
    throw new Problem(
      'BALCAO_SECRET holds one key. Make a new one (openssl rand -base64 32), stop Balcão everywhere, start it with BALCAO_SECRET="NEW OLD", and run this with the same.',
    );
  const visit = await visitInstallation(dataDir, given === undefined ? beginKey : undefined);
  try {
    if (given === undefined && runsOnOldKeys(dataDir)) {
      console.log(
        "There is a new key. Stop Balcão and start it again, so that it knows it; then run npm run rotate-keys once more.",
      );
      return;
    }
    const done = await reseal({ DATA_DIR: dataDir, ...visit.env });
    tell(done);
    if (done.some(({ unreadable }) => unreadable.length > 0)) {
      console.log("The old key stays until those are entered anew; then run npm run rotate-keys once more.");
      process.exitCode = 1;
    } else if (given === undefined) {
      endOldKeys(dataDir);
      console.log(
        "Everything is under the new key, and the old one is gone. Backups made before hold the old one.",
      );
    } else console.log("Everything is under the first key: the others may go from BALCAO_SECRET.");
  } finally {
    await visit.close();
  }
});
