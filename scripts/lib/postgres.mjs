import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { openLog, readJson, writePrivate } from "./data-dir.mjs";
import { adopt, claimPidFile, connectAs } from "./postgres-adopt.mjs";
import { identity, postgresPrograms } from "./postgres-binaries.mjs";
import { checkPlace, clusterParent } from "./postgres-place.mjs";
import { serverSettings } from "./postgres-settings.mjs";
import { freePort } from "./ports.mjs";
import { explainWrite, Problem } from "./problem.mjs";
import { gone, isAlive, pause } from "./processes.mjs";
import { accountForPostgres } from "./unprivileged.mjs";

/** @typedef {import("./unprivileged.mjs").Account} Account */
/**
 * What we keep about the cluster, readable by its owner only.
 * @typedef {{ major: string, directory: string, user: string, password: string, port: number, ready: boolean }} Cluster
 */
/**
 * @typedef {object} Postgres
 * @property {string} url connection address of the owner role (a superuser of this private cluster)
 * @property {number} pid of the postmaster
 * @property {string} directory of the cluster
 * @property {boolean} adopted found running, left by a start that was killed
 * @property {string} [notice] something the person at the terminal should know, once
 * @property {Promise<void>} exited
 * @property {(mode: "fast" | "immediate") => Promise<void>} stop "immediate" skips the checkpoint: the next start recovers
 */
/**
 * @typedef {object} Options
 * @property {string} dataDir absolute; already open (data-dir.mjs)
 * @property {boolean} [durable] false lets a crash of the machine lose everything: for tests, never for anybody's data
 */

const DATABASE = "balcao";
const START_MS = 60_000;

/**
 * Starts the embedded PostgreSQL of a data folder, making its cluster at the first time, or adopts the one that an earlier
 * start left running. Listens on 127.0.0.1 only, on the same port every time unless something else took it.
 * @param {Options} options
 * @returns {Promise<Postgres>}
 */
export async function startPostgres({ dataDir, durable = true }) {
  const file = join(dataDir, "postgres.json");
  /** @type {Cluster | null} */
  const known = readJson(file);
  const account = accountForPostgres(known?.directory ?? join(dataDir, "postgres"));
  const programs = postgresPrograms(account);
  let notice;
  /** @type {Cluster} */
  let cluster;
  if (known && (known.ready || existsSync(known.directory))) {
    cluster = known;
    checkPlace(cluster, programs.major, dataDir);
  } else {
    cluster = createCluster({ dataDir, account, programs, durable, file });
    if (account)
      notice = `PostgreSQL refuses to run as root: it runs as "${account.name}", its data in ${cluster.directory}`;
  }
  const adopted = await adopt(cluster);
  const running = adopted ?? (await launch({ cluster, account, programs, durable, dataDir, file }));
  if (!cluster.ready) {
    await createDatabase(cluster);
    cluster.ready = true;
    writePrivate(file, JSON.stringify(cluster, null, 2));
  }
  const { pid } = running;
  return {
    url: addressOf(cluster, DATABASE),
    pid,
    directory: cluster.directory,
    adopted: adopted !== null,
    notice,
    exited: running.exited,
    stop: (mode) => stop(pid, mode, cluster, programs, account),
  };
}

/** @param {Cluster} cluster @param {string} database */
function addressOf(cluster, database) {
  return `postgres://${cluster.user}:${cluster.password}@127.0.0.1:${cluster.port}/${database}`;
}

/**
 * Made beside its final place and renamed when whole: a start that is killed here leaves nothing half-made behind.
 * @param {{ dataDir: string, account: Account | null, programs: ReturnType<typeof postgresPrograms>, durable: boolean, file: string }} context
 * @returns {Cluster}
 */
function createCluster({ dataDir, account, programs, durable, file }) {
  const parent = clusterParent(dataDir, account);
  const directory = join(parent, "postgres");
  const fresh = join(parent, "postgres.new");
  /** @type {Cluster} */
  const cluster = {
    major: programs.major,
    directory,
    user: "balcao",
    password: randomBytes(24).toString("base64url"),
    port: 0,
    ready: false,
  };
  if (existsSync(directory))
    throw new Problem(
      `${directory} holds a database whose password was in ${file}, which is missing. Put that file back, or move the folder away to begin with an empty database.`,
    );
  try {
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { mode: 0o700 });
    if (account) chownSync(fresh, account.uid, account.gid);
  } catch (error) {
    throw explainWrite(error, parent);
  }
  writePrivate(file, JSON.stringify(cluster, null, 2));
  initialise(fresh, cluster, programs, account, durable);
  renameSync(fresh, directory);
  return cluster;
}

/**
 * @param {string} directory
 * @param {Cluster} cluster
 * @param {ReturnType<typeof postgresPrograms>} programs
 * @param {Account | null} account
 * @param {boolean} durable
 */
