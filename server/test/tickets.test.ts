import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Desk } from "./desk-world.ts";
import { openTickets, ticketPath, type Row, type TicketWorld } from "./ticket-world.ts";

let desk: Desk;
let statusIds: TicketWorld["status"];
let { as, post, team, agent, talk, create, made, act, activity, linked } = {} as TicketWorld;
beforeAll(async () => {
  const world = await openTickets();
  ({ desk, as, post, team, agent, talk, create, made, act, activity, linked } = world);
  statusIds = world.status;
});
afterAll(() => desk.close());

const numbers = async (name: string, query = ""): Promise<unknown[]> =>
  ((await as(name, "GET", `/api/tickets${query}`)).body["items"] as Row[]).map(({ number }) => number);

describe("tickets", () => {
  it("get numbers without gaps, whoever makes them at the same moment and whatever fails", async () => {
    const { id, messages } = await talk("5511987000001", ["boleto não abre"]);
    const [foreign] = (await talk("5511987000002", ["oi"], "suporte")).messages;
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        // every third one fails after it has taken a number
        create("Ana", id, { messageIds: [index % 3 === 2 ? foreign : messages[0]] }),
      ),
    );
    expect(answers.filter(({ status }) => status === 404)).toHaveLength(4);
    const taken = answers.flatMap(({ status, body }) => (status === 201 ? [body["number"]] : []));
    expect(taken.toSorted((a, b) => Number(a) - Number(b))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const other = await desk.write(desk.theirs, "5511987000001", "oi");
    const theirs = await desk.call(await desk.cookie(desk.theirs, "Helena"), "POST", "/api/tickets", {
      key: "ticket-theirs",
      conversationId: other,
      title: "Deles",
      teamId: desk.theirs.teams.comercial,
    });
    expect(theirs.body["number"]).toBe(1);
  });

  it("take the requester and the very messages from the conversation, once for each key", async () => {
    const { id, messages } = await talk("5511987000003", ["não abre", "segue o boleto", "obrigada"]);
    const body = { key: "same-key-1", conversationId: id, title: "Boleto", teamId: team("comercial") };
    const wanted = { ...body, description: "não abre", messageIds: messages.slice(0, 2) };
    const [first, again] = await Promise.all([
      as("Ana", "POST", "/api/tickets", wanted),
      as("Ana", "POST", "/api/tickets", wanted),
    ]);
    expect(again.body).toEqual(first.body);
    expect(first.body["ticket"]).toMatchObject({
      title: "Boleto",
      stage: "open",
      statusId: statusIds["open"],
      agentId: null,
      categoryId: null,
      organisation: null,
      requester: { phone: "+55 (11) 98700-0003" },
      conversationId: id,
      createdBy: agent("Ana"),
    });
    const [links, opened, ...rest] = await activity("Ana", first.body);
    expect(rest).toEqual([]);
    expect(opened).toMatchObject({ entry: "history", type: "ticket.opened", data: {} });
    expect(links).toMatchObject({
      entry: "messages",
      count: 2,
      conversationId: id,
      messages: [
        { id: messages[0], text: "não abre", author: "contact" },
        { id: messages[1], text: "segue o boleto" },
      ],
    });
    const shown = (await as("Ana", "GET", `/api/conversations/${id}/tickets`)).body["items"];
    expect(shown).toMatchObject([
      { number: first.body["number"], messageIds: messages.slice(0, 2).toSorted() },
    ]);
    expect(await create("Ana", id, { messageIds: [agent("Ana")] })).toMatchObject({ status: 404 });
    expect(await create("Ana", id, { title: "  " })).toMatchObject({ status: 422 });
  });

  it("are seen by their team, by who is responsible and by who oversees; for others there are none", async () => {
    const { id, messages } = await talk("5511987000004", ["sigiloso"]);
    const ticket = await made("Ana", id, { messageIds: messages });
    const byNumber = `/api/tickets/by-number/${String(ticket["number"])}`;
    const missing = await as("Diego", "GET", "/api/tickets/by-number/999999");
    expect(missing.status).toBe(404);
    expect((await as("Diego", "GET", byNumber)).body).toEqual(missing.body);
    expect((await as("Diego", "GET", `${ticketPath(ticket)}/activity`)).body).toEqual(missing.body);
    expect(await numbers("Diego", "?status=all")).not.toContain(ticket["number"]);
    expect(await numbers("Diego", "?status=all&q=boleto")).toEqual([]);
    // forwarded to his team, its messages are his to see; the ticket they stand in is not
    await post("Ana", `/api/conversations/${id}/forward`, { teamId: team("suporte") });
    expect((await as("Diego", "GET", `/api/conversations/${id}/tickets`)).body["items"]).toEqual([]);
    expect(
      await post("Diego", `${ticketPath(ticket)}/messages`, { conversationId: id, messageIds: messages }),
    ).toMatchObject({ status: 404 });
    for (const name of ["Ana", "Rita", "Helena"]) expect((await as(name, "GET", byNumber)).status).toBe(200);

    // whose team the conversation left sees how many messages there are, and nothing of them
    expect(await linked("Ana", ticket)).toMatchObject([
      { count: 1, conversationId: null, contactName: null, messages: [] },
    ]);
    expect(await post("Ana", `${ticketPath(ticket)}/unlink`, { messageIds: messages })).toMatchObject({
      status: 404,
    });
    expect(await linked("Rita", ticket)).toMatchObject([
      { conversationId: id, messages: [{ text: "sigiloso" }] },
    ]);

    // moved by Ana out of her own sight: told so once, also to the same key
    const move = { key: "move-away-1", act: { type: "move", teamId: team("suporte") } };
    const moved = await as("Ana", "POST", `${ticketPath(ticket)}/acts`, move);
    expect(moved).toMatchObject({ status: 200, body: { number: ticket["number"], ticket: null } });
    expect((await as("Ana", "POST", `${ticketPath(ticket)}/acts`, move)).body).toEqual(moved.body);
    expect((await as("Ana", "GET", byNumber)).status).toBe(404);
    expect((await as("Diego", "GET", byNumber)).body).toMatchObject({ conversationId: id });
  });

  it("share a message, gather messages of two conversations, and outlive both", async () => {
    const one = await talk("5511987000005", ["primeira"]);
    const two = await talk("5511987000006", ["segunda"]);
    const [first, second] = [await made("Ana", one.id), await made("Ana", one.id)];
    const link = (ticket: Row, { id, messages }: typeof one) =>
      post("Ana", `${ticketPath(ticket)}/messages`, { conversationId: id, messageIds: messages });
    expect((await link(first, one)).status).toBe(200);
    expect((await link(second, one)).status).toBe(200);
    const twice = await link(first, two);
    expect((await link(first, two)).body["ticket"]).toMatchObject({
      version: (twice.body["ticket"] as Row)["version"],
    });
    const tickets = (await as("Ana", "GET", `/api/conversations/${one.id}/tickets`)).body["items"] as Row[];
    expect(tickets.map(({ number }) => number)).toEqual([first["number"], second["number"]]);
    expect(await linked("Ana", first)).toMatchObject([
      { conversationId: two.id, contactName: "+55 (11) 98700-0006", messages: [{ text: "segunda" }] },
      { conversationId: one.id, messages: [{ text: "primeira" }] },
    ]);
    // messages of one conversation are not another's
    expect(
      await post("Ana", `${ticketPath(second)}/messages`, {
        conversationId: two.id,
        messageIds: one.messages,
      }),
    ).toMatchObject({ status: 404 });
    expect(await post("Ana", `${ticketPath(second)}/unlink`, { messageIds: one.messages })).toMatchObject({
      status: 200,
    });
    expect(await activity("Ana", second)).toMatchObject([
      { type: "ticket.unlinked", data: { count: 1 } },
      { type: "ticket.opened" },
    ]);

    // as a policy of erasing would
    const { system } = desk.world.deps;
    await sql`DELETE FROM timer WHERE conversation_id = ${two.id}`.execute(system);
    await sql`DELETE FROM message WHERE conversation_id = ${two.id}`.execute(system);
    await sql`DELETE FROM conversation WHERE id = ${two.id}`.execute(system);
    expect((await linked("Ana", first))[0]).toMatchObject({
      conversationId: null,
      messages: [{ text: "segunda" }],
    });
  });

  it("are changed by who may see them, each change a line; closed ones take nothing more", async () => {
    const { id, messages } = await talk("5511987000007", ["oi"]);
    const ticket = await made("Ana", id);
    const done = async (what: object) => expect((await act("Ana", ticket, what)).status).toBe(200);
    await done({ type: "assign", agentId: agent("Ana") });
    await done({ type: "priority", priority: 3 });
    await done({ type: "status", statusId: statusIds["in_progress"] });
    await done({ type: "status", statusId: statusIds["in_progress"] });
    expect(await act("Ana", ticket, { type: "assign", agentId: agent("Diego") })).toMatchObject({
      status: 422,
      body: { fields: [{ path: "agentId", code: "unknown_agent" }] },
    });
    const stale = { type: "describe", title: "Outro", description: "", version: 1 };
    expect(await act("Ana", ticket, stale)).toMatchObject({
      status: 409,
      body: { code: "version_conflict" },
    });
    await done({ ...stale, version: 4 });
    expect(await post("Ana", `${ticketPath(ticket)}/comments`, { text: "Paga por Pix" })).toMatchObject({
      status: 200,
    });
    desk.world.clock.advance(1000);
    await done({ type: "status", statusId: statusIds["closed"] });
    for (const refused of [
      await act("Ana", ticket, { type: "priority", priority: 1 }),
      await post("Ana", `${ticketPath(ticket)}/comments`, { text: "mais" }),
      await post("Ana", `${ticketPath(ticket)}/messages`, { conversationId: id, messageIds: messages }),
    ])
      expect(refused).toMatchObject({ status: 409, body: { code: "ticket_closed" } });
    await done({ type: "status", statusId: statusIds["open"] });

    const entries = await activity("Ana", ticket);
    expect(entries.map(({ type, text }) => type ?? text)).toEqual([
      "ticket.status_changed",
      "ticket.status_changed",
      "Paga por Pix",
      "ticket.described",
      "ticket.status_changed",
      "ticket.priority_changed",
      "ticket.assigned",
      "ticket.opened",
    ]);
    const pages: Row[] = [];
    for (let cursor: unknown = ""; cursor !== null;) {
      const page = await as(
        "Ana",
        "GET",
        `${ticketPath(ticket)}/activity?limit=3${cursor ? `&cursor=${String(cursor)}` : ""}`,
      );
      pages.push(...(page.body["items"] as Row[]));
      cursor = page.body["nextCursor"];
    }
    expect(pages).toEqual(entries);
  });

  it("are listed by status, team and person, searched by number and words, a page at a time", async () => {
    const { id } = await talk("5511987000008", ["oi"]);
    const agentId = agent("Ana");
    const mine = await made("Ana", id, { title: "Impressora não imprime", agentId });
    const over = await made("Ana", id, { title: "Nota fiscal", description: "Faltam duas emissões" });
    await act("Ana", over, { type: "status", statusId: statusIds["resolved"] });
    expect(await numbers("Ana", `?agent=${agentId}`)).toContain(mine["number"]);
    expect(await numbers("Ana", "?agent=none")).not.toContain(mine["number"]);
    expect(await numbers("Ana")).not.toContain(over["number"]);
    expect(await numbers("Ana", "?status=resolved")).toEqual([over["number"]]);
    expect(await numbers("Ana", `?status=${statusIds["resolved"] ?? ""}`)).toEqual([over["number"]]);
    expect(await numbers("Ana", "?status=all&q=emissao")).toEqual([over["number"]]);
    expect(await numbers("Ana", `?q=%23${String(mine["number"])}`)).toEqual([mine["number"]]);
    expect(await numbers("Ana", "?q=impressoras")).toEqual([mine["number"]]);
    expect(await numbers("Helena", `?team=${team("suporte")}&q=impressora`)).toEqual([]);
    const { requester } = mine["ticket"] as { requester: { id: string } };
    expect(await numbers("Ana", `?status=all&contact=${requester.id}`)).toEqual([
      over["number"],
      mine["number"],
    ]);
    const all = await numbers("Ana", "?status=all");
    const paged: unknown[] = [];
    for (let cursor: unknown = ""; cursor !== null;) {
      const page = await as(
        "Ana",
        "GET",
        `/api/tickets?status=all&limit=3${cursor ? `&cursor=${String(cursor)}` : ""}`,
      );
      paged.push(...(page.body["items"] as Row[]).map(({ number }) => number));
      cursor = page.body["nextCursor"];
    }
    expect(paged).toEqual(all);
    expect(all.length).toBeGreaterThan(9);
  });

  it("tell the screens of those they concern, and of nobody else", async () => {
    const { id } = await talk("5511987000009", ["oi"]);
    const heard: Record<string, string[]> = {};
    const leave = await Promise.all(
      ["Ana", "Diego", "Helena"].map(async (name) => {
        heard[name] = [];
        const cookie = await desk.cookie(desk.ours, name);
        const { actor } = await desk.auth.enter(new Headers({ cookie }), { prolongs: false });
        if (!actor) throw new Error(`${name} is not signed in`);
        const send = (frame: string): void => void heard[name]?.push(frame);
        return desk.hub.join({ actor, send, close: () => undefined }, null);
      }),
    );
    await desk.tell();
    const told = (name: string): boolean =>
      (heard[name] ?? []).some((frame) => frame.includes('"what":"tickets"'));
    const changes = (name: string): Row[] =>
      (heard[name] ?? [])
        .splice(0)
        .flatMap((frame) => (JSON.parse(frame) as { changes?: Row[] }).changes ?? []);
    const ofTickets = (name: string): Row[] =>
      changes(name).filter(({ type }) => String(type).startsWith("ticket"));
    const ticket = await made("Ana", id);
    await desk.tell();
    expect([told("Ana"), told("Diego"), told("Helena")]).toEqual([true, false, true]);
    const row = { id: ticket["id"], number: ticket["number"], title: "Boleto não abre", version: 1 };
    for (const name of ["Ana", "Helena"]) expect(ofTickets(name)).toMatchObject([{ type: "ticket", row }]);
    expect(ofTickets("Diego")).toEqual([]);
    await act("Ana", ticket, { type: "move", teamId: team("suporte") });
    await desk.tell();
    expect(told("Diego")).toBe(true);
    expect(ofTickets("Diego")).toMatchObject([{ type: "ticket", row: { ...row, version: 2 } }]);
    expect(ofTickets("Ana")).toEqual([{ type: "ticket-gone", ticketId: ticket["id"] }]);
    for (const away of leave) away();
  });

  it("are the other one's when their requester is merged into another contact", async () => {
    const { id } = await talk("5511987000011", ["oi"]);
    const { id: otherId } = await talk("5511987000012", ["oi"]);
    const requesterOf = (ticket: Row) => (ticket["ticket"] as { requester: { id: string } }).requester.id;
    const [lost, kept] = [await made("Ana", id), await made("Ana", otherId)];
    await sql`UPDATE contact SET merged_into = ${requesterOf(kept)} WHERE id = ${requesterOf(lost)}`.execute(
      desk.world.deps.system,
    );
    const ofKept = `?contact=${requesterOf(kept)}`;
    expect(await numbers("Ana", ofKept)).toEqual([kept["number"], lost["number"]]);
    expect((await as("Ana", "GET", ticketPath(lost))).body).toMatchObject({
      requester: { id: requesterOf(kept), phone: "+55 (11) 98700-0012" },
    });
  });

  it("of a team that goes, and of a person who leaves, are taken over", async () => {
    const { id } = await talk("5511987000010", ["oi"]);
    const ticket = await made("Helena", id, { teamId: team("suporte"), agentId: agent("Diego") });
    const uses = (await as("Helena", "GET", `/api/teams/${team("suporte")}/uses`)).body["items"];
    expect(uses).toContainEqual({ kind: "tickets", label: "", count: expect.any(Number) });
    expect((await as("Helena", "PATCH", `/api/agents/${agent("Diego")}`, { active: false })).status).toBe(
      200,
    );
    expect((await as("Helena", "GET", ticketPath(ticket))).body).toMatchObject({ agentId: null });
    const { version } = (await as("Helena", "GET", `/api/teams/${team("suporte")}`)).body;
    const moveTo = team("comercial");
    expect((await as("Helena", "DELETE", `/api/teams/${team("suporte")}`, { moveTo, version })).status).toBe(
      204,
    );
    expect((await as("Ana", "GET", ticketPath(ticket))).body).toMatchObject({ teamId: moveTo });
    expect((await activity("Ana", ticket))[0]).toMatchObject({
      type: "ticket.moved",
      data: { because: "team_deleted" },
    });
  });
});
