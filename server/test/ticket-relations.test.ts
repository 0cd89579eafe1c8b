import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTickets, ticketPath, type Row, type TicketWorld } from "./ticket-world.ts";

let world: TicketWorld;
let { as, post, team, agent, talk, made, act, activity, linked } = {} as TicketWorld;
beforeAll(async () => {
  world = await openTickets();
  ({ as, post, team, agent, talk, made, act, activity, linked } = world);
});
afterAll(() => world.desk.close());

const get = async (name: string, ticket: Row): Promise<Row> =>
  (await as(name, "GET", ticketPath(ticket))).body;
const to = (name: string, ticket: Row, what: string, body: object = {}) =>
  post(name, `${ticketPath(ticket)}/${what}`, body);
const types = async (ticket: Row, name = "Helena"): Promise<unknown[]> =>
  (await activity(name, ticket)).map(({ type, text, entry }) => type ?? text ?? entry);
const label = async (name: string): Promise<string> =>
  String((await as("Helena", "POST", "/api/labels", { name, color: "#475569" })).body["id"]);
const field = async (name: string, more: Row = {}): Promise<string> => {
  const body = { subject: "ticket", label: name, kind: "text", options: [], ...more };
  return String((await as("Helena", "POST", "/api/fields", body)).body["id"]);
};
const fill = (ticket: Row, fieldId: string, value: unknown, was: unknown = null) =>
  act("Ana", ticket, { type: "field", fieldId, value, was });

describe("marks of tickets", () => {
  it("are the account's labels, told in the history, gone with the label", async () => {
    const ticket = await made("Ana", (await talk("5511987200001", ["oi"])).id);
    const [vip, late] = [await label("VIP"), await label("Atrasado")];
    const put = (add: string[], remove: string[] = []) => act("Ana", ticket, { type: "labels", add, remove });
    await put([vip, late]);
    expect((await put([vip], [late])).body["ticket"]).toMatchObject({ labelIds: [vip] });
    expect((await put([vip])).body["ticket"]).toMatchObject({ version: 3 });
    expect((await put([agent("Ana")])).body.fields).toMatchObject([{ path: "add", code: "unknown_label" }]);
    expect(await types(ticket)).toEqual(["ticket.labelled", "ticket.labelled", "ticket.opened"]);
    await as("Helena", "DELETE", `/api/labels/${vip}`);
    expect(await get("Ana", ticket)).toMatchObject({ labelIds: [] });
  });

  it("are followers, of those who may see the ticket; to follow gives nobody sight", async () => {
    const ticket = await made("Ana", (await talk("5511987200002", ["oi"])).id);
    const follow = (add: string[], remove: string[] = []) =>
      act("Ana", ticket, { type: "followers", add, remove });
    expect((await follow([agent("Ana"), agent("Rita")])).body["ticket"]).toMatchObject({
      followerIds: [agent("Ana"), agent("Rita")].toSorted(),
    });
    expect((await follow([agent("Diego")])).body.fields).toMatchObject([
      { path: "add", code: "unknown_agent" },
    ]);
    await follow([], [agent("Rita")]);
    expect(await get("Ana", ticket)).toMatchObject({ followerIds: [agent("Ana")] });
    await act("Helena", ticket, { type: "move", teamId: team("suporte") });
    expect(await as("Ana", "GET", ticketPath(ticket))).toMatchObject({ status: 404 });
  });

  it("are values of the account's own fields; without the required ones no ticket is over", async () => {
    const ticket = await made("Ana", (await talk("5511987200003", ["oi"])).id);
    const plate = await field("Placa", { requiredOnClose: true });
    const days = await field("Dias", { kind: "number" });
    const ofContact = await field("Cidade", { subject: "contact", requiredOnClose: true });
    expect((await as("Ana", "GET", "/api/fields")).body["items"]).toMatchObject([
      { label: "Cidade", requiredOnClose: false },
      { label: "Placa", requiredOnClose: true },
      { label: "Dias" },
    ]);
    for (const stage of ["resolved", "closed"])
      expect(await act("Ana", ticket, { type: "status", statusId: world.status[stage] })).toMatchObject({
        status: 422,
        body: {
          code: "ticket_incomplete",
          fields: [{ path: `fields.${plate}`, code: "required" }],
          data: { fields: [{ id: plate, label: "Placa" }] },
        },
      });
    expect((await fill(ticket, ofContact, "Recife")).body.fields).toMatchObject([{ code: "unknown_field" }]);
    expect((await fill(ticket, days, "três")).body.fields).toMatchObject([{ path: "value" }]);
    expect((await fill(ticket, days, 3)).status).toBe(200);
    expect((await fill(ticket, plate, "ABC1D23")).body["ticket"]).toMatchObject({
      fields: { [plate]: "ABC1D23", [days]: 3 },
    });
    expect(await fill(ticket, plate, "XYZ9Z99", null)).toMatchObject({
      status: 409,
      body: { code: "version_conflict", data: { current: "ABC1D23" } },
    });
    const done = await act("Ana", ticket, { type: "status", statusId: world.status["closed"] });
    expect(done.body["ticket"]).toMatchObject({ stage: "closed" });
    expect(JSON.stringify(await activity("Ana", ticket))).not.toContain("ABC1D23");
    // a contact takes none of a ticket's
    const { requester } = ticket["ticket"] as { requester: Row };
    const value = { fieldId: days, value: 3, was: null };
    expect(
      (await as("Ana", "PUT", `/api/contacts/${String(requester["id"])}/value`, value)).body.fields,
    ).toMatchObject([{ path: "fieldId", code: "unknown_field" }]);
    const { version } = ((await as("Ana", "GET", "/api/fields")).body["items"] as Row[])[1] ?? {};
    const off = { label: "Placa", options: [], active: false, requiredOnClose: true, version };
    expect((await as("Helena", "PUT", `/api/fields/${plate}`, off)).status).toBe(200);
  });
});

