import { join } from "node:path";
import { readJson } from "./data-dir.mjs";
import { holds } from "./instance-lock.mjs";
import { connectAs } from "./postgres-adopt.mjs";

/**
 * The address of the embedded database of a data folder, when it answers: then an installation runs there.
 * @param {string} dataDir
 * @returns {Promise<string | null>}
 */
export async function runningDatabase(dataDir) {
  /** @type {import("./postgres.mjs").Cluster | null} */
  const cluster = readJson(join(dataDir, "postgres.json"));
  if (!cluster?.ready) return null;
  const url = `postgres://${cluster.user}:${cluster.password}@127.0.0.1:${cluster.port}/balcao`;
  try {
    const client = await connectAs(url);
    await client.end();
    return url;
  } catch {
    return null;
  }
}

/**
 * When the installation that runs on a data folder was started, in epoch milliseconds; null when none runs.
 * @param {string} dataDir
 * @returns {number | null}
 */
export function runningSince(dataDir) {
  const path = join(dataDir, "balcao.lock");
  /** @type {import("./instance-lock.mjs").Holder | null} */
  const holder = readJson(path);
  return holder && holder.pid !== process.pid && holds(path, holder) ? (holder.since ?? 0) : null;
}

/**
 * The address that a running installation told whoever tries to start it again; null when none runs.
 * @param {string} dataDir
 * @returns {string | null}
 */
export function runningUrl(dataDir) {
  /** @type {{ url?: string } | null} */
  const lock = readJson(join(dataDir, "balcao.lock"));
  return lock?.url ? lock.url : null;
}
