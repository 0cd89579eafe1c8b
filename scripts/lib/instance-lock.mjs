import { linkSync, mkdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { codeOf, explainWrite, Problem } from "./problem.mjs";
import { birthOf, bootId, isAlive, pause } from "./processes.mjs";

/** @typedef {{ pid: number, birth: string, boot: string, host: string, url: string, since: number }} Holder `since`: epoch milliseconds */

/** How often the holder shows that it lives, for those who cannot see its process (another container, another host). */
const HEARTBEAT_MS = 5_000;
const SILENT_MS = 30_000;

/** @param {string} path @returns {Holder | null} null: no lock, or one whose writing was cut short */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return null;
  }
}

/** Does who wrote the lock still live? @param {string} path @param {Holder} holder */
export function holds(path, holder) {
  if (holder.host !== hostname()) return Date.now() - statSync(path).mtimeMs < SILENT_MS;
  // A pid alone proves nothing: after a reboot, or a long time, it is somebody else's.
  if (holder.boot !== bootId() || !isAlive(holder.pid)) return false;
  return holder.birth === birthOf(holder.pid);
}

/**
 * Recovering a dead holder's lock is itself done one at a time, or the second of two starters would take away the lock
 * that the first has just made.
 * @param {string} path
 */
async function clearStale(path) {
  const guard = `${path}.recovery`;
  for (let attempt = 0; ; attempt += 1) {
    try {
      mkdirSync(guard);
      break;
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw explainWrite(error, path);
      const age = Date.now() - (statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? 0);
      if (age > 10_000 || attempt > 400) rmSync(guard, { recursive: true, force: true });
      await pause(25);
    }
  }
  try {
    const holder = readLock(path);
    if (!holder || !holds(path, holder)) rmSync(path, { force: true });
  } finally {
    rmSync(guard, { recursive: true, force: true });
  }
}

/**
 * One instance per data folder. A lock left by a process that was killed is recovered.
 * @param {string} dataDir
 * @returns {Promise<{ setUrl(url: string): void, release(): void }>}
 * @throws {Problem} with the other instance's address
 */
export async function lockDataDir(dataDir) {
  const path = join(dataDir, "balcao.lock");
  /** @type {Holder} */
  const self = {
    pid: process.pid,
    birth: birthOf(process.pid),
    boot: bootId(),
    host: hostname(),
    url: "",
    since: Date.now(),
  };
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(self));
  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        linkSync(draft, path);
        break;
      } catch (error) {
        if (codeOf(error) !== "EEXIST" || attempt > 5) throw explainWrite(error, path);
      }
      const holder = readLock(path);
      if (holder && holds(path, holder)) throw new Problem(sentence(holder, dataDir));
      await clearStale(path);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  const beat = setInterval(() => utimesSync(path, new Date(), new Date()), HEARTBEAT_MS);
  beat.unref();
  return {
    setUrl(url) {
      writeFileSync(path, JSON.stringify({ ...self, url }));
    },
    release() {
      clearInterval(beat);
      rmSync(path, { force: true });
    },
  };
}

/** @param {Holder} holder @param {string} dataDir */
function sentence(holder, dataDir) {
  const where =
    holder.host === hostname() ? `process ${holder.pid}` : `process ${holder.pid} on ${holder.host}`;
  return (
    (holder.url
      ? `Balcão is already running on this data: ${holder.url}`
      : "Balcão is already starting on this data") +
    `\n(${where}, folder ${dataDir}). Stop it first, or give another folder with --data DIR and another port with --port N.`
  );
}
