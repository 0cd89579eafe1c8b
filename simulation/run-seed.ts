import type { Calls } from "./real/calls.ts";
import { Run } from "./run.ts";
import { entropyOf, type Recording } from "./world/entropy.ts";

/** What was found out about a run. */
export type Outcome = {
  seed: number;
  hash: string;
  steps: number;
  /** what does not hold; null = all does */
  violation: string | null;
  sometimes: ReadonlyMap<string, number>;
};

/** Runs one seed from its beginning to its end. `calls` keeps what its store was asked. */
export async function runSeed(
  seed: number,
  recording: Recording = {},
  calls: Calls | null = null,
): Promise<Outcome> {
  const entropy = entropyOf(seed, recording);
  const run = new Run(entropy, calls);
  let violation: string | null = null;
  try {
    await run.play();
  } catch (error) {
    violation = error instanceof Error ? error.message : String(error);
  }
  // nothing of it may go on beside the next
  for (const node of run.nodes) node.epoch.dead = true;
  recording.trace?.push(...run.logged.map((line) => `logged ${line}`));
  const { steps, sometimes } = run.world;
  return { seed, hash: entropy.hash(), steps, violation, sometimes: sometimes.counts };
}
