/**
 * Runs before every command, on whatever Node the machine has (18 or newer): the packages as the lockfile says, and, when
 * asked with --web, the pages of the desk. Says nothing and takes milliseconds when both are there already.
 */
import { join } from "node:path";
import { installPackages } from "./lib/packages.mjs";
import { ROOT } from "./lib/paths.mjs";
import { Problem, run } from "./lib/problem.mjs";
import { buildWeb } from "./lib/web-build.mjs";

run(async () => {
  if (Number(process.versions.node.split(".")[0]) < 18)
    throw new Problem(
      `Balcão's set-up needs Node 18 or newer; this is ${process.version}. Get one from https://nodejs.org`,
    );
  installPackages(join(ROOT, "node_modules"));
  if (process.argv.includes("--web")) buildWeb();
});
