import type { ChannelHealth, ChannelUses, ChannelView } from "@balcao/api";
import { DEFAULT_NUMBER } from "@balcao/simulator";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { channelCache } from "../src/modules/channels/index.ts";
import { mediaLoop } from "../src/modules/media/index.ts";
import { connectWorld, type ConnectWorld } from "./connect-world.ts";

type Row = Record<string, unknown>;
const HOUR = 3_600_000;
const { phoneNumberId, wabaId } = DEFAULT_NUMBER;
let world: ConnectWorld;
let view: ChannelView;
let serial = 0;
const key = (): string => `removal-${String(++serial).padStart(6, "0")}`;

beforeEach(async () => {
  world = await connectWorld();
  view = await world.connect();
  await world.call("POST", `/${view.channel.id}/webhook`);
  world.sim.addNumber({ phoneNumberId, registered: true });
});
afterEach(() => world.close());

const current = async (): Promise<ChannelView> => (await world.call("GET", `/${view.channel.id}`)).body;
const remove = async (more: object = {}) => {
  const { channel } = await current();
  const body = { unsubscribe: false, deregister: false, version: channel.version, ...more };
  return world.call<Row>("POST", `/${channel.id}/remove`, body);
};
const rows = async (query: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await query.execute(world.deps.system)).rows;
const write = async (text: string): Promise<void> => {
  world.sim.sendAsUser("lia", { type: "text", text });
  await world.settle();
};
const conversation = async (): Promise<string> =>
  String((await world.row(sql<Row>`SELECT id FROM conversation ORDER BY opened_at DESC LIMIT 1`))?.["id"]);
const post = (id: string, path: string, body: object) =>
  world.ask<Row>("POST", `/api/conversations/${id}/${path}`, { key: key(), ...body });

