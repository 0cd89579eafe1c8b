import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { laneOf } from "../src/modules/channels/index.ts";
import { oneBatch } from "../src/modules/channels/lane-batch.ts";
import { factHandler } from "../src/modules/conversations/index.ts";
import { ticketDesk } from "../src/modules/tickets/index.ts";
import {
  accepting,
  envelope,
  fakeGraph,
  HOUR,
  lia,
  message,
  PipelineWorld,
  START,
  status,
  type Row,
} from "./pipeline-world.ts";
import { seeded } from "./random.ts";

let world: PipelineWorld;
beforeEach(async () => {
  world = await PipelineWorld.open();
});
afterEach(() => world.close());

const query = (statement: ReturnType<typeof sql<Row>>): Promise<Row[]> => world.rows(statement);

function dieAt(point: string, name: string): void {
  if (name === point) throw new Error("killed");
}

describe("the life of a message", () => {
  it("greets, hands over, shows the next menu, ends with people, and says each thing once", async () => {
    const graph = accepting();
    for (const words of ["oi", "COMERCIAL!", "Atendimento"]) {
      await world.hear(message(lia, words, world.clock.now()));
      await world.send(graph);
      world.clock.advance(60_000);
    }
    expect((await world.thread()).map((row) => `${row["author"]}:${row["status"]}`)).toEqual([
      "contact:received",
      "bot:accepted",
      "contact:received",
      "bot:accepted",
      "contact:received",
      "bot:accepted",
    ]);
    const [conversation] = await query(
      sql<Row>`SELECT t.name AS team, v.owner, v.status, v.unread FROM conversation v JOIN team t ON t.account_id = v.account_id AND t.id = v.team_id`,
    );
    expect(conversation).toEqual({ team: "Comercial", owner: "team", status: "open", unread: 3 });
    expect(
      graph.requests.map((body) => (body["interactive"] as Row | undefined)?.["type"] ?? body["type"]),
    ).toEqual(["button", "button", "text"]);
    const [counters] = await query(sql<Row>`SELECT sum(conversations)::int AS n FROM conversation_counter`);
    expect(counters).toEqual({ n: 1 });
  });

  it("takes a repeated delivery once, whatever the batch", async () => {
    const body = envelope({ messages: [message(lia, "oi", START)] });
    await world.deliver(body, body);
    await world.deliver(body);
    await world.lanes().drain();
    await world.deliver(body);
    await world.lanes().drain();
    expect(await world.thread()).toHaveLength(2);
    // not by failing on what it has already
    expect(await world.value(sql<Row>`SELECT count(*) FROM quarantined_fact`)).toBe(0);
  });

  it("knows one person by 12 digits, 13 digits and BSUID only", async () => {
    await world.deliver(
      envelope({ messages: [message({ waId: "554187654321", bsuid: "BR.9" }, "a", START)] }),
    );
    await world.lanes().drain();
    await world.deliver(
      envelope({
        messages: [
          message({ waId: "5541987654321" }, "b", START + 1000),
          message({ bsuid: "BR.9" }, "c", START + 2000),
        ],
      }),
    );
    await world.lanes().drain();
    expect(await query(sql<Row>`SELECT count(*)::int AS n FROM contact`)).toEqual([{ n: 1 }]);
    expect(await query(sql<Row>`SELECT count(*)::int AS n FROM conversation`)).toEqual([{ n: 1 }]);
  });

  it("shows unknown types, sets unreadable items aside, and goes on with their neighbours", async () => {
    const odd = { ...message(lia, "", START), type: "hologram", hologram: { x: 1 } };
    await world.deliver(envelope({ messages: [{ type: "text" }, odd, message(lia, "oi", START + 1000)] }));
    await world.lanes().drain();
    expect(
      (await query(sql<Row>`SELECT kind FROM message WHERE direction = 'in' ORDER BY at`)).map(
        (row) => row["kind"],
      ),
    ).toEqual(["unsupported", "text"]);
    expect(await query(sql<Row>`SELECT count(*)::int AS n FROM quarantined_fact`)).toEqual([{ n: 1 }]);
  });

  it("shows a send without an answer as unknown, never sends it again, and settles it by the status", async () => {
    await world.hear(message(lia, "oi"));
    const hanging = fakeGraph(() => Promise.reject(new Error("hang")));
    await world.send(hanging);
    expect((await world.thread()).at(-1)).toMatchObject({ author: "bot", status: "unknown" });
    const graph = accepting();
    await world.send(graph);
    expect([hanging.requests.length, graph.requests.length]).toEqual([1, 0]);
    const opaque = hanging.requests[0]?.["biz_opaque_callback_data"];
    const late = status("wamid.late", "delivered", { biz_opaque_callback_data: opaque });
    await world.deliver(envelope({ statuses: [late] }));
    await world.lanes().drain();
    expect((await world.thread()).at(-1)).toMatchObject({ author: "bot", status: "delivered" });
    expect(await query(sql<Row>`SELECT count(*)::int AS n FROM outbox`)).toEqual([{ n: 0 }]);
  });

  it("warns and closes for inactivity, and opens a new conversation afterwards", async () => {
    await world.hear(message(lia, "oi"));
    await world.send(accepting());
    world.clock.set(START + 11 * HOUR + 1000);
    await world.settle();
    expect((await world.thread()).at(-1)?.["text"]).toMatch(/Ainda está aí/);
    world.clock.set(START + 12 * HOUR + 2000);
    await world.settle();
    expect(await query(sql<Row>`SELECT status, close_reason FROM conversation`)).toEqual([
      { status: "closed", close_reason: "inactivity" },
    ]);
    await world.deliver(envelope({ messages: [message(lia, "voltei", START + 13 * HOUR)] }));
    await world.lanes().drain();
    expect(await query(sql<Row>`SELECT status FROM conversation ORDER BY protocol`)).toEqual([
      { status: "closed" },
      { status: "open" },
    ]);
  });

  it("survives a worker that dies between any two steps of a batch", async () => {
    await world.deliver(
      envelope({ messages: [message(lia, "oi", START), message({ waId: "5521999990000" }, "olá", START)] }),
    );
    for (const point of ["taken", "handled", "before_commit"]) {
      const options = {
        db: world.world.deps.system,
        handle: factHandler(world.world.deps, ticketDesk(world.world.deps)),
      };
      const dying = oneBatch({ ...options, faultPoint: (name) => dieAt(point, name) }, [
        laneOf(world.company.channelId),
      ]);
      await expect(dying).rejects.toThrow("killed");
      expect(await world.thread()).toEqual([]);
    }
    await world.lanes().drain();
    expect(await world.thread()).toHaveLength(4);
    expect(await query(sql<Row>`SELECT count(*)::int AS n FROM fact`)).toEqual([{ n: 0 }]);
  });

  it("keeps 1,500 messages of 30 people once and in order, repeated and shuffled, in batches of 1 to 50", async () => {
    const all = Array.from({ length: 1500 }, (_, index) =>
      message(
        { waId: `55119${String(80_000_000 + (index % 30))}` },
        `m${index}`,
        START + Math.floor(index / 30) * 1000,
      ),
    );
    const random = seeded(1500);
    const queue = all.flatMap((entry) => (random.chance(0.3) ? [entry, entry] : [entry]));
    for (let i = 0; i < queue.length; i++)
      if (random.chance(0.3)) {
        const j = Math.min(queue.length - 1, i + random.below(60));
        [queue[i], queue[j]] = [queue[j] as Row, queue[i] as Row];
      }
    const bodies: Buffer[] = [];
    while (queue.length > 0) bodies.push(envelope({ messages: queue.splice(0, 1 + random.below(50)) }));
    await world.deliver(...bodies);
    await world.lanes().drain();
    const rows = await query(
      sql<Row>`SELECT conversation_id, text FROM message WHERE direction = 'in' ORDER BY conversation_id, at, seq`,
    );
    expect(rows).toHaveLength(1500);
    const byConversation = new Map<unknown, number[]>();
    for (const row of rows)
      byConversation.set(row["conversation_id"], [
        ...(byConversation.get(row["conversation_id"]) ?? []),
        Number(String(row["text"]).slice(1)),
      ]);
    expect(byConversation.size).toBe(30);
    for (const list of byConversation.values()) expect(list).toEqual([...list].sort((a, b) => a - b));
    const [greetings] = await query(
      sql<Row>`SELECT count(*)::int AS n FROM message WHERE author = 'bot' AND kind = 'buttons'`,
    );
    expect(greetings).toEqual({ n: 30 });
  });
});
