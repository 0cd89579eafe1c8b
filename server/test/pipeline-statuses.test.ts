import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  accepting,
  envelope,
  fakeGraph,
  lia,
  message,
  PipelineWorld,
  status,
  type Row,
} from "./pipeline-world.ts";

let world: PipelineWorld;
beforeEach(async () => {
  world = await PipelineWorld.open();
});
afterEach(() => world.close());

const hearStatuses = async (...statuses: Row[]): Promise<void> => {
  await world.deliver(envelope({ statuses }));
  await world.lanes().drain();
};
const failed = (code: number): Row => ({ errors: [{ code, title: "no" }] });
const parked = (): Promise<unknown> => world.value(sql<Row>`SELECT count(*) FROM parked_status`);

describe("what became of a message", () => {
  beforeEach(async () => {
    await world.hear(message(lia, "oi"));
    await world.send(accepting());
  });

  it("only ever moves forward, in whatever order, batch and number the statuses come", async () => {
    await hearStatuses(status("wamid.out.1", "read"));
    expect(await world.said()).toEqual(["read"]);
    await hearStatuses(status("wamid.out.1", "delivered"), status("wamid.out.1", "sent"));
    await hearStatuses(status("wamid.out.1", "delivered"));
    expect(await world.said()).toEqual(["read"]);
    await hearStatuses(status("wamid.out.1", "failed", failed(131026)));
    expect(await world.said()).toEqual(["read"]);
  });

  it("is failed with Meta's reason, until a delivery proves otherwise", async () => {
    await hearStatuses(status("wamid.out.1", "sent"), status("wamid.out.1", "failed", failed(131026)));
    expect(await world.said()).toEqual(["failed"]);
    expect(await world.value(sql<Row>`SELECT error_code FROM message WHERE direction = 'out'`)).toBe(131026);
    await hearStatuses(status("wamid.out.1", "delivered"));
    expect(await world.said()).toEqual(["delivered"]);
  });

  it("is told to the screens once per change, however often Meta repeats itself", async () => {
    const sent = status("wamid.out.1", "sent");
    await hearStatuses(sent, sent);
    await hearStatuses(sent);
    const told = await world.rows(
      sql<Row>`SELECT data->>'status' AS status FROM event WHERE type = 'message.status' ORDER BY id`,
    );
    expect(told.map((row) => row["status"])).toEqual(["accepted", "sent"]);
  });
});

/** Sends what waits, and holds Meta's answer back until `answer`, or until it is `lost`; `opaque`: our id, as the call carries it. */
async function callSlowly(): Promise<Record<"answer" | "lost", () => Promise<void>> & { opaque: unknown }> {
  let say = (_answer: Response | Promise<never>): void => undefined;
  const slow = fakeGraph(
    () =>
      new Promise((resolve) => {
        say = resolve;
      }),
  );
  const sending = world.sender(slow).drain();
  await expect.poll(() => slow.requests.length).toBe(1);
  return {
    opaque: slow.requests[0]?.["biz_opaque_callback_data"],
    async answer() {
      say(Response.json({ messages: [{ id: "wamid.slow" }] }));
      await sending;
      await world.lanes().drain();
    },
    async lost() {
      say(Promise.reject(new TypeError("fetch failed")));
      await sending;
      await world.lanes().drain();
    },
  };
}

describe("a status that comes before its message is known", () => {
  it("waits, all of them in any order, and joins when the answer to the send is stored", async () => {
    await world.hear(message(lia, "oi"));
    await hearStatuses(status("wamid.out.1", "delivered"), status("wamid.out.1", "sent"));
    expect(await parked()).toBe(2);
    expect(await world.said()).toEqual(["queued"]);
    await world.send(accepting());
    expect(await world.said()).toEqual(["delivered"]);
    expect(await parked()).toBe(0);
  });

  it("is joined at once when it carries our id, and the answer that comes later changes nothing", async () => {
    await world.hear(message(lia, "oi"));
    const { opaque, answer } = await callSlowly();
    await hearStatuses(status("wamid.slow", "read", { biz_opaque_callback_data: opaque }));
    expect(await world.said()).toEqual(["read"]);
    await answer();
    expect(await world.said()).toEqual(["read"]);
    expect(await world.outbox()).toEqual([]);
  });

  it("waits when it failed for a reason that passes: the message goes again once the answer is there", async () => {
    await world.hear(message(lia, "oi"));
    const { opaque, answer } = await callSlowly();
    const late = { ...failed(131000), biz_opaque_callback_data: opaque };
    await hearStatuses(status("wamid.slow", "failed", late));
    await answer();
    expect(await world.said()).toEqual(["queued"]);
    world.clock.advance(60_000);
    const graph = accepting();
    await world.send(graph);
    expect(graph.requests).toHaveLength(1);
    await hearStatuses(status("wamid.out.1", "delivered"));
    expect(await world.said()).toEqual(["delivered"]);
  });

  it("waits no longer when the answer is lost: what Meta said holds, and the message goes again", async () => {
    await world.hear(message(lia, "oi"));
    const { opaque, lost } = await callSlowly();
    await hearStatuses(
      status("wamid.slow", "failed", { ...failed(131000), biz_opaque_callback_data: opaque }),
    );
    await lost();
    expect(await parked()).toBe(0);
    expect(await world.said()).toEqual(["queued"]);
    world.clock.advance(60_000);
    const graph = accepting();
    await world.send(graph);
    expect(graph.requests).toHaveLength(1);
  });

  it("of a message that was never ours harms nothing, and is forgotten after a week", async () => {
    await hearStatuses(status("wamid.elsewhere", "sent"));
    expect(await parked()).toBe(1);
    world.clock.advance(8 * 24 * 3_600_000);
    await hearStatuses(status("wamid.elsewhere.2", "sent"));
    expect(await world.rows(sql<Row>`SELECT wamid FROM parked_status`)).toEqual([
      { wamid: "wamid.elsewhere.2" },
    ]);
  });
});
