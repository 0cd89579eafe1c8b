import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from "node:fs";
import { freemem, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { openDataDir, readJson } from "./data-dir.mjs";
import { startPostgres } from "./postgres.mjs";
import { isPostmasterOf } from "./postgres-adopt.mjs";
import { birthOf, isAlive } from "./processes.mjs";

const PREFIX = "balcao-throwaway-";
/** Linux keeps the files of this folder in memory. */
const MEMORY = "/dev/shm";
/** What a run of all tests keeps on its disk at most, several times over. */
const ROOM_BYTES = 2 * 1024 ** 3;

/**
 * Where a cluster goes: what need not last, into memory if there is room. Every test clones a database of a thousand files, and making
 * them on a disk takes thirty times as long.
 * @param {boolean} durable
 */
export function placeFor(durable) {
  if (durable || !existsSync(MEMORY) || freemem() < 2 * ROOM_BYTES) return tmpdir();
  const { bavail, bsize } = statfsSync(MEMORY);
  return bavail * bsize < ROOM_BYTES ? tmpdir() : MEMORY;
}

/**
 * Removes what runs that were killed left behind: their servers end by themselves once their files are gone, but are
 * told to first.
 */
function sweep() {
  const places = [tmpdir(), MEMORY].filter((place) => existsSync(place));
  for (const folder of places.flatMap((place) => readdirSync(place).map((name) => join(place, name)))) {
    if (!basename(folder).startsWith(PREFIX)) continue;
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
 * A PostgreSQL of its own in the system's temporary folder, or in memory when nothing of it has to last.
 * @param {{ durable: boolean }} options `durable: false` forces nothing to the disk: fast, and enough for tests
 * @returns {Promise<{ url: string, folder: string, remove(): Promise<void> }>} `folder` may hold other files of the run
 */
export async function throwawayPostgres({ durable }) {
  sweep();
  const folder = mkdtempSync(join(placeFor(durable), PREFIX));
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
