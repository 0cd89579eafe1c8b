import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { productNode, ROOT } from "./paths.mjs";
import { onEndRequest } from "./signals.mjs";

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/** Passes a request to end on to the tools, and lets their callers clear away; a second one ends everything. */
export function endWithTools() {
  onEndRequest(
    () => {
      for (const child of running) child.kill("SIGTERM");
    },
    () => {
      for (const child of running) child.kill("SIGKILL");
      process.exit(1);
    },
  );
}

/**
 * Runs a program of node_modules (or a file of ours) under the product's Node, its output as it comes.
 * @param {string} file relative to the repository
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean, cwd?: string }} [options] `quiet` keeps the output instead
 * @returns {Promise<{ code: number, output: string, stdout: string }>} `output` holds what was said on both
 */
export function runTool(file, args, { env = {}, quiet = false, cwd = ROOT } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(productNode(), [join(ROOT, file), ...args], {
      cwd,
      // tools that start `node` by name must get the same one
      env: {
        ...process.env,
        PATH: `${join(ROOT, "node_modules", ".bin")}${delimiter}${process.env.PATH ?? ""}`,
        ...env,
      },
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    });
    running.add(child);
    let output = "";
    let stdout = "";
    child.stdout?.on("data", (chunk) => (stdout += chunk));
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
    child.once("error", reject);
    child.once("close", (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output, stdout });
    });
  });
}
