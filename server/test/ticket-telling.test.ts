import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Desk } from "./desk-world.ts";
import { TemplateMeta, VALUES, wireTemplate } from "./templates-world.ts";
import { openTickets, ticketPath, type Row, type TicketWorld } from "./ticket-world.ts";

const HOUR = 3_600_000;
let desk: Desk;
let meta: TemplateMeta;
let status: TicketWorld["status"];
let { as, post, team, agent, talk, made, act, activity, linked } = {} as TicketWorld;
let serial = 0;
const newPhone = (): string => `55119880${String(10_000 + ++serial)}`;
beforeAll(async () => {
  const world = await openTickets();
  ({ desk, as, post, team, agent, talk, made, act, activity, linked, status } = world);
  meta = new TemplateMeta(desk);
  meta.list = [wireTemplate("retomar")];
  await as("Helena", "POST", "/api/templates/sync");
  await meta.loop().drain();
  // nobody's conversation ends before its window does
  await sql`UPDATE whatsapp_setting SET inactivity_hours = 200`.execute(desk.world.deps.system);
});
afterAll(() => desk.close());

const use = { name: "retomar", language: "pt_BR", values: VALUES };
const tell = (name: string, ticket: Row, conversationId: string, more: Row = {}) =>
  post(name, `${ticketPath(ticket)}/comments`, {
    text: "O técnico vai amanhã",
    public: true,
    send: { conversationId, template: null },
    ...more,
  });
const comments = async (ticket: Row): Promise<Row[]> =>
  (await activity("Helena", ticket)).filter(({ entry }) => entry === "comment");
const lines = async (ticket: Row): Promise<Row[]> =>
  (await activity("Helena", ticket)).filter(({ entry }) => entry === "history");
const lastIn = async (id: string): Promise<Row> =>
  ((await as("Helena", "GET", `/api/conversations/${id}/thread`)).body["entries"] as Row[])
    .filter(({ entry }) => entry === "message")
    .at(-1) ?? {};
const reaches = async (name: string, ticket: Row): Promise<Row[]> =>
  (await as(name, "GET", `${ticketPath(ticket)}/reaches`)).body["items"] as Row[];
const read = async (name: string, ticket: Row): Promise<Row> =>
  (await as(name, "GET", ticketPath(ticket))).body;

