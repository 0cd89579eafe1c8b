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
const newPhone = (): string => `55119880${String(10_000 + ++serial)}`;
const rows = async (statement: ReturnType<typeof sql<Row>>): Promise<Row[]> =>
  (await statement.execute(desk.world.deps.system)).rows;

beforeAll(async () => {
  desk = await openDesk({ withBot: true });
  ana = await desk.cookie(desk.ours, "Ana");
  helena = await desk.cookie(desk.ours, "Helena");
  await sql`UPDATE whatsapp_setting SET inactivity_hours = 200`.execute(desk.world.deps.system);
});
afterAll(() => desk.close());
beforeEach(async () => {
  meta = new TemplateMeta(desk);
  meta.list = [wireTemplate("pedido"), wireTemplate("promo", { category: "MARKETING" })];
  await desk.call(helena, "POST", "/api/templates/sync");
  await meta.loop().drain();
});

async function inComercial(phone: string, text = "oi"): Promise<string> {
  const id = await desk.write(desk.ours, phone, text);
  const { comercial: teamId } = desk.ours.teams;
  await desk.call(helena, "POST", `/api/conversations/${id}/forward`, { key: key(), teamId });
  await meta.work();
  return id;
}
const send = (id: string, name: string): Promise<Reply> =>
  desk.call(ana, "POST", `/api/conversations/${id}/template`, {
    key: key(),
    name,
    language: "pt_BR",
    values: VALUES,
  });
const contactOf = async (id: string): Promise<Row> => {
  const { contact } = (await desk.call(ana, "GET", `/api/conversations/${id}`)).body as { contact: Row };
  return (await desk.call(ana, "GET", `/api/contacts/${String(contact["id"])}`)).body;
};
/** Meta tells what a person chose, at a time in seconds. */
const chose = async (phone: string, value: string, timestamp: number): Promise<void> => {
  const user = { wa_id: phone, category: "marketing_messages", value, timestamp };
  await desk.hear(desk.ours, "user_preferences", { user_preferences: [user] });
};
const seconds = (): number => Math.floor(desk.world.clock.now() / 1000);

