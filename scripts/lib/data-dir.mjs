import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { explainWrite, messageOf, Problem } from "./problem.mjs";

const LOG_LIMIT = 20 * 1024 * 1024;

/**
 * Makes sure of a folder for everything that an installation keeps, and that it can be written.
 * @param {string} dir absolute
 */
export function openDataDir(dir) {
  const probe = join(dir, `.probe-${process.pid}`);
  try {
    demandWritable(dir);
    const made = mkdirSync(dir, { recursive: true });
    if (made) keepOwner(dir, dirname(dir));
    if (!existsSync(join(dir, "logs"))) {
      mkdirSync(join(dir, "logs"));
      keepOwner(join(dir, "logs"), dir);
    }
    // Run as root, PostgreSQL lives in here under another account, which must be able to pass; to list, nobody.
    chmodSync(dir, process.getuid?.() === 0 ? 0o711 : 0o700);
    chmodSync(join(dir, "logs"), 0o700);
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    throw explainWrite(error, dir);
  }
}

/**
 * On a read-only disk Node's recursive mkdir says that there is no such folder; the nearest folder that is there gives the true
 * reason.
 * @param {string} dir
 */
function demandWritable(dir) {
  let nearest = dir;
  while (!existsSync(nearest)) nearest = dirname(nearest);
  accessSync(nearest, constants.W_OK);
}

/**
 * Run once as root on an ordinary user's folder, we must not leave files that its user cannot read.
 * @param {string} path
 * @param {string} folder
 */
function keepOwner(path, folder) {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  chownSync(path, uid, gid);
}

/**
 * Opens a log to be appended to, begun anew when it has grown too long.
 * @param {string} path
 * @returns {number} a file descriptor
 */
export function openLog(path) {
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT) renameSync(path, `${path}.1`);
    const descriptor = openSync(path, "a", 0o600);
    keepOwner(path, dirname(path));
    return descriptor;
  } catch (error) {
    throw explainWrite(error, path);
  }
}

/**
 * Replaces a file as a whole: a crash leaves the old one or the new one. Only its owner may read it.
 * @param {string} path
 * @param {string} text
 */
export function writePrivate(path, text) {
  const fresh = `${path}.${process.pid}.new`;
  try {
    writeFileSync(fresh, text, { mode: 0o600, flush: true });
    keepOwner(fresh, dirname(path));
    renameSync(fresh, path);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw explainWrite(error, path);
  }
}

/**
 * @param {string} path of a JSON file of ours
 * @returns {any} its content, or null when there is no such file
 */
export function readJson(path) {
  if (!existsSync(path)) return null;
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Problem(
      `${path} cannot be read (${messageOf(error)}). Put it back from a backup, or start with an empty folder: --data DIR.`,
    );
  }
}
