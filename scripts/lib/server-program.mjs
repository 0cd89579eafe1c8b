import { join } from "node:path";
import { ROOT } from "./paths.mjs";

/**
 * How Node runs the server, wherever it is started.
 * - A young generation of 3 × 8 MB instead of up to 3 × 32: 40 MB less of an idle program, as many messages a second
 *   (docs/bench.md, "Memory").
 * - What V8 made of the sources is kept beside the packages: the next start takes 40 % less, and the compiler that takes the
 *   types out (20 MB) is not loaded. A folder that cannot be written costs only that.
 * @param {string} [release] folder of the release that is started
 * @returns {{ args: string[], env: { NODE_COMPILE_CACHE: string } }} what follows `node`, and what to add to its environment
 */
export function serverProgram(release = ROOT) {
  return {
    args: ["--max-semi-space-size=8", join(release, "server", "src", "main.ts")],
    env: { NODE_COMPILE_CACHE: join(release, "node_modules", ".cache", "balcao") },
  };
}
