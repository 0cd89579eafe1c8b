import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { markCalling } from "../src/modules/channels/outbox.queries.ts";
import { claim } from "../src/modules/channels/sender-claim.ts";
import { finish } from "../src/modules/channels/sender-finish.ts";
import { sendCheck } from "../src/modules/conversations/index.ts";
import {
  accepted,
  accepting,
  envelope,
  fakeGraph,
  lia,
  message,
  PipelineWorld,
  refused,
  START,
  status,
  type Row,
} from "./pipeline-world.ts";

let world: PipelineWorld;
beforeEach(async () => {
  world = await PipelineWorld.open();
});
afterEach(() => world.close());

const never = (): Promise<Response> => new Promise(() => undefined);
const bodies = (requests: Row[]): unknown[] =>
  requests.map(
    (request) =>
      (request["interactive"] as { body: { text: string } } | undefined)?.body.text ??
      (request["text"] as Row)["body"],
  );
/** Lets every lease run out, as five seconds without a sign of life do. */
const leasesRunOut = (): Promise<Row[]> =>
  world.rows(
    sql<Row>`UPDATE outbox SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL`,
  );
const holdsRunOut = (): Promise<Row[]> =>
  world.rows(sql<Row>`UPDATE outbox SET hold_until = now() - interval '1 second' WHERE state = 'unknown'`);
/** Three answers of the bot wait in one conversation. */
const threeAnswers = (): Promise<void> =>
  world.hear(message(lia, "oi"), message(lia, "hein?", START + 1000), message(lia, "como?", START + 2000));

describe("what goes out", () => {
  it("goes one after another in a conversation, each only when the one before has its answer", async () => {
    await threeAnswers();
    const waiting: (() => void)[] = [];
    const graph = fakeGraph(
      (_body, count) => new Promise((resolve) => waiting.push(() => resolve(accepted(count)))),
    );
    const draining = world.sender(graph).drain();
    for (let sent = 1; sent <= 3; sent++) {
      await expect.poll(() => graph.requests.length).toBe(sent);
      expect((await world.outbox()).map((row) => row["state"])).toEqual([
        "calling",
        ...Array.from({ length: 3 - sent }, () => "queued"),
      ]);
      waiting[sent - 1]?.();
    }
    await draining;
    expect(bodies(graph.requests)[0]).toMatch(/Com quem/);
    expect(await world.outbox()).toEqual([]);
  });

  it("carries our id to Meta and back, and answers to the address that wrote last", async () => {
    await world.hear(message(lia, "oi"));
    const graph = accepting();
    await world.send(graph);
    const id = await world.value(sql<Row>`SELECT id FROM message WHERE direction = 'out'`);
    expect(graph.requests[0]).toMatchObject({ biz_opaque_callback_data: id, to: `+${lia.waId}` });
    await world.deliver(
      envelope({ statuses: [status("wamid.unheard", "delivered", { biz_opaque_callback_data: id })] }),
    );
    await world.lanes().drain();
    expect(await world.said()).toEqual(["delivered"]);
  });

  it("lets one stuck conversation hold no other", async () => {
    await world.hear(message(lia, "oi"), message({ waId: "5521999990000" }, "oi"));
    const graph = fakeGraph((body, count) =>
      body["to"] === `+${lia.waId}` ? refused(131000, 500) : accepted(count),
    );
    await world.send(graph);
    expect((await world.said()).sort()).toEqual(["accepted", "queued"]);
  });
});

