import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { channelCache } from "../src/modules/channels/index.ts";
import { uploadLoop } from "../src/modules/media/index.ts";
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

let world: PipelineWorld;
beforeEach(async () => {
  world = await PipelineWorld.open();
});
afterEach(() => world.close());

const failed = (wamid: string, code: number, opaque?: unknown): Row =>
  status(wamid, "failed", {
    errors: [{ code, title: `no ${code}` }],
    ...(opaque ? { biz_opaque_callback_data: opaque } : {}),
  });
async function told(...statuses: Row[]): Promise<void> {
  await world.deliver(envelope({ statuses }));
  await world.lanes().drain();
}
const ours = async (): Promise<Row> =>
  (
    await world.rows(
      sql<Row>`SELECT id, status, wamid, error_code AS code FROM message WHERE direction = 'out'`,
    )
  )[0] ?? {};

describe("a message that Meta took and failed later", () => {
  it("goes again under its name, and what is still heard of its first life changes nothing", async () => {
    await world.hear(message(lia, "oi"));
    const graph = accepting();
    await world.send(graph);
    const { id } = await ours();
    await told(failed("wamid.out.1", 131000, id));
    expect(await ours()).toMatchObject({ id, status: "queued", wamid: null, code: null });
    // at-least-once: the same word again, and one that was late
    await told(
      failed("wamid.out.1", 131000, id),
      status("wamid.out.1", "sent", { biz_opaque_callback_data: id }),
    );
    expect(await ours()).toMatchObject({ status: "queued" });
    expect(await world.outbox()).toEqual([{ state: "queued", attempt: 1 }]);
    world.clock.advance(30_000);
    await world.send(graph);
    expect(graph.requests.map((body) => body["biz_opaque_callback_data"])).toEqual([id, id]);
    expect(graph.requests[1]).toEqual(graph.requests[0]);
    await told(failed("wamid.out.1", 131000, id), status("wamid.out.2", "delivered"));
    expect(await ours()).toMatchObject({ id, status: "delivered", wamid: "wamid.out.2" });
  });

  it("is given up after as many attempts as the error allows", async () => {
    await world.hear(message(lia, "oi"));
    const graph = accepting();
    for (let attempt = 1; attempt <= 4; attempt++) {
      await world.send(graph);
      await told(failed(`wamid.out.${attempt}`, 131000));
      world.clock.advance(60_000);
    }
    expect(await ours()).toMatchObject({ status: "failed", code: 131000 });
    expect(graph.requests).toHaveLength(4);
  });

  it("of the bot's is not said when it would be stale", async () => {
    await world.hear(message(lia, "oi"));
    await world.send(accepting());
    world.clock.advance(HOUR / 2);
    await told(failed("wamid.out.1", 131000));
    expect(await ours()).toMatchObject({ status: "failed", code: 131000 });
  });

  it("stays failed where the conversation is over", async () => {
    await world.hear(message(lia, "oi"));
    await world.send(accepting());
    await world.rows(sql<Row>`UPDATE conversation SET status = 'closed', closed_at = now()`);
    await told(failed("wamid.out.1", 131000));
    expect(await ours()).toMatchObject({ status: "failed" });
  });
});

describe("a file that Meta has lost", () => {
  async function withFile(uploadedAt: number): Promise<void> {
    await world.hear(message(lia, "oi"));
    await world.send(accepting());
    const { id } = await ours();
    const key = `${world.company.accountId}/${String(id)}`;
    await world.world.deps.storage.put(key, Buffer.from("%PDF-1.4"));
    await world.rows(sql<Row>`
      INSERT INTO media (account_id, id, channel_id, message_id, graph_media_id, uploaded_at, kind, mime_type, sha256, file_name, size, storage_key, voice, state, outgoing, created_at)
      SELECT account_id, gen_random_uuid(), channel_id, id, '111', ${new Date(uploadedAt).toISOString()}::timestamptz, 'document', 'application/pdf', 'x', 'b.pdf', 8, ${key}, false, 'stored', true, created_at
      FROM message WHERE id = ${id}`);
    await world.rows(sql<Row>`
      UPDATE message SET kind = 'document', content = '{"type":"document","caption":null,"fileName":"b.pdf","voice":false}',
        media_id = (SELECT d.id FROM media d WHERE d.message_id = message.id) WHERE id = ${id}`);
  }
  const upload = async (): Promise<void> => {
    const { deps } = world.world;
    const channels = channelCache(deps.system, deps.sealer);
    await uploadLoop(deps, { channels, fetch: () => Promise.resolve(Response.json({ id: "222" })) }).drain();
  };

  it("and that was there before the message is put there anew, and goes once more", async () => {
    await withFile(START - 20 * 24 * HOUR);
    await told(failed("wamid.out.1", 131053));
    expect(await ours()).toMatchObject({ status: "queued" });
    const graph = fakeGraph(() => Response.json({ messages: [{ id: "wamid.again" }] }));
    await world.send(graph);
    expect(graph.requests).toEqual([]);
    await upload();
    await world.send(graph);
    expect(graph.requests).toMatchObject([{ document: { id: "222", filename: "b.pdf" } }]);
    await told(failed("wamid.again", 131053));
    expect(await ours()).toMatchObject({ status: "failed", code: 131053 });
  });

  it("and that was put there for it was refused for itself", async () => {
    await withFile(START + HOUR);
    await told(failed("wamid.out.1", 131053));
    expect(await ours()).toMatchObject({ status: "failed", code: 131053 });
  });
});

describe("a number that a status has stopped", () => {
  it("runs again when one of its messages has left Meta, and not because Meta took it", async () => {
    await world.hear(message(lia, "oi"));
    const graph = accepting();
    await world.send(graph);
    await told(failed("wamid.out.1", 131042));
    const paused = (): Promise<unknown> => world.value(sql<Row>`SELECT paused_code FROM channel`);
    expect([await paused(), (await ours())["status"]]).toEqual([131042, "queued"]);
    world.clock.advance(60_000);
    await world.send(graph);
    expect(graph.requests).toHaveLength(2);
    expect(await paused()).toBe(131042);
    await told(failed("wamid.out.2", 131042));
    world.clock.advance(60_000);
    await world.send(graph);
    await told(status("wamid.out.3", "sent"));
    expect(await paused()).toBeNull();
    const log = await world.rows(
      sql<Row>`SELECT type FROM event WHERE type IN ('channel.paused', 'channel.resumed') ORDER BY id`,
    );
    expect(log.map(({ type }) => type)).toEqual(["channel.paused", "channel.resumed"]);
  });
});
