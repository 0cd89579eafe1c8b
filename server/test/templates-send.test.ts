import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDesk, type Desk, type Reply } from "./desk-world.ts";
import { TemplateMeta, VALUES, wireTemplate } from "./templates-world.ts";

type Row = Record<string, unknown>;
const HOUR = 3_600_000;

let desk: Desk;
let meta: TemplateMeta;
let ana: string;
let helena: string;
let serial = 0;
const key = (): string => `key-${String(++serial).padStart(8, "0")}`;
const newPhone = (): string => `55119870${String(10_000 + ++serial)}`;

beforeAll(async () => {
  desk = await openDesk({ withBot: true });
  ana = await desk.cookie(desk.ours, "Ana");
  helena = await desk.cookie(desk.ours, "Helena");
  const { system } = desk.world.deps;
  // nobody's conversation ends before its window does
  await sql`UPDATE whatsapp_setting SET inactivity_hours = 200`.execute(system);
});
afterAll(() => desk.close());
beforeEach(async () => {
  meta = new TemplateMeta(desk);
  meta.list = [
    wireTemplate("retomar"),
    wireTemplate("pausado", { status: "PAUSED" }),
    wireTemplate("carrossel", { components: [{ type: "BODY", text: "Oi" }, { type: "CAROUSEL" }] }),
  ];
  await desk.call(helena, "POST", "/api/templates/sync");
  await meta.loop().drain();
});

/** A conversation in Comercial, with the window as it is then. */
async function inComercial(phone = newPhone()): Promise<string> {
  const id = await desk.write(desk.ours, phone, "oi");
  const { comercial: teamId } = desk.ours.teams;
  await desk.call(helena, "POST", `/api/conversations/${id}/forward`, { key: key(), teamId });
  return id;
}
const use = { name: "retomar", language: "pt_BR", values: VALUES };
const send = (id: string, more: Row = {}, cookie = ana): Promise<Reply> =>
  desk.call(cookie, "POST", `/api/conversations/${id}/template`, { key: key(), ...use, ...more });
const lastIn = async (id: string): Promise<Row> =>
  ((await desk.call(helena, "GET", `/api/conversations/${id}/thread`)).body["entries"] as Row[])
    .filter(({ entry }) => entry === "message")
    .at(-1) ?? {};

