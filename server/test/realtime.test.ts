import type { AddressInfo } from "node:net";
import type { RealtimeChange } from "@balcao/api";
import { sql } from "kysely";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { realtime } from "../src/modules/conversations/index.ts";
import { ticketNews } from "../src/modules/tickets/index.ts";
import type { Actor } from "../src/platform/actor.ts";
import { changesFor, loadBatch } from "../src/modules/conversations/realtime-changes.ts";
import { currentCursor, eventsAfter, type TailEvent } from "../src/modules/conversations/tail.queries.ts";
import { openDesk, untilTellable, type Desk } from "./desk-world.ts";
import { listenAt, type Line } from "./socket-line.ts";

let desk: Desk;
let port: number;
let serial = 0;
const key = (): string => `key-${String(++serial).padStart(8, "0")}`;

beforeEach(async () => {
  desk = await openDesk();
  await desk.app.listen({ host: "127.0.0.1", port: 0 });
  ({ port } = desk.app.server.address() as AddressInfo);
  // what the companies were made with is told to nobody
  await desk.tell();
});
afterEach(() => desk.close());

const listen = (cookie: string, cursor: string | null, origin?: string): Promise<Line> =>
  listenAt(port, cookie, cursor, origin);

const told = (changes: readonly RealtimeChange[]): string[] =>
  changes.flatMap((change) =>
    change.type === "conversation"
      ? [change.row.id]
      : change.type === "gone"
        ? [`gone ${change.conversationId}`]
        : change.type === "contact"
          ? [`contact ${change.contactId}`]
          : change.type === "refetch"
            ? [`refetch ${change.what}`]
            : [change.type],
  );
const words = (changes: readonly RealtimeChange[]): string[] =>
  changes.flatMap((change) =>
    change.type === "conversation"
      ? change.entries.flatMap((entry) => (entry.entry === "history" ? [entry.type] : [entry.text ?? ""]))
      : [],
  );

describe("the tail", () => {
  it("misses nothing when an older transaction commits after a younger one, and keeps one order", async () => {
    const { system } = desk.world.deps;
    const insert = (seq: number) =>
      `INSERT INTO event (account_id, type, at, data) VALUES ('${desk.ours.accountId}', 'test.row', now(), '{"n": ${seq}}')`;
    const older = new pg.Client({ connectionString: desk.world.url });
    await older.connect();
    const { rows } = await sql<{
      edge: string;
    }>`SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS edge`.execute(system);
    let at = { txid: rows[0]?.edge ?? "", id: 0 };
    const seen: unknown[] = [];
    const read = async (): Promise<void> => {
      const events: TailEvent[] = await eventsAfter(system, at, 100);
      seen.push(...events.map((event) => event.data["n"]));
      at = events.at(-1) ?? at;
    };
    await older.query("BEGIN");
    await older.query(insert(1));
    await sql.raw(insert(2)).execute(system);
    await read();
    // the younger row is there, but a reader that took it now would never see the older one
    expect(seen).toEqual([]);
    await older.query(insert(3));
    await older.query("COMMIT");
    await older.end();
    await sql.raw(insert(4)).execute(system);
    await untilTellable(system);
    await read();
    expect(seen).toEqual([1, 3, 2, 4]);
  });
});

it("the log is read by number, not by the look of the number", async () => {
  const { system } = desk.world.deps;
  await sql`INSERT INTO event (account_id, txid, type, at, data)
    SELECT ${desk.ours.accountId}::uuid, n::text::xid8, 'test.row', now(), '{}' FROM unnest(ARRAY[9, 10, 100]) AS n`.execute(
    system,
  );
  const read: string[] = [];
  for (let at = { txid: "8", id: 0 }; read.length < 3;) {
    const [event] = await eventsAfter(system, at, 1);
    read.push(event?.txid ?? "nothing");
    at = event ?? at;
  }
  expect(read).toEqual(["9", "10", "100"]);
});

