import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../lib/paths.mjs";
import { Problem } from "../lib/problem.mjs";
import { runTool } from "../lib/tool.mjs";

/** @typedef {{ rule: { name: string, severity: string }, comment?: string, from: string, to: string, cycle?: { name: string }[] }} Violation */

const FOLDERS = [
  "core",
  "whatsapp",
  "api",
  "server",
  "web",
  "simulator",
  "e2e",
  "bench",
  "faults",
  "scripts",
];

/**
 * A cruise that sees less than this has lost its eyes: a parser that cannot read TypeScript, a folder that moved. It then
 * finds nothing wrong, which is what it must not be trusted with.
 */
export const LEAST_MODULES = 250;

/**
 * Follows all imports under a folder by the rules of the repository.
 * @param {string} folder absolute: the repository, or the fixture that mirrors it
 * @returns {Promise<{ violations: Violation[], modules: number }>}
 */
export async function cruise(folder) {
  const { code, output, stdout } = await runTool(
    "node_modules/dependency-cruiser/bin/dependency-cruiser.mjs",
    [
      "--config",
      join(ROOT, ".dependency-cruiser.cjs"),
      "--output-type",
      "json",
      ...FOLDERS.filter((name) => existsSync(join(folder, name))),
    ],
    { quiet: true, cwd: folder },
  );
  if (!stdout.startsWith("{"))
    throw new Problem(`The import rules could not be checked (code ${code}):\n${output}`);
  const { summary } = JSON.parse(stdout);
  return { violations: summary.violations, modules: summary.totalCruised };
}

/**
 * @param {string} root
 * @returns {Promise<string>} the forbidden imports, each with what to do instead
 */
export async function checkArrows(root) {
  const { violations, modules } = await cruise(root);
  const wrong = violations
    .filter(({ rule }) => rule.severity === "error")
    .map(({ rule, comment, from, to, cycle }) => {
      const way = cycle ? cycle.map(({ name }) => name).join(" → ") : to;
      return `${rule.name}: ${from} → ${way}${comment ? `\n    ${comment}` : ""}`;
    });
  if (modules < LEAST_MODULES) wrong.push(`Only ${modules} modules were seen, of at least ${LEAST_MODULES}.`);
  return wrong.join("\n");
}
