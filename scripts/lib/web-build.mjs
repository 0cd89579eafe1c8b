import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { productNode, ROOT } from "./paths.mjs";
import { explainWrite, Problem } from "./problem.mjs";

/** Where the server finds the pages. */
export const WEB_DIST = join(ROOT, "web", "dist");

/** All that the pages are made of. */
const SOURCES = [
  "web/index.html",
  "web/vite.config.ts",
  "web/package.json",
  "web/public",
  "web/src",
  "core/src",
  "api/src",
  "package-lock.json",
];

/** @param {import("node:crypto").Hash} hash @param {string} path relative to the repository */
function add(hash, path) {
  const full = join(ROOT, path);
  const found = statSync(full, { throwIfNoEntry: false });
  if (!found) return;
  if (found.isDirectory()) for (const name of readdirSync(full).sort()) add(hash, `${path}/${name}`);
  else if (!/\.test\.tsx?$/.test(path)) hash.update(`${path}\n`).update(readFileSync(full));
}

/** Builds the pages when their sources changed since the last time, told by content: a checkout changes all dates. */
export function buildWeb() {
  const hash = createHash("sha256");
  for (const source of SOURCES) add(hash, source);
  const wanted = hash.digest("hex");
  const stamp = join(WEB_DIST, ".sources");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log("Building the pages…");
  const fresh = `${WEB_DIST}.new`;
  const result = spawnSync(
    productNode(),
    [
      join(ROOT, "node_modules", "vite", "bin", "vite.js"),
      "build",
      "--outDir",
      fresh,
      "--emptyOutDir",
      "--logLevel",
      "error",
    ],
    { cwd: join(ROOT, "web"), encoding: "utf8" },
  );
  try {
    if (result.status !== 0) {
      if (/EROFS|EACCES|ENOSPC/.test(result.stderr))
        throw explainWrite(
          Object.assign(new Error(result.stderr), { code: /EROFS|EACCES|ENOSPC/.exec(result.stderr)?.[0] }),
          WEB_DIST,
        );
      throw new Problem(
        `The pages could not be built:\n${result.error?.message ?? `${result.stdout}${result.stderr}`}`,
      );
    }
    writeFileSync(join(fresh, ".sources"), wanted);
    rmSync(WEB_DIST, { recursive: true, force: true });
    renameSync(fresh, WEB_DIST);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}