describe("a sender that dies", () => {
  const dieAt = (point: string) => ({
    faultPoint: (name: string) => {
      if (name === point) throw new Error("killed");
    },
  });

  it("before the call: the message is sent later, once, by another", async () => {
    await world.hear(message(lia, "oi"));
    const lost = accepting();
    await expect(world.sender(lost, dieAt("claimed")).drain()).rejects.toThrow("killed");
    expect(await world.outbox()).toEqual([{ state: "leased", attempt: 1 }]);
    const other = accepting();
    await world.send(other);
    expect(other.requests).toEqual([]);
    await leasesRunOut();
    await world.send(other);
    expect([lost.requests.length, other.requests.length]).toEqual([0, 1]);
    expect(await world.said()).toEqual(["accepted"]);
  });

  it("after `calling`, before the request: in doubt, never sent again, and the next message goes after a while", async () => {
    await threeAnswers();
    const lost = accepting();
    await expect(world.sender(lost, dieAt("calling")).drain()).rejects.toThrow("killed");
    await leasesRunOut();
    const other = accepting();
    await world.send(other);
    expect(await world.said()).toEqual(["unknown", "queued", "queued"]);
    await holdsRunOut();
    await world.send(other);
    expect(lost.requests).toEqual([]);
    expect(await world.said()).toEqual(["unknown", "accepted", "accepted"]);
    await world.send(other);
    expect(other.requests).toHaveLength(2);
  });

  it("during the request: in doubt, and the late status settles it", async () => {
    await world.hear(message(lia, "oi"));
    const hanging = fakeGraph(never);
    void world.sender(hanging).drain();
    await expect.poll(() => hanging.requests.length).toBe(1);
    await leasesRunOut();
    const other = accepting();
    await world.send(other);
    expect(await world.said()).toEqual(["unknown"]);
    const opaque = hanging.requests[0]?.["biz_opaque_callback_data"];
    await world.deliver(
      envelope({ statuses: [status("wamid.taken", "sent", { biz_opaque_callback_data: opaque })] }),
    );
    await world.lanes().drain();
    await world.send(other);
    expect(await world.said()).toEqual(["sent"]);
    expect(other.requests).toEqual([]);
    expect(await world.outbox()).toEqual([]);
  });

  it("between Graph's answer and our commit: in doubt, settled by the status, never sent again", async () => {
    await world.hear(message(lia, "oi"));
    const graph = accepting();
    await world.sender(graph, dieAt("answered")).drain();
    expect(graph.requests).toHaveLength(1);
    expect(await world.outbox()).toEqual([{ state: "calling", attempt: 1 }]);
    await leasesRunOut();
    await world.send(graph);
    expect(await world.said()).toEqual(["unknown"]);
    const opaque = graph.requests[0]?.["biz_opaque_callback_data"];
    await world.deliver(
      envelope({ statuses: [status("wamid.out.1", "delivered", { biz_opaque_callback_data: opaque })] }),
    );
    await world.lanes().drain();
    await world.send(graph);
    expect(await world.said()).toEqual(["delivered"]);
    expect(graph.requests).toHaveLength(1);
  });

  it("after its commit, before the lane has read it: nothing is lost, nothing goes twice", async () => {
    await world.hear(message(lia, "oi"));
    const graph = accepting();
    await world.sender(graph).drain();
    expect(await world.said()).toEqual(["queued"]);
    await world.send(graph);
    expect(await world.said()).toEqual(["accepted"]);
    expect(graph.requests).toHaveLength(1);
  });
});

describe("a sender that was taken for dead", () => {
  it("changes no row when it wakes, and its answer settles the doubt", async () => {
    await world.hear(message(lia, "oi"), message(lia, "hein?", START + 1000));
    let wake = (): void => undefined;
    const slow = fakeGraph(() => new Promise((resolve) => (wake = () => resolve(accepted(7)))));
    const sleeping = world.sender(slow).drain();
    await expect.poll(() => slow.requests.length).toBe(1);
    await leasesRunOut();
    await world.send(accepting());
    expect(await world.said()).toEqual(["unknown", "queued"]);
    const before = await world.rows(sql<Row>`SELECT state, fence FROM outbox ORDER BY seq`);
    // the sleeper goes on with the queue when it has its answer: the number must not take anything more
    await world.rows(sql<Row>`UPDATE channel SET paused_code = 190, pace_at = 'infinity'`);
    wake();
    await sleeping;
    expect(await world.rows(sql<Row>`SELECT state, fence FROM outbox ORDER BY seq`)).toEqual(before);
    await world.lanes().drain();
    expect(await world.said()).toEqual(["accepted", "queued"]);
    expect(slow.requests).toHaveLength(1);
  });

  it("does not begin a call that is no longer its own", async () => {
    await world.hear(message(lia, "oi"));
    const { system } = world.world.deps;
    const { go } = await system
      .transaction()
      .execute((tx) => claim(tx, sendCheck, world.clock.now(), 64, []));
    expect(go).toHaveLength(1);
    await leasesRunOut();
    const waiting = fakeGraph(never);
    void world.sender(waiting).drain();
    await expect.poll(() => waiting.requests.length).toBe(1);
    expect(await markCalling(system, go)).toEqual(new Set());
    const done = go.map((send) => ({ send, answer: { kind: "no_answer" as const, reason: "late" } }));
    await system.transaction().execute((tx) => finish(tx, done, world.clock.now()));
    expect((await world.outbox())[0]).toMatchObject({ state: "calling" });
    expect(await world.value(sql<Row>`SELECT count(*) FROM fact`)).toBe(0);
  });

  it("is not taken for dead while its call lasts: it renews its lease", async () => {
    await world.hear(message(lia, "oi"));
    let answer = (): void => undefined;
    const slow = fakeGraph(
      (_body, count) => new Promise((resolve) => (answer = () => resolve(accepted(count)))),
    );
    const calling = world.sender(slow).drain();
    await expect.poll(() => slow.requests.length).toBe(1);
    await world.rows(sql<Row>`UPDATE outbox SET lease_until = now() + interval '1 second'`);
    const left = sql<Row>`SELECT lease_until - now() > interval '2 seconds' AS renewed FROM outbox`;
    await expect.poll(() => world.value(left), { timeout: 4000 }).toBe(true);
    answer();
    await calling;
    await world.lanes().drain();
    expect(await world.said()).toEqual(["accepted"]);
  });
});