describe("a connected number", () => {
  it("is renamed, once for each version, and a name cannot be empty", async () => {
    const { id, version } = view.channel;
    const body = { name: "Loja do centro", version: (await current()).channel.version };
    const renamed = await world.call("PUT", `/${id}/name`, body);
    expect([renamed.status, renamed.body.channel.name]).toEqual([200, "Loja do centro"]);
    expect((await world.call("PUT", `/${id}/name`, { name: "Outra", version })).body.code).toBe(
      "version_conflict",
    );
    expect((await world.call("PUT", `/${id}/name`, { name: " ", version })).status).toBe(422);
    expect((await world.call("PUT", `/${id}/name`, body, "Ana")).status).toBe(403);
    await write("oi");
    expect((await world.ask<Row>("GET", `/api/conversations/${await conversation()}`)).body).toMatchObject({
      channel: { name: "Loja do centro", removed: false },
    });
  });

  it("names what stops, and ends what waits with that reason when it is disconnected", async () => {
    await write("oi");
    const id = await conversation();
    await post(id, "assign", { agentId: world.company.agents["Helena"] });
    const at = new Date(world.sim.now() + HOUR).toISOString();
    const content = { type: "text", text: "mais tarde" };
    const planned = await post(id, "scheduled", { at, unlessReply: false, quotedMessageId: null, content });
    expect(planned.status).toBe(200);
    world.sim.addNumber({ phoneNumberId, registered: false });
    const held = await post(id, "messages", { text: "agora", quotedMessageId: null });
    await world.settle();
    const uses = await world.call<ChannelUses>("GET", `/${view.channel.id}/uses`);
    expect(uses.body).toMatchObject({ conversations: 1, scheduled: 1, waiting: 1, sharesAccount: false });

    expect((await remove()).status).toBe(204);
    await world.settle();
    const messageId = String((held.body["message"] as Row)["id"]);
    const thread = await world.ask<{ entries: Row[] }>("GET", `/api/conversations/${id}/thread`);
    expect(thread.body.entries.find((entry) => entry["id"] === messageId)).toMatchObject({
      status: "failed",
      failure: { explanation: "number_removed", nextStep: "ask_administrator" },
    });
    expect((await world.ask<Row>("GET", `/api/conversations/${id}/scheduled`)).body).toMatchObject({
      items: [{ unsent: "number_removed" }],
    });
    expect((await world.ask<Row>("GET", `/api/conversations/${id}`)).body).toMatchObject({
      channel: { removed: true },
      can: { reply: false, reply_reason: "number_removed" },
    });
    expect((await post(id, "messages", { text: "oi", quotedMessageId: null })).body.code).toBe(
      "number_removed",
    );
    expect(await rows(sql`SELECT message_id FROM outbox`)).toEqual([]);
    expect((await world.call<{ items: Row[] }>("GET", "")).body.items).toEqual([]);
    for (const path of ["", "/health", "/uses", "/settings"])
      expect((await world.call("GET", `/${view.channel.id}${path}`)).status).toBe(404);
    expect((await world.call<{ items: Row[] }>("GET", "/ill")).body.items).toEqual([]);
  });

  it("keeps what still comes without answering it, and finds it when it comes back", async () => {
    await sql`UPDATE whatsapp_setting SET auto_messages = jsonb_set(auto_messages, '{welcome,enabled}', 'true')`.execute(
      world.deps.system,
    );
    await write("oi");
    const id = await conversation();
    const before = world.sim.ledger.sends.total;
    expect(before).toBeGreaterThan(0);
    await remove();
    await write("ainda aí?");
    world.sim.addUser({ id: "rui", name: "Rui Alves", waId: "5511976543210" });
    world.sim.sendAsUser("rui", { type: "text", text: "bom dia" });
    await world.settle();
    expect(world.sim.ledger.sends.total).toBe(before);
    const kept = await rows(
      sql`SELECT m.text, v.id = ${id} AS same, v.unread FROM message m JOIN conversation v ON v.id = m.conversation_id WHERE m.direction = 'in' ORDER BY m.created_at`,
    );
    expect(kept).toMatchObject([
      { text: "oi", same: true },
      { text: "ainda aí?", same: true },
      { text: "bom dia", same: false, unread: 0 },
    ]);
    expect(await rows(sql`SELECT count(*)::int AS n FROM outbox`)).toEqual([{ n: 0 }]);
    const state = await world.ask<{ numbers: Row[] }>("GET", "/api/webhooks/state");
    expect(state.body.numbers).toMatchObject([{ removed: true, silence: null }]);

    const again = await world.connect({ name: "Loja de volta" });
    expect([again.channel.id, again.channel.name]).toEqual([view.channel.id, "Loja de volta"]);
    await write("voltou?");
    expect(await conversation()).not.toBe("");
    const found = await rows(
      sql`SELECT conversation_id AS id FROM message WHERE text = 'voltou?' AND direction = 'in'`,
    );
    expect(found).toEqual([{ id }]);
    const health = await world.call<ChannelHealth>("GET", `/${view.channel.id}/health`);
    expect(health.body.troubles).toEqual([]);
  });

  it("ends files it had not fetched with that reason, and fetches them when it comes back while Meta has them", async () => {
    const { deps } = world;
    // each time as a node that knows the number as it is now
    const fetchFiles = (): Promise<number> =>
      mediaLoop(deps, channelCache(deps.system, deps.sealer), (url, init) => fetch(url, init)).drain();
    const send = async (type: "image" | "document"): Promise<void> => {
      world.sim.sendAsUser("lia", { type });
      await world.settle();
    };
    const media = async (): Promise<Row[]> => {
      const thread = await world.ask<{ entries: { media?: Row | null }[] }>(
        "GET",
        `/api/conversations/${await conversation()}/thread`,
      );
      return thread.body.entries.flatMap(({ media: one }): Row[] => (one ? [one] : []));
    };
    const lost = { state: "failed", isNumberRemoved: true };
    await send("image");
    await remove();
    await send("document");
    await fetchFiles();
    expect(await media()).toMatchObject([
      { kind: "image", ...lost },
      { kind: "document", ...lost },
    ]);
    await sql`UPDATE media SET created_at = created_at - interval '8 days' WHERE kind = 'image'`.execute(
      deps.system,
    );
    await world.connect();
    expect((await media()).map(({ state }) => state)).toEqual(["failed", "pending"]);
    await fetchFiles();
    expect(await media()).toMatchObject([lost, { state: "stored", isNumberRemoved: false }]);
  });

  it("is undone at Meta only where that is asked for, and stays when Meta refuses", async () => {
    world.sim.addNumber({ phoneNumberId, tokenExpired: true });
    const refused = await remove({ deregister: true });
    expect([refused.status, refused.body.code]).toEqual([422, "channel_meta_refused"]);
    expect(String(refused.body.data?.["sentence"])).toMatch(/\.$/);
    expect((await current()).channel.id).toBe(view.channel.id);
    world.sim.addNumber({ phoneNumberId, tokenExpired: false });
    expect((await remove({ deregister: true, unsubscribe: true })).status).toBe(204);
    const atMeta = world.sim.numbers().find((number) => number.phoneNumberId === phoneNumberId);
    expect(atMeta).toMatchObject({ registered: false, subscribed: false });
  });

  it("leaves a business account that another number shares its webhooks", async () => {
    const second = "100000000000077";
    world.sim.addNumber({ phoneNumberId: second, wabaId });
    await world.connect({ phoneNumberId: second, name: "Filial" });
    const { body } = await world.call<ChannelUses>("GET", `/${view.channel.id}/uses`);
    expect(body).toMatchObject({ sharesAccount: true, templates: 0 });
    expect((await remove({ unsubscribe: true })).body.code).toBe("channel_account_shared");
    expect((await remove()).status).toBe(204);
    expect((await world.call<{ items: Row[] }>("GET", "")).body.items).toMatchObject([{ name: "Filial" }]);
  });
});
