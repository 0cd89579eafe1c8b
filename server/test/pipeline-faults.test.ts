import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { laneLoop, laneOf } from "../src/modules/channels/index.ts";
import { oneBatch } from "../src/modules/channels/lane-batch.ts";
import type { FactHandler } from "../src/modules/channels/lane-facts.ts";
import { deliveryKeeper, deliveryOf } from "../src/modules/channels/webhook.ts";
import { factHandler } from "../src/modules/conversations/index.ts";
import { ticketDesk } from "../src/modules/tickets/index.ts";
import { openDatabase } from "../src/platform/database.ts";
import { uuidv7 } from "../src/platform/ids.ts";
import { envelope, lia, message, NUMBER, PipelineWorld, START, type Row } from "./pipeline-world.ts";

let world: PipelineWorld;
beforeEach(async () => {
  world = await PipelineWorld.open();
});
afterEach(() => world.close());

const heard = async (): Promise<unknown[]> =>
  (await world.rows(sql<Row>`SELECT text FROM message WHERE direction = 'in' ORDER BY at, seq`)).map(
    (row) => row["text"],
  );
const setAside = (): Promise<Row[]> =>
  world.rows(sql<Row>`SELECT kind, error FROM quarantined_fact ORDER BY id`);
const person = (index: number) => ({ waId: `55119${String(90_000_000 + index)}` });

/** A handler that cannot bear one message. */
const allergicTo =
  (wamid: string): FactHandler =>
  async (tx, facts) => {
    await factHandler(world.world.deps, ticketDesk(world.world.deps))(tx, facts);
    if (facts.some(({ body }) => body.kind === "message" && body.wamid === wamid))
      throw new TypeError("cannot bear it");
  };
const work = (handle: FactHandler): Promise<number> =>
  laneLoop(world.world.deps, { db: world.world.deps.system, handle }).drain();

describe("a fact that fails", () => {
  it("is set aside alone, with its reason, and its neighbours go on", async () => {
    await world.deliver(
      envelope({
        messages: [message(person(1), "um"), message(person(2), "dois", START + 1000, "wamid.bad")],
      }),
      envelope({ messages: [message(person(3), "três", START + 2000)] }),
    );
    await work(allergicTo("wamid.bad"));
    expect(await heard()).toEqual(["um", "três"]);
    expect(await setAside()).toEqual([{ kind: "message", error: "cannot bear it" }]);
    expect(await world.value(sql<Row>`SELECT payload->>'wamid' FROM quarantined_fact`)).toBe("wamid.bad");
    expect(await world.value(sql<Row>`SELECT count(*) FROM fact`)).toBe(0);
  });

  it("inside a large delivery costs only itself", async () => {
    const long = "x".repeat(4000);
    const messages = Array.from({ length: 20 }, (_, place) =>
      message(person(place), `${place}${long}`, START + place * 1000, `wamid.large.${place}`),
    );
    const body = envelope({ messages: [...messages, { type: "text" }, { type: "text", id: 7 }] });
    expect(body.length).toBeGreaterThan(64 * 1024);
    await world.deliver(body);
    expect(await world.rows(sql<Row>`SELECT kind FROM fact`)).toEqual([{ kind: "explode" }]);
    await work(allergicTo("wamid.large.7"));
    expect(await heard()).toHaveLength(19);
    expect((await setAside()).map((row) => row["kind"]).sort()).toEqual([
      "message",
      "unreadable",
      "unreadable",
    ]);
  });
});

describe("a large delivery that takes too long as a whole", () => {
  it("goes in pieces, instead of being tried for ever", async () => {
    const long = "x".repeat(4000);
    await world.deliver(
      envelope({
        messages: Array.from({ length: 20 }, (_, place) =>
          message(person(place), `${place}${long}`, START + place * 1000),
        ),
      }),
    );
    const slow: FactHandler = async (tx, facts) => {
      if (facts.length > 5) await sql`SET LOCAL statement_timeout = 1`.execute(tx);
      if (facts.length > 5) await sql`SELECT pg_sleep(1)`.execute(tx);
      await factHandler(world.world.deps, ticketDesk(world.world.deps))(tx, facts);
    };
    await work(slow);
    expect(await heard()).toHaveLength(20);
    expect(await setAside()).toEqual([]);
  });
});

describe("texts of every kind", () => {
  it("are kept, with what the database cannot hold left out of the words but not of the delivery", async () => {
    const texts = [
      "a\u0000b",
      "a\ud83db",
      "👩‍👩‍👧‍👦 🇧🇷",
      "\u202eabc",
      `e${"\u0301".repeat(500)}`,
      "__proto__",
      "'; DROP TABLE message; --",
    ];
    await world.hear(...texts.map((text, place) => message(person(place), text, START + place * 1000)));
    expect(await setAside()).toEqual([]);
    const kept = await heard();
    expect(kept).toHaveLength(texts.length);
    expect(kept.slice(2)).toEqual(texts.slice(2));
  });
});

