import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  accepted,
  accepting,
  envelope,
  fakeGraph,
  HOUR,
  lia,
  message,
  PipelineWorld,
  refused,
  START,
  type Row,
} from "./pipeline-world.ts";

let world: PipelineWorld;
beforeEach(async () => {
  world = await PipelineWorld.open();
});
afterEach(() => world.close());

const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ waId: `55119${String(90_000_000 + index)}` }));
const failures = (): Promise<Row[]> =>
  world.rows(
    sql<Row>`SELECT status, error_code AS code FROM message WHERE direction = 'out' ORDER BY at, seq`,
  );
const events = (like: string): Promise<Row[]> =>
  world.rows(sql<Row>`SELECT type, data->>'code' AS code FROM event WHERE type LIKE ${like} ORDER BY id`);

describe("what Graph answers", () => {
  it("a passing failure is tried again with growing waits, then given up with its reason", async () => {
    await world.hear(message(lia, "oi"));
    const graph = fakeGraph(() => refused(131000, 500));
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 3; attempt++) {
      await world.send(graph);
      expect(graph.requests).toHaveLength(attempt);
      const until = Number(await world.value(sql<Row>`SELECT not_before FROM outbox`));
      waits.push(until - world.clock.now());
      world.clock.set(until - 1);
      await world.send(graph);
      expect(graph.requests).toHaveLength(attempt);
      world.clock.set(until);
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits[0]).toBeGreaterThanOrEqual(1000);
    await world.send(graph);
    expect(await failures()).toEqual([{ status: "failed", code: 131000 }]);
    expect(await world.outbox()).toEqual([]);
  });

  it("a passing failure followed by success shows nothing of it", async () => {
    await world.hear(message(lia, "oi"));
    const graph = fakeGraph((_body, count) => (count === 1 ? refused(2, 503) : accepted(count)));
    await world.send(graph);
    world.clock.advance(10_000);
    await world.send(graph);
    expect(await failures()).toEqual([{ status: "accepted", code: null }]);
  });

  it("a final refusal fails the message at once and lets the next go", async () => {
    await world.hear(message(lia, "oi"), message(lia, "hein?", START + 1000));
    const graph = fakeGraph((_body, count) => (count === 1 ? refused(131026) : accepted(count)));
    await world.send(graph);
    expect(await failures()).toEqual([
      { status: "failed", code: 131026 },
      { status: "accepted", code: null },
    ]);
  });

  it("an answer that is none (a page, an empty body) leaves the message in doubt, never sent again", async () => {
    await world.hear(message(lia, "oi"), message({ waId: "5521999990000" }, "oi"));
    const graph = fakeGraph((_body, count) =>
      count === 1 ? new Response("<h1>Bad Gateway</h1>", { status: 502 }) : new Response("", { status: 200 }),
    );
    await world.send(graph);
    world.clock.advance(HOUR);
    await world.send(graph);
    expect(await world.said()).toEqual(["unknown", "unknown"]);
    expect(graph.requests).toHaveLength(2);
  });

  it("a closed window fails the message with its reason, by Graph's word or by our own check", async () => {
    await world.hear(message(lia, "oi"));
    await world.send(fakeGraph(() => refused(131047)));
    await world.hear(message(lia, "hein?", START + 1000));
    world.clock.advance(25 * HOUR);
    const graph = accepting();
    await world.send(graph);
    expect(graph.requests).toEqual([]);
    expect(await failures()).toEqual([
      { status: "failed", code: 131047 },
      { status: "failed", code: 131047 },
    ]);
  });
});

