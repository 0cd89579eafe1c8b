import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openTickets, ticketPath, type Row, type TicketWorld } from "./ticket-world.ts";

let world: TicketWorld;
beforeAll(async () => {
  world = await openTickets();
});
afterAll(() => world.desk.close());

type List = "statuses" | "categories" | "types";
const choices = async (name = "Ana"): Promise<Record<List, Row[]>> =>
  (await world.as(name, "GET", "/api/ticket-choices")).body as Record<List, Row[]>;
const named = async (list: List, name: string): Promise<Row> => {
  const found = (await choices())[list].find((choice) => choice["name"] === name);
  if (!found) throw new Error(`no ${name} in ${list}`);
  return found;
};
const change = (who: string, list: List, choice: Row, body: object) => {
  const { version, name, active, color, parentId } = choice;
  const kept = { version, name, active, ...(list === "statuses" && { color }) };
  return world.as(who, "PUT", `/api/ticket-${list}/${String(choice["id"])}`, {
    ...kept,
    ...(list === "categories" && { parentId }),
    ...body,
  });
};
const add = (list: List, body: object, who = "Helena") => world.as(who, "POST", `/api/ticket-${list}`, body);
const names = (list: readonly Row[]) => list.map(({ name }) => name);
const GREY = "#475569";

describe("what tickets choose from", () => {
  it("is the account's own: administrators change it, all see it, another account has another", async () => {
    const { statuses, categories, types } = await choices();
    expect(statuses.map(({ name, stage, active }) => [name, stage, active])).toEqual([
      ["Aberto", "open", true],
      ["Em atendimento", "in_progress", true],
      ["Aguardando cliente", "waiting", true],
      ["Resolvido", "resolved", true],
      ["Fechado", "closed", true],
    ]);
    expect([categories, types]).toEqual([[], []]);
    const lab = { name: "No laboratório", stage: "in_progress", color: GREY };
    for (const who of ["Ana", "Rita"]) expect((await add("statuses", lab, who)).status).toBe(403);
    expect((await add("statuses", lab)).status).toBe(200);
    expect(names((await choices()).statuses).at(-1)).toBe("No laboratório");
    expect(await add("statuses", { ...lab, name: "no LABORATÓRIO" })).toMatchObject({
      status: 422,
      body: { fields: [{ path: "name", code: "taken" }] },
    });
    const theirs = await world.desk.cookie(world.desk.theirs, "Helena");
    const foreign = await world.desk.call(theirs, "GET", "/api/ticket-choices");
    expect(names(foreign.body["statuses"] as Row[])).not.toContain("No laboratório");
    const id = String((await named("statuses", "No laboratório"))["id"]);
    const put = { name: "Meu", color: GREY, active: true, version: 1 };
    expect((await world.desk.call(theirs, "PUT", `/api/ticket-statuses/${id}`, put)).status).toBe(404);
  });

  it("keeps a status in which tickets begin and one in which they are closed, whoever switches off at the same moment", async () => {
    const [open, closed] = [await named("statuses", "Aberto"), await named("statuses", "Fechado")];
    for (const last of [open, closed])
      expect(await change("Helena", "statuses", last, { active: false })).toMatchObject({
        status: 409,
        body: { code: "last_status" },
      });
    await add("statuses", { name: "Novo", stage: "open", color: GREY });
    const fresh = await named("statuses", "Novo");
    const both = await Promise.all(
      [open, fresh].map((status) => change("Helena", "statuses", status, { active: false })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const { statuses } = await choices();
    expect(statuses.filter(({ stage, active }) => stage === "open" && active)).toHaveLength(1);
    for (const status of statuses.filter(({ stage }) => stage === "open"))
      await change("Helena", "statuses", status, { active: true });
    expect(await change("Helena", "statuses", open, { name: "Velho" })).toMatchObject({
      status: 409,
      body: { code: "version_conflict" },
    });
  });

  it("stands in the order that was chosen", async () => {
    const { statuses } = await choices();
    const ids = statuses.map(({ id }) => String(id)).toReversed();
    const put = (of: readonly string[]) =>
      world.as("Helena", "PUT", "/api/ticket-statuses/order", { ids: [...of] });
    expect((await put(ids)).status).toBe(200);
    expect((await choices()).statuses.map(({ id }) => id)).toEqual(ids);
    expect((await put(ids.slice(1))).status).toBe(409);
    await put(ids.toReversed());
  });

  it("has categories in a tree, each list of siblings with its own names and order", async () => {
    await add("categories", { name: "Cobrança", parentId: null });
    const billing = await named("categories", "Cobrança");
    for (const name of ["Boleto", "Pix"]) await add("categories", { name, parentId: billing["id"] });
    const [slip, pix] = [await named("categories", "Boleto"), await named("categories", "Pix")];
    expect((await add("categories", { name: "boleto", parentId: billing["id"] })).status).toBe(422);
    expect((await add("categories", { name: "Boleto", parentId: null })).status).toBe(200);
    expect(await add("categories", { name: "X", parentId: world.agent("Ana") })).toMatchObject({
      status: 422,
      body: { fields: [{ path: "parentId", code: "unknown_category" }] },
    });
    expect(await change("Helena", "categories", billing, { parentId: slip["id"] })).toMatchObject({
      status: 422,
      body: { fields: [{ path: "parentId", code: "below_itself" }] },
    });
    const order = { ids: [pix["id"], slip["id"]] };
    expect((await world.as("Helena", "PUT", "/api/ticket-categories/order", order)).status).toBe(200);
    const below = (await choices()).categories.filter(({ parentId }) => parentId === billing["id"]);
    expect(names(below)).toEqual(["Pix", "Boleto"]);
    expect((await change("Helena", "categories", pix, { parentId: null })).status).toBe(200);
  });

  it("is what a ticket takes: what is off or somebody else's is refused by name, what it has stays", async () => {
    await add("types", { name: "Dúvida" });
    const [type, slip] = [await named("types", "Dúvida"), await named("categories", "Cobrança")];
    const lab = await named("statuses", "No laboratório");
    const { id } = await world.talk("5511987100001", ["oi"]);
    const dueAt = "2026-12-01T18:00:00.000Z";
    const ticket = await world.made("Ana", id, { categoryId: slip["id"], typeId: type["id"], dueAt });
    expect(ticket["ticket"]).toMatchObject({ categoryId: slip["id"], typeId: type["id"], dueAt });
    const done = await world.act("Ana", ticket, { type: "status", statusId: lab["id"] });
    expect(done.body["ticket"]).toMatchObject({ statusId: lab["id"], stage: "in_progress" });
    await world.act("Ana", ticket, { type: "due", dueAt: null });

    for (const [list, choice] of [
      ["types", type],
      ["categories", slip],
      ["statuses", lab],
    ] as const)
      expect((await change("Helena", list, choice, { active: false })).status).toBe(200);
    const other = await world.made("Ana", id);
    for (const [act, path] of [
      [{ type: "kind", typeId: type["id"] }, "typeId"],
      [{ type: "category", categoryId: slip["id"] }, "categoryId"],
      [{ type: "category", categoryId: (await named("categories", "Boleto"))["id"] }, "categoryId"],
      [{ type: "status", statusId: lab["id"] }, "statusId"],
      [{ type: "status", statusId: world.agent("Ana") }, "statusId"],
    ] as const)
      expect(await world.act("Ana", other, act)).toMatchObject({ status: 422, body: { fields: [{ path }] } });
    expect(await world.create("Ana", id, { typeId: type["id"] })).toMatchObject({ status: 422 });

    expect((await world.act("Ana", ticket, { type: "priority", priority: 2 })).body["ticket"]).toMatchObject({
      statusId: lab["id"],
      categoryId: slip["id"],
      typeId: type["id"],
      dueAt: null,
    });
    expect((await world.activity("Ana", ticket)).map((entry) => entry["type"])).toEqual([
      "ticket.priority_changed",
      "ticket.due_changed",
      "ticket.status_changed",
      "ticket.opened",
    ]);
  });

  it("shows whose organisation the requester is of", async () => {
    const { id } = await world.talk("5511987100002", ["oi"]);
    const ticket = await world.made("Ana", id);
    const { requester } = ticket["ticket"] as { requester: { id: string } };
    const { body } = await world.as("Helena", "POST", "/api/organisations", {
      name: "Padaria Sol",
      domain: "",
      notes: "",
    });
    const owner = new pg.Client({ connectionString: world.desk.world.url });
    await owner.connect();
    await owner.query("UPDATE contact SET organisation_id = $1 WHERE id = $2", [body["id"], requester.id]);
    await owner.end();
    const organisation = { id: body["id"], name: "Padaria Sol" };
    expect((await world.as("Ana", "GET", ticketPath(ticket))).body).toMatchObject({ organisation });
  });

  it("was given to tickets that had a fixed status, each the one of its stage", async () => {
    const { id } = await world.talk("5511987100003", ["oi"]);
    const ticket = await world.made("Ana", id);
    await world.act("Ana", ticket, { type: "status", statusId: world.status["waiting"] });
    const migration = readFileSync(
      new URL("../migrations/0037-ticket-workflow.sql", import.meta.url),
      "utf8",
    );
    const owner = new pg.Client({ connectionString: world.desk.world.url });
    await owner.connect();
    await owner.query(`BEGIN;
      DROP TRIGGER ticket_counted_on ON ticket;
      ALTER TABLE ticket DROP COLUMN status_id, DROP COLUMN category_id, DROP COLUMN type_id, DROP COLUMN due_at;
      ALTER TABLE ticket RENAME COLUMN stage TO status;
      DROP TABLE ticket_status, ticket_category, ticket_type CASCADE`);
    await owner.query(migration);
    const { rows } = await owner.query<{ name: string }>(
      "SELECT s.name FROM ticket t JOIN ticket_status s ON s.account_id = t.account_id AND s.id = t.status_id WHERE t.id = $1",
      [ticket["id"]],
    );
    const every = await owner.query<{ n: number }>(
      "SELECT count(*)::int AS n FROM ticket_status GROUP BY account_id",
    );
    await owner.query("ROLLBACK");
    await owner.end();
    expect(rows).toEqual([{ name: "Aguardando cliente" }]);
    expect(every.rows.map(({ n }) => n)).toEqual([5, 5]);
  });
});
