import { readFileSync, readlinkSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "./problem.mjs";
import { isAlive, pause } from "./processes.mjs";

/** How long a postmaster found running may take to recover before it answers. */
const RECOVERY_MS = 60_000;
/** SQLSTATE of a server that is still starting, and of one that is stopping or recovering. */
const NOT_YET = "57P03";

/**
 * A connection of the owner role. The driver is loaded late: these scripts also run before the packages are there.
 * @param {string} url
 * @returns {Promise<import("pg").Client>}
 */
export async function connectAs(url) {
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  // cut by the server's end: the query under way says so
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** @param {string} directory @returns {{ pid: number, port: number } | null} what a postmaster wrote when it started */
function pidFile(directory) {
  try {
    const lines = readFileSync(join(directory, "postmaster.pid"), "utf8").split("\n");
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]) } : null;
  } catch {
    return null;
  }
}

/**
 * Whether a process can be the postmaster of this folder: pids are used again, and a stranger with the old number must
 * neither be adopted nor stop us from starting.
 * @param {number} pid
 * @param {string} directory
 */
export function isPostmasterOf(pid, directory) {
  if (!isAlive(pid)) return false;
  if (process.platform !== "linux") return true;
  try {
    // a postmaster's working folder is its cluster
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(directory);
  } catch {
    // not ours to look into: let its answer to our password decide
    return true;
  }
}

/**
 * Finds a server that a killed start left running on the cluster, and makes sure that it is ours: it knows our password
 * and serves this very folder.
 * @param {import("./postgres.mjs").Cluster} cluster its port is set to where the server listens
 * @returns {Promise<{ pid: number, exited: Promise<void> } | null>}
 */
export async function adopt(cluster) {
  const found = pidFile(cluster.directory);
  if (!found || !isPostmasterOf(found.pid, cluster.directory)) return null;
  const until = Date.now() + RECOVERY_MS;
  while (isAlive(found.pid)) {
    const { port } = pidFile(cluster.directory) ?? found;
    try {
      const client = await connectAs(
        `postgres://${cluster.user}:${cluster.password}@127.0.0.1:${port}/postgres`,
      );
      const answer = await client.query("SELECT current_setting('data_directory') AS directory");
      await client.end();
      if (realpathSync(answer.rows[0].directory) !== realpathSync(cluster.directory)) return null;
      cluster.port = port;
      return { pid: found.pid, exited: endOf(found.pid) };
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : "";
      if (code === "28P01" || Date.now() > until)
        throw new Problem(
          `A PostgreSQL that is not ours, or does not answer, runs on ${cluster.directory} (process ${found.pid}). Stop it first.`,
        );
      // It may be stopping, too: then it is gone in a moment and we start our own.
      await pause(code === NOT_YET ? 50 : 100);
    }
  }
  return null;
}

/** @param {number} pid of a process that is not our child @returns {Promise<void>} does not keep our own process alive */
function endOf(pid) {
  return new Promise((resolve) => {
    const look = setInterval(() => {
      if (isAlive(pid)) return;
      clearInterval(look);
      resolve();
    }, 500);
    look.unref();
  });
}

/**
 * A postmaster refuses to start when its pid file names a process that exists: a stranger that was given the old number, or
 * the dead one itself where nobody collects the dead (a container without an init). But it takes its own parent's number for a leftover and then makes sure by shared memory that no old child still writes.
 * So the dead one's number is replaced by ours, instead of removing the file and that check with it.
 * @param {string} directory
 */
export function claimPidFile(directory) {
  const found = pidFile(directory);
  if (!found || isPostmasterOf(found.pid, directory)) return;
  const path = join(directory, "postmaster.pid");
  const [, ...rest] = readFileSync(path, "utf8").split("\n");
  writeFileSync(path, [String(process.pid), ...rest].join("\n"));
}