describe("several companies in one batch", () => {
  it("share neither people nor conversations nor message ids, though all are written alike", async () => {
    const other = await world.secondCompany();
    const same = envelope({ messages: [message(lia, "oi", START, "wamid.same")] });
    await world.deliver(same);
    await world.deliverTo(other, same);
    await world.lanes().drain();
    const rows = await world.rows(
      sql<Row>`SELECT account_id AS account, count(*)::int AS n FROM message GROUP BY 1`,
    );
    expect(new Set(rows.map((row) => row["account"]))).toEqual(
      new Set([world.company.accountId, other.accountId]),
    );
    expect(rows.map((row) => row["n"])).toEqual([2, 2]);
    expect(await world.value(sql<Row>`SELECT count(*) FROM contact`)).toBe(2);
  });

  it("are not reached by a delivery that names another's number or another's message", async () => {
    const other = await world.secondCompany();
    await world.deliverTo(other, envelope({ messages: [message(lia, "oi", START)] }));
    await world.lanes().drain();
    const theirs = await world.value(
      sql<Row>`SELECT id FROM message WHERE direction = 'out' AND account_id = ${other.accountId}`,
    );
    await world.deliver(
      envelope(
        { metadata: { phone_number_id: "777" }, messages: [message(lia, "por engano", START + 1000)] },
        {
          statuses: [
            {
              id: "wamid.x",
              status: "read",
              timestamp: String(START / 1000),
              recipient_id: lia.waId,
              biz_opaque_callback_data: theirs,
            },
          ],
        },
      ),
    );
    await world.lanes().drain();
    expect(await world.value(sql<Row>`SELECT status FROM message WHERE id = ${String(theirs)}`)).toBe(
      "queued",
    );
    expect(
      await world.rows(sql<Row>`SELECT channel_id AS channel FROM message WHERE text = 'por engano'`),
    ).toEqual([{ channel: world.company.channelId }]);
  });
});

describe("webhooks that share a commit", () => {
  const channel = (id: string) => ({
    accountId: world.company.accountId,
    id,
    lane: laneOf(id),
    phoneNumberId: NUMBER,
  });
  const deliveryFor = (id: string, text: string) =>
    deliveryOf(channel(id), new Map(), envelope({ messages: [message(lia, text)] }), START);

  it("are kept though the database refuses one of them, which alone is not answered with 200", async () => {
    let commits = 0;
    const keeper = deliveryKeeper(world.world.deps.system, () => commits++);
    const { channelId } = world.company;
    const results = await Promise.allSettled([
      keeper.keep(deliveryFor(channelId, "um")),
      keeper.keep(deliveryFor(uuidv7(), "de ninguém")),
      keeper.keep(deliveryFor(channelId, "dois")),
    ]);
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(await world.value(sql<Row>`SELECT count(*) FROM webhook_delivery`)).toBe(2);
    expect(await world.value(sql<Row>`SELECT count(*) FROM fact`)).toBe(2);
  });

  it("are all refused at once when the database is away, and none is said to be kept", async () => {
    const away = openDatabase({
      url: "postgres://nobody@127.0.0.1:1/none",
      role: "balcao_system",
      max: 2,
      name: "away",
    });
    const keeper = deliveryKeeper(away, () => expect.unreachable());
    const kept = Array.from({ length: 50 }, (_, place) =>
      keeper.keep(deliveryFor(world.company.channelId, `m${place}`)),
    );
    const results = await Promise.allSettled(kept);
    expect(new Set(results.map((result) => result.status))).toEqual(new Set(["rejected"]));
    await away.destroy();
  });
});

describe("lanes that change hands", () => {
  it("are lost by an owner that freezes in mid batch; another does its work and nothing is done twice", async () => {
    const { deps, url } = world.world;
    const freezing = openDatabase({
      url,
      role: "balcao_system",
      max: 1,
      name: "freezing",
      idleInTransactionMs: 1500,
    });
    await world.deliver(envelope({ messages: [message(lia, "oi")] }));
    let thaw = (): void => undefined;
    let freeze = (): void => undefined;
    const frozen = new Promise<void>((resolve) => (freeze = resolve));
    const thawed = new Promise<void>((resolve) => (thaw = resolve));
    const sleeper = oneBatch(
      {
        db: freezing,
        handle: async (tx, facts) => {
          await factHandler(deps, ticketDesk(deps))(tx, facts);
          freeze();
          await thawed;
        },
      },
      [laneOf(world.company.channelId)],
    );
    const outcome = sleeper.then(
      () => "committed",
      () => "lost",
    );
    expect(await Promise.race([frozen.then(() => "frozen"), outcome])).toBe("frozen");
    expect(await world.lanes().drain()).toBe(0);
    await expect.poll(() => world.lanes().drain(), { timeout: 20_000, interval: 50 }).toBe(1);
    thaw();
    expect(await outcome).toBe("lost");
    expect((await world.thread()).map((row) => row["author"])).toEqual(["contact", "bot"]);
    await freezing.destroy();
  });

  it("have one worker at a time: two nodes draining at once do everything once, in order", async () => {
    const talks = 20;
    const turns = 15;
    for (let turn = 0; turn < turns; turn++)
      await world.deliver(
        envelope({
          messages: Array.from({ length: talks }, (_, index) =>
            message(person(index), `m${turn}`, START + turn * 1000),
          ),
        }),
      );
    const done = await Promise.all([world.lanes().drain(), world.lanes().drain(), world.lanes().drain()]);
    await world.lanes().drain();
    expect(done.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(talks * turns);
    expect(await heard()).toHaveLength(talks * turns);
    const bots = await world.value(sql<Row>`SELECT count(*) FROM message WHERE author = 'bot'`);
    expect(bots).toBe(talks * 3);
  });
});
