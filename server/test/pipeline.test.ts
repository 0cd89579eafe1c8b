import { createHmac } from "node:crypto";
import { encodeLikeMeta, type GraphFetch } from "@balcao/whatsapp";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createCompany, type Company } from "../src/demo/company.ts";
import { channelCache, laneLoop, laneOf, senderLoop } from "../src/modules/channels/index.ts";
import { deliveryOf } from "../src/modules/channels/webhook.ts";
import { insertDeliveries } from "../src/modules/channels/inbox.queries.ts";
import { oneBatch } from "../src/modules/channels/lane-batch.ts";
import { factHandler, sendCheck, timerLoop } from "../src/modules/conversations/index.ts";
import { START, testWorld, type TestWorld } from "./harness.ts";

const HOUR = 3_600_000;
let world: TestWorld;
let company: Company;

beforeEach(async () => {
  world = await testWorld();
  company = await createCompany(world.deps, {
    demo: true,
    withBot: true,
    channel: {
      phoneNumberId: "400500600700800",
      wabaId: "300100200300400",
      displayPhone: "5511900000001",
      graphBaseUrl: "http://graph.test",
      accessToken: "token-123456",
      appSecret: "secret-1234",
      verifyToken: "verify-1234",
    },
  });
});
afterEach(() => world.close());

type Person = { waId?: string; bsuid?: string; name?: string };
let serial = 0;

function message(
  person: Person,
  text: string,
  at: number,
  wamid = `wamid.${++serial}`,
): Record<string, unknown> {
  return {
    id: wamid,
    timestamp: String(Math.floor(at / 1000)),
    type: "text",
    text: { body: text },
    ...(person.waId ? { from: person.waId } : {}),
    ...(person.bsuid ? { from_user_id: person.bsuid } : {}),
  };
}

const envelope = (value: Record<string, unknown>): Buffer =>
  Buffer.from(
    encodeLikeMeta({
      object: "whatsapp_business_account",
      entry: [
        {
          id: "300100200300400",
          changes: [
            {
              field: "messages",
              value: {
                messaging_product: "whatsapp",
                metadata: { phone_number_id: "400500600700800" },
                ...value,
              },
            },
          ],
        },
      ],
    }),
  );

async function deliver(...bodies: Buffer[]): Promise<void> {
  const channel = {
    accountId: company.accountId,
    id: company.channelId,
    lane: laneOf(company.channelId),
    phoneNumberId: "400500600700800",
  };
  await insertDeliveries(
    world.deps.system,
    bodies.map((body) =>
      deliveryOf(channel, new Map([[channel.phoneNumberId, channel]]), body, world.clock.now()),
    ),
  );
}

const lanes = () => laneLoop(world.deps, { db: world.deps.system, handle: factHandler(world.deps) });
let sends: Record<string, unknown>[];
const graph =
  (answer: (body: Record<string, unknown>, index: number) => Response | Promise<Response>): GraphFetch =>
  async (_url, init) => {
    const body = JSON.parse(String(init.body)) as Record<string, unknown>;
    sends.push(body);
    return answer(body, sends.length);
  };
const accepts = graph((_body, index) =>
  Response.json({ messages: [{ id: `wamid.out.${index}` }], contacts: [{ wa_id: "5511987654321" }] }),
);
const sender = (fetch: GraphFetch) =>
  senderLoop(world.deps, {
    channels: channelCache(world.deps.system, world.deps.sealer),
    check: sendCheck,
    fetch,
  });
beforeEach(() => {
  sends = [];
});

type Row = Record<string, unknown>;
const query = async (statement: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await statement.execute(world.deps.system)).rows;
const thread = () => query(sql<Row>`SELECT direction, author, text, status FROM message ORDER BY at, seq`);

function dieAt(point: string, name: string): void {
  if (name === point) throw new Error("killed");
}

const lia: Person = { waId: "5511987654321", bsuid: "BR.7001" };

