import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { writePrivate } from "./data-dir.mjs";
import { runningSince } from "./running.mjs";

const freshKey = () => randomBytes(32).toString("base64");
/** @param {string} text @returns {string[]} */
export const keysIn = (text) => text.split(/[\s,]+/).filter(Boolean);

/**
 * The keys under which the installation's secrets are sealed, one a line: the first seals, all open. The first is made once.
 * @param {string} dir the data folder
 * @returns {string} as BALCAO_SECRET takes them
 */
export function installationSecret(dir) {
  const path = join(dir, "secret");
  if (!existsSync(path)) writePrivate(path, `${freshKey()}\n`);
  return keysIn(readFileSync(path, "utf8")).join(" ");
}

/**
 * Puts a new key first, unless a change of keys is under way already.
 * @param {string} dir the data folder
 */
export function beginKey(dir) {
  const keys = keysIn(installationSecret(dir));
  if (keys.length === 1) writePrivate(join(dir, "secret"), `${[freshKey(), ...keys].join("\n")}\n`);
}

/**
 * Does a desk run on this folder that was started before its keys changed? It knows the old ones only.
 * @param {string} dir the data folder
 */
export function runsOnOldKeys(dir) {
  const since = runningSince(dir);
  return since !== null && since < statSync(join(dir, "secret")).mtimeMs;
}

/**
 * Lets go of every key but the first.
 * @param {string} dir the data folder
 */
export function endOldKeys(dir) {
  const [first = ""] = keysIn(installationSecret(dir));
  writePrivate(join(dir, "secret"), `${first}\n`);
}
