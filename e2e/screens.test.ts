import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { ConversationRow, Label, SignInOptions, Team, ThreadPage } from "@balcao/api";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { seeded } from "../server/test/random.ts";
import { signIn } from "../bench/lib/desk.ts";
import { startBrowser } from "./browser.ts";
import { startDesk, type RunningDesk } from "./desk.ts";
import { openDrawn, type Drawn } from "./drawn.ts";
import type { Act, Start, Told } from "./screen.ts";

/** SCREEN_ACTS and SCREEN_SEED make it longer, or the same again. */
const ACTS = Number(process.env["SCREEN_ACTS"] ?? 1000);
const SEED = Number(process.env["SCREEN_SEED"] ?? 20_261_126);
const CUSTOMERS = 10;
/** sees all there is */
const OVERSEER = "Helena";
const LAST = "a última a escrever";
const PEOPLE = [OVERSEER, "Paula", "Ana"];
/** Between two acts; a burst now and then comes without it. */
const PACE_MS = 9;
/** All that 1,000 acts left to be sent, on a machine that does much else. */
const SETTLE_MS = 120_000;
const LOOK_MS = 400;
const GLANCE_MS = 300;

type Screen = {
  name: string;
  do: (act: Act) => void;
  compare: () => Promise<Exclude<Told, { ready: true }>>;
};

let desk: RunningDesk;
let admin: string;
let label: string;
const workers: Worker[] = [];
const screens: Screen[] = [];
let browser: Browser;
const windows: Drawn[] = [];
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function get<T>(path: string): Promise<T> {
  const answer = await fetch(`${desk.url}${path}`, { headers: { cookie: admin } });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return (await answer.json()) as T;
}

async function makeLabel(): Promise<string> {
  const made = await fetch(`${desk.url}/api/labels`, {
    method: "POST",
    headers: { cookie: admin, origin: desk.url, "content-type": "application/json" },
    body: JSON.stringify({ name: "urgente", color: "#b42318" }),
  });
  if (made.status !== 201) throw new Error(`a label answered ${made.status}: ${await made.text()}`);
  return ((await made.json()) as Label).id;
}

async function openScreen(name: string, agentId: string, seed: number): Promise<Screen> {
  const start: Start = { url: desk.url, cookie: await signIn(desk, agentId), seed, label };
  const worker = new Worker(new URL("./screen.ts", import.meta.url), { workerData: start });
  workers.push(worker);
  await once(worker, "message");
  return {
    name,
    do: (act) => worker.postMessage(act),
    async compare() {
      worker.postMessage({ type: "compare" } satisfies Act);
      const [told] = (await once(worker, "message")) as [Exclude<Told, { ready: true }>];
      return told;
    },
  };
}

beforeAll(async () => {
  desk = await startDesk({ withBot: false });
  desk.sim.setKnobs({ sentDelayMs: [5, 60], deliveredDelayMs: [5, 120] });
  const { demoPeople } = (await (await fetch(`${desk.url}/api/sign-in-options`)).json()) as SignInOptions;
  const idOf = (name: string): string => demoPeople.find((one) => one.name.startsWith(name))?.agentId ?? "";
  admin = await signIn(desk, idOf("Helena"));
  for (let n = 0; n < CUSTOMERS; n++) {
    desk.sim.addUser({ id: `c${n}`, name: `Cliente ${n}`, waId: `55119700000${String(n).padStart(2, "0")}` });
    desk.sim.sendAsUser(`c${n}`, { type: "text", text: `olá ${n}` });
  }
  while ((await rows()).length < CUSTOMERS) await pause(LOOK_MS);
  label = await makeLabel();
  for (const [n, name] of PEOPLE.entries()) screens.push(await openScreen(name, idOf(name), SEED + n));
  browser = await startBrowser();
  windows.push(...(await Promise.all(PEOPLE.map((name) => openDrawn(browser, desk, name)))));
});
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.terminate()));
  await browser.close();
  await desk.stop();
});

/** All conversations of the account, put aside or not. */
async function rows(): Promise<ConversationRow[]> {
  const pages = ["all", "snoozed"].map((tab) =>
    get<{ items: ConversationRow[] }>(`/api/conversations?tab=${tab}&order=recent&limit=100`),
  );
  return (await Promise.all(pages)).flatMap(({ items }) => items);
}

/** Draws the next act; what is written is put into `written`. */
function drawer(ids: readonly string[], teams: readonly Team[], labels: string[], written: Set<string>) {
  const random = seeded(SEED);
  const one = <T>(items: readonly T[]): T => items[random.below(items.length)] as T;
  const words = (type: "text" | "note"): string => {
    const text = `${type} ${written.size}.`;
    written.add(text);
    return text;
  };
  const agents = [...new Set(teams.flatMap(({ memberIds }) => memberIds))];
  const acts: [number, (id: string) => Act | null][] = [
    [20, () => null],
    [18, (id) => ({ type: "text", id, text: words("text") })],
    [7, (id) => ({ type: "note", id, text: words("note") })],
    [3, (id) => ({ type: "strike", id })],
    [12, (id) => ({ type: "open", id })],
    [12, () => ({ type: "drop" })],
    [3, () => ({ type: "cut", ms: 50 + random.below(400) })],
    [5, (id) => ({ type: "read", id })],
    [5, (id) => ({ type: "status", id, status: one(["open", "pending", "resolved"] as const) })],
    [4, (id) => ({ type: "act", id, act: { type: "assign", agentId: one([null, ...agents]) } })],
    [4, (id) => ({ type: "act", id, act: { type: "forward", teamId: one(teams).id } })],
    [3, (id) => ({ type: "act", id, act: { type: "priority", priority: one([0, 1, 2, 3, 4] as const) } })],
    [2, (id) => ({ type: "act", id, act: { type: "unread" } })],
    [
      3,
      (id) => ({
        type: "act",
        id,
        act: {
          type: "labels",
          ...(random.chance(0.6) ? { add: labels, remove: [] } : { add: [], remove: labels }),
        },
      }),
    ],
    [
      2,
      (id) => ({
        type: "act",
        id,
        act: { type: "snooze", until: random.chance(0.5) ? null : "2030-01-01T12:00:00Z" },
      }),
    ],
  ];
  const total = acts.reduce((sum, [weight]) => sum + weight, 0);
  return {
    random,
    next(): Act | null {
      let ticket = random.below(total);
      for (const [weight, make] of acts) {
        if (ticket < weight) return make(one(ids));
        ticket -= weight;
      }
      return null;
    },
  };
}

