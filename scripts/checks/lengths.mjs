import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Lines. A test may be longer: it is read one case at a time. */
const SOURCE_LIMIT = 300;
const TEST_LIMIT = 600;

/**
 * Exceptions, each with its reason.
 * @type {Record<string, string>} path: why
 */
const ALLOWED = {};

const SKIPPED = new Set(["node_modules", "dist", "dist.new", "data", ".git", "fixtures", "coverage"]);

/** @param {string} root @param {string} folder relative @returns {string[]} */
function sources(root, folder = "") {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : sources(root, path);
    return /\.(ts|tsx|mjs|cjs|js|css)$/.test(entry.name) && !/\.generated\.|\.d\.ts$/.test(entry.name)
      ? [path]
      : [];
  });
}

/**
 * The largest file, not the usual one, tells well-kept code from the rest.
 * @param {string} root
 * @returns {string} the files that are too long, one a line
 */
export function checkLengths(root) {
  const wrong = [];
  for (const path of sources(root)) {
    const lines = readFileSync(join(root, path), "utf8").split("\n").length - 1;
    const limit = /\.test\.tsx?$/.test(path) ? TEST_LIMIT : SOURCE_LIMIT;
    if (lines > limit && !(path in ALLOWED))
      wrong.push(`${path}: ${lines} lines, at most ${limit}. Split it by what changes together.`);
  }
  return wrong.join("\n");
}
