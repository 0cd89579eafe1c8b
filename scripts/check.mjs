/**
 * `npm run check`: all that a reader should not have to look for: layout, lint, types, arrows between packages and modules,
 * unused code, generated files, length of files, both languages complete. Two at a time; under a minute.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkArrows } from "./boundaries/cruise.mjs";
import { checkCatalogues } from "./checks/catalogues.mjs";
import { checkLengths } from "./checks/lengths.mjs";
import { checkLockfile } from "./checks/lockfile.mjs";
import { ROOT } from "./lib/paths.mjs";
import { messageOf, run } from "./lib/problem.mjs";
import { endWithTools, runTool } from "./lib/tool.mjs";

/** @typedef {{ name: string, run: () => Promise<string> }} Check `run` gives what is wrong, "" for nothing */

/** @param {string} name @param {string} file @param {string[]} args @returns {Check} */
function tool(name, file, args) {
  return {
    name,
    async run() {
      const { code, output } = await runTool(file, args, { quiet: true });
      return code === 0 ? "" : output.trim() || `ended with code ${code}`;
    },
  };
}

/** @param {string} project folder with a tsconfig.json */
const types = (project) =>
  tool(`types of ${project}`, "node_modules/typescript/bin/tsc", ["--project", project]);

/** Files that are committed though a program writes them: made again, they must come out the same. */
const GENERATOR = "scripts/generate.ts";

/** @type {Check[]} the slowest first */
const checks = [
  { name: "arrows (.dependency-cruiser.cjs)", run: () => checkArrows(ROOT) },
  tool("lint (.oxlintrc.json)", "node_modules/oxlint/bin/oxlint", ["--deny-warnings", "--format", "unix"]),
  types("."),
  types("web"),
  types("e2e"),
  types("scripts"),
  tool("unused code (knip.jsonc)", "node_modules/knip/bin/knip.js", ["--no-progress", "--no-config-hints"]),
  tool("layout (npm run format)", "node_modules/oxfmt/bin/oxfmt", ["--list-different"]),
  ...(existsSync(join(ROOT, GENERATOR))
    ? [tool("generated files (node scripts/generate.ts)", GENERATOR, ["--check"])]
    : []),
  { name: "length of files", run: async () => checkLengths(ROOT) },
  { name: "texts in both languages", run: async () => checkCatalogues(join(ROOT, "web", "src", "i18n")) },
  { name: "lockfile", run: async () => checkLockfile(join(ROOT, "package-lock.json")) },
];

run(async () => {
  endWithTools();
  const wanted = process.argv.slice(2);
  const queue = checks.filter(
    ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
  );
  let failed = 0;
  const work = async () => {
    for (let check = queue.shift(); check; check = queue.shift()) {
      const began = performance.now();
      const wrong = await check.run().catch((error) => messageOf(error));
      const seconds = ((performance.now() - began) / 1000).toFixed(1);
      console.log(`${wrong ? "✗" : "✓"} ${check.name} (${seconds} s)`);
      if (!wrong) continue;
      failed += 1;
      console.log(`${wrong}\n`);
    }
  };
  await Promise.all([work(), work()]);
  if (failed > 0) console.log(`\n${failed} ${failed === 1 ? "check" : "checks"} failed.`);
  process.exit(failed > 0 ? 1 : 0);
});
