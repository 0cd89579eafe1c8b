import type { AddressInfo } from "node:net";
import pg from "pg";
import { tally } from "../../scripts/lib/tally.ts";
import { afterEach, beforeEach, expect, it } from "vitest";
import WebSocket from "ws";
import { createAuth } from "../src/modules/agents/index.ts";
import { channelCache } from "../src/modules/channels/index.ts";
import { realtime } from "../src/modules/conversations/index.ts";
import { ticketNews } from "../src/modules/tickets/index.ts";
import { silentLogger } from "../src/platform/logger.ts";
import { notifyingWake } from "../src/platform/notify.ts";
import { buildWeb } from "../src/web.ts";
import { openDesk, type Desk, type Method } from "./desk-world.ts";
import { newPerson, PASSWORD, signIn } from "./person-world.ts";

/** The promise: whoever is put out is out of every node by then. */
const PROMISED_MS = 5000;
let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
/** ended before the database goes, the last one first */
const opened: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of opened.splice(0).toReversed()) await end();
  await desk.close();
});

/** A web node with everything of its own but the database: pools of sessions, cache, tail, wake-ups. */
async function node(): Promise<{ url: string; stop(): Promise<void> }> {
  const wake = await notifyingWake(desk.world.url, silentLogger);
  const deps = { ...desk.world.deps, wake };
  const auth = createAuth(deps, { databaseUrl: desk.world.url, secret: "x".repeat(44) });
  const hub = realtime(deps, ticketNews);
  const channels = channelCache(deps.system, deps.sealer);
  const app = await buildWeb(deps, { auth, channels, hub, webDist: null, phoneUrl: null });
  await app.listen({ host: "127.0.0.1", port: 0 });
  hub.start();
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      await app.close();
      await hub.stop();
      await auth.stop();
      await wake.stop();
    },
  };
}

async function listen(url: string, cookie: string): Promise<{ closed: Promise<number> }> {
  const socket = new WebSocket(`${url.replace("http", "ws")}/api/realtime`, {
    headers: { cookie, origin: url },
  });
  const closed = new Promise<number>((resolve) => socket.on("close", (code) => resolve(code)));
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const ready = new Promise((resolve) => socket.once("message", resolve));
  socket.send(JSON.stringify({ type: "hello", cursor: null }));
  await ready;
  opened.push(async () => socket.terminate());
  return { closed };
}

type Place = { helena: string; lia: string; agentId: string; conversation: string };
type Act = [cookie: string, method: Method, url: string, body?: object];
type Case = {
  name: string;
  role?: "agent" | "administrator";
  /** what is done to Lia, on the first node */
  act(of: Place): Act | Promise<Act>;
  /** how her socket on the second node is told goodbye */
  code: number;
  /** what the second node answers her then, and to what */
  asked: (of: Place) => { url: string; status: number };
};

/** The team of new conversations with other people in it. */
async function principalWith(helena: string, change: (ids: string[]) => string[]): Promise<Act> {
  const url = `/api/teams/${desk.ours.teams.principal}`;
  const { body } = await desk.call(helena, "GET", url);
  const { name, color, description, active, inactivityHours, businessHours, version } = body;
  const memberIds = change(body["memberIds"] as string[]);
  const fields = { name, color, description, active, inactivityHours, businessHours, version, memberIds };
  return [helena, "PUT", url, fields];
}