describe("a template in a conversation", () => {
  it("goes out when the window is closed, and the thread shows what the phone shows", async () => {
    const id = await inComercial();
    await desk.later(25 * HOUR);
    expect(
      (await desk.call(ana, "POST", `/api/conversations/${id}/messages`, { key: key(), text: "oi" })).body,
    ).toMatchObject({ code: "service_window_closed" });
    const { status, body } = await send(id);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      conversation: {
        lastMessage: { preview: "Oi, Lia. Podemos continuar?", kind: "template" },
        owner: "agent",
      },
      message: {
        kind: "template",
        text: "Oi, Lia. Podemos continuar?",
        status: "queued",
        content: {
          type: "template",
          ...use,
          header: { format: "TEXT", text: "Pedido B-12", link: null },
          footer: "Loja Girassol",
          buttons: [{ type: "QUICK_REPLY", text: "Sim, continuar" }],
        },
      },
    });
    expect(JSON.stringify(body["message"])).not.toContain("parameters");
    await meta.work();
    expect(meta.sent).toMatchObject([
      {
        type: "template",
        template: {
          name: "retomar",
          language: { code: "pt_BR" },
          components: [
            { type: "header", parameters: [{ type: "text", text: "B-12" }] },
            { type: "body", parameters: [{ type: "text", text: "Lia" }] },
          ],
        },
      },
    ]);
    expect(await lastIn(id)).toMatchObject({ status: "accepted", failure: null });
    const found = await desk.call(ana, "GET", "/api/messages/search?q=podemos%20continuar");
    expect(JSON.stringify(found.body)).toContain(id);
  });

  it("its button comes back as a reply and opens the window", async () => {
    const phone = newPhone();
    const id = await inComercial(phone);
    await desk.later(25 * HOUR);
    await send(id);
    await meta.work();
    const tap = { type: "button", button: { payload: "Sim, continuar", text: "Sim, continuar" } };
    expect(await desk.write(desk.ours, phone, tap)).toBe(id);
    expect(await lastIn(id)).toMatchObject({ kind: "reply", text: "Sim, continuar" });
    expect((await desk.call(ana, "GET", `/api/conversations/${id}`)).body).toMatchObject({
      can: { reply: true },
    });
  });

  it("takes the word from the bot, and what the bot still had to say is not said", async () => {
    const id = await desk.write(desk.ours, newPhone(), "oi");
    expect((await desk.call(helena, "GET", `/api/conversations/${id}`)).body).toMatchObject({ owner: "bot" });
    expect((await send(id, {}, helena)).body).toMatchObject({ conversation: { owner: "agent" } });
    await meta.work();
    expect(meta.sent.map(({ type }) => type)).toEqual(["template"]);
  });

  it("once for one key", async () => {
    const id = await inComercial();
    const body = { key: key(), ...use };
    const first = await desk.call(ana, "POST", `/api/conversations/${id}/template`, body);
    const again = await desk.call(ana, "POST", `/api/conversations/${id}/template`, body);
    expect((again.body["message"] as Row)["id"]).toBe((first.body["message"] as Row)["id"]);
    await meta.work();
    expect(meta.sent).toHaveLength(1);
  });

  it.each([
    [{ name: "ninguem" }, 409, "template_missing", []],
    [{ language: "en_US" }, 409, "template_missing", []],
    [{ name: "pausado" }, 409, "template_not_approved", []],
    [{ name: "carrossel", values: {} }, 409, "template_unsendable", []],
    [{ values: { "body.1": "Lia" } }, 422, "invalid_input", ["values.header.1 place_missing"]],
    [
      { values: { ...VALUES, "body.1": "a\nb", "body.9": "x" } },
      422,
      "invalid_input",
      ["values.body.1 place_invalid", "values.body.9 place_unknown"],
    ],
    [
      { values: { ...VALUES, "body.1": "x".repeat(1010) } },
      422,
      "invalid_input",
      ["values template_too_long"],
    ],
  ])("refused when it cannot be sent: %j", async (more, status, code, fields) => {
    const id = await inComercial();
    const reply = await send(id, more);
    expect([reply.status, reply.body.code]).toEqual([status, code]);
    expect((reply.body.fields ?? []).map((field) => `${field.path} ${field.code}`)).toEqual(fields);
    expect(meta.sent).toEqual([]);
  });

  it("refused for whom the conversation is not, and where it has ended", async () => {
    const id = await inComercial();
    const diego = await desk.cookie(desk.ours, "Diego");
    expect((await send(id, {}, diego)).status).toBe(404);
    expect((await send(id, {}, await desk.cookie(desk.theirs, "Helena"))).status).toBe(404);
    await desk.call(helena, "POST", `/api/conversations/${id}/status`, { key: key(), status: "closed" });
    expect((await send(id)).body.code).toBe("conversation_closed");
  });

  it("fails with Meta's reason, and goes once more as it is approved then", async () => {
    const id = await inComercial();
    await desk.later(25 * HOUR);
    const sent = await send(id);
    const messageId = (sent.body["message"] as Row)["id"];
    meta.sendAnswer = () =>
      Response.json({ error: { code: 132015, message: "(#132015) Template is Paused" } }, { status: 400 });
    await meta.work();
    expect(await lastIn(id)).toMatchObject({
      status: "failed",
      failure: { code: 132015, explanation: "template_paused" },
    });
    const retry = (): Promise<Reply> =>
      desk.call(ana, "POST", `/api/conversations/${id}/messages/${String(messageId)}/retry`, { key: key() });
    const named = { message_template_name: "retomar", message_template_language: "pt_BR" };
    await meta.say(desk.ours, "message_template_status_update", { ...named, event: "PAUSED" });
    expect((await retry()).body.code).toBe("template_not_approved");
    await meta.say(desk.ours, "message_template_status_update", { ...named, event: "APPROVED" });
    meta.sendAnswer = null;
    expect((await retry()).body["message"]).toMatchObject({ kind: "template", content: { values: VALUES } });
    await meta.work();
    expect(await lastIn(id)).toMatchObject({ status: "accepted" });
  });
});

