import { spawn } from "node:child_process";
import { writeSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { openLog } from "./data-dir.mjs";
import { productNode, ROOT } from "./paths.mjs";

/** How long a program may take to end in order before it is ended. */
const GRACE_MS = 15_000;

/**
 * @typedef {object} Child
 * @property {string} name
 * @property {number | undefined} pid
 * @property {Promise<string>} exited resolves with how it ended, e.g. "code 1"
 * @property {(hard?: boolean) => Promise<void>} stop
 * @property {() => string[]} lastLines what it said last, for the person who must find out why it ended
 */

/**
 * Starts one of our programs under the product's Node, in a group of its own so that Ctrl+C reaches only us and we end
 * everything in order. It ends by itself when we are killed.
 * @param {object} options
 * @param {string} options.name
 * @param {string[]} options.args file and flags
 * @param {NodeJS.ProcessEnv} [options.env] added to ours
 * @param {string} options.log file that gets all it says
 * @param {(line: string) => void} [options.onLine] each line of its output
 * @param {string} [options.cwd]
 * @returns {Child}
 */
export function startProgram({ name, args, env = {}, log, onLine, cwd = ROOT }) {
  const guard = pathToFileURL(join(ROOT, "scripts", "lib", "end-with-parent.mjs")).href;
  const descriptor = openLog(log);
  const child = spawn(productNode(), ["--import", guard, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
  /** @type {string[]} */
  const last = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface({ input: stream }).on("line", (line) => {
      try {
        writeSync(descriptor, `${line}\n`);
      } catch {
        // a full disk must not end the program that reports it
      }
      last.push(line);
      if (last.length > 20) last.shift();
      onLine?.(line);
    });
  }
  /** @type {Promise<string>} */
  const exited = new Promise((resolve) => {
    child.once("close", (code, signal) => resolve(signal ?? `code ${code}`));
    child.once("error", (error) => resolve(error.message));
  });
  return {
    name,
    pid: child.pid,
    exited,
    lastLines: () => [...last],
    async stop(hard = false) {
      child.kill(hard ? "SIGKILL" : "SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}
