import { recordProof } from "../scripts/lib/proof.ts";
import { simulate } from "./program.ts";
import type { Find, Summary } from "./simulate.ts";
import { MOST_SEEDS, SOMETIMES } from "./sometimes.ts";

const TWICE = 100;

/** Runs everything that is promised of the simulation, and keeps what came of it for docs/proof.md. Answers the exit code. */
export async function recordAll(seeds: string): Promise<number> {
  const [summary] = await simulate<Summary>("--seeds", seeds);
  if (!summary) throw new Error("the simulation said nothing");
  const finds = await simulate<Find>("--bugs");
  const [twice] = await simulate<{ differing: number[] }>("--twice", String(TWICE));
  for (const failed of summary.failed) process.stdout.write(`${JSON.stringify(failed)}\n`);
  const found = finds.filter(({ seed }) => seed !== null).length;
  const differing = twice?.differing.length ?? TWICE;
  recordProof("simulation", {
    title: "Every order of events, every fault at every point",
    command: "npm run simulate",
    notes: [
      `The server's own files on a simulated clock, network and store (ADR 44); the bugs with \`--bugs\`. ${(summary.seeds / summary.seconds).toFixed(0)} seeds a second of one core, ${Math.round(summary.steps / summary.seeds)} steps each.`,
    ],
    figures: [
      {
        what: `seeds of ${summary.seeds.toLocaleString("en")} in which something did not hold`,
        value: String(summary.failed.length),
        goal: "0",
        met: summary.failed.length === 0,
      },
      {
        what: `planted bugs found within ${MOST_SEEDS.toLocaleString("en")} seeds`,
        value: `${found} of ${finds.length}`,
        goal: "all",
        met: found === finds.length,
      },
      {
        what: `seeds of ${TWICE} that run otherwise the second time`,
        value: String(differing),
        goal: "0",
        met: differing === 0,
      },
      {
        what: "rare things that must happen and did",
        value: `${SOMETIMES.length - summary.never.length} of ${SOMETIMES.length}`,
        goal: "all",
        met: summary.never.length === 0,
      },
    ],
  });
  return summary.failed.length === 0 && found === finds.length && differing === 0 ? 0 : 1;
}