describe("a conversation that an agent begins", () => {
  const begin = (to: Row, more: Row = {}, cookie = ana): Promise<Reply> =>
    desk.call(cookie, "POST", "/api/conversations", {
      key: key(),
      channelId: desk.ours.channelId,
      to,
      teamId: desk.ours.teams.comercial,
      template: use,
      ...more,
    });
  const contacts = async (): Promise<number> =>
    (
      await meta.rows(
        sql<Row>`SELECT id FROM contact WHERE account_id = ${desk.ours.accountId} AND merged_into IS NULL`,
      )
    ).length;

  it("is that agent's, with the template as its first word", async () => {
    const before = await contacts();
    const { status, body } = await begin({ phone: "(31) 98888-0001" });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      existed: false,
      conversation: {
        agentId: desk.ours.agents["Ana"],
        owner: "agent",
        status: "open",
        teamId: desk.ours.teams.comercial,
        windowClosesAt: null,
        contact: { phone: "+55 (31) 98888-0001" },
      },
      message: { kind: "template", author: "agent" },
    });
    expect(await contacts()).toBe(before + 1);
    await meta.work();
    expect(meta.sent).toMatchObject([{ to: "+5531988880001", type: "template" }]);
    const id = (body["conversation"] as Row)["id"] as string;
    // the person answers, under the twelve digits that WhatsApp knows them by: the same contact, the same conversation
    expect(await desk.write(desk.ours, "553188880001", "oi")).toBe(id);
    expect(await contacts()).toBe(before + 1);
    const thread = await desk.call(ana, "GET", `/api/conversations/${id}/thread`);
    expect(
      (thread.body["entries"] as Row[]).map(
        ({ entry, type, kind }) => type ?? `${String(entry)} ${String(kind)}`,
      ),
    ).toEqual(["conversation.opened", "message template", "message text"]);
  });

  it("finds a contact with or without the ninth digit, and writes where it wrote from", async () => {
    const id = await desk.write(desk.ours, "553188880002", "oi");
    await desk.call(helena, "POST", `/api/conversations/${id}/status`, { key: key(), status: "closed" });
    await meta.work();
    meta.sent.length = 0;
    const before = await contacts();
    const { body } = await begin({ phone: "31 98888-0002" });
    expect(body).toMatchObject({ existed: false });
    expect(await contacts()).toBe(before);
    await meta.work();
    expect(meta.sent).toMatchObject([{ to: "+553188880002", type: "template" }]);
  });

  it("by a known contact, for who may see its conversations", async () => {
    const id = await inComercial("553188880003");
    await desk.call(helena, "POST", `/api/conversations/${id}/status`, { key: key(), status: "closed" });
    await meta.work();
    meta.sent.length = 0;
    const row = (await desk.call(ana, "GET", `/api/conversations/${id}`)).body;
    const contactId = (row["contact"] as Row)["id"];
    const diego = await desk.cookie(desk.ours, "Diego");
    const { suporte: teamId } = desk.ours.teams;
    expect((await begin({ contactId }, { teamId }, diego)).status).toBe(404);
    expect((await begin({ contactId })).body).toMatchObject({
      existed: false,
      conversation: { contact: { id: contactId } },
    });
    await meta.work();
    expect(meta.sent).toMatchObject([{ to: "+553188880003" }]);
  });

  it("opens the one that is there instead, and sends nothing", async () => {
    const id = await inComercial("5531988880004");
    await meta.work();
    meta.sent.length = 0;
    const { body } = await begin({ phone: "(31) 98888-0004" });
    expect(body).toMatchObject({ existed: true, message: null, conversation: { id } });
    await meta.work();
    expect(meta.sent).toEqual([]);
    const diego = await desk.cookie(desk.ours, "Diego");
    const { suporte: teamId } = desk.ours.teams;
    const refused = await begin({ phone: "(31) 98888-0004" }, { teamId }, diego);
    expect([refused.status, refused.body.code]).toEqual([409, "contact_with_others"]);
    expect(JSON.stringify(refused.body)).not.toContain(id);
  });

  it("once for one key, also at the same moment", async () => {
    const before = await contacts();
    const same = key();
    const both = await Promise.all([
      begin({ phone: "(31) 98888-0005" }, { key: same }),
      begin({ phone: "(31) 98888-0005" }, { key: same }),
      begin({ phone: "(31) 8888-0005" }),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(both.map(({ body }) => (body["conversation"] as Row)["id"])).size).toBe(1);
    expect(await contacts()).toBe(before + 1);
    await meta.work();
    expect(meta.sent).toHaveLength(1);
  });

  it.each([
    [{ phone: "98888-0006" }, {}, "to.phone not_a_phone"],
    [{ phone: "(31) 98888-0006" }, { template: { ...use, values: {} } }, "values.header.1 place_missing"],
  ])("refused: %j %j", async (to, more, field) => {
    const before = await contacts();
    const reply = await begin(to, more);
    expect(reply.status).toBe(422);
    expect((reply.body.fields ?? []).map(({ path, code }) => `${path} ${code}`)).toContain(field);
    expect(await contacts()).toBe(before);
  });

  it("in the agent's own teams, on the account's own numbers", async () => {
    const { suporte } = desk.ours.teams;
    expect((await begin({ phone: "(31) 98888-0007" }, { teamId: suporte })).status).toBe(422);
    expect((await begin({ phone: "(31) 98888-0007" }, { teamId: suporte }, helena)).status).toBe(200);
    const foreign = { channelId: desk.theirs.channelId };
    expect((await begin({ phone: "(31) 98888-0008" }, foreign)).status).toBe(404);
    expect((await begin({ phone: "(31) 98888-0008" }, { teamId: desk.theirs.teams.comercial })).status).toBe(
      422,
    );
  });
});