describe("two tickets", () => {
  it("are related from either side, as far as one may see them", async () => {
    const { id } = await talk("5511987200004", ["oi"]);
    const [one, other] = [await made("Ana", id, { title: "Um" }), await made("Ana", id, { title: "Dois" })];
    const hidden = await made("Helena", id, { teamId: team("suporte") });
    expect((await to("Ana", one, "relate", { number: other["number"] })).status).toBe(200);
    expect((await to("Ana", other, "relate", { number: one["number"] })).status).toBe(200);
    expect((await to("Ana", one, "relate", { number: hidden["number"] })).status).toBe(404);
    expect((await to("Ana", one, "relate", { number: one["number"] })).body.fields).toMatchObject([
      { path: "number", code: "same_ticket" },
    ]);
    await to("Helena", one, "relate", { number: hidden["number"] });
    expect(await get("Ana", one)).toMatchObject({ related: [{ number: other["number"], title: "Dois" }] });
    expect(await get("Helena", one)).toMatchObject({
      related: [{ number: other["number"] }, { number: hidden["number"] }],
    });
    expect(await get("Ana", other)).toMatchObject({ related: [{ number: one["number"] }] });
    expect(await types(other)).toEqual(["ticket.related", "ticket.opened"]);
    await to("Ana", other, "unrelate", { ticketId: one["id"] });
    expect(await get("Ana", one)).toMatchObject({ related: [] });
    expect(await types(other)).toEqual(["ticket.unrelated", "ticket.related", "ticket.opened"]);
  });

  it("are made of one by cloning: what it is, not what was said in it", async () => {
    const { id, messages } = await talk("5511987200005", ["oi"]);
    const urgent = await label("Urgente");
    const ticket = await made("Ana", id, { messageIds: messages, agentId: agent("Ana"), priority: 3 });
    await act("Ana", ticket, { type: "labels", add: [urgent], remove: [] });
    await to("Ana", ticket, "comments", { text: "Só aqui" });
    await act("Ana", ticket, { type: "status", statusId: world.status["closed"] });
    world.desk.world.clock.advance(1000);
    const clone = (await to("Ana", ticket, "clone")).body;
    expect(clone["ticket"]).toMatchObject({
      title: "Boleto não abre",
      stage: "open",
      priority: 3,
      agentId: agent("Ana"),
      labelIds: [urgent],
      requester: (ticket["ticket"] as Row)["requester"],
      related: [{ number: ticket["number"] }],
    });
    expect(clone["number"]).not.toBe(ticket["number"]);
    expect(await types(clone)).toEqual(["ticket.opened"]);
    expect((await types(ticket))[0]).toBe("ticket.related");
  });
});