describe("a stream held back", () => {
  it("is an alarm that names who holds it, and goes on by itself", async () => {
    const { deps, url } = desk.world;
    const lines: [string, Record<string, unknown>][] = [];
    const log = { ...deps.log, warn: (event: string, data = {}) => void lines.push([event, data]) };
    const hub = realtime({ ...deps, log }, ticketNews);
    await hub.drain();
    // a writer in another database of the cluster: it concerns us in nothing, and hides our events all the same
    const elsewhere = new URL(url);
    elsewhere.pathname = "/postgres";
    const writer = new pg.Client({ connectionString: elsewhere.href });
    await writer.connect();
    onTestFinished(() => writer.end());
    await writer.query("BEGIN");
    await writer.query("SELECT pg_current_xact_id()");
    const { rows } = await writer.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
    await sql`INSERT INTO event (account_id, type, at, created_at) VALUES (${desk.ours.accountId}, 'test.row', now(), now() - interval '7 seconds')`.execute(
      deps.system,
    );
    const alarm = () => lines.findLast(([event]) => event === "realtime.held_back")?.[1];
    // it looks once a second
    await vi.waitFor(
      async () => {
        expect(await hub.drain()).toBe(0);
        expect(alarm()).toBeDefined();
      },
      { timeout: 10_000, interval: 200 },
    );
    const held = alarm();
    expect(held).toMatchObject({
      ms: expect.any(Number),
      database: expect.any(String),
      pid: expect.any(Number),
    });
    expect(held?.["ms"]).toBeGreaterThan(5000);
    // another test file's writer may be older still: then it is rightly the one named
    if (held?.["database"] === "postgres") expect(held["pid"]).toBe(rows[0]?.pid);
    await writer.query("COMMIT");
    await untilTellable(deps.system);
    expect(await hub.drain()).toBeGreaterThan(0);
    await hub.stop();
  });
});

