import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  fsyncSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { readJson, writePrivate } from "./data-dir.mjs";
import { ROOT } from "./paths.mjs";
import { connectAs } from "./postgres-adopt.mjs";
import { codeOf, explainWrite, Problem } from "./problem.mjs";

/**
 * What a backup says of itself. It is written last: a folder without it was cut short.
 * @typedef {{ format: 1, at: string, version: string, major: string, user: string, password: string, files: number, bytes: number }} Manifest
 */

export const MANIFEST = "balcao-backup.json";
/** Beside the database: the key of all sealed secrets, what was sent and received, and the demo's simulated Meta. */
export const BESIDE = [
  "secret",
  "media",
  "clock-offset",
  "demo.json",
  "simulator.json",
  "simulator.json.media",
];

/** Folders whose content a starting server makes anew or must not find (PostgreSQL's manual, "Making a Base Backup Using the Low Level API"). */
const EMPTY = new Set([
  "pg_wal",
  "pg_replslot",
  "pg_dynshmem",
  "pg_notify",
  "pg_serial",
  "pg_snapshots",
  "pg_stat_tmp",
  "pg_subtrans",
]);
const LEFT_OUT = /^(?:postmaster\.(?:pid|opts)|pg_internal\.init|pgsql_tmp.*|backup_label|tablespace_map)$/;
/** Copied after all else: what a reader of it may find is never older than the rest. */
const CONTROL = "pg_control";

/** Counts what it copied; a file that goes away meanwhile is one that is not needed. */
class Copier {
  files = 0;
  bytes = 0;

  /** @param {string} from @param {string} to */
  file(from, to) {
    try {
      copyFileSync(from, to);
    } catch (error) {
      if (codeOf(error) === "ENOENT" && !existsSync(from)) return;
      throw explainWrite(error, to);
    }
    this.files += 1;
    this.bytes += statSync(to).size;
  }

  /** @param {string} from @param {string} to @param {(name: string) => "copy" | "empty" | "leave"} [decide] */
  folder(from, to, decide = () => "copy") {
    mkdirSync(to, { recursive: true, mode: 0o700 });
    for (const entry of entriesOf(from)) {
      const what = decide(entry.name);
      if (what === "leave") continue;
      const [source, target] = [join(from, entry.name), join(to, entry.name)];
      if (entry.isFile()) this.file(source, target);
      else if (entry.isDirectory() && what === "empty") mkdirSync(target, { recursive: true, mode: 0o700 });
      else if (entry.isDirectory()) this.folder(source, target, decide);
    }
  }
}

/** @param {string} folder */
function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}

/** @param {string} path */
function flush(path) {
  const file = openSync(path, "r");
  fsyncSync(file);
  closeSync(file);
}

/**
 * Copies an installation into a new folder while it runs: its database as it was at one moment, and the files that belong to it. Work goes
 * on meanwhile, and nothing that was committed before it began is missing.
 * @param {{ dataDir: string, url: string, to: string }} options `url`: the embedded database, running, as its owner
 * @returns {Promise<Manifest>}
 */
export async function backUp({ dataDir, url, to }) {
  const cluster = readJson(join(dataDir, "postgres.json"));
  if (!cluster?.ready)
    throw new Problem(`There is no installation in ${dataDir}. Name its folder with --data DIR.`);
  if (existsSync(to) && readdirSync(to).length > 0)
    throw new Problem(`${to} is not empty. Name a new folder for each backup.`);
  const copier = new Copier();
  try {
    mkdirSync(to, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw explainWrite(error, to);
  }
  await copyDatabase(url, cluster.directory, join(to, "postgres"), copier);
  // after the database: a file is stored before the row that names it
  for (const name of BESIDE) {
    const from = join(dataDir, name);
    const found = statSync(from, { throwIfNoEntry: false });
    if (found?.isDirectory()) copier.folder(from, join(to, name));
    else if (found) copier.file(from, join(to, name));
  }
  const { major, user, password } = cluster;
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  /** @type {Manifest} */
  const manifest = {
    format: 1,
    at: new Date().toISOString(),
    version,
    major,
    user,
    password,
    files: copier.files,
    bytes: copier.bytes,
  };
  writePrivate(join(to, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
  await tell(url);
  return manifest;
}

/**
 * Writes in the audit log of every company that somebody took a copy of all there is.
 * @param {string} url
 */
async function tell(url) {
  const client = await connectAs(url);
  try {
    await client.query(
      "INSERT INTO event (account_id, type, at) SELECT account_id, 'security.backup_made', now() FROM account",
    );
  } finally {
    await client.end();
  }
}

/**
 * A base backup by PostgreSQL's own functions, with the log that makes it whole: a slot of this session keeps that from being removed
 * before it is copied.
 * @param {string} url @param {string} directory @param {string} to @param {Copier} copier
 */
async function copyDatabase(url, directory, to, copier) {
  const client = await connectAs(url);
  try {
    await client.query("SELECT pg_create_physical_replication_slot($1, true, true)", [
      `backup_${process.pid}`,
    ]);
    const { rows: begun } = await client.query(
      "SELECT pg_walfile_name(pg_backup_start('balcao', true)) AS first",
    );
    copier.folder(directory, to, (name) =>
      name === CONTROL || LEFT_OUT.test(name) ? "leave" : EMPTY.has(name) ? "empty" : "copy",
    );
    copier.file(join(directory, "global", CONTROL), join(to, "global", CONTROL));
    const { rows: ended } = await client.query(
      "SELECT labelfile, pg_walfile_name(lsn) AS last FROM pg_backup_stop(false)",
    );
    writeFileSync(join(to, "backup_label"), ended[0].labelfile, { mode: 0o600 });
    copyLog(join(directory, "pg_wal"), join(to, "pg_wal"), begun[0].first, ended[0].last, copier);
    flush(to);
  } finally {
    await client.end();
  }
}

/** @param {string} from @param {string} to @param {string} first @param {string} last @param {Copier} copier */
function copyLog(from, to, first, last, copier) {
  const needed = entriesOf(from)
    .map(({ name }) => name)
    .filter(
      (name) => name.endsWith(".history") || (/^[0-9A-F]{24}$/.test(name) && name >= first && name <= last),
    );
  for (const name of needed) copier.file(join(from, name), join(to, name));
  for (const name of [first, last])
    if (!existsSync(join(to, name)))
      throw new Problem(`The database's log ${name} was gone before it was copied. Try again.`);
  mkdirSync(join(to, "archive_status"), { recursive: true, mode: 0o700 });
}