describe("the life of a message", () => {
  it("greets, hands over, shows the next menu, ends with people, and says each thing once", async () => {
    await deliver(envelope({ messages: [message(lia, "oi", START)] }));
    await lanes().drain();
    await sender(accepts).drain();
    world.clock.advance(60_000);
    await deliver(envelope({ messages: [message(lia, "COMERCIAL!", START + 60_000)] }));
    await lanes().drain();
    await sender(accepts).drain();
    world.clock.advance(60_000);
    await deliver(envelope({ messages: [message(lia, "Atendimento", START + 120_000)] }));
    await lanes().drain();
    await sender(accepts).drain();
    await lanes().drain();
    expect((await thread()).map((row) => `${row["author"]}:${row["status"]}`)).toEqual([
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
    expect(sends.map((body) => (body["interactive"] as Row | undefined)?.["type"] ?? body["type"])).toEqual([
      "button",
      "button",
      "text",
    ]);
    const [counters] = await query(sql<Row>`SELECT sum(conversations)::int AS n FROM conversation_counter`);
    expect(counters).toEqual({ n: 1 });
  });

  it("takes a repeated delivery once, whatever the batch", async () => {
    const body = envelope({ messages: [message(lia, "oi", START)] });
    await deliver(body, body);
    await deliver(body);
    await lanes().drain();
    expect(await thread()).toHaveLength(2);
  });

  it("knows one person by 12 digits, 13 digits and BSUID only", async () => {
    await deliver(envelope({ messages: [message({ waId: "554187654321", bsuid: "BR.9" }, "a", START)] }));
    await lanes().drain();
    await deliver(
      envelope({
        messages: [
          message({ waId: "5541987654321" }, "b", START + 1000),
          message({ bsuid: "BR.9" }, "c", START + 2000),
        ],
      }),
    );
    await lanes().drain();
    expect(await query(sql<Row>`SELECT count(*)::int AS n FROM contact`)).toEqual([{ n: 1 }]);
    expect(await query(sql<Row>`SELECT count(*)::int AS n FROM conversation`)).toEqual([{ n: 1 }]);
  });

  it("shows unknown types, sets unreadable items aside, and goes on with their neighbours", async () => {
    const odd = { ...message(lia, "", START), type: "hologram", hologram: { x: 1 } };
    await deliver(envelope({ messages: [{ type: "text" }, odd, message(lia, "oi", START + 1000)] }));
    await lanes().drain();
    expect(
      (await query(sql<Row>`SELECT kind FROM message WHERE direction = 'in' ORDER BY at`)).map(
        (row) => row["kind"],
      ),
    ).toEqual(["unsupported", "text"]);
    expect(await query(sql<Row>`SELECT count(*)::int AS n FROM quarantined_fact`)).toEqual([{ n: 1 }]);
  });

  it("shows a send without an answer as unknown, never sends it again, and settles it by the status", async () => {
    await deliver(envelope({ messages: [message(lia, "oi", START)] }));
    await lanes().drain();
    await sender(graph(() => Promise.reject(new Error("hang")))).drain();
    await lanes().drain();
    expect((await thread()).at(-1)).toMatchObject({ author: "bot", status: "unknown" });
    await sender(accepts).drain();
    expect(sends).toHaveLength(1);
    const opaque = sends[0]?.["biz_opaque_callback_data"];
    await deliver(
      envelope({
        statuses: [
          {
            id: "wamid.late",
            status: "delivered",
            timestamp: String(START / 1000 + 5),
            recipient_id: "5511987654321",
            biz_opaque_callback_data: opaque,
          },
        ],
      }),
    );
    await lanes().drain();
    expect((await thread()).at(-1)).toMatchObject({ author: "bot", status: "delivered" });
    expect(await query(sql<Row>`SELECT count(*)::int AS n FROM outbox`)).toEqual([{ n: 0 }]);
  });

  it("joins statuses that came before the answer to the send was stored", async () => {
    await deliver(envelope({ messages: [message(lia, "oi", START)] }));
    await lanes().drain();
    await deliver(
      envelope({
        statuses: [
          {
            id: "wamid.out.1",
            status: "read",
            timestamp: String(START / 1000 + 5),
            recipient_id: "5511987654321",
          },
        ],
      }),
    );
    await lanes().drain();
    await sender(accepts).drain();
    await lanes().drain();
    expect((await thread()).at(-1)).toMatchObject({ status: "read" });
  });

  it("warns and closes for inactivity, and opens a new conversation afterwards", async () => {
    await deliver(envelope({ messages: [message(lia, "oi", START)] }));
    await lanes().drain();
    await sender(accepts).drain();
    world.clock.set(START + 11 * HOUR + 1000);
    await timerLoop(world.deps).drain();
    await lanes().drain();
    expect((await thread()).at(-1)?.["text"]).toMatch(/Ainda está aí/);
    world.clock.set(START + 12 * HOUR + 2000);
    await timerLoop(world.deps).drain();
    await lanes().drain();
    expect(await query(sql<Row>`SELECT status, close_reason FROM conversation`)).toEqual([
      { status: "closed", close_reason: "inactivity" },
    ]);
    await deliver(envelope({ messages: [message(lia, "voltei", START + 13 * HOUR)] }));
    await lanes().drain();
    expect(await query(sql<Row>`SELECT status FROM conversation ORDER BY protocol`)).toEqual([
      { status: "closed" },
      { status: "open" },
    ]);
  });

  it("survives a worker that dies between any two steps of a batch", async () => {
    await deliver(
      envelope({ messages: [message(lia, "oi", START), message({ waId: "5521999990000" }, "olá", START)] }),
    );
    for (const point of ["taken", "handled", "before_commit"]) {
      const options = { db: world.deps.system, handle: factHandler(world.deps) };
      const dying = oneBatch({ ...options, faultPoint: (name) => dieAt(point, name) }, [
        laneOf(company.channelId),
      ]);
      await expect(dying).rejects.toThrow("killed");
      expect(await thread()).toEqual([]);
    }
    await lanes().drain();
    expect(await thread()).toHaveLength(4);
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
    const random = createHmac("sha256", "seed");
    let state = random.digest().readUInt32BE(0);
    const next = (n: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state % n;
    };
    const queue = all.flatMap((entry) => (next(10) < 3 ? [entry, entry] : [entry]));
    for (let i = 0; i < queue.length; i++)
      if (next(10) < 3) {
        const j = Math.min(queue.length - 1, i + next(60));
        [queue[i], queue[j]] = [queue[j] as Row, queue[i] as Row];
      }
    const bodies: Buffer[] = [];
    while (queue.length > 0) bodies.push(envelope({ messages: queue.splice(0, 1 + next(50)) }));
    await deliver(...bodies);
    await lanes().drain();
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
