import type { AddressInfo } from "node:net";
import type { PeopleFrame, ServerFrame } from "@balcao/api";
import type { FastifyInstance } from "fastify";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import WebSocket from "ws";
import { channelCache } from "../src/modules/channels/index.ts";
import { realtime, type Realtime } from "../src/modules/conversations/index.ts";
import { ticketNews } from "../src/modules/tickets/index.ts";
import { notifyingWake } from "../src/platform/notify.ts";
import { silentLogger } from "../src/platform/logger.ts";
import { buildWeb } from "../src/web.ts";
import { openDesk, type Desk } from "./desk-world.ts";

/** Two web nodes that share nothing but the database. */
let desk: Desk;
const nodes: { hub: Realtime; app: FastifyInstance; port: number; stop(): Promise<void> }[] = [];

async function node(): Promise<void> {
  const wake = await notifyingWake(desk.world.url, silentLogger);
  const deps = { ...desk.world.deps, wake };
  const hub = realtime(deps, ticketNews);
  const app = await buildWeb(deps, {
    auth: desk.auth,
    channels: channelCache(deps.system, deps.sealer),
    hub,
    webDist: null,
    phoneUrl: null,
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
  hub.start();
  const { port } = app.server.address() as AddressInfo;
  nodes.push({
    hub,
    app,
    port,
    async stop() {
      await app.close();
      await hub.stop();
      await wake.stop();
    },
  });
}

beforeEach(async () => {
  desk = await openDesk();
  await node();
  await node();
});
afterEach(async () => {
  for (const { stop } of nodes.splice(0)) await stop();
  await desk.close();
});

type Window = {
  /** colleagues' states by name, as this window was told them */
  states(): Record<string, string>;
  /** "Bia typing" for each in a conversation */
  watchers(conversationId: string): string[];
  absent(): boolean;
  raw(): string;
  here(conversationId: string | null, more?: { typing?: boolean; idle?: boolean }): void;
  kill(): void;
  hangUp(): Promise<void>;
};

/** A window of an agent on one of the nodes, with what it was told folded into one picture. */
async function open(name: string, at: number, company = desk.ours): Promise<Window> {
  const cookie = await desk.cookie(company, name);
  const socket = new WebSocket(`ws://127.0.0.1:${nodes[at]?.port}/api/realtime`, {
    headers: { cookie, origin: desk.world.deps.baseUrl },
  });
  const names = new Map(Object.entries(company.agents).map(([agent, id]) => [id, agent]));
  const agents = new Map<string, string>();
  const conversations = new Map<string, PeopleFrame["conversations"][number]["watchers"]>();
  let absent = false;
  let raw = "";
  socket.on("message", (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as ServerFrame;
    if (frame.type !== "people") return;
    raw += data.toString();
    if (frame.whole) {
      agents.clear();
      conversations.clear();
    }
    for (const { agentId, state } of frame.agents) agents.set(names.get(agentId) ?? agentId, state);
    for (const { conversationId, watchers } of frame.conversations)
      conversations.set(conversationId, watchers);
    absent = frame.absent;
  });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  socket.send(JSON.stringify({ type: "hello", cursor: null }));
  return {
    states: () => Object.fromEntries(agents),
    watchers: (id) =>
      (conversations.get(id) ?? [])
        .map(({ agentId, typing }) => `${names.get(agentId)}${typing ? " typing" : ""}`)
        .toSorted(),
    absent: () => absent,
    raw: () => raw,
    here: (conversationId, { typing = false, idle = false } = {}) =>
      socket.send(JSON.stringify({ type: "here", conversationId, typing, idle })),
    kill: () => socket.terminate(),
    hangUp: () =>
      new Promise((resolve) => {
        socket.once("close", () => resolve());
        socket.close();
      }),
  };
}

const soon = (look: () => void | Promise<void>) => vi.waitFor(look, { timeout: 15_000, interval: 40 });

it("tells colleagues on other nodes who looks and who types; it ends by time, by leaving and by closing", async () => {
  const id = await desk.write(desk.ours, "5511987000001", "oi");
  const paula = await open("Paula", 0);
  const helena = await open("Helena", 1);
  await soon(() => expect(helena.states()).toEqual({ Paula: "online", Helena: "online" }));
  helena.here(id);
  await soon(() => expect(paula.watchers(id)).toEqual(["Helena"]));
  paula.here(id, { typing: true });
  await soon(() => expect(helena.watchers(id)).toEqual(["Helena", "Paula typing"]));
  // nothing more is said: the word wears off by itself
  const from = performance.now();
  await soon(() => expect(helena.watchers(id)).toEqual(["Helena", "Paula"]));
  expect(performance.now() - from).toBeGreaterThan(4000);
  paula.here(null);
  await soon(() => expect(helena.watchers(id)).toEqual(["Helena"]));
  paula.kill();
  await soon(() => expect(helena.states()).toEqual({ Paula: "offline", Helena: "online" }));
  // a window that comes late learns all at once, on whichever node
  const late = await open("Rita", 0);
  await soon(() => expect(late.watchers(id)).toEqual(["Helena"]));
  expect(late.states()).toEqual({ Helena: "online", Rita: "online" });
  const { rows } = await sql`SELECT FROM event WHERE type LIKE 'presence%'`.execute(desk.world.deps.system);
  expect(rows).toEqual([]);
});

it("is heard only by who may see the conversation, and only who may see it can be in it", async () => {
  const id = await desk.write(desk.ours, "5511987000002", "oi");
  const [paula, diego, bruno] = [await open("Paula", 0), await open("Diego", 1), await open("Bruno", 0)];
  const theirs = await open("Helena", 1, desk.theirs);
  // Diego is of another team: what his window claims is not believed
  diego.here(id, { typing: true });
  theirs.here(id, { typing: true });
  paula.here(id, { typing: true });
  const helena = await open("Helena", 1);
  await soon(() => expect(helena.watchers(id)).toEqual(["Paula typing"]));
  expect(helena.states()).toEqual({ Paula: "online", Diego: "online", Bruno: "online", Helena: "online" });
  expect(diego.raw()).not.toContain(id);
  expect(theirs.raw()).not.toContain(id);
  expect(theirs.raw()).not.toContain(desk.ours.agents["Paula"]);
  expect(bruno.raw()).not.toContain(id);
  // it becomes Bruno's team's: now he hears of who is there
  const admin = await desk.cookie(desk.ours, "Helena");
  const moved = await desk.call(admin, "POST", `/api/conversations/${id}/forward`, {
    key: "forward-1",
    teamId: desk.ours.teams.comercial,
  });
  expect(moved.status).toBe(200);
  helena.here(id);
  await soon(() => expect(bruno.watchers(id)).toContain("Helena"));
  expect(diego.raw()).not.toContain(id);
});

it("says who is away: idle windows, and who chose to be; the choice holds in every window", async () => {
  const [first, second] = [await open("Ana", 0), await open("Ana", 1)];
  const helena = await open("Helena", 1);
  first.here(null, { idle: true });
  await soon(() => expect(helena.states()["Ana"]).toBe("online"));
  second.here(null, { idle: true });
  await soon(() => expect(helena.states()["Ana"]).toBe("away"));
  first.here(null);
  await soon(() => expect(helena.states()["Ana"]).toBe("online"));
  const ana = await desk.cookie(desk.ours, "Ana");
  const choose = (availability: string) => desk.call(ana, "PATCH", "/api/me/preferences", { availability });
  expect((await choose("away")).status).toBe(204);
  await soon(() => {
    expect(helena.states()["Ana"]).toBe("away");
    expect([first.absent(), second.absent(), helena.absent()]).toEqual([true, true, false]);
  });
  await choose("available");
  await soon(() => expect([helena.states()["Ana"], second.absent()]).toEqual(["online", false]));
});

it("a node that dies leaves nobody behind for long", async () => {
  const helena = await open("Helena", 1);
  const { ours, world } = desk;
  const row = (ago: string) => sql`
    INSERT INTO presence (account_id, line_id, agent_id, idle, alive_until)
    VALUES (${ours.accountId}, gen_random_uuid(), ${ours.agents["Paula"]}, false, now() + ${ago}::interval)`;
  await row("3 seconds").execute(world.deps.system);
  await soon(() => expect(helena.states()["Paula"]).toBe("online"));
  await soon(() => expect(helena.states()["Paula"]).toBe("offline"));
});
