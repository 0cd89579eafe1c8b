import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { Problem } from "./problem.mjs";

/** @typedef {{ name: string, uid: number, gid: number }} Account */

/** In this order: one made for us, PostgreSQL's own, the one every system has. */
const NAMES = ["balcao", "postgres", "_postgres", "nobody"];

/** @returns {Account[]} */
function accounts() {
  return readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .filter((fields) => fields.length >= 4)
    .map(([name, , uid, gid]) => ({ name: name ?? "", uid: Number(uid), gid: Number(gid) }))
    .filter((account) => Number.isInteger(account.uid) && account.uid > 0 && Number.isInteger(account.gid));
}

/**
 * PostgreSQL refuses to run as root. When we are root, says as whom it shall run: the owner of the data it already has,
 * or one of the ordinary accounts of the system. Nothing is created.
 * @param {string} existing folder of a database cluster that may exist already
 * @returns {Account | null} null when we are not root and may run it ourselves
 */
export function accountForPostgres(existing) {
  if (process.getuid?.() !== 0) return null;
  const known = accounts();
  const owner = statSync(existing, { throwIfNoEntry: false })?.uid;
  const keeper =
    owner === undefined || owner === 0 ? undefined : known.find((account) => account.uid === owner);
  const found = keeper ?? NAMES.map((name) => known.find((account) => account.name === name)).find(Boolean);
  if (!found)
    throw new Problem(
      "PostgreSQL refuses to run as root, and this system has no account named balcao, postgres or nobody to run it as. " +
        "Create one (useradd --system balcao) and run this again, or run as an ordinary user, or set DATABASE_URL.",
    );
  return found;
}

/**
 * Asks the system itself, so that access lists and mount options count too.
 * @param {Account} account
 * @param {string} condition of sh's `test`, with the paths as $1, $2…
 * @param {string[]} paths
 * @returns {boolean}
 */
export function holdsFor(account, condition, paths) {
  const result = spawnSync("/bin/sh", ["-c", condition, "sh", ...paths], {
    cwd: "/",
    uid: account.uid,
    gid: account.gid,
    stdio: "ignore",
  });
  if (result.error)
    throw new Problem(
      `PostgreSQL refuses to run as root, and this system does not let us start programs as "${account.name}" ` +
        `(${result.error.message}). Run as an ordinary user, or set DATABASE_URL.`,
    );
  return result.status === 0;
}
