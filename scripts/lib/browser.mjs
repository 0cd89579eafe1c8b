import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { Problem } from "./problem.mjs";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const MAC_APPS = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** @returns {string | undefined} */
function onPath() {
  for (const folder of (process.env.PATH ?? "").split(delimiter))
    for (const name of NAMES) {
      const path = join(folder, process.platform === "win32" ? `${name}.exe` : name);
      if (folder && existsSync(path)) return path;
    }
  return MAC_APPS.find((path) => existsSync(path));
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
  const result = spawnSync("apt-get", ["-qq", "-y", ...args], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
  return result.status === 0;
}

/**
 * A Chromium for the journeys: the one named in CHROMIUM_PATH, the system's, or, as root on Debian, the distribution's,
 * which is then installed.
 * @returns {string} path of the program
 */
export function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (existsSync(named)) return named;
    throw new Problem(`CHROMIUM_PATH names ${named}, which does not exist.`);
  }
  const found = onPath() ?? fromPlaywright();
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("Installing Debian's chromium for the journeys…");
    const packages = ["install", "--no-install-recommends", "chromium"];
    if (apt(packages) || (apt(["update"]) && apt(packages))) {
      const installed = onPath();
      if (installed) return installed;
    }
  }
  throw new Problem(
    "The journeys need a browser, and there is none: install Chromium or Chrome (Debian: sudo apt-get install chromium), " +
      "or name one in CHROMIUM_PATH.",
  );
}
