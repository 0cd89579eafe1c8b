/** `node scripts/generate.ts [--check]`: the files that are made from others. With --check it changes nothing, and names what would change. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./lib/paths.mjs";
import { proofPage } from "./lib/proof.ts";

const made: Record<string, () => string> = { "docs/proof.md": proofPage };

const stale = Object.entries(made).filter(
  ([file, make]) => readFileSync(join(ROOT, file), "utf8") !== make(),
);
if (process.argv.includes("--check")) {
  for (const [file] of stale) console.log(`${file} is not what its sources say: node scripts/generate.ts`);
  process.exitCode = stale.length > 0 ? 1 : 0;
} else for (const [file, make] of stale) writeFileSync(join(ROOT, file), make());