const OUT = (): { url: string; status: number } => ({ url: "/api/me", status: 401 });
const CASES: Case[] = [
  {
    name: "ended by herself elsewhere",
    act: ({ lia }) => [lia, "POST", "/api/sessions/end-others"],
    code: 1008,
    asked: OUT,
  },
  {
    name: "ended by an administrator",
    act: ({ helena, agentId }) => [helena, "POST", `/api/agents/${agentId}/end-sessions`],
    code: 1008,
    asked: OUT,
  },
  {
    name: "another password",
    act: ({ lia }) => [lia, "PUT", "/api/me/password", { current: PASSWORD, password: `${PASSWORD} outra` }],
    code: 1008,
    asked: OUT,
  },
  {
    name: "deactivated",
    act: ({ helena, agentId }) => [helena, "PATCH", `/api/agents/${agentId}`, { active: false }],
    code: 1008,
    asked: OUT,
  },
  {
    name: "a lesser role",
    role: "administrator",
    act: ({ helena, agentId }) => [helena, "PATCH", `/api/agents/${agentId}`, { role: "agent" }],
    code: 4001,
    asked: () => ({ url: "/api/invitations", status: 403 }),
  },
  {
    name: "out of a team",
    act: ({ helena, agentId }) => principalWith(helena, (ids) => ids.filter((id) => id !== agentId)),
    code: 4001,
    asked: ({ conversation }) => ({ url: `/api/conversations/${conversation}`, status: 404 }),
  },
];

/** Does it on the first node; answers how long it took until the second knew, calls and socket. */
async function measure(
  nodes: readonly { url: string }[],
  { name, role, act, code, asked }: Case,
  index: number,
): Promise<number> {
  const [here = "", there = ""] = nodes.map(({ url }) => url);
  const helena = await desk.cookie(desk.ours, "Helena");
  const conversation = await desk.write(desk.ours, `551198700${1000 + index}`, "oi");
  const lia = await newPerson(desk, `Lia${index}`, { role: role ?? "agent" });
  const [, , teamUrl, withHer] = await principalWith(helena, (ids) => [...ids, lia.agentId]);
  expect((await desk.call(helena, "PUT", teamUrl, withHer)).status).toBe(200);
  const elsewhere = (await signIn(desk, lia.email)).cookie;
  const of = { helena, lia: lia.cookie, agentId: lia.agentId, conversation };
  const { url: wanted, status } = asked(of);
  const ask = async (): Promise<number> =>
    (await fetch(`${there}${wanted}`, { headers: { cookie: elsewhere } })).status;
  const line = await listen(there, elsewhere);
  // the second node knows her well
  expect(await ask(), name).toBe(200);
  const [cookie, method, url, body] = await act(of);
  const began = performance.now();
  const done = await fetch(`${here}${url}`, {
    method,
    headers: { cookie, ...(body ? { "content-type": "application/json" } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  expect(done.ok, `${name}: ${done.status}`).toBe(true);
  expect(await line.closed, name).toBe(code);
  await expect.poll(ask, { interval: 20, timeout: PROMISED_MS }).toBe(status);
  return performance.now() - began;
}

async function twoNodes(): Promise<{ url: string }[]> {
  const nodes = [await node(), await node()];
  for (const one of nodes) opened.push(() => one.stop());
  return nodes;
}

it("whoever is put out is out of the other node within five seconds, calls and sockets", async () => {
  const nodes = await twoNodes();
  const took: number[] = [];
  for (const [index, one] of CASES.entries()) took.push(await measure(nodes, one, index));
  tally("revoked", { ways: CASES.length, slowest: Math.round(Math.max(...took)) });
  for (const [index, ms] of took.entries()) expect(ms, CASES[index]?.name).toBeLessThan(PROMISED_MS);
});

it("even while an open transaction hides the news from every node", async () => {
  const nodes = await twoNodes();
  const open = new pg.Client({ connectionString: desk.world.url });
  await open.connect();
  opened.push(() => open.end());
  await open.query("BEGIN; CREATE TEMP TABLE holds_back (n int)");
  // one way is enough: other files of this cluster wait behind that transaction, too
  const [one] = CASES.filter(({ name }) => name === "ended by an administrator");
  if (!one) throw new Error("no such case");
  const ms = await measure(nodes, one, 0);
  tally("revoked-held-back", { slowest: Math.round(ms) });
  expect(ms).toBeLessThan(PROMISED_MS);
});