describe("who wants no marketing", () => {
  it("gets no marketing template from an agent any more, and utility as ever; the contact shows it", async () => {
    const phone = newPhone();
    const id = await inComercial(phone);
    await desk.write(desk.ours, phone, "SAIR");
    const refused = await send(id, "promo");
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: "contact_opted_out" });
    expect((await send(id, "pedido")).status).toBe(200);
    expect((await contactOf(id))["marketing"]).toMatchObject({ stopped: true, source: "word" });
    await desk.later(2000);
    await desk.write(desk.ours, phone, "VOLTAR");
    expect((await contactOf(id))["marketing"]).toMatchObject({ stopped: false });
    expect((await send(id, "promo")).status).toBe(200);
    await meta.work();
  });

  it("what was queued before does not go out after, whoever queued it", async () => {
    const phone = newPhone();
    const id = await inComercial(phone);
    expect((await send(id, "promo")).status).toBe(200);
    await chose(phone, "stop", seconds());
    const before = meta.sent.length;
    await meta.work();
    expect(meta.sent.length).toBe(before);
    const failed = await rows(
      sql<Row>`SELECT error_code AS code, status FROM message WHERE conversation_id = ${id} AND kind = 'template'`,
    );
    expect(failed).toEqual([{ code: 131050, status: "failed" }]);
    // our own check tells the ledger nothing
    expect((await contactOf(id))["marketing"]).toMatchObject({ source: "meta" });
  });

  it("a template that Meta recategorised meanwhile is judged as what it is now", async () => {
    const phone = newPhone();
    const id = await inComercial(phone);
    await chose(phone, "stop", seconds());
    expect((await send(id, "pedido")).status).toBe(200);
    await meta.say(desk.ours, "template_category_update", {
      message_template_name: "pedido",
      message_template_language: "pt_BR",
      previous_category: "UTILITY",
      new_category: "MARKETING",
    });
    const before = meta.sent.length;
    await meta.work();
    expect(meta.sent.length).toBe(before);
  });

  it("the latest choice counts, in whatever order Meta tells them, and however often", async () => {
    const phone = newPhone();
    const id = await inComercial(phone);
    const at = seconds();
    await chose(phone, "resume", at + 20);
    await chose(phone, "stop", at + 10);
    await chose(phone, "stop", at + 10);
    expect((await contactOf(id))["marketing"]).toMatchObject({ stopped: false });
    await chose(phone, "stop", at + 30);
    expect((await contactOf(id))["marketing"]).toMatchObject({ stopped: true });
    const { id: contactId } = await contactOf(id);
    const kept = await rows(
      sql<Row>`SELECT stopped FROM marketing_choice WHERE contact_id = ${contactId} ORDER BY at`,
    );
    expect(kept.map(({ stopped }) => stopped)).toEqual([true, false, true]);
  });

  it("a refusal of Meta's is such a word, at once or by a later status", async () => {
    const [early, late] = [await inComercial(newPhone()), await inComercial(newPhone())];
    meta.sendAnswer = () =>
      Response.json({ error: { code: 131050, message: "(#131050) opted out" } }, { status: 400 });
    await send(early, "promo");
    await meta.work();
    expect((await contactOf(early))["marketing"]).toMatchObject({ stopped: true, source: "refusal" });
    const wamid = `wamid.late.${late}`;
    meta.sendAnswer = () => Response.json({ messages: [{ id: wamid }] });
    await send(late, "promo");
    await meta.work();
    const failed = { id: wamid, status: "failed", timestamp: String(seconds()) };
    await desk.hear(desk.ours, "messages", {
      statuses: [{ ...failed, errors: [{ code: 131050, title: "opted out" }] }],
    });
    expect((await contactOf(late))["marketing"]).toMatchObject({ stopped: true, source: "refusal" });
    expect((await send(late, "promo")).status).toBe(409);
  });

  it("stays so when two contacts become one", async () => {
    const [kept, gone] = [newPhone(), newPhone()];
    const id = await inComercial(kept);
    const other = await inComercial(gone);
    await chose(gone, "stop", seconds());
    const { id: keptId } = await contactOf(id);
    const { id: goneId } = await contactOf(other);
    const merge = { key: key(), otherId: goneId, cause: "mesma pessoa" };
    const { status } = await desk.call(helena, "POST", `/api/contacts/${String(keptId)}/merge`, merge);
    expect(status).toBe(204);
    expect((await contactOf(id))["marketing"]).toMatchObject({ stopped: true });
  });

  it("does not get a scheduled marketing template either", async () => {
    const phone = newPhone();
    const id = await inComercial(phone);
    const at = new Date(desk.world.clock.now() + HOUR).toISOString();
    const use = { name: "promo", language: "pt_BR", values: VALUES };
    const content = { type: "template", use };
    const planned = await desk.call(ana, "POST", `/api/conversations/${id}/scheduled`, {
      key: key(),
      at,
      unlessReply: false,
      quotedMessageId: null,
      content,
    });
    expect(planned.status).toBe(200);
    await chose(phone, "stop", seconds());
    await desk.later(HOUR + 60_000);
    const before = meta.sent.length;
    await meta.work();
    expect(meta.sent.length).toBe(before);
  });
});