describe("a public comment", () => {
  it("goes to the conversation once for its key, with the agent's name where the team signs, and shows its state", async () => {
    const { id } = await talk(newPhone(), ["a geladeira parou"]);
    const ticket = await made("Ana", id);
    expect(await reaches("Ana", ticket)).toMatchObject([
      { conversationId: id, signs: false, reason: null, channel: { name: expect.any(String) } },
    ]);
    await sql`UPDATE team SET signs_replies = true WHERE id = ${team("comercial")}`.execute(
      desk.world.deps.system,
    );
    expect(await reaches("Ana", ticket)).toMatchObject([{ signs: true }]);
    const body = {
      key: "telling-once-1",
      text: "O técnico vai amanhã",
      public: true,
      send: { conversationId: id, template: null },
    };
    const url = `${ticketPath(ticket)}/comments`;
    const [first, again] = await Promise.all([as("Ana", "POST", url, body), as("Ana", "POST", url, body)]);
    expect(first.status).toBe(200);
    expect(again.body).toEqual(first.body);
    const message = await lastIn(id);
    expect(message).toMatchObject({ text: "O técnico vai amanhã", author: "agent", agentId: agent("Ana") });
    expect(await comments(ticket)).toMatchObject([
      {
        text: "O técnico vai amanhã",
        public: true,
        sent: {
          messageId: message["id"],
          conversationId: id,
          status: "queued",
          failure: null,
          template: null,
        },
      },
    ]);
    const before = meta.sent.length;
    await meta.work();
    expect(meta.sent.slice(before)).toMatchObject([
      { type: "text", text: { body: "*Ana:*\nO técnico vai amanhã" } },
    ]);
    await sql`UPDATE team SET signs_replies = false`.execute(desk.world.deps.system);
    expect(await comments(ticket)).toMatchObject([{ sent: { status: "accepted" } }]);
    // the message leads to the ticket
    expect((await as("Ana", "GET", `/api/conversations/${id}/tickets`)).body["items"]).toMatchObject([
      { number: ticket["number"], messageIds: [message["id"]] },
    ]);
    const told = await sql<Row>`
      SELECT type FROM event WHERE ticket_id = ${String(ticket["id"])} AND type = 'ticket.delivery'`.execute(
      desk.world.deps.system,
    );
    expect(told.rows).toHaveLength(1);
  });

  it("shows why it did not arrive", async () => {
    const { id } = await talk(newPhone(), ["oi"]);
    const ticket = await made("Ana", id);
    await tell("Ana", ticket, id);
    meta.sendAnswer = () =>
      Response.json({ error: { code: 131026, message: "Undeliverable" } }, { status: 400 });
    await meta.work();
    meta.sendAnswer = null;
    expect(await comments(ticket)).toMatchObject([
      { sent: { status: "failed", failure: { code: 131026, explanation: expect.any(String) } } },
    ]);
  });

  it("goes as a template once the window is closed, and then says the template's words", async () => {
    const { id } = await talk(newPhone(), ["oi"]);
    const ticket = await made("Ana", id);
    await desk.later(25 * HOUR);
    expect((await tell("Ana", ticket, id)).body).toMatchObject({ code: "service_window_closed" });
    expect(await comments(ticket)).toEqual([]);
    const sent = await tell("Ana", ticket, id, { text: "", send: { conversationId: id, template: use } });
    expect(sent.status).toBe(200);
    expect(await comments(ticket)).toMatchObject([
      { text: "Oi, Lia. Podemos continuar?", sent: { template: "retomar", status: "queued" } },
    ]);
    expect(await tell("Ana", ticket, id, { text: "" })).toMatchObject({ status: 422 });
    const wrong = { send: { conversationId: id, template: { ...use, name: "sumiu" } } };
    expect((await tell("Ana", ticket, id, wrong)).body).toMatchObject({ code: "template_missing" });
  });

  it("goes nowhere its author may not answer, nor into what has nothing to do with the ticket", async () => {
    const { id } = await talk(newPhone(), ["oi"]);
    const ticket = await made("Ana", id);
    const other = await talk(newPhone(), ["outro assunto"]);
    expect((await tell("Ana", ticket, other.id)).body).toMatchObject({
      code: "invalid_input",
      fields: [{ path: "send.conversationId" }],
    });
    // out of her sight
    await post("Helena", `/api/conversations/${id}/forward`, { teamId: team("suporte") });
    expect(await reaches("Ana", ticket)).toEqual([]);
    expect(await tell("Ana", ticket, id)).toMatchObject({ status: 404 });
    await post("Helena", `/api/conversations/${id}/forward`, { teamId: team("comercial") });
    // blocked, or another's to answer
    await post("Helena", `/api/conversations/${id}/block`, { blocked: true });
    expect(await reaches("Ana", ticket)).toMatchObject([{ reason: "contact_blocked" }]);
    expect((await tell("Ana", ticket, id)).body).toMatchObject({ code: "contact_blocked" });
    await post("Helena", `/api/conversations/${id}/block`, { blocked: false });
    await sql`UPDATE whatsapp_setting SET only_responsible_replies = true`.execute(desk.world.deps.system);
    await post("Helena", `/api/conversations/${id}/assign`, { agentId: agent("Rita") });
    expect(await reaches("Ana", ticket)).toMatchObject([{ reason: "not_responsible" }]);
    expect((await tell("Ana", ticket, id)).body).toMatchObject({ code: "not_responsible" });
    await sql`UPDATE whatsapp_setting SET only_responsible_replies = false`.execute(desk.world.deps.system);
    // over
    await post("Helena", `/api/conversations/${id}/status`, { status: "closed" });
    expect(await reaches("Ana", ticket)).toEqual([]);
    expect((await tell("Ana", ticket, id)).body).toMatchObject({ code: "conversation_closed" });
    expect(await comments(ticket)).toEqual([]);
    // an internal one goes nowhere
    expect(await tell("Ana", ticket, id, { public: false })).toMatchObject({ status: 422 });
    expect(await tell("Diego", ticket, other.id)).toMatchObject({ status: 404 });
  });

  it("is offered the ticket's own conversation first, then one of linked messages", async () => {
    const own = await talk(newPhone(), ["oi"]);
    const other = await talk(newPhone(), ["sou a esposa"]);
    const ticket = await made("Ana", own.id);
    await post("Ana", `${ticketPath(ticket)}/messages`, {
      conversationId: other.id,
      messageIds: other.messages,
    });
    const ids = async () => (await reaches("Ana", ticket)).map(({ conversationId }) => conversationId);
    expect(await ids()).toEqual([own.id, other.id]);
    expect(await tell("Ana", ticket, other.id)).toMatchObject({ status: 200 });
    await post("Helena", `/api/conversations/${own.id}/status`, { status: "closed" });
    expect(await ids()).toEqual([other.id]);
  });
});