function initialise(directory, cluster, programs, account, durable) {
  const secret = join(directory, "..", `.pw-${process.pid}`);
  // The text search and the order of names must not depend on the system's own locale: see `boot check` in the server.
  for (const locale of [["--locale=C.UTF-8"], ["--locale=C", "--builtin-locale=C.UTF-8"]]) {
    try {
      writeFileSync(secret, cluster.password, { mode: 0o600 });
      if (account) chownSync(secret, account.uid, account.gid);
      const result = spawnSync(
        programs.bin("initdb"),
        [
          `--pgdata=${directory}`,
          `--username=${cluster.user}`,
          `--pwfile=${secret}`,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          "--locale-provider=builtin",
          ...locale,
          "--no-instructions",
          ...(durable ? [] : ["--no-sync"]),
        ],
        { cwd: "/", encoding: "utf8", env: environment(), ...identity(account) },
      );
      if (result.status === 0) return;
      const output = (result.error?.message ?? `${result.stdout}\n${result.stderr}`).trim();
      // macOS and old C libraries have no C.UTF-8 of their own; PostgreSQL's is enough
      if (/invalid locale/.test(output) && locale.length === 1) continue;
      throw new Problem(
        /No space left/.test(output)
          ? `Cannot make the database in ${directory}: the disk is full.`
          : `PostgreSQL could not make its database:\n${output}`,
      );
    } finally {
      rmSync(secret, { force: true });
    }
  }
}

/** The programs' own surroundings: nothing of the caller's PG* variables or language. */
function environment() {
  /** @type {NodeJS.ProcessEnv} */
  const env = { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
  for (const name of ["SystemRoot", "TEMP", "TMP"]) if (process.env[name]) env[name] = process.env[name];
  return env;
}

/**
 * @param {{ cluster: Cluster, account: Account | null, programs: ReturnType<typeof postgresPrograms>, durable: boolean, dataDir: string, file: string }} context
 * @returns {Promise<{ pid: number, exited: Promise<void> }>}
 */
async function launch({ cluster, account, programs, durable, dataDir, file }) {
  const logFile = join(dataDir, "logs", "postgres.log");
  const until = Date.now() + START_MS;
  for (;;) {
    const port = (cluster.port && (await freePort(cluster.port))) || (await freePort(0));
    if (port === null) throw new Problem("No free port on 127.0.0.1 for PostgreSQL.");
    if (port !== cluster.port) {
      cluster.port = port;
      writePrivate(file, JSON.stringify(cluster, null, 2));
    }
    claimPidFile(cluster.directory);
    const log = openLog(logFile);
    const from = statSync(logFile).size;
    const child = spawn(
      programs.bin("postgres"),
      ["-D", cluster.directory, ...serverSettings(port, durable)],
      {
        cwd: "/",
        env: environment(),
        stdio: ["ignore", log, log],
        // Its own group: Ctrl+C reaches us alone, and we stop PostgreSQL last.
        detached: process.platform !== "win32",
        windowsHide: true,
        ...identity(account),
      },
    );
    closeSync(log);
    child.unref();
    /** @type {Promise<void>} */
    const exited = new Promise((resolve) => {
      child.once("exit", () => resolve());
      child.once("error", () => resolve());
    });
    let ended = false;
    void exited.then(() => (ended = true));
    while (!ended && Date.now() < until) {
      if (child.pid !== undefined && isReady(cluster.directory, child.pid)) return { pid: child.pid, exited };
      await pause(15);
    }
    if (!ended) {
      child.kill("SIGQUIT");
      throw new Problem(`PostgreSQL did not get ready within ${START_MS / 1000} s; its log is ${logFile}`);
    }
    await explainEnd(readFileSync(logFile).subarray(from).toString("utf8"), logFile, cluster);
    if (Date.now() > until) throw new Problem(`PostgreSQL does not start; its log is ${logFile}`);
  }
}

/**
 * Returns when another try makes sense, throws when it does not.
 * @param {string} tail what the server wrote to its log before it ended
 * @param {string} logFile
 * @param {Cluster} cluster
 */
async function explainEnd(tail, logFile, cluster) {
  const last = tail.trim().split("\n").slice(-4).join("\n");
  if (/could not bind|Address already in use/i.test(last)) {
    cluster.port = 0;
    return;
  }
  // The last one was killed and its children need a moment to notice.
  if (/shared memory block .* is still in use/i.test(last)) return pause(250);
  if (/No space left on device/.test(last))
    throw new Problem(`PostgreSQL cannot start: the disk with ${cluster.directory} is full.`);
  if (/lock file "postmaster.pid" already exists/.test(last))
    throw new Problem(
      `Another PostgreSQL is running on ${cluster.directory}, and it does not know our password. Stop it first.`,
    );
  throw new Problem(`PostgreSQL did not start. The end of ${logFile}:\n${last}`);
}

/** @param {string} directory @param {number} pid @returns {boolean} the postmaster writes its state in line 8 of its pid file */
function isReady(directory, pid) {
  try {
    const lines = readFileSync(join(directory, "postmaster.pid"), "utf8").split("\n");
    return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
  } catch {
    return false;
  }
}

/** @param {Cluster} cluster */
async function createDatabase(cluster) {
  const client = await connectAs(addressOf(cluster, "postgres"));
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  } finally {
    await client.end();
  }
}

/**
 * @param {number} pid
 * @param {"fast" | "immediate"} mode
 * @param {Cluster} cluster
 * @param {ReturnType<typeof postgresPrograms>} programs
 * @param {Account | null} account
 */
async function stop(pid, mode, cluster, programs, account) {
  if (!isAlive(pid)) return;
  // Windows has no signals; elsewhere one is enough, and pg_ctl would take ten times as long.
  if (process.platform === "win32")
    spawnSync(programs.bin("pg_ctl"), ["stop", "-D", cluster.directory, "-m", mode], {
      windowsHide: true,
      ...identity(account),
    });
  else process.kill(pid, mode === "fast" ? "SIGINT" : "SIGQUIT");
  if (!(await gone(pid, 30_000))) process.kill(pid, "SIGQUIT");
}