/** As a policy of erasing would. */
async function erase(conversationId: string): Promise<void> {
  const { system } = world.desk.world.deps;
  await sql`DELETE FROM timer WHERE conversation_id = ${conversationId}`.execute(system);
  await sql`DELETE FROM message WHERE conversation_id = ${conversationId}`.execute(system);
  await sql`DELETE FROM conversation WHERE id = ${conversationId}`.execute(system);
}
const ofConversation = async (name: string, id: string): Promise<Row[]> =>
  (await as(name, "GET", `/api/conversations/${id}/tickets`)).body["items"] as Row[];

describe("a message in two tickets, and a ticket of two conversations", () => {
  /** `both` holds messages of both conversations, `second` shares one of them */
  async function crossed(phones: readonly [string, string]) {
    const one = await talk(phones[0], ["primeira", "mais"]);
    const two = await talk(phones[1], ["segunda"]);
    const both = await made("Ana", one.id, { messageIds: one.messages });
    const second = await made("Ana", one.id, { messageIds: one.messages.slice(0, 1), title: "Outro" });
    await to("Ana", both, "messages", { conversationId: two.id, messageIds: two.messages });
    return { one, two, both, second };
  }
  const texts = async (name: string, ticket: Row): Promise<unknown[]> =>
    (await linked(name, ticket)).flatMap(({ messages }) => (messages as Row[]).map(({ text }) => text));

  it("survive the merge of the tickets: each message once, in the one that is left", async () => {
    const { one, two, both, second } = await crossed(["5511987200010", "5511987200011"]);
    const third = await made("Ana", two.id, { title: "Terceiro" });
    await to("Ana", second, "comments", { text: "Do segundo" });
    await to("Ana", second, "relate", { number: third["number"] });
    await act("Ana", second, { type: "followers", add: [agent("Rita")], remove: [] });
    world.desk.world.clock.advance(1000);
    const merged = await to("Ana", second, "merge", { into: both["number"] });
    expect(merged.body).toMatchObject({
      number: both["number"],
      ticket: {
        followerIds: [agent("Ana"), agent("Rita")].toSorted(),
        related: [{ number: third["number"] }],
      },
    });
    expect(await texts("Ana", both)).toEqual(["segunda", "primeira", "mais"]);
    expect(await texts("Ana", second)).toEqual([]);
    expect(await ofConversation("Ana", one.id)).toMatchObject([
      { number: both["number"], messageIds: one.messages.toSorted() },
    ]);
    expect(await ofConversation("Ana", two.id)).toMatchObject([{ messageIds: two.messages }]);
    expect(await types(both)).toEqual([
      "ticket.merged",
      "Do segundo",
      "messages",
      "messages",
      "ticket.opened",
    ]);
    expect((await activity("Ana", both))[0]).toMatchObject({
      data: { number: second["number"], messages: 0, comments: 1 },
    });
    expect(await get("Ana", second)).toMatchObject({
      stage: "closed",
      mergedInto: both["number"],
      related: [],
    });
    expect((await types(second))[0]).toBe("ticket.merged_into");

    // closed for good, and led on when the other one is merged too
    for (const refused of [
      await act("Ana", second, { type: "status", statusId: world.status["open"] }),
      await to("Ana", second, "comments", { text: "mais" }),
      await to("Ana", second, "merge", { into: third["number"] }),
      await to("Ana", third, "merge", { into: second["number"] }),
    ])
      expect(refused).toMatchObject({ status: 409, body: { code: "ticket_merged" } });
    await to("Ana", both, "merge", { into: third["number"] });
    expect(await get("Ana", second)).toMatchObject({ mergedInto: third["number"] });
    expect(await texts("Ana", third)).toEqual(["segunda", "primeira", "mais"]);
    expect(await get("Ana", third)).toMatchObject({ related: [] });
  });

  it("are merged by two at once into one another without a knot: one wins, the other is told", async () => {
    const { both, second } = await crossed(["5511987200012", "5511987200013"]);
    const answers = await Promise.all([
      to("Ana", both, "merge", { into: second["number"] }),
      to("Rita", second, "merge", { into: both["number"] }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const hidden = await made("Helena", (await talk("5511987200014", ["x"])).id, { teamId: team("suporte") });
    expect((await to("Ana", hidden, "merge", { into: both["number"] })).status).toBe(404);
    expect((await to("Ana", both, "merge", { into: hidden["number"] })).status).toBe(404);
  });

  it("survive forwarding: who lost sight of one conversation sees how many of its messages there are", async () => {
    const { one, two, both, second } = await crossed(["5511987200020", "5511987200021"]);
    await post("Ana", `/api/conversations/${one.id}/forward`, { teamId: team("suporte") });
    expect(await linked("Ana", both)).toMatchObject([
      { conversationId: two.id, count: 1, messages: [{ text: "segunda" }] },
      { conversationId: null, count: 2, messages: [] },
    ]);
    expect((await as("Ana", "GET", `/api/conversations/${one.id}/tickets`)).status).toBe(404);
    expect(await texts("Rita", both)).toEqual(["segunda", "primeira", "mais"]);
    // it came to a team that sees neither ticket
    expect(await ofConversation("Diego", one.id)).toEqual([]);
    await act("Helena", second, { type: "move", teamId: team("suporte") });
    expect(await ofConversation("Diego", one.id)).toMatchObject([{ number: second["number"] }]);
    expect(await texts("Diego", second)).toEqual(["primeira"]);
    await post("Diego", `/api/conversations/${one.id}/forward`, { teamId: team("comercial") });
    expect(await texts("Ana", both)).toEqual(["segunda", "primeira", "mais"]);
  });

  it("survive the merge of the contacts: both conversations and the tickets are the one person's", async () => {
    const { one, two, both, second } = await crossed(["5511987200030", "5511987200031"]);
    const contactOf = async (id: string) =>
      ((await as("Helena", "GET", `/api/conversations/${id}`)).body["contact"] as Row)["id"];
    const [kept, lost] = [await contactOf(two.id), await contactOf(one.id)];
    const merged = await post("Helena", `/api/contacts/${String(kept)}/merge`, {
      otherId: lost,
      cause: "a mesma pessoa",
    });
    expect(merged.status).toBe(204);
    for (const ticket of [both, second])
      expect(await get("Helena", ticket)).toMatchObject({ requester: { id: kept } });
    const { body } = await as("Helena", "GET", `/api/tickets?status=all&contact=${String(kept)}`);
    expect((body["items"] as Row[]).map(({ number }) => number).toSorted()).toEqual(
      [both["number"], second["number"]].toSorted(),
    );
    expect(await texts("Helena", both)).toEqual(["segunda", "primeira", "mais"]);
    expect((await ofConversation("Helena", one.id)).map(({ number }) => number)).toEqual([
      both["number"],
      second["number"],
    ]);
  });

  it("survive the erasure of a conversation: both tickets read on, and nothing leads to what is gone", async () => {
    const { one, two, both, second } = await crossed(["5511987200040", "5511987200041"]);
    await erase(one.id);
    expect(await linked("Ana", both)).toMatchObject([
      { conversationId: two.id, messages: [{ text: "segunda" }] },
      { conversationId: null, messages: [{ text: "primeira" }, { text: "mais" }] },
    ]);
    expect(await texts("Ana", second)).toEqual(["primeira"]);
    expect((await as("Ana", "GET", `/api/conversations/${one.id}/tickets`)).status).toBe(404);
    expect(await ofConversation("Ana", two.id)).toMatchObject([{ number: both["number"] }]);
    expect(await get("Ana", both)).toMatchObject({ conversationId: null });
    // and the tickets can still be worked and merged
    expect((await to("Ana", second, "merge", { into: both["number"] })).status).toBe(200);
    expect(await texts("Ana", both)).toEqual(["segunda", "primeira", "mais"]);
  });
});
