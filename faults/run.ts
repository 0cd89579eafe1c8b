/**
 * `npm run faults [-- plan…] [--messages N] [--seed N] [--record]`: the product's own programs on a PostgreSQL that keeps its word, struck
 * while customers write and the bot answers. Counts what was written and what Graph took against what the desk holds, prints a table,
 * and ends with 1 if anything was lost, doubled, out of order or untrue. Plans are independent: other machines may run others.
 */
import { parseArgs } from "node:util";
import { recordedParts, recordProof } from "../scripts/lib/proof.ts";
import { startCrashDesk } from "../server/test/crash-desk.ts";
import { quiet, Statuses, storm } from "../server/test/crash-storm.ts";
import { MESSAGES_EACH, type Talk } from "../server/test/crash-traffic.ts";
import { judge, type Offences } from "../server/test/crash-verdict.ts";
import { seeded } from "../server/test/random.ts";
import { databaseIn } from "./database.ts";
import { PLANS, type Plan } from "./plans.ts";
import { wayTo, type Way } from "./proxy.ts";
import { figuresOf, offencesOf, tableOf, type Result } from "./table.ts";

const MESSAGES = 50_000;
/** of one delivery: a minute and a half and more, longer than anything that is struck takes to come back */
const ATTEMPTS = 3_600;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { messages: { type: "string" }, seed: { type: "string" }, record: { type: "boolean" } },
});
const wanted = PLANS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const messages = Number(values.messages ?? MESSAGES);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const shares = PLANS.reduce((sum, { share }) => sum + share, 0);

/** The people of each number, so that all of them together write about so many messages; half of them on the first number. */
function talksFor(count: number, lines: readonly Talk["line"][]): Talk[] {
  const talks = Math.max(lines.length * 2, Math.ceil(count / MESSAGES_EACH));
  return lines.flatMap((line, place) =>
    Array.from({ length: Math.ceil(talks / (place === 0 ? 2 : 4)) }, (_, person) => ({ line, person })),
  );
}

async function run(plan: Plan): Promise<Result> {
  const chaos = seeded(seed + 1);
  let way: Way | null = null;
  const desk = await startCrashDesk(() => plan.manners(chaos), {
    webs: 2,
    attempts: ATTEMPTS,
    way: async (url) => {
      way = await wayTo(Number(new URL(url).port));
      return url.replace(new URL(url).port, String(way.port));
    },
  });
  const begun = performance.now();
  try {
    if (!way) throw new Error("no way to the database");
    const workers = [desk.startWorker(), desk.startWorker()];
    await Promise.all(workers.map(({ ready }) => ready));
    const target = { desk, workers, way, chaos, database: await databaseIn(desk.postgres.folder) };
    const talks = talksFor((messages * plan.share) / shares, desk.lines);
    const written = talks.length * MESSAGES_EACH;
    const strikes = Math.ceil((plan.strikes * messages) / MESSAGES);
    const statuses = new Statuses(desk, chaos);
    await storm(
      desk,
      {
        talks,
        webhooks: written,
        messageWebhooks: Math.ceil(written / 2),
        strikes,
        strike: (index) => plan.strike(target, index),
        random: seeded(seed),
        chaos,
      },
      statuses,
    );
    await quiet(desk, statuses);
    const { offences, answers, inDoubt } = await judge(desk, talks, statuses.last);
    const { count, longestMs } = desk.refusals();
    const { name, what, kills } = plan;
    const counts = Object.fromEntries(Object.entries(offences).map(([kind, list]) => [kind, list.length]));
    for (const [kind, list] of Object.entries(offences))
      if (list.length > 0) console.log(`  ${kind}: ${list.slice(0, 5).join(", ")}`);
    return {
      name,
      what,
      kills: kills ? strikes : 0,
      strikes,
      messages: written,
      answers,
      inDoubt,
      offences: counts as Record<keyof Offences, number>,
      refused: count,
      longestRefusedMs: Math.round(longestMs),
      seconds: Math.round((performance.now() - begun) / 1000),
    };
  } finally {
    await desk.stop();
    await (way as Way | null)?.close();
  }
}

/** Into docs/proof.md, beside what other plans found when they were run last. */
function record(found: readonly Result[]): void {
  const before = (recordedParts("faults") ?? []) as Result[];
  const all = PLANS.flatMap(({ name }) => [...found, ...before].find((result) => result.name === name) ?? []);
  recordProof("faults", {
    title: "Nothing lost, nothing twice, whatever is struck",
    command: "npm run faults",
    notes: [
      "Two programs serve the web and two work in every plan, on a PostgreSQL with fsync on. Customers' messages come with 30 % sent twice and 30 % moved; the bot answers each. What was written and what Graph took is held against what the desk has. *In doubt*: answers whose fate nobody knows, shown so and never sent again. *Came again*: deliveries that were not answered with 200, and the longest that one of them had to.",
    ],
    table: tableOf(all),
    figures: figuresOf(all),
    parts: all,
  });
}

console.log(`seed ${seed}`);
const results: Result[] = [];
for (const plan of wanted) {
  console.log(`${plan.name}: ${plan.what}`);
  const result = await run(plan);
  console.log(`  ${result.messages} messages, ${result.strikes} strikes, ${result.seconds} s`);
  results.push(result);
  // a long run that is broken off keeps what it found
  if (values.record) record(results);
}
console.log(tableOf(results));
process.exit(results.some((result) => offencesOf(result) > 0) ? 1 : 0);
