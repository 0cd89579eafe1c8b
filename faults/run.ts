/**
 * `npm run faults [-- plan…] [--messages N] [--seed N] [--record]`: the product's own programs on a PostgreSQL that keeps its word, struck
 * while customers write and the bot answers. Counts what was written and what Graph took against what the desk holds, prints a table,
 * and ends with 1 if anything was lost, doubled, out of order or untrue, or refused where two nodes stand behind nginx. Plans are
 * independent: other machines may run others.
 */
import { parseArgs } from "node:util";
import { recordedParts, recordProof } from "../scripts/lib/proof.ts";
import { startCrashDesk } from "../server/test/crash-desk.ts";
import { quiet, Statuses, storm } from "../server/test/crash-storm.ts";
import { MESSAGES_EACH, type Talk } from "../server/test/crash-traffic.ts";
import { judge } from "../server/test/crash-verdict.ts";
import { seeded, type Random } from "../server/test/random.ts";
import { startAgents } from "./agents.ts";
import { clocks } from "./clocks.ts";
import { databaseIn } from "./database.ts";
import { mayMount, smallDisk } from "./disk.ts";
import { frontOf, hasNginx, type Front } from "./front.ts";
import { PLANS, type Plan, type Target } from "./plans.ts";
import { wayTo, type Way } from "./proxy.ts";
import { hasPrevious, previousRelease } from "./release.ts";
import { figuresOf, figuresOfFront, offencesOf, tableOf, type Result } from "./table.ts";
import { openWindows } from "./windows.ts";

const MESSAGES = 50_000;
/** of one delivery: a minute and a half and more, longer than anything that is struck takes to come back */
const ATTEMPTS = 3_600;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { messages: { type: "string" }, seed: { type: "string" }, record: { type: "boolean" } },
});
/** What this machine lacks for a plan; null = nothing. */
function lackedBy({ front, previous, disk }: Plan): string | null {
  if (front && !hasNginx()) return "there is no nginx here (apt-get install nginx-light)";
  if (previous && !hasPrevious())
    return "the release before is not in this clone's history (git fetch --unshallow)";
  return disk !== undefined && !mayMount() ? "only root may mount a small disk" : null;
}
const asked = PLANS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const wanted = asked.filter((plan) => lackedBy(plan) === null);
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

/** What a plan strikes, and the windows that are open meanwhile. */
async function ground(plan: Plan, chaos: Random) {
  const disk = plan.disk === undefined ? null : smallDisk(plan.disk);
  const { TMPDIR } = process.env;
  if (disk) process.env["TMPDIR"] = disk.folder;
  const previous = plan.previous ? previousRelease() : null;
  const machines = clocks();
  let way: Way | null = null;
  let front: Front | null = null;
  const desk = await startCrashDesk(() => plan.manners(chaos), {
    webs: 2,
    attempts: ATTEMPTS,
    ...(previous ? { release: previous.folder } : {}),
    env: () => machines.next(),
    way: async (url) => {
      way = await wayTo(Number(new URL(url).port));
      return url.replace(new URL(url).port, String(way.port));
    },
    front: async (ports) => {
      if (plan.front) front = await frontOf(ports);
      return front ? [front.port] : ports;
    },
  });
  const close = async (): Promise<void> => {
    await desk.stop();
    machines.remove();
    await (front as Front | null)?.close();
    await (way as Way | null)?.close();
    disk?.remove();
    previous?.remove();
    if (TMPDIR === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = TMPDIR;
  };
  if (!way) throw new Error("no way to the database");
  const workers = [desk.startWorker(), desk.startWorker()];
  await Promise.all(workers.map(({ ready }) => ready));
  const database = await databaseIn(desk.postgres.folder);
  const target: Target = {
    desk,
    workers,
    clocks: machines,
    database,
    way,
    disk,
    previous: previous?.folder ?? null,
    chaos,
  };
  return { target, windows: await openWindows(desk), close };
}

async function run(plan: Plan): Promise<Result> {
  const chaos = seeded(seed + 1);
  const { target, windows, close } = await ground(plan, chaos);
  const { desk } = target;
  const begun = performance.now();
  try {
    const talks = talksFor((messages * plan.share) / shares, desk.lines);
    const written = talks.length * MESSAGES_EACH;
    const strikes = Math.ceil((plan.strikes * messages) / MESSAGES);
    const statuses = new Statuses(desk, chaos);
    const deliveries = { webhooks: written, messageWebhooks: Math.ceil(written / 2) };
    const agents = plan.agents ? await startAgents(desk, chaos) : null;
    const strike = (index: number): Promise<void> => plan.strike(target, index);
    const pace = plan.perSecond === undefined ? {} : { perSecond: plan.perSecond };
    const weather = { talks, ...deliveries, ...pace, strikes, strike, random: seeded(seed), chaos };
    await storm(desk, weather, statuses);
    await agents?.stop();
    await quiet(desk, statuses);
    const blind = await windows.blind();
    const { offences, answers, inDoubt } = await judge(desk, talks, statuses.last);
    for (const [kind, list] of Object.entries((await agents?.offences()) ?? {}))
      offences[kind as "lost"].push(...list);
    const lists = Object.entries({ ...offences, blind });
    for (const [kind, list] of lists)
      if (list.length > 0) console.log(`  ${kind}: ${list.slice(0, 5).join(", ")}`);
    const { count, longestMs, slowestMs } = desk.refusals();
    const { name, what, kills } = plan;
    return {
      name,
      what,
      kills: kills ? strikes : 0,
      strikes,
      messages: written,
      answers,
      inDoubt,
      agents: agents?.count() ?? null,
      offences: Object.fromEntries(lists.map(([kind, list]) => [kind, list.length])) as Result["offences"],
      drops: windows.drops(),
      resets: windows.resets(),
      refused: count,
      longestRefusedMs: Math.round(longestMs),
      slowestMs: Math.round(slowestMs),
      seconds: Math.round((performance.now() - begun) / 1000),
    };
  } finally {
    windows.close();
    await close();
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
      "Two programs serve the web and two work in every plan, on a PostgreSQL with fsync on. Customers' messages come with 30 % sent twice and 30 % moved; the bot answers each. What was written and what Graph took is held against what the desk has. *In doubt*: answers whose fate nobody knows, shown so and never sent again. *Came again*: deliveries that were not answered with 200, and the longest that one of them had to. *Not told*: what an open window, of an administrator of each company at each door, did not hear or heard otherwise than it is, over however many *lines cut*. What agents answer while a release is replaced is held against the desk and Graph likewise.",
    ],
    table: tableOf(all),
    figures: figuresOf(all),
    parts: all,
  });
}

console.log(`seed ${seed}`);
for (const plan of asked.filter((one) => !wanted.includes(one)))
  console.log(`${plan.name}: left out, ${lackedBy(plan)}`);
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
const unnoticed = figuresOfFront(results);
for (const { what, value, goal } of unnoticed) console.log(`${what}: ${value} (goal ${goal ?? "none"})`);
const short = unnoticed.filter(({ met }) => met === false);
process.exit(
  wanted.length === 0 || short.length > 0 || results.some((result) => offencesOf(result) > 0) ? 1 : 0,
);