describe("a number that may send nothing any more", () => {
  it("is paused with one alert; its sends are held, not lost; it is tried each minute and resumes by itself", async () => {
    const [first, ...later] = people(3).map((person) => message(person, "oi"));
    const late = later.splice(1);
    await world.hear(...(first ? [first] : []), ...later);
    const expired = fakeGraph(() => refused(190, 401));
    await world.send(expired);
    expect(expired.requests).toHaveLength(2);
    await world.hear(...late);
    world.clock.advance(59_000);
    await world.send(expired);
    expect(expired.requests).toHaveLength(2);
    expect(await world.said()).toEqual(["queued", "queued", "queued"]);
    world.clock.advance(1000);
    await world.send(expired);
    // one message finds out whether it works again
    expect(expired.requests).toHaveLength(3);
    expect(await events("channel.%")).toEqual([{ type: "channel.paused", code: "190" }]);
    world.clock.advance(60_000);
    const renewed = accepting();
    await world.send(renewed);
    world.clock.advance(1000);
    await world.send(renewed);
    expect(renewed.requests).toHaveLength(3);
    expect(await world.said()).toEqual(["accepted", "accepted", "accepted"]);
    expect((await events("channel.%")).map((event) => event["type"])).toEqual([
      "channel.paused",
      "channel.resumed",
    ]);
  });

  it.each([190, 131031, 131042, 133010])(
    "lets what it held for %i expire instead of going out stale, and says why",
    async (code) => {
      await world.hear(...people(2).map((person) => message(person, "oi")));
      const shut = fakeGraph(() => refused(code));
      await world.send(shut);
      await world.rows(sql<Row>`UPDATE outbox SET automatic = false
        WHERE message_id = (SELECT message_id FROM outbox ORDER BY message_id LIMIT 1)`);
      world.clock.advance(31 * 60_000);
      await world.send(shut);
      expect(await failures()).toEqual(
        expect.arrayContaining([
          { status: "failed", code },
          { status: "queued", code: null },
        ]),
      );
      world.clock.advance(4 * HOUR);
      const mended = accepting();
      await world.send(mended);
      expect(mended.requests).toEqual([]);
      expect(await failures()).toEqual([
        { status: "failed", code },
        { status: "failed", code },
      ]);
      expect(await world.outbox()).toEqual([]);
    },
  );

  it("does not stop another number of the account", async () => {
    await world.hear(message(lia, "oi"));
    await world.send(fakeGraph(() => refused(131031, 403)));
    const other = await world.secondCompany();
    await world.deliverTo(other, envelope({ messages: [message(lia, "oi")] }));
    await world.lanes().drain();
    const graph = accepting();
    await world.send(graph);
    expect(graph.requests).toHaveLength(1);
  });
});

describe("pace", () => {
  it("a number sends no more in a second than it may", async () => {
    await world.rows(sql<Row>`UPDATE channel SET messages_per_second = 2, pace_tokens = 2`);
    await world.hear(...people(5).map((person) => message(person, "oi")));
    const graph = accepting();
    const counts: number[] = [];
    for (let second = 0; second < 4; second++) {
      await world.send(graph);
      counts.push(graph.requests.length);
      world.clock.advance(1000);
    }
    expect(counts).toEqual([2, 4, 5, 5]);
  });

  it("a person gets a burst of 45, then a message in six seconds; others are not kept waiting", async () => {
    await world.rows(
      sql<Row>`UPDATE whatsapp_setting SET bot_texts = jsonb_set(bot_texts, '{otherAnswerLimit}', '100')`,
    );
    await world.hear(
      ...Array.from({ length: 48 }, (_, place) => message(lia, `m${place}`, START + place)),
      message({ waId: "5521999990000" }, "oi"),
    );
    const graph = accepting();
    await world.send(graph);
    expect(graph.requests).toHaveLength(46);
    world.clock.advance(5999);
    await world.send(graph);
    expect(graph.requests).toHaveLength(46);
    world.clock.advance(1);
    await world.send(graph);
    expect(graph.requests).toHaveLength(47);
  });

  it("slows a number down when Meta says it is too fast", async () => {
    const [one, two] = people(2);
    await world.hear(message(one ?? {}, "oi"));
    await world.send(fakeGraph(() => refused(130429, 429)));
    await world.hear(message(two ?? {}, "oi"));
    const graph = accepting();
    world.clock.advance(900);
    await world.send(graph);
    expect(graph.requests).toEqual([]);
    world.clock.advance(1000);
    await world.send(graph);
    world.clock.advance(100);
    await world.send(graph);
    expect(graph.requests).toHaveLength(2);
  });

  it("leaves one person alone when Meta says it is too much for them, and goes on with others", async () => {
    await world.hear(message(lia, "oi"));
    await world.send(fakeGraph(() => refused(131056)));
    await world.hear(message({ waId: "5521999990000" }, "oi"));
    const graph = accepting();
    await world.send(graph);
    expect(graph.requests.map((request) => request["to"])).toEqual(["+5521999990000"]);
    world.clock.advance(10_000);
    await world.send(graph);
    expect(await world.said()).toEqual(["accepted", "accepted"]);
  });
});
