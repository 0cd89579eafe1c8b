import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { Problem } from "./problem.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const SHELL = "chromium-headless-shell";
const MAC_APPS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** @param {string[]} names @returns {string | undefined} */
function onPath(names) {
  for (const folder of (process.env.PATH ?? "").split(delimiter))
    for (const name of names) {
      const path = join(folder, process.platform === "win32" ? `${name}.exe` : name);
      if (folder && existsSync(path)) return path;
    }
  return undefined;
}

/** @returns {string | undefined} one that Playwright downloaded for another project */
function fromPlaywright() {
  const caches = [
    process.env.PLAYWRIGHT_BROWSERS_PATH ?? "",
    join(homedir(), ".cache", "ms-playwright"),
    join(homedir(), "Library", "Caches", "ms-playwright"),
  ];
  const inside = [
    "chrome-linux/chrome",
    "chrome-linux64/chrome",
    "chrome-mac/Chromium.app/Contents/MacOS/Chromium",
    "chrome-win/chrome.exe",
  ];
  for (const cache of caches) {
    if (!cache || !existsSync(cache)) continue;
    const builds = readdirSync(cache)
      .filter((name) => /^chromium-\d+$/.test(name))
      .sort()
      .reverse();
    for (const build of builds)
      for (const path of inside) if (existsSync(join(cache, build, path))) return join(cache, build, path);
  }
  return undefined;
}

/** @param {string[]} args @returns {boolean} */
function apt(args) {
  // a machine that reaches no package is to know it soon
  const patience = ["-o", "Acquire::Retries=0", "-o", "Acquire::http::Timeout=10"];
  const result = spawnSync("apt-get", ["-qq", "-y", ...patience, ...args], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  return result.status === 0;
}

/**
 * Installs a package of Debian's, if this is root on Debian.
 * @param {string} name of the package, and of its program
 * @returns {string | undefined} path of the program
 */
function installed(name) {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return undefined;
  console.log(`Installing Debian's ${name} for the journeys…`);
  const packages = ["install", "--no-install-recommends", name];
  return apt(packages) || (apt(["update"]) && apt(packages)) ? onPath([name]) : undefined;
}

/** @param {string} variable @returns {string | undefined} the program that it names */
function named(variable) {
  const path = process.env[variable];
  if (path && !existsSync(path)) throw new Problem(`${variable} names ${path}, which does not exist.`);
  return path || undefined;
}

/**
 * Chromium's shell for programs alone, which takes a fifth less of the processor (ADR 42): the one named in CHROMIUM_SHELL_PATH, the
 * system's, or, as root on Debian, the distribution's, which is then installed. Who names a whole one in CHROMIUM_PATH and no shell wants
 * that one for all journeys.
 * @returns {string | undefined} path of the program
 */
export function findShell() {
  return (
    named("CHROMIUM_SHELL_PATH") ??
    (process.env.CHROMIUM_PATH ? undefined : (onPath([SHELL]) ?? installed(SHELL)))
  );
}

/**
 * A whole Chromium: the one named in CHROMIUM_PATH, the system's, or, as root on Debian, the distribution's, which is then installed.
 * @returns {string} path of the program
 */
export function findBrowser() {
  const found =
    named("CHROMIUM_PATH") ??
    onPath(NAMES) ??
    MAC_APPS.find((path) => existsSync(path)) ??
    fromPlaywright() ??
    installed("chromium");
  if (found) return found;
  throw new Problem(
    "The journeys need a browser, and there is none: install Chromium or Chrome (Debian: sudo apt-get install chromium), " +
      "or name one in CHROMIUM_PATH.",
  );
}
