import { readFileSync } from "node:fs";

/**
 * The lockfile must hold for everybody: versions and integrity, no address of the registry or folder of whoever wrote it.
 * @param {string} path
 * @returns {string} what is wrong, one a line
 */
export function checkLockfile(path) {
  /** @type {Record<string, { resolved?: string, link?: boolean, integrity?: string, version?: string }>} */
  const packages = JSON.parse(readFileSync(path, "utf8")).packages;
  const wrong = [];
  for (const [name, entry] of Object.entries(packages)) {
    if (entry.resolved && (!entry.link || /^([a-z+]+:|\/|\.\.)/.test(entry.resolved)))
      wrong.push(
        `${name}: resolved ${entry.resolved}. Run npm install in this folder, whose .npmrc leaves addresses out.`,
      );
    if (name.includes("node_modules/") && !entry.link && !entry.integrity)
      wrong.push(`${name}: without integrity`);
  }
  return wrong.join("\n");
}
