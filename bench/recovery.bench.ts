/** How long a desk on several programs is away when one of them dies or freezes, or its database does: real programs, SIGKILL and SIGSTOP. */
import { setTimeout as rest } from "node:timers/promises";
import { WebSocket } from "ws";
import { databaseIn } from "../faults/database.ts";
import { startCrashDesk } from "../server/test/crash-desk.ts";
import { post } from "../server/test/crash-traffic.ts";
import { seeded } from "../server/test/random.ts";
import { figure, machine, note, Times } from "./lib/report.ts";

const ROUNDS = Number(process.env["BENCH_ROUNDS"] ?? 5);
const PER_SECOND = 20;
/** customers go on writing so long after a strike: longer than a lease and what follows from it */
const WRITING_MS = 8_000;
const LONGEST_MS = 60_000;
const LOOK_MS = 5;

const random = seeded(1);
const desk = await startCrashDesk(() => ({ before: 2, after: 20, fault: "none" }), {
  webs: 2,
  attempts: 4_000,
});
await machine(desk.postgres.url);
const database = await databaseIn(desk.postgres.folder);
const workers = [desk.startWorker(), desk.startWorker()];
await Promise.all(workers.map(({ ready }) => ready));

/** When Graph took the first answer to each customer, by the last eight digits of their phone. */
const answered = new Map<string, number>();
let read = 0;
const looking = setInterval(() => {
  for (const { to } of desk.graph.accepted.slice(read)) {
    read += 1;
    if (!answered.has(to.slice(-8))) answered.set(to.slice(-8), performance.now());
  }
}, LOOK_MS);

let people = 0;
/** Somebody new writes: milliseconds until the desk has taken it (200), and until Graph has the bot's answer; null = it never came. */
async function write(): Promise<{ taken: number; answered: number | null }> {
  const digits = String(80_000_000 + people);
  const line = desk.lines[people++ % desk.lines.length];
  if (!line) throw new Error("no number");
  const json = {
    id: `wamid.in.${digits}`,
    timestamp: String(Math.floor(Date.now() / 1000)),
    from: `55119${digits}`,
    type: "text",
    text: { body: "oi" },
  };
  const begun = performance.now();
  await desk.deliver(post([{ line, part: "messages", json }], random));
  const taken = performance.now() - begun;
  while (!answered.has(digits) && performance.now() - begun < LONGEST_MS) await rest(LOOK_MS);
  const at = answered.get(digits);
  return { taken, answered: at === undefined ? null : at - begun };
}

/** The longest that anybody waited who wrote after `strike` began; customers write from before it. */
async function longestWait(strike: () => Promise<void>): Promise<number> {
  const before: Promise<unknown>[] = [];
  const after: ReturnType<typeof write>[] = [];
  let struck: Promise<void> | null = null;
  const begun = performance.now();
  while (performance.now() - begun < 1_000 + WRITING_MS) {
    if (!struck && performance.now() - begun > 1_000) struck = strike();
    if (struck) after.push(write());
    else before.push(write());
    await rest(1000 / PER_SECOND);
  }
  const waits = await Promise.all(after);
  if (waits.some((wait) => wait.answered === null))
    throw new Error("somebody who wrote after the strike was never answered");
  await struck;
  await Promise.all(before);
  return Math.max(...waits.map((wait) => wait.answered ?? 0));
}

async function rounds(what: () => Promise<number>): Promise<Times> {
  const times = new Times();
  for (let round = 0; round < ROUNDS; round++) times.add(await what());
  return times;
}
const seconds = (what: string, times: Times, atMost?: number): void =>
  figure(
    `${what}, longest of ${times.count}`,
    times.percentile(100) / 1000,
    "s",
    atMost === undefined ? undefined : { atMost },
  );

let turn = 0;
const usual = await rounds(async () => (await write()).answered ?? Number.NaN);
const killed = await rounds(() =>
  longestWait(async () => {
    const place = turn++ % workers.length;
    await workers[place]?.kill();
    await rest(WRITING_MS - 1_000);
    workers[place] = desk.startWorker();
    await workers[place]?.ready;
  }),
);
const frozen = await rounds(() =>
  longestWait(async () => {
    const sleeper = workers[turn++ % workers.length];
    sleeper?.signal("SIGSTOP");
    await rest(WRITING_MS - 1_000);
    sleeper?.signal("SIGCONT");
  }),
);
const webs = await rounds(async () => {
  await Promise.all(desk.webs.map((web) => web.kill()));
  const starting = desk.webs.map((_, place) => desk.startWeb(place).ready);
  const { taken } = await write();
  await Promise.all(starting);
  return taken;
});
const stack = await rounds(async () => {
  const begun = performance.now();
  const started = database.killAndStart();
  await rest(LOOK_MS);
  const { answered: wait } = await write();
  await started;
  if (wait === null) throw new Error("nobody was answered after the database's death");
  return performance.now() - begun;
});

/** A session ends at one program; the socket that it holds at the other is closed. */
async function putOut({ cookie }: { cookie: string }): Promise<number> {
  const [here, there] = desk.doors.map((port) => `http://127.0.0.1:${port}`);
  const socket = new WebSocket(`${there?.replace("http", "ws")}/api/realtime`, {
    headers: { cookie, origin: there ?? "" },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.once("open", () => socket.send(JSON.stringify({ type: "hello", cursor: null })));
    socket.once("message", () => resolve());
  });
  const closed = new Promise<number>((resolve) => socket.once("close", () => resolve(performance.now())));
  const begun = performance.now();
  const answer = await fetch(`${here}/api/auth/sign-out`, {
    method: "POST",
    headers: { cookie, origin: here ?? "" },
  });
  if (!answer.ok) throw new Error(`signing out was answered ${answer.status}: ${await answer.text()}`);
  return (await closed) - begun;
}
const out = new Times();
for (const person of desk.administrators) out.add(await putOut(person));

clearInterval(looking);
seconds("a customer's message until Graph has the bot's answer, nothing struck", usual);
seconds("a worker is killed: who writes after it waits", killed, 5);
seconds("a worker freezes: who writes after it waits", frozen, 5);
seconds("all programs that serve the web are killed and started: until a delivery has its 200", webs, 2);
seconds("the database is killed and started: until the bot has answered", stack, 10);
seconds("a session ends on one node: until its socket on the other is closed", out, 5);
note(
  `two programs serve the web and two work; ${PER_SECOND} customers a second write while a worker is struck`,
);
await desk.stop();
