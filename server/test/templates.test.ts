import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDesk, type Desk } from "./desk-world.ts";
import { TemplateMeta, WABA, wireTemplate } from "./templates-world.ts";

type Row = Record<string, unknown>;
type Listed = { items: (Row & { name: string; status: string })[]; accounts: Row[] };
const HOUR = 3_600_000;

let desk: Desk;
let meta: TemplateMeta;
let helena: string;

beforeAll(async () => {
  desk = await openDesk();
  helena = await desk.cookie(desk.ours, "Helena");
});
afterAll(() => desk.close());
beforeEach(async () => {
  meta = new TemplateMeta(desk);
  await sql`DELETE FROM template`.execute(desk.world.deps.system);
  await sql`DELETE FROM template_sync`.execute(desk.world.deps.system);
});

const list = async (cookie = helena): Promise<Listed> =>
  (await desk.call(cookie, "GET", "/api/templates")).body as unknown as Listed;
const events = async (): Promise<unknown[]> =>
  (
    await meta.rows(
      sql<Row>`SELECT type FROM event WHERE account_id = ${desk.ours.accountId} AND type LIKE 'template.%' ORDER BY id`,
    )
  ).map((row) => row["type"]);

describe("templates read at Meta", () => {
  it("are there after the first look, for everybody who answers, with what is known about the reading", async () => {
    const changed: string[] = [];
    expect(await list()).toMatchObject({
      items: [],
      accounts: [{ wabaId: WABA, syncedAt: null, problem: null }],
    });
    await meta.loop(changed).drain();
    const ana = await desk.cookie(desk.ours, "Ana");
    const { items, accounts } = await list(ana);
    expect(items).toMatchObject([
      {
        name: "retomar",
        language: "pt_BR",
        status: "APPROVED",
        header: { format: "TEXT", text: "Pedido {{1}}" },
        body: "Oi, {{1}}. Podemos continuar?",
        footer: "Loja Girassol",
        buttons: [{ type: "QUICK_REPLY", text: "Sim, continuar" }],
        samples: { "header.1": "A-77", "body.1": "Lia" },
        unsendable: [],
      },
    ]);
    expect(accounts).toEqual([
      {
        wabaId: WABA,
        channels: [{ id: desk.ours.channelId, name: "Loja Girassol", displayPhone: "5511900000001" }],
        syncedAt: new Date(desk.world.clock.now()).toISOString(),
        problem: null,
      },
    ]);
    // each company reads its own, and hears of it
    expect(changed.toSorted()).toEqual([desk.ours.accountId, desk.theirs.accountId].toSorted());
  });

  it("become what the list says: changed, gone, new", async () => {
    meta.list = [wireTemplate("um"), wireTemplate("dois")];
    const loop = meta.loop();
    await loop.drain();
    meta.list = [wireTemplate("dois", { status: "REJECTED", rejected_reason: "SCAM" }), wireTemplate("tres")];
    desk.world.clock.advance(6 * HOUR - 1);
    await loop.drain();
    expect(meta.asked).toHaveLength(2);
    desk.world.clock.advance(1);
    await loop.drain();
    expect((await list()).items.map(({ name, status }) => [name, status])).toEqual([
      ["dois", "REJECTED"],
      ["tres", "APPROVED"],
    ]);
  });

  it("keep a state that a webhook told while the list was on its way", async () => {
    await meta.loop().drain();
    desk.world.clock.advance(7 * HOUR);
    meta.onListed = async () => {
      meta.onListed = null;
      desk.world.clock.advance(1000);
      await meta.say(desk.ours, "message_template_status_update", {
        event: "PAUSED",
        message_template_name: "retomar",
        message_template_language: "pt_BR",
        other_info: { title: "FIRST_PAUSE" },
      });
    };
    await meta.loop().drain();
    expect((await list()).items).toMatchObject([{ status: "PAUSED", reason: "FIRST_PAUSE" }]);
  });

  it("are read once more when that was asked for while a reading was under way", async () => {
    const loop = meta.loop();
    await loop.drain();
    desk.world.clock.advance(7 * HOUR);
    meta.onListed = async () => {
      meta.onListed = null;
      desk.world.clock.advance(1000);
      meta.list = [wireTemplate("retomar", { status: "PAUSED" })];
      expect((await desk.call(helena, "POST", "/api/templates/sync")).status).toBe(200);
    };
    await loop.drain();
    expect((await list()).items).toMatchObject([{ status: "PAUSED" }]);
  });

  it("settle what was told of one second twice, once that second is over", async () => {
    const loop = meta.loop();
    await loop.drain();
    const said = (event: string) =>
      meta.say(desk.ours, "message_template_status_update", {
        event,
        message_template_name: "retomar",
        message_template_language: "pt_BR",
      });
    const second = desk.world.clock.now();
    await said("REJECTED");
    desk.world.clock.set(second);
    // of one second, and another than what comes later in a life: nobody can tell from these two
    await said("PENDING");
    desk.world.clock.set(second);
    meta.list = [wireTemplate("retomar", { status: "PENDING" })];
    await loop.drain();
    expect((await list()).items).toMatchObject([{ status: "REJECTED" }]);
    desk.world.clock.advance(2_000);
    await loop.drain();
    expect((await list()).items).toMatchObject([{ status: "PENDING" }]);
  });

  it.each([
    [() => Response.json({ error: { code: 190, message: "no" } }, { status: 401 }), "token_refused"],
    [
      () => Response.json({ error: { code: 100, error_subcode: 33, message: "no" } }, { status: 400 }),
      "waba_unknown",
    ],
    [() => Response.json({ error: { code: 200, message: "no" } }, { status: 403 }), "permission_missing"],
    [() => new Response("<html>", { status: 502 }), "graph_unreachable"],
  ])("say why they could not be read, keep what was known, and try again", async (answer, problem) => {
    const loop = meta.loop();
    await loop.drain();
    desk.world.clock.advance(6 * HOUR);
    meta.listAnswer = answer;
    await loop.drain();
    expect(await list()).toMatchObject({ items: [{ name: "retomar" }], accounts: [{ problem }] });
    const told = (await events()).filter((type) => type === "template.sync_failed").length;
    desk.world.clock.advance(5 * 60_000);
    await loop.drain();
    // the same problem is told once
    expect((await events()).filter((type) => type === "template.sync_failed")).toHaveLength(told);
    meta.listAnswer = null;
    desk.world.clock.advance(5 * 60_000);
    await loop.drain();
    expect(await list()).toMatchObject({ accounts: [{ problem: null }] });
  });

  it("are read on demand, by administrators", async () => {
    const loop = meta.loop();
    await loop.drain();
    meta.list = [];
    desk.world.clock.advance(1000);
    const rita = await desk.cookie(desk.ours, "Rita");
    expect((await desk.call(rita, "POST", "/api/templates/sync")).status).toBe(403);
    expect((await desk.call(helena, "POST", "/api/templates/sync")).status).toBe(200);
    await loop.drain();
    expect((await list()).items).toEqual([]);
    // only the company that asked
    expect(meta.asked).toHaveLength(3);
  });

  it("need a business account", async () => {
    const { system } = desk.world.deps;
    await sql`UPDATE channel SET waba_id = '' WHERE account_id = ${desk.ours.accountId}`.execute(system);
    await meta.loop().drain();
    expect(await list()).toMatchObject({ items: [], accounts: [{ wabaId: "", problem: "waba_missing" }] });
    await sql`UPDATE channel SET waba_id = ${WABA} WHERE account_id = ${desk.ours.accountId}`.execute(system);
  });
});

