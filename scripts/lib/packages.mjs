import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.mjs";
import { explainWrite, Problem } from "./problem.mjs";

/** @returns {string} changes when other packages are needed: another lockfile, another manifest, another kind of machine */
function wanted() {
  const hash = createHash("sha256").update(`${process.platform}-${process.arch}\n`);
  /** @type {{ workspaces: string[] }} */
  const { workspaces } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  for (const file of [
    "package-lock.json",
    "package.json",
    ...workspaces.map((name) => `${name}/package.json`),
  ]) {
    const path = join(ROOT, file);
    hash.update(`${file}\n`).update(existsSync(path) ? readFileSync(path) : "");
  }
  return hash.digest("hex");
}

/**
 * `npm install` and not `npm ci`: the latter refuses a lockfile in which the optional packages of some other platform are
 * missing, as it happens behind registries that do not serve them. The locked versions are kept all the same.
 * @param {string} folder node_modules
 */
export function installPackages(folder) {
  const stamp = join(folder, ".balcao-lock-hash");
  const hash = wanted();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  try {
    mkdirSync(folder, { recursive: true });
    rmSync(stamp, { force: true });
  } catch (error) {
    throw explainWrite(error, folder);
  }
  console.log("Installing packages (the first time takes about a minute)…");
  // Under npm, the very npm that was called; its own Node runs it, because ours is among the packages.
  const npm = process.env.npm_execpath;
  const args = ["install", "--no-audit", "--no-fund", "--no-save", "--loglevel=error"];
  /** @type {import("node:child_process").SpawnSyncOptionsWithStringEncoding} */
  const options = {
    cwd: ROOT,
    encoding: "utf8",
    stdio: ["ignore", "inherit", "pipe"],
  };
  const result =
    npm && /npm-cli\.[cm]?js$/.test(npm)
      ? spawnSync(process.env.npm_node_execpath ?? process.execPath, [npm, ...args], options)
      : spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
  if (result.error)
    throw new Problem(`Cannot run npm (${result.error.message}). It comes with Node: https://nodejs.org`);
  if (result.signal)
    throw new Problem("The installation of the packages was interrupted; the next start resumes it.");
  if (result.status !== 0) throw new Problem(explain(result.stderr));
  writeFileSync(stamp, hash);
}

/** @param {string} output of npm @returns {string} the sentence that helps, and npm's own words below it */
function explain(output) {
  const code = /npm (?:error|ERR!) code (\w+)/.exec(output)?.[1] ?? "";
  const detail = output
    .split("\n")
    .filter((line) => /^npm (error|ERR!)/.test(line) && !/A complete log|debug-0\.log/.test(line))
    .slice(0, 8)
    .join("\n");
  const sentence = {
    ENOTFOUND: NO_NETWORK,
    EAI_AGAIN: NO_NETWORK,
    ECONNREFUSED: NO_NETWORK,
    ECONNRESET: NO_NETWORK,
    ETIMEDOUT: NO_NETWORK,
    ERR_SOCKET_TIMEOUT: NO_NETWORK,
    ENETUNREACH: NO_NETWORK,
    EROFS: "The packages cannot be installed: the disk is read-only.",
    EACCES: "The packages cannot be installed: this folder, or npm's cache, belongs to another user.",
    EPERM: "The packages cannot be installed: this folder, or npm's cache, belongs to another user.",
    ENOSPC: "The packages cannot be installed: the disk is full (about 1 GB is needed).",
    EBADPLATFORM: `A package does not exist for this kind of machine (${process.platform}-${process.arch}).`,
    EINTEGRITY:
      "A downloaded package is not the one the lockfile names: the registry or a proxy altered it. Nothing of it was run.",
  }[code];
  return `${sentence ?? "npm could not install the packages."}\n${detail || output.trim().slice(-1500)}`;
}

const NO_NETWORK =
  "The packages cannot be downloaded: npm's registry does not answer. Check the connection, or the proxy (npm config get proxy, registry), and start again.";