/** Drawn windows go from one conversation to another and lose their line, each act by itself, until told to stop. */
async function wander(drawn: Drawn, random: ReturnType<typeof seeded>, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    if (random.chance(0.3)) await drawn.cut(50 + random.below(400));
    else await drawn.look(random.below(CUSTOMERS));
    await pause(random.below(GLANCE_MS));
  }
}

/** What is left when nothing happens any more: every screen is asked until it has nothing to say, or the time is over. */
async function settled(): Promise<{ left: string[]; refused: Set<string> }> {
  const deadline = performance.now() + SETTLE_MS;
  for (;;) {
    const told = await Promise.all(screens.map((screen) => screen.compare()));
    const left = told.flatMap(({ busy, differences }, index) =>
      [...busy, ...differences].map((words) => `${PEOPLE[index]}: ${words}`),
    );
    if (left.length === 0 || performance.now() > deadline)
      return { left, refused: new Set(told.flatMap(({ refused }) => refused)) };
    await pause(LOOK_MS);
  }
}

async function threadTexts(id: string): Promise<string[]> {
  const texts: string[] = [];
  let before: string | null = "";
  while (before !== null) {
    const cursor: string = before === "" ? "" : `&before=${encodeURIComponent(before)}`;
    const page: ThreadPage = await get<ThreadPage>(`/api/conversations/${id}/thread?limit=100${cursor}`);
    for (const entry of page.entries) if (entry.entry !== "history") texts.push(entry.text ?? "");
    ({ before } = page);
  }
  return texts;
}

it(`after ${ACTS} drops, delays, lost answers and double clicks every screen equals a fresh fetch, and nothing is doubled`, async () => {
  const conversations = await rows();
  const { items: teams } = await get<{ items: Team[] }>("/api/teams");
  const written = new Set<string>();
  const { random, next } = drawer(
    conversations.map(({ id }) => id),
    teams,
    [label],
    written,
  );
  let incoming = 0;
  let isOver = false;
  const wandering = windows.map((drawn, n) => wander(drawn, seeded(SEED - n), () => isOver));
  for (let n = 0; n < ACTS; n++) {
    const act = next();
    if (act) screens[random.below(screens.length)]?.do(act);
    else
      desk.sim.sendAsUser(`c${random.below(CUSTOMERS)}`, { type: "text", text: `recebida ${incoming++}.` });
    if (!random.chance(0.3)) await pause(PACE_MS);
  }
  for (const screen of screens) {
    screen.do({ type: "calm" });
    // the network is back: what failed is asked for again
    screen.do({ type: "drop" });
  }
  isOver = true;
  await Promise.all(wandering);
  const { left, refused } = await settled();
  expect(left, `SCREEN_SEED=${SEED} SCREEN_ACTS=${ACTS}`).toEqual([]);
  // whatever became of all others, this one is there to be seen
  desk.sim.addUser({ id: "last", name: "Última Cliente", waId: "5511970000099" });
  desk.sim.sendAsUser("last", { type: "text", text: LAST });
  for (const drawn of windows) {
    const { shown, fresh } = await drawn.settled(SETTLE_MS, drawn.name === OVERSEER ? LAST : "");
    expect(shown, JSON.stringify(shown) === JSON.stringify(fresh) ? drawn.name : await drawn.told()).toEqual(
      fresh,
    );
    if (drawn.name === OVERSEER) expect(shown.join()).toContain(LAST);
  }
  const said: string[] = [];
  for (const { id } of await rows()) said.push(...(await threadTexts(id)));
  const times = Map.groupBy(said, (text) => text);
  const count = (text: string): number => times.get(text)?.length ?? 0;
  const wanted = Array.from({ length: incoming }, (_, n) => `recebida ${n}.`);
  expect(wanted.filter((text) => count(text) !== 1)).toEqual([]);
  // a note that was struck out has no words any more
  const mayMiss = (text: string): boolean => refused.has(text) || text.startsWith("note");
  expect([...written].filter((text) => count(text) > 1 || (count(text) === 0 && !mayMiss(text)))).toEqual([]);
  const phones = Array.from({ length: CUSTOMERS }, (_, n) => desk.sim.messages(`c${n}`)).flat();
  const received = phones
    .filter(({ direction }) => direction === "out")
    .map(({ content }) => JSON.stringify(content));
  expect(new Set(received).size).toBe(received.length);
}, 240_000);
