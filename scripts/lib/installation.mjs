import { existsSync } from "node:fs";
import { join } from "node:path";
import { openDataDir } from "./data-dir.mjs";
import { lockDataDir } from "./instance-lock.mjs";
import { installationSecret } from "./keys.mjs";
import { startPostgres } from "./postgres.mjs";
import { messageOf, Problem } from "./problem.mjs";
import { pause } from "./processes.mjs";
import { runningDatabase } from "./running.mjs";

/**
 * @typedef {object} Installation a data folder that is ours alone, its database running
 * @property {NodeJS.ProcessEnv} env what the server needs to know of it
 * @property {(url: string) => void} setUrl told to whoever tries to start a second time
 * @property {(hard: boolean) => Promise<void>} close the database stops and the folder is free again
 */

/**
 * @param {string} dataDir absolute
 * @param {() => Promise<void>} check throws what forbids the start; asked once the folder is ours, because a second start on
 *   the same data should hear of the first rather than of its port
 * @returns {Promise<Installation>}
 */
export async function openInstallation(dataDir, check) {
  openDataDir(dataDir);
  const lock = await lockDataDir(dataDir);
  try {
    await check();
  } catch (error) {
    lock.release();
    throw error;
  }
  const env = { DATA_DIR: dataDir, BALCAO_SECRET: process.env.BALCAO_SECRET ?? installationSecret(dataDir) };
  if (process.env.DATABASE_URL)
    return {
      env: { ...env, DATABASE_URL: process.env.DATABASE_URL },
      setUrl: lock.setUrl,
      close: async () => lock.release(),
    };
  try {
    const keeper = await keepPostgres(dataDir);
    return {
      env: { ...env, DATABASE_URL: keeper.url },
      setUrl: lock.setUrl,
      async close(hard) {
        await keeper.stop(hard ? "immediate" : "fast");
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * An installation for a command beside it: its database as it runs, or started until `close`. Throws a Problem where there is none.
 * @param {string} dataDir absolute
 * @param {(dataDir: string) => void} [before] once there is one, before its keys are read
 * @returns {Promise<{ env: NodeJS.ProcessEnv, close: () => Promise<void> }>} `env`: DATABASE_URL and BALCAO_SECRET
 */
export async function visitInstallation(dataDir, before = () => undefined) {
  if (!process.env.DATABASE_URL && !existsSync(join(dataDir, "postgres.json")))
    throw new Problem(`There is no installation in ${dataDir}. Name its folder with --data DIR.`);
  before(dataDir);
  const found = process.env.DATABASE_URL ?? (await runningDatabase(dataDir));
  if (!found) {
    const stopped = await openInstallation(dataDir, async () => undefined);
    return { env: stopped.env, close: () => stopped.close(false) };
  }
  const secret = process.env.BALCAO_SECRET ?? installationSecret(dataDir);
  return { env: { DATABASE_URL: found, BALCAO_SECRET: secret }, close: async () => undefined };
}

/**
 * Keeps the database up: one that ends without being told to (killed by the system for want of memory, say) is started
 * again on the same port, and the server's pool finds it there.
 * @param {string} dataDir
 */
async function keepPostgres(dataDir) {
  let postgres = await startPostgres({ dataDir });
  if (postgres.notice) console.log(postgres.notice);
  let stopping = false;
  const { url } = postgres;
  const watch = () => {
    void postgres.exited.then(async () => {
      while (!stopping) {
        console.error(
          `PostgreSQL ended unexpectedly; starting it again (log: ${join(dataDir, "logs", "postgres.log")})`,
        );
        try {
          postgres = await startPostgres({ dataDir });
          if (postgres.url !== url)
            console.error("PostgreSQL had to take another port: stop and start Balcão.");
          return watch();
        } catch (error) {
          console.error(messageOf(error));
          await pause(5_000);
        }
      }
    });
  };
  watch();
  return {
    url,
    async stop(/** @type {"fast" | "immediate"} */ mode) {
      stopping = true;
      await postgres.stop(mode);
    },
  };
}
