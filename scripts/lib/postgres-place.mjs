import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readJson } from "./data-dir.mjs";
import { sharedFolder } from "./postgres-binaries.mjs";
import { Problem } from "./problem.mjs";
import { holdsFor } from "./unprivileged.mjs";

/** @typedef {import("./unprivileged.mjs").Account} Account */
/** @typedef {import("./postgres.mjs").Cluster} Cluster */

/** Beside a cluster kept outside its data folder: which data folder it belongs to. */
const OWNER = "belongs-to";

/**
 * Where a new cluster goes: into the data folder, unless we are root and the account that PostgreSQL gets cannot reach it
 * (everything under /root, for one).
 * @param {string} dataDir
 * @param {Account | null} account
 * @returns {string} the folder to make it in
 */
export function clusterParent(dataDir, account) {
  if (!account || holdsFor(account, 'test -x "$1"', [dataDir])) return dataDir;
  const parent = sharedFolder(account, randomBytes(6).toString("hex"));
  writeFileSync(join(parent, OWNER), realpathSync(dataDir));
  return parent;
}

/**
 * Refuses a cluster that cannot be used as it stands, with what to do about it.
 * @param {Cluster} cluster
 * @param {string} major version that our programs read
 * @param {string} dataDir
 */
export function checkPlace(cluster, major, dataDir) {
  const file = join(dataDir, "postgres.json");
  const found = statSync(cluster.directory, { throwIfNoEntry: false });
  if (!found)
    throw new Problem(
      `The database folder ${cluster.directory} is gone. Put it back, or delete ${file} to begin with an empty database.`,
    );
  const self = process.getuid?.();
  if (self !== undefined && self !== 0 && found.uid !== self)
    throw new Problem(
      `The database folder ${cluster.directory} belongs to another user (uid ${found.uid}). Run as that user or as root, ` +
        "or give another folder with --data DIR.",
    );
  if (cluster.major !== major)
    throw new Problem(
      `The data in ${cluster.directory} was written by PostgreSQL ${cluster.major}, and this version of Balcão brings ` +
        `PostgreSQL ${major}. Restore a backup into a new data folder (--data DIR), or run the version that wrote it.`,
    );
  if (dirname(cluster.directory) !== dataDir) checkOwner(cluster, dataDir, file);
}

/**
 * A project folder that was copied points to the original's cluster: two installations on one database. One that was
 * moved points to its own.
 * @param {Cluster} cluster
 * @param {string} dataDir
 * @param {string} file
 */
function checkOwner(cluster, dataDir, file) {
  const path = join(dirname(cluster.directory), OWNER);
  if (!existsSync(path)) return;
  const here = realpathSync(dataDir);
  const owner = readFileSync(path, "utf8");
  if (owner === here) return;
  const other = join(owner, "postgres.json");
  if (existsSync(other) && readJson(other)?.directory === cluster.directory)
    throw new Problem(
      `${dataDir} looks like a copy of ${owner}: both name the database in ${cluster.directory}. ` +
        `To begin with an empty database here, delete ${file}.`,
    );
  writeFileSync(path, here);
}