describe("sockets", () => {
  it("hear what their agents may see, and nothing of other teams or companies", async () => {
    const lines = new Map<string, Line>();
    for (const name of ["Ana", "Diego", "Paula", "Helena"])
      lines.set(name, await listen(await desk.cookie(desk.ours, name), null));
    lines.set("their Helena", await listen(await desk.cookie(desk.theirs, "Helena"), null));
    for (const line of lines.values()) expect((await line.next()).type).toBe("ready");
    await desk.write(desk.ours, "5511987000001", "canário-7f3a");
    await desk.tell();
    const heard = Object.fromEntries(
      await Promise.all([...lines].map(async ([name, line]) => [name, words(await line.settled())] as const)),
    );
    expect(heard["Paula"]).toContain("canário-7f3a");
    expect(heard["Helena"]).toContain("canário-7f3a");
    for (const name of ["Ana", "Diego", "their Helena"])
      expect(JSON.stringify(lines.get(name)?.frames), name).not.toMatch(/canário|"conversation"|"gone"/);
    for (const line of lines.values()) await line.hangUp();
  });

  it("are told what went out of sight, and only those who had it in sight", async () => {
    const helena = await desk.cookie(desk.ours, "Helena");
    const id = await desk.write(desk.ours, "5511987000002", "oi");
    await desk.tell();
    const lines = await Promise.all(
      ["Ana", "Diego", "Paula", "Rita", "Bruno"].map(async (name) =>
        listen(await desk.cookie(desk.ours, name), null),
      ),
    );
    for (const line of lines) await line.next();
    const moves: [string, object, string[][]][] = [
      ["forward", { teamId: desk.ours.teams.comercial }, [[id], [], [`gone ${id}`], [id], [id]]],
      // segmented view: what Ana answers is hers, also for Bruno of the same team
      ["assign", { agentId: desk.ours.agents["Ana"] }, [[id], [], [], [id], [`gone ${id}`]]],
      ["messages", { text: "olá" }, [[id], [], [], [id], []]],
      // Ana is not of that team: what she answered goes with the forward
      ["forward", { teamId: desk.ours.teams.suporte }, [[`gone ${id}`], [id], [id], [id], [`gone ${id}`]]],
    ];
    for (const [path, body, expected] of moves) {
      expect(
        (await desk.call(helena, "POST", `/api/conversations/${id}/${path}`, { key: key(), ...body })).status,
      ).toBe(200);
      await desk.tell();
      expect(await Promise.all(lines.map(async (line) => told(await line.settled()))), path).toEqual(
        expected,
      );
    }
    for (const line of lines) await line.hangUp();
  });

  it("are told at once what an event still to be told takes away, when they are not told what came before it", async () => {
    const helena = await desk.cookie(desk.ours, "Helena");
    const { app, system } = desk.world.deps;
    const from = await currentCursor(system);
    const id = await desk.write(desk.ours, "5511987000012", "antes");
    await desk.call(helena, "POST", `/api/conversations/${id}/forward`, {
      key: key(),
      teamId: desk.ours.teams.comercial,
    });
    const events = await eventsAfter(system, from, 100);
    const before = events.slice(
      0,
      events.findIndex(({ type }) => type === "conversation.forwarded"),
    );
    const batch = await loadBatch(app, desk.ours.accountId, before);
    const heard = (name: string, teamId: string): RealtimeChange[] => {
      const actor = {
        agentId: desk.ours.agents[name],
        teamIds: [teamId],
        role: "agent",
        segmentedView: true,
      };
      return changesFor(actor as unknown as Actor, batch).changes.map(
        (json) => JSON.parse(json) as RealtimeChange,
      );
    };
    expect(before.length).toBeGreaterThan(0);
    expect(told(heard("Paula", desk.ours.teams.principal))).toEqual([`gone ${id}`]);
    expect(words(heard("Ana", desk.ours.teams.comercial))).toContain("antes");
    expect(told(heard("Diego", desk.ours.teams.suporte))).toEqual([]);
  });

  it("resume from a cursor without gap, and hear afterwards what comes live", async () => {
    const paula = await desk.cookie(desk.ours, "Paula");
    await desk.write(desk.ours, "5511987000003", "um");
    await desk.tell();
    const first = await listen(paula, null);
    await first.next();
    await desk.write(desk.ours, "5511987000003", "dois");
    await desk.tell();
    expect(words(await first.settled())).toEqual(["dois"]);
    const cursor = first.cursor();
    await first.hangUp();
    await desk.write(desk.ours, "5511987000003", "três");
    await desk.write(desk.theirs, "5511987000003", "alheio");
    await desk.tell();
    // not told to anybody before the socket is back: neither read as missed only, nor as live only
    await desk.write(desk.ours, "5511987000003", "quatro");
    const [second] = await Promise.all([listen(paula, cursor), desk.tell()]);
    expect((await second.next()).type).toBe("ready");
    await desk.write(desk.ours, "5511987000003", "cinco");
    await desk.tell();
    expect([...new Set(words(await second.settled()))]).toEqual(["três", "quatro", "cinco"]);
    await second.hangUp();
  });

  it("start anew when the cursor is of another epoch, unreadable, or too far behind", async () => {
    const paula = await desk.cookie(desk.ours, "Paula");
    await desk.write(desk.ours, "5511987000004", "oi");
    await desk.tell();
    const line = await listen(paula, null);
    await line.next();
    const cursor = line.cursor();
    await line.hangUp();
    const [epoch, txid, id] = cursor.split(":");
    for (const wrong of [`00000000-0000-7000-8000-000000000000:${txid}:${id}`, "nonsense", `${epoch}:1:1`]) {
      const other = await listen(paula, wrong);
      expect((await other.next()).type, wrong).toBe("reset");
      await other.hangUp();
    }
    await sql`INSERT INTO event (account_id, type, at) SELECT ${desk.ours.accountId}, 'test.row', now() FROM generate_series(1, 2100)`.execute(
      desk.world.deps.system,
    );
    await desk.tell();
    const far = await listen(paula, cursor);
    expect((await far.next()).type).toBe("reset");
    await far.hangUp();
  });

  it("close when the session ends or the rights change, at the next look", async () => {
    const [ana, diego] = await Promise.all(
      ["Ana", "Diego"].map(async (name) => listen(await desk.cookie(desk.ours, name), null)),
    );
    if (!ana || !diego) throw new Error("no lines");
    await Promise.all([ana.next(), diego.next()]);
    await desk.hub.revalidate();
    await Promise.all([ana.settled(), diego.settled()]);
    const { system } = desk.world.deps;
    await sql`DELETE FROM auth_session WHERE "userId" = (SELECT user_id FROM agent WHERE id = ${desk.ours.agents["Ana"]})`.execute(
      system,
    );
    await sql`INSERT INTO team_member (account_id, team_id, agent_id) VALUES (${desk.ours.accountId}, ${desk.ours.teams.comercial}, ${desk.ours.agents["Diego"]})`.execute(
      system,
    );
    await desk.hub.revalidate();
    expect(await ana.closed).toBe(1008);
    expect(await diego.closed).toBe(4001);
    expect(diego.frames.at(-1)?.type).toBe("reset");
  });

  it("close when an administrator deactivates or changes the agent, without waiting for a look", async () => {
    const helena = await desk.cookie(desk.ours, "Helena");
    const [ana, bruno] = await Promise.all(
      ["Ana", "Bruno"].map(async (name) => listen(await desk.cookie(desk.ours, name), null)),
    );
    if (!ana || !bruno) throw new Error("no lines");
    await Promise.all([ana.next(), bruno.next()]);
    const patch = (name: string, body: object) =>
      desk.call(helena, "PATCH", `/api/agents/${desk.ours.agents[name]}`, body);
    expect((await patch("Ana", { active: false })).status).toBe(200);
    expect((await patch("Bruno", { role: "supervisor" })).status).toBe(200);
    await desk.tell();
    expect(await ana.closed).toBe(1008);
    expect(await bruno.closed).toBe(4001);
  });

  it("refuse other sites, strangers, long frames and nonsense", async () => {
    const ana = await desk.cookie(desk.ours, "Ana");
    for (const origin of ["https://evil.example", "null"])
      expect(await (await listen(ana, null, origin)).closed).toBe(1008);
    await expect(listen("", null)).rejects.toThrow("401");
    for (const [text, code] of [
      ["{", 1008],
      ['{"type":"join","room":"x"}', 1008],
      ["x".repeat(20_000), 1009],
    ] as const) {
      const line = await listen(ana, null);
      await line.next();
      line.send(text);
      expect(await line.closed).toBe(code);
    }
  });
});
