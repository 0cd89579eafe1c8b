import { runSeed } from "../run-seed.ts";
import { MODELS } from "../store/statements/index.ts";
import { takeOverGlobals } from "../world/globals.ts";
import { Calls } from "./calls.ts";
import { OwnPostgres } from "./postgres.ts";
import { Replay, type Difference } from "./replay.ts";

/** What came of putting seeds to PostgreSQL. */
export type RealSummary = {
  seeds: number;
  transactions: number;
  statements: number;
  /** statements that had to wait for another transaction, and did so on both sides */
  waits: number;
  differences: ({ seed: number } & Difference)[];
  /** modelled functions, by how often PostgreSQL was asked */
  asked: Record<string, number>;
  /** those that it was not asked */
  never: string[];
};

/** A seed on the simulated clock and store; then, on the machine's own clock, its calls on PostgreSQL. */
async function stepThrough(postgres: OwnPostgres, seed: number): Promise<Replay> {
  const calls = new Calls();
  const giveBack = takeOverGlobals();
  await runSeed(seed, {}, calls).finally(giveBack);
  return postgres.withDatabase(`seed_${seed}`, async (pools) => {
    const replay = new Replay(pools);
    await replay.play(calls.all, calls.tables);
    return replay;
  });
}

/** Runs seeds, and puts each of their statements to a PostgreSQL of their own too. */
export async function againstPostgres(seeds: readonly number[]): Promise<RealSummary> {
  const counts = new Map<string, number>();
  const differences: RealSummary["differences"] = [];
  let transactions = 0;
  let waits = 0;
  const postgres = await OwnPostgres.start();
  try {
    for (const seed of seeds) {
      const replay = await stepThrough(postgres, seed);
      for (const one of replay.differences) {
        // who waits for many seeds hears of it at once
        process.stderr.write(`seed ${seed}, call ${one.at}: ${one.what}\n`);
        differences.push({ seed, ...one });
      }
      transactions += replay.transactions;
      waits += replay.waits;
      for (const [name, count] of replay.asked) counts.set(name, (counts.get(name) ?? 0) + count);
    }
  } finally {
    await postgres.remove();
  }
  return {
    seeds: seeds.length,
    transactions,
    statements: [...counts.values()].reduce((sum, count) => sum + count, 0),
    waits,
    differences,
    asked: Object.fromEntries(counts),
    never: [...MODELS.keys()].filter((name) => !counts.has(name)),
  };
}