describe("what an agent notes for a customer", () => {
  const asHelena = async (id: string): Promise<Row> => {
    const { contact } = (await desk.call(helena, "GET", `/api/conversations/${id}`)).body as { contact: Row };
    return (await desk.call(helena, "GET", `/api/contacts/${String(contact["id"])}`)).body;
  };
  const note = async (id: string, body: Row, who = ana): Promise<Reply> => {
    const contact = await asHelena(id);
    return desk.call(who, "POST", `/api/contacts/${String(contact["id"])}/choices`, body);
  };
  const NOTED = { kind: "marketing", stopped: true, reason: "pediu por telefone" };

  it("holds like their own word, is told with its reason, and can be taken back with another", async () => {
    const id = await inComercial(newPhone());
    const noted = await note(id, NOTED);
    expect(noted.body["marketing"]).toMatchObject({
      stopped: true,
      source: "agent",
      agentId: desk.ours.agents["Ana"],
      reason: "pediu por telefone",
    });
    expect((await send(id, "promo")).body).toMatchObject({ code: "contact_opted_out" });
    const thread = await desk.call(ana, "GET", `/api/conversations/${id}/thread`);
    expect(JSON.stringify(thread.body)).toContain("pediu por telefone");
    const undone = await note(id, { ...NOTED, stopped: false, reason: "era outro cliente" });
    expect(undone.body["marketing"]).toMatchObject({ stopped: false, reason: "era outro cliente" });
    expect((await send(id, "promo")).status).toBe(200);
    await meta.work();
    const { id: contactId } = await contactOf(id);
    const ledger = await rows(
      sql<Row>`SELECT stopped, source FROM marketing_choice WHERE contact_id = ${contactId} ORDER BY at`,
    );
    expect(ledger).toEqual([
      { stopped: true, source: "agent" },
      { stopped: false, source: "agent" },
    ]);
  });

  it("is not above what they said themselves", async () => {
    const phone = newPhone();
    const id = await inComercial(phone);
    await note(id, NOTED);
    await desk.later(2000);
    await desk.write(desk.ours, phone, "SAIR");
    const undone = await note(id, { ...NOTED, stopped: false, reason: "engano" });
    expect([undone.status, undone.body["code"]]).toEqual([409, "choice_is_contacts"]);
    expect((await send(id, "promo")).status).toBe(409);
    await desk.later(2000);
    await desk.write(desk.ours, phone, "VOLTAR");
    expect((await send(id, "promo")).status).toBe(200);
    await meta.work();
  });

  it("asks for a reason, and is for who sees the customer", async () => {
    const id = await inComercial(newPhone());
    expect((await note(id, { ...NOTED, reason: " " })).status).toBe(422);
    const contact = String((await contactOf(id))["id"]);
    const stranger = await desk.cookie(desk.theirs, "Helena");
    const path = `/api/contacts/${contact}/choices`;
    expect((await desk.call(stranger, "POST", path, NOTED)).status).toBe(404);
  });

  it("of everything automatic silences the bot and what was queued, and leaves people the word", async () => {
    const phone = newPhone();
    const id = await desk.write(desk.ours, phone, "oi");
    await note(id, { kind: "automatic", stopped: true, reason: "só quer pessoas" }, helena);
    const before = meta.sent.length;
    await meta.work();
    await desk.write(desk.ours, phone, "Comercial");
    await meta.work();
    expect(meta.sent.length).toBe(before);
    const seen = (await desk.call(helena, "GET", `/api/conversations/${id}`)).body;
    expect(seen).toMatchObject({ owner: "team", unread: 2, can: { reply: true } });
    expect(await asHelena(id)).toMatchObject({
      marketing: { stopped: true },
      automatic: { stopped: true, source: "agent" },
    });
    const bot = await desk.call(helena, "POST", `/api/conversations/${id}/return-to-bot`, { key: key() });
    expect(bot.body).toMatchObject({ code: "contact_wants_none" });
    const said = await desk.call(helena, "POST", `/api/conversations/${id}/messages`, {
      key: key(),
      text: "sou eu",
      quotedMessageId: null,
    });
    expect(said.status).toBe(200);
    await meta.work();
    expect(meta.sent.length).toBe(before + 1);
  });

  it("queued automatic words of an earlier moment do not go out after the note either", async () => {
    const id = await inComercial(newPhone());
    await sql`UPDATE contact SET automatic_stopped_at = now() WHERE id = (SELECT contact_id FROM conversation WHERE id = ${id})`.execute(
      desk.world.deps.system,
    );
    await send(id, "pedido");
    await sql`UPDATE outbox SET automatic = true WHERE conversation_id = ${id}`.execute(
      desk.world.deps.system,
    );
    const before = meta.sent.length;
    await meta.work();
    expect(meta.sent.length).toBe(before);
  });
});
