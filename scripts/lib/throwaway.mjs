import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openDataDir, readJson } from "./data-dir.mjs";
import { startPostgres } from "./postgres.mjs";
import { isPostmasterOf } from "./postgres-adopt.mjs";
import { birthOf, isAlive } from "./processes.mjs";

const PREFIX = "balcao-throwaway-";

/**
 * Removes what runs that were killed left behind: their servers end by themselves once their files are gone, but are
 * told to first.
 */
function sweep() {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    try {
      const [pid = "", birth = ""] = readFileSync(join(folder, "made-by"), "utf8").split("\n");
      if (isAlive(Number(pid)) && birthOf(Number(pid)) === birth) continue;
      stopLeftover(folder);
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // another user's, or one that is being made or removed right now: not ours to touch
    }
  }
}

/** @param {string} folder */
function stopLeftover(folder) {
  const cluster = readJson(join(folder, "data", "postgres.json"));
  if (!cluster) return;
  try {
    const pid = Number(readFileSync(join(cluster.directory, "postmaster.pid"), "utf8").split("\n")[0]);
    if (isPostmasterOf(pid, cluster.directory)) process.kill(pid, "SIGQUIT");
  } catch {
    // it had stopped
  }
}

/**
 * A PostgreSQL of its own in the system's temporary folder.
 * @param {{ durable: boolean }} options `durable: false` forces nothing to the disk: fast, and enough for tests
 * @returns {Promise<{ url: string, folder: string, remove(): Promise<void> }>} `folder` may hold other files of the run
 */
export async function throwawayPostgres({ durable }) {
  sweep();
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  // PostgreSQL may run under another account
  chmodSync(folder, 0o711);
  writeFileSync(join(folder, "made-by"), `${process.pid}\n${birthOf(process.pid)}`);
  const dataDir = join(folder, "data");
  openDataDir(dataDir);
  try {
    const postgres = await startPostgres({ dataDir, durable });
    return {
      url: postgres.url,
      folder,
      async remove() {
        await postgres.stop("immediate");
        // root with a temporary folder of its own: the cluster had to go where PostgreSQL's account can reach it
        if (dirname(postgres.directory) !== dataDir)
          rmSync(dirname(postgres.directory), { recursive: true, force: true });
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}