describe("the customer's answer", () => {
  const writes = (phone: string, text: string) => desk.write(desk.ours, phone, text);
  const waiting = async (phone: string) => {
    const { id } = await talk(phone, ["oi"]);
    const ticket = await made("Ana", id);
    await tell("Ana", ticket, id);
    await act("Ana", ticket, { type: "status", statusId: status["waiting"] });
    return { id, ticket };
  };
  it("comes back to the only ticket that waits, which is in progress again; what follows does not", async () => {
    const phone = newPhone();
    const { ticket } = await waiting(phone);
    await writes(phone, "pode ser às 9h");
    expect(await read("Ana", ticket)).toMatchObject({ stage: "in_progress" });
    expect(await linked("Ana", ticket)).toMatchObject([
      { agentId: null, count: 1, messages: [{ text: "pode ser às 9h" }] },
    ]);
    expect(await lines(ticket)).toMatchObject([
      { type: "ticket.status_changed", agentId: null, data: { because: "customer_answered" } },
      { type: "ticket.answered", agentId: null, data: { rule: "waiting", count: 1 } },
      { type: "ticket.status_changed", agentId: agent("Ana") },
      { type: "ticket.opened" },
    ]);
    await writes(phone, "outra coisa");
    expect(await linked("Ana", ticket)).toHaveLength(1);
  });

  it("is no notice of WhatsApp's, which nobody wrote", async () => {
    const phone = newPhone();
    const { ticket } = await waiting(phone);
    const body = `User changed from ${phone} to ${newPhone()}`;
    await desk.write(desk.ours, phone, { type: "system", system: { body, type: "user_changed_number" } });
    expect(await linked("Ana", ticket)).toEqual([]);
    expect(await read("Ana", ticket)).toMatchObject({ stage: "waiting" });
  });

  it("is nobody's when two wait there, and the quoted one's whatever waits", async () => {
    const phone = newPhone();
    const { id, ticket } = await waiting(phone);
    const second = await made("Ana", id);
    await act("Ana", second, { type: "status", statusId: status["waiting"] });
    await writes(phone, "sim");
    for (const one of [ticket, second]) expect(await linked("Ana", one)).toEqual([]);
    await meta.work();
    const { wamid } = (
      await sql<{ wamid: string }>`
        SELECT m.wamid FROM message m JOIN ticket_send s ON s.message_id = m.id WHERE s.ticket_id = ${String(ticket["id"])}`.execute(
        desk.world.deps.system,
      )
    ).rows[0] ?? { wamid: "" };
    const quoting = { type: "text", text: { body: "é esse mesmo" }, context: { id: wamid } };
    await desk.write(desk.ours, phone, quoting);
    expect(await linked("Ana", ticket)).toMatchObject([{ messages: [{ text: "é esse mesmo" }] }]);
    expect((await lines(ticket))[1]).toMatchObject({ type: "ticket.answered", data: { rule: "quoted" } });
    expect(await read("Ana", second)).toMatchObject({ stage: "waiting" });
    // what a ticket has said goes with it into another
    await post("Ana", `${ticketPath(ticket)}/merge`, { into: second["number"] });
    const again = { type: "text", text: { body: "e mais isto" }, context: { id: wamid } };
    await desk.write(desk.ours, phone, again);
    expect(await linked("Ana", ticket)).toEqual([]);
    expect((await linked("Ana", second))[0]).toMatchObject({ messages: [{ text: "e mais isto" }] });
    expect((await comments(second)).map(({ sent }) => sent)).toMatchObject([{ status: "accepted" }]);
  });
});

