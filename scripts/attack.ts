/**
 * `npm run attack [-- --record]`: the tests that attack the desk (each file named access-… or hostile-…), and what they counted.
 * With --record the figures go to docs/proof.md; a run with a failed test records nothing. How a test counts: scripts/lib/tally.ts.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { figuresOf, talliesIn } from "./lib/attack-goals.ts";
import { run } from "./lib/problem.mjs";
import { recordProof } from "./lib/proof.ts";
import { TALLY_FOLDER } from "./lib/tally.ts";
import { endWithTools, runTool } from "./lib/tool.mjs";

const ATTACKS = ["server/test/access-", "server/test/hostile-", "e2e/access-", "e2e/hostile-"];

run(async () => {
  endWithTools();
  const folder = mkdtempSync(join(tmpdir(), "balcao-attack-"));
  try {
    const { code } = await runTool("scripts/test.mjs", ATTACKS, { env: { [TALLY_FOLDER]: folder } });
    const figures = figuresOf(talliesIn(folder));
    for (const { what, value, goal, met } of figures)
      console.log(`${met ? "✓" : "✗"} ${what}: ${value} (goal ${goal})`);
    if (code === 0 && process.argv.includes("--record"))
      recordProof("attack", {
        title: "Nobody else's, and nothing let in",
        command: "npm run attack",
        notes: [
          "Every route, as whoever might call it, with ids of their own, of another team and of another account; and corpora of what attackers write, send and point at.",
        ],
        figures,
      });
    process.exitCode = code === 0 && figures.every(({ met }) => met) ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
