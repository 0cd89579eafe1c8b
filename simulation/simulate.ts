import { plant } from "./production/bridge.ts";
import { runSeed, type Outcome } from "./run-seed.ts";
import { MOST_SEEDS, SOMETIMES } from "./sometimes.ts";
import { takeOverGlobals } from "./world/globals.ts";

/** Seeds that found each bug of reliability.md 1C: looked at first, so that the search is short while they still do. */
const FOUND_BY: readonly number[] = [
  13, 524, 7, 3, 1, 19, 33, 16, 7, 17, 3, 1, 3, 43, 9, 6, 3, 97, 3, 743, 105, 51,
];
const BUGS = 22;
/** What many runs came to. */
export type Summary = {
  seeds: number;
  seconds: number;
  steps: number;
  /** runs in which something did not hold */
  failed: { seed: number; hash: string; violation: string }[];
  /** how often each thing happened */
  sometimes: Record<string, number>;
  /** of what must happen sometimes, what never did */
  never: string[];
};
export type Find = { bug: number; seed: number | null; violation: string | null };

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Runs seeds one after the other. `each` hears of every outcome. */
async function runMany(from: number, seeds: number, each: (outcome: Outcome) => void): Promise<Summary> {
  const began = cpuSeconds();
  const counts = new Map<string, number>();
  const failed: Summary["failed"] = [];
  let steps = 0;
  for (let seed = from; seed < from + seeds; seed++) {
    const outcome = await runSeed(seed);
    steps += outcome.steps;
    for (const [what, count] of outcome.sometimes) counts.set(what, (counts.get(what) ?? 0) + count);
    if (outcome.violation !== null) process.stderr.write(`seed ${seed}: ${outcome.violation}\n`);
    if (outcome.violation !== null) failed.push({ seed, hash: outcome.hash, violation: outcome.violation });
    each(outcome);
  }
  const never = SOMETIMES.filter((what) => !counts.has(what));
  return {
    seeds,
    seconds: cpuSeconds() - began,
    steps,
    failed,
    sometimes: Object.fromEntries(counts),
    never,
  };
}

/** The first seed that a planted bug makes fail. */
async function find(bug: number): Promise<Find> {
  plant(bug);
  const known = FOUND_BY[bug - 1];
  const seeds = [
    ...(known === undefined ? [] : [known]),
    ...Array.from({ length: MOST_SEEDS }, (_, at) => at + 1),
  ];
  for (const seed of seeds) {
    const { violation } = await runSeed(seed);
    if (violation === null) continue;
    plant(0);
    return { bug, seed, violation };
  }
  plant(0);
  return { bug, seed: null, violation: null };
}

/** One seed: what happened last, and whether it happens again in the same way, draw by draw. */
async function look(seed: number): Promise<number> {
  const draws: string[] = [];
  const trace: string[] = [];
  const outcome = await runSeed(seed, { draws, trace });
  const again = await runSeed(seed, { replay: draws });
  print(trace.slice(-LAST_LINES).join("\n"));
  print(`seed ${seed}: ${outcome.violation ?? "all holds"}`);
  print(`trace ${outcome.hash}, again ${again.hash}, ${outcome.steps} steps, ${draws.length} draws`);
  return outcome.violation === null && outcome.hash === again.hash ? 0 : 1;
}
const LAST_LINES = 80;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** The seeds of which a second run, after all the others, is another. */
async function differing(seeds: number): Promise<number[]> {
  const first = new Map<number, string>();
  await runMany(1, seeds, ({ seed, hash }) => void first.set(seed, hash));
  const others: number[] = [];
  await runMany(1, seeds, ({ seed, hash }) => {
    if (first.get(seed) !== hash) others.push(seed);
  });
  return others;
}

function report(summary: Summary): void {
  for (const { seed, hash, violation } of summary.failed) print(`seed ${seed} (trace ${hash}): ${violation}`);
  const { seeds, seconds, steps, sometimes, never } = summary;
  for (const what of SOMETIMES) print(`${String(sometimes[what] ?? 0).padStart(8)}  ${what}`);
  print(
    `${seeds} seeds, ${Math.round(steps / seeds)} steps each, ${(seeds / seconds).toFixed(0)} a second of one core`,
  );
  if (never.length > 0) print(`never happened: ${never.join(", ")}`);
  if (summary.failed.length > 0)
    print(`${summary.failed.length} failed: look at one with npm run simulate -- --seed N`);
}

/** Does what the command line asks for (README.md). Answers the exit code. */
export async function simulate(args: readonly string[]): Promise<number> {
  takeOverGlobals();
  const number = (name: string, otherwise: number): number => {
    const at = args.indexOf(name);
    return at < 0 ? otherwise : Number(args[at + 1]);
  };
  const isJson = args.includes("--json");
  const say = (value: unknown): void => print(JSON.stringify(value));
  if (args.includes("--bugs")) {
    let missed = 0;
    for (let bug = 1; bug <= BUGS; bug++) {
      const found = await find(bug);
      if (found.seed === null) missed++;
      if (isJson) say(found);
      else
        print(`bug ${bug}: ${found.seed === null ? "not found" : `seed ${found.seed}: ${found.violation}`}`);
    }
    return missed === 0 ? 0 : 1;
  }
  if (args.includes("--twice")) {
    const others = await differing(number("--twice", 100));
    say({ differing: others });
    return others.length === 0 ? 0 : 1;
  }
  plant(number("--bug", 0));
  if (args.includes("--seed")) return look(number("--seed", 1));
  const summary = await runMany(number("--from", 1), number("--seeds", 10_000), () => undefined);
  if (isJson) say(summary);
  else report(summary);
  return summary.failed.length === 0 ? 0 : 1;
}