describe("a change of status", () => {
  const save = async (notices: Row[], more: Row = {}) => {
    const { version } = (await as("Helena", "GET", "/api/settings/ticket-telling")).body;
    return as("Helena", "PUT", "/api/settings/ticket-telling", { resumes: true, notices, version, ...more });
  };
  const notice = (stage: string, more: Row = {}): Row => ({
    statusId: status[stage],
    enabled: true,
    text: "{{chamado}} ({{chamado.titulo}}): {{chamado.status}}, com {{chamado.atendente|nossa equipe}}",
    template: null,
    ...more,
  });
  const moves = (ticket: Row, stage: string) =>
    act("Ana", ticket, { type: "status", statusId: status[stage] });

  it("tells nobody anything before it is switched on; what is wrong is refused by its field", async () => {
    const phone = newPhone();
    const { id } = await talk(phone, ["oi"]);
    const ticket = await made("Ana", id);
    await moves(ticket, "in_progress");
    expect(await lastIn(id)).toMatchObject({ text: "oi" });
    const wrong = await save([
      notice("waiting", { text: " " }),
      notice("waiting", { text: "{{chamado.atendente}}" }),
      notice("resolved", { text: "{{preco}}" }),
      notice("closed", { statusId: agent("Ana") }),
    ]);
    expect(wrong.body.fields?.map(({ path, code }) => [path, code])).toEqual([
      ["notices.1.statusId", "taken"],
      ["notices.3.statusId", "unknown_status"],
      ["notices.0.text", "required"],
      ["notices.1.text", "fallback_missing"],
      ["notices.2.text", "unknown_variable"],
    ]);
    expect(await save([], { version: 7 })).toMatchObject({ status: 409, body: { code: "version_conflict" } });
    expect(await as("Rita", "PUT", "/api/settings/ticket-telling", {})).toMatchObject({ status: 403 });
  });

  it("is told once, by the account's text, and the ticket's history shows how it fares", async () => {
    expect(await save([notice("in_progress"), notice("resolved", { enabled: false })])).toMatchObject({
      status: 200,
    });
    const { id } = await talk(newPhone(), ["oi"]);
    const ticket = await made("Ana", id, { title: "Troca da geladeira" });
    const body = { key: "status-once-1", act: { type: "status", statusId: status["in_progress"] } };
    const url = `${ticketPath(ticket)}/acts`;
    const before = meta.sent.length;
    await Promise.all([as("Ana", "POST", url, body), as("Ana", "POST", url, body)]);
    // there already
    await moves(ticket, "in_progress");
    await moves(ticket, "resolved");
    await meta.work();
    const text = `#${String(ticket["number"])} (Troca da geladeira): Em atendimento, com nossa equipe`;
    expect(meta.sent.slice(before)).toMatchObject([{ text: { body: text } }]);
    expect(await lastIn(id)).toMatchObject({ text, author: "system", agentId: null });
    expect((await lines(ticket)).slice(1, 3)).toMatchObject([
      {
        type: "ticket.customer_told",
        data: { statusId: status["in_progress"] },
        sent: { status: "accepted" },
      },
      { type: "ticket.status_changed" },
    ]);
    // once more is another change
    await moves(ticket, "in_progress");
    await meta.work();
    expect(meta.sent.slice(before)).toHaveLength(2);
  });

  it("is told whoever answers the conversation, and not where the contact is blocked or nothing is open", async () => {
    const { id } = await talk(newPhone(), ["oi"]);
    const ticket = await made("Ana", id);
    await post("Helena", `/api/conversations/${id}/forward`, { teamId: team("suporte") });
    await post("Helena", `/api/conversations/${id}/block`, { blocked: true });
    await moves(ticket, "in_progress");
    expect((await lines(ticket))[0]).toMatchObject({
      type: "ticket.customer_untold",
      data: { code: "contact_blocked" },
    });
    await post("Helena", `/api/conversations/${id}/block`, { blocked: false });
    await moves(ticket, "open");
    await moves(ticket, "in_progress");
    expect((await lines(ticket))[0]).toMatchObject({
      type: "ticket.customer_told",
      sent: { conversationId: id },
    });
    expect((await activity("Ana", ticket))[0]).toMatchObject({
      sent: { conversationId: null, status: "queued" },
    });
    await post("Helena", `/api/conversations/${id}/status`, { status: "closed" });
    await moves(ticket, "open");
    await moves(ticket, "in_progress");
    expect((await lines(ticket))[0]).toMatchObject({ data: { code: "no_conversation" } });
  });

  it("is told by the template behind the text once the window is closed, or says why not", async () => {
    const { id } = await talk(newPhone(), ["oi"]);
    const ticket = await made("Ana", id);
    await desk.later(25 * HOUR);
    await moves(ticket, "in_progress");
    expect((await lines(ticket))[0]).toMatchObject({ data: { code: "service_window_closed" } });
    const behind = { ...use, values: { "header.1": "{{chamado}}", "body.1": "{{chamado.titulo}}" } };
    await save([notice("in_progress", { template: behind })]);
    await moves(ticket, "open");
    await moves(ticket, "in_progress");
    expect(await lastIn(id)).toMatchObject({
      kind: "template",
      text: "Oi, Boleto não abre. Podemos continuar?",
    });
    await save([notice("in_progress", { template: { ...behind, name: "sumiu" } })]);
    await moves(ticket, "open");
    await moves(ticket, "in_progress");
    expect((await lines(ticket))[0]).toMatchObject({ data: { code: "template_missing", name: "sumiu" } });
  });

  it("stays as it is when the customer answers, where the account wants it so", async () => {
    await save([], { resumes: false });
    const phone = newPhone();
    const { id } = await talk(phone, ["oi"]);
    const ticket = await made("Ana", id);
    await tell("Ana", ticket, id);
    await moves(ticket, "waiting");
    await desk.write(desk.ours, phone, "pode ser às 9h");
    await desk.write(desk.ours, phone, "ou às 10h");
    expect(await read("Ana", ticket)).toMatchObject({ stage: "waiting" });
    expect(await linked("Ana", ticket)).toHaveLength(2);
  });
});