describe("what Meta's webhooks say of templates", () => {
  const named = { message_template_name: "retomar", message_template_language: "pt-BR" };

  it("changes them at once, and screens look again", async () => {
    await meta.loop().drain();
    const id = Number(meta.list[0]?.["id"]);
    const before = (await events()).length;
    await meta.say(desk.ours, "message_template_status_update", {
      event: "REJECTED",
      message_template_id: id,
      reason: "INVALID_FORMAT",
    });
    await meta.say(desk.ours, "template_category_update", { ...named, new_category: "MARKETING" });
    await meta.say(desk.ours, "message_template_quality_update", { ...named, new_quality_score: "RED" });
    // said twice, it changes nothing the second time
    await meta.say(desk.ours, "message_template_quality_update", { ...named, new_quality_score: "RED" });
    expect((await list()).items).toMatchObject([
      { status: "REJECTED", reason: "INVALID_FORMAT", category: "MARKETING", quality: "RED" },
    ]);
    expect((await events()).slice(before)).toEqual([
      "template.changed",
      "template.changed",
      "template.changed",
    ]);
    // the other company's row of the same name is its own
    const theirs = await desk.cookie(desk.theirs, "Helena");
    expect((await list(theirs)).items).toMatchObject([{ status: "APPROVED", category: "UTILITY" }]);
    await meta.say(desk.ours, "message_template_status_update", {
      ...named,
      event: "APPROVED",
      reason: "NONE",
    });
    expect((await list()).items).toMatchObject([{ status: "APPROVED", reason: null }]);
  });

  it("that name a template we do not know, or change its text, have the list read again", async () => {
    const loop = meta.loop();
    await loop.drain();
    meta.list = [wireTemplate("retomar", { components: [{ type: "BODY", text: "Outro texto" }] })];
    await meta.say(desk.ours, "message_template_components_update", {
      ...named,
      message_template_element: "Outro",
    });
    await loop.drain();
    expect((await list()).items).toMatchObject([{ body: "Outro texto" }]);
    meta.list.push(wireTemplate("novo"));
    await meta.say(desk.ours, "message_template_status_update", {
      event: "APPROVED",
      message_template_name: "novo",
      message_template_language: "pt_BR",
    });
    await loop.drain();
    expect((await list()).items.map(({ name }) => name)).toEqual(["novo", "retomar"]);
  });

  it("that cannot be read do no harm", async () => {
    await meta.loop().drain();
    for (const value of [{}, { event: 4 }, { message_template_name: "retomar" }])
      await meta.say(desk.ours, "message_template_status_update", value);
    expect((await list()).items).toMatchObject([{ status: "APPROVED" }]);
    expect(await meta.rows(sql<Row>`SELECT FROM quarantined_fact`)).toEqual([]);
  });
});

it("a template's list is the account's own", async () => {
  await meta.loop().drain();
  const theirs = await desk.cookie(desk.theirs, "Helena");
  meta.list = [wireTemplate("nosso")];
  await desk.call(helena, "POST", "/api/templates/sync");
  await meta.loop().drain();
  expect((await list(theirs)).items.map(({ name }) => name)).toEqual(["retomar"]);
});
