import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { slaLoop } from "../src/modules/tickets/index.ts";
import { uuidv7 } from "../src/platform/ids.ts";
import { START, type Reply } from "./desk-world.ts";
import { openTickets, ticketPath, type Row, type TicketWorld } from "./ticket-world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** It is Monday 23 November 2026, 9:00 in São Paulo. */
const OFFICE = [
  { from: 9 * 60, to: 12 * 60 },
  { from: 13 * 60, to: 18 * 60 },
];
const HOURS = { days: Array.from({ length: 7 }, (_, day) => (day >= 1 && day <= 5 ? OFFICE : [])) };
let world: TicketWorld;
let serial = 0;

const policy = (name: string, changes: Row = {}): Row => ({
  id: uuidv7(),
  name,
  priorities: [],
  categoryIds: [],
  organisationIds: [],
  firstAnswerMinutes: 60,
  solutionMinutes: 480,
  warnPercent: 75,
  ...changes,
});
const iso = (ms: number): string => new Date(START + ms).toISOString();
const drain = (): Promise<number> => slaLoop(world.desk.world.deps).drain();
/** Business time moves on to so long after the start, and what is due then is done. */
async function at(ms: number): Promise<void> {
  world.desk.world.clock.set(START + ms);
  await drain();
}
async function put(...policies: Row[]): Promise<Reply> {
  const { version } = (await world.as("Helena", "GET", "/api/settings/sla")).body;
  const reply = await world.as("Helena", "PUT", "/api/settings/sla", { policies, version });
  await drain();
  return reply;
}
const talk = () => world.talk(`55119${String(85_100_000 + ++serial)}`, ["oi", "não abre"]);
const fresh = async (more?: Row): Promise<Row> => world.made("Helena", (await talk()).id, more);
const read = async (ticket: Row): Promise<Row> => (await world.as("Helena", "GET", ticketPath(ticket))).body;
const slaOf = async (ticket: Row) => (await read(ticket))["sla"] as Row & { firstAnswer: Row; solution: Row };
/** What the history says of its promises, oldest first. */
const told = async (ticket: Row): Promise<string[]> =>
  (await world.activity("Helena", ticket))
    .filter(({ type }) => String(type).startsWith("ticket.sla_"))
    .map(({ type, data }) => [type, (data as Row)["target"]].filter(Boolean).join(" "))
    .toReversed();
const wait = (ticket: Row, stage: string): Promise<Reply> =>
  world.act("Helena", ticket, { type: "status", statusId: world.status[stage] });

async function setHours(): Promise<void> {
  const {
    updatedAt: _at,
    holidays: _days,
    ...known
  } = (await world.as("Helena", "GET", "/api/settings/whatsapp")).body;
  await world.as("Helena", "PUT", "/api/settings/whatsapp", { ...known, businessHours: HOURS });
}

beforeAll(async () => {
  world = await openTickets();
  await setHours();
});
afterAll(() => world.desk.close());
beforeEach(() => world.desk.world.clock.set(START));

describe("policies", () => {
  it("are kept in their order, by administrators; everyone may look", async () => {
    expect((await world.as("Ana", "GET", "/api/settings/sla")).body).toMatchObject({
      policies: [],
      version: 1,
    });
    const [first, second] = [policy("Urgentes", { priorities: [4] }), policy("Todos")];
    expect(await put(first, second)).toMatchObject({
      status: 200,
      body: { policies: [first, second], version: 2 },
    });
    expect(await put(second, first)).toMatchObject({
      body: { policies: [{ name: "Todos" }, { name: "Urgentes" }] },
    });
    // a new one gets its id here
    const { body: made } = await put({ ...policy("Nova"), id: null });
    expect((made["policies"] as Row[])[0]?.["id"]).toMatch(/^[0-9a-f-]{36}$/);
    const body = { policies: [], version: 4 };
    expect((await world.as("Ana", "PUT", "/api/settings/sla", body)).status).toBe(403);
  });
  it("refuses names twice, promises of nothing, strange categories and organisations, and a version somebody passed", async () => {
    const faults = async (...policies: Row[]) =>
      (await put(...policies)).body.fields?.map(({ path, code }) => `${path} ${code}`);
    expect(await faults(policy("Todos"), policy("todos"))).toEqual(["policies.1.name taken"]);
    const same = policy("Um");
    expect(await faults(same, { ...same, name: "Dois" })).toEqual(["policies.1.id taken"]);
    expect(await faults(policy("x", { firstAnswerMinutes: null, solutionMinutes: null }))).toEqual([
      "policies.0.solutionMinutes required",
    ]);
    expect(await faults(policy("x", { categoryIds: [uuidv7()], organisationIds: [uuidv7()] }))).toEqual([
      "policies.0.categoryIds unknown_category",
      "policies.0.organisationIds unknown_organisation",
    ]);
    const old = await world.as("Helena", "PUT", "/api/settings/sla", { policies: [], version: 1 });
    expect(old).toMatchObject({ status: 409, body: { code: "version_conflict", data: { current: {} } } });
  });
});

describe("a ticket", () => {
  beforeEach(async () => {
    await put(policy("Padrão"));
  });

  it("has its deadlines from its making, in business hours, in the page and in the list", async () => {
    const ticket = await fresh();
    const sla = {
      policy: { name: "Padrão" },
      firstAnswer: { minutes: 60, dueAt: iso(HOUR), warnAt: iso(45 * MINUTE), doneAt: null, breached: false },
      // eight hours of work are nine on the clock, with lunch between
      solution: { dueAt: iso(9 * HOUR), warnAt: iso(7 * HOUR) },
      dueAt: iso(HOUR),
    };
    expect(ticket["ticket"]).toMatchObject({ sla });
    const { items } = (await world.as("Helena", "GET", "/api/tickets")).body;
    expect((items as Row[]).find(({ id }) => id === ticket["id"])).toMatchObject({ sla });
  });

  it("is warned of and told late once each, whatever time goes by", async () => {
    const ticket = await fresh();
    await at(44 * MINUTE);
    expect(await told(ticket)).toEqual(["ticket.sla_set"]);
    await at(45 * MINUTE);
    await at(50 * MINUTE);
    expect(await told(ticket)).toEqual(["ticket.sla_set", "ticket.sla_warned firstAnswer"]);
    const before = await read(ticket);
    await at(2 * HOUR);
    await at(8 * HOUR);
    await at(30 * HOUR);
    expect(await told(ticket)).toEqual([
      "ticket.sla_set",
      "ticket.sla_warned firstAnswer",
      "ticket.sla_breached firstAnswer",
      "ticket.sla_warned solution",
      "ticket.sla_breached solution",
    ]);
    // the clock changes nothing that an editor has open, nor the order of the list
    const after = await read(ticket);
    expect([after["version"], after["updatedAt"]]).toEqual([before["version"], before["updatedAt"]]);
  });

  it("tells nothing twice when a worker dies before its commit, or two work at once", async () => {
    const ticket = await fresh();
    world.desk.world.clock.set(START + 2 * HOUR);
    const dies = slaLoop(world.desk.world.deps, {
      faultPoint: () => {
        throw new Error("died");
      },
    });
    await expect(dies.drain()).rejects.toThrow("died");
    expect(await told(ticket)).toEqual(["ticket.sla_set"]);
    await Promise.all([drain(), drain(), drain()]);
    expect(await told(ticket)).toEqual(["ticket.sla_set", "ticket.sla_breached firstAnswer"]);
  });

  it("stands still while it waits for the customer, and goes on from there", async () => {
    const ticket = await fresh();
    world.desk.world.clock.set(START + 20 * MINUTE);
    await wait(ticket, "waiting");
    expect(await slaOf(ticket)).toMatchObject({
      dueAt: null,
      firstAnswer: { dueAt: null, left: 40 * MINUTE },
      solution: { left: 460 * MINUTE },
    });
    await at(26 * HOUR);
    expect(await told(ticket)).toEqual(["ticket.sla_set"]);
    await wait(ticket, "in_progress");
    expect(await slaOf(ticket)).toMatchObject({
      firstAnswer: { dueAt: iso(26 * HOUR + 40 * MINUTE), left: null },
    });
  });

  it("has its first answer by a linked message of an agent, not by the customer's, the bot's or a comment", async () => {
    const { id, messages } = await talk();
    const ticket = await world.made("Helena", id);
    const link = (messageIds: unknown[]) =>
      world.post("Helena", `${ticketPath(ticket)}/messages`, { conversationId: id, messageIds });
    await link(messages);
    await world.post("Helena", `${ticketPath(ticket)}/comments`, { text: "vou ver" });
    expect((await slaOf(ticket)).firstAnswer).toMatchObject({ doneAt: null });
    world.desk.world.clock.set(START + 30 * MINUTE);
    await world.post("Helena", `/api/conversations/${id}/messages`, { text: "Segue o boleto" });
    const { entries } = (await world.as("Helena", "GET", `/api/conversations/${id}/thread`)).body;
    const answer = (entries as Row[]).find(({ author }) => author === "agent");
    await at(2 * HOUR);
    expect(await told(ticket)).toContain("ticket.sla_breached firstAnswer");
    // linked late, it counts when it was sent
    await link([answer?.["id"]]);
    expect((await slaOf(ticket)).firstAnswer).toMatchObject({ doneAt: iso(30 * MINUTE), breached: false });
    await world.post("Helena", `${ticketPath(ticket)}/unlink`, { messageIds: [answer?.["id"]] });
    expect((await slaOf(ticket)).firstAnswer).toMatchObject({ doneAt: null, breached: true });
  });

  it("has its first answer by a public comment too", async () => {
    const ticket = await fresh();
    const comment = (text: string, isPublic: boolean) =>
      world.post("Helena", `${ticketPath(ticket)}/comments`, { text, public: isPublic });
    world.desk.world.clock.set(START + 10 * MINUTE);
    await comment("só entre nós", false);
    expect((await slaOf(ticket)).firstAnswer).toMatchObject({ doneAt: null });
    world.desk.world.clock.set(START + 25 * MINUTE);
    await comment("Estamos vendo", true);
    expect((await slaOf(ticket)).firstAnswer).toMatchObject({ doneAt: iso(25 * MINUTE), breached: false });
  });

  it("is done when it is resolved, and runs again when it is opened again", async () => {
    const ticket = await fresh();
    world.desk.world.clock.set(START + 30 * MINUTE);
    await wait(ticket, "resolved");
    await at(27 * HOUR);
    expect(await slaOf(ticket)).toMatchObject({
      dueAt: null,
      firstAnswer: { doneAt: iso(30 * MINUTE), breached: false },
      solution: { doneAt: iso(30 * MINUTE), breached: false },
    });
    await wait(ticket, "open");
    expect(await slaOf(ticket)).toMatchObject({ solution: { doneAt: null } });
    expect(await told(ticket)).toEqual(["ticket.sla_set"]);
  });
});

describe("what decides", () => {
  it("priority, category with what is below it, and organisation: the first policy that matches", async () => {
    const category = async (name: string, parentId: string | null) => {
      const { categories } = (await world.as("Helena", "POST", "/api/ticket-categories", { name, parentId }))
        .body;
      return String((categories as Row[]).find((entry) => entry["name"] === name)?.["id"]);
    };
    const billing = await category("Cobrança", null);
    const invoice = await category("Boleto", billing);
    const acme = (
      await world.as("Helena", "POST", "/api/organisations", { name: "Acme", domain: "", notes: "" })
    ).body;
    const set = await put(
      policy("Acme", { organisationIds: [acme["id"]] }),
      policy("Cobrança", { categoryIds: [billing] }),
      policy("Urgente", { priorities: [4], firstAnswerMinutes: 15 }),
    );
    expect(set.body["organisations"]).toEqual([{ id: acme["id"], name: "Acme" }]);
    const { id } = await talk();
    const ticket = await world.made("Helena", id);
    const name = async (): Promise<unknown> => ((await read(ticket))["sla"] as Row | null)?.["policy"];
    expect(await name()).toBeUndefined();
    await world.act("Helena", ticket, { type: "priority", priority: 4 });
    expect(await name()).toMatchObject({ name: "Urgente" });
    await world.act("Helena", ticket, { type: "category", categoryId: invoice });
    expect(await name()).toMatchObject({ name: "Cobrança" });
    const contact = ((await read(ticket))["requester"] as Row)["id"];
    const moved = await world.as("Helena", "PUT", `/api/contacts/${String(contact)}/organisation`, {
      organisationId: acme["id"],
      was: null,
    });
    expect(moved.status).toBe(200);
    await drain();
    expect(await name()).toMatchObject({ name: "Acme" });
    // a merge gives the requester's tickets to another person, of no organisation
    const { rows } = await sql<{ id: string }>`
      SELECT id FROM contact WHERE account_id = ${world.desk.ours.accountId} AND id <> ${String(contact)} AND organisation_id IS NULL AND merged_into IS NULL LIMIT 1`.execute(
      world.desk.world.deps.system,
    );
    await sql`UPDATE contact SET merged_into = ${rows[0]?.id} WHERE id = ${String(contact)}`.execute(
      world.desk.world.deps.system,
    );
    await drain();
    expect(await name()).toMatchObject({ name: "Cobrança" });
    await put();
    expect(await name()).toBeUndefined();
    expect((await told(ticket)).length).toBe(5);
  });

  it("hours, holidays and the team's own: deadlines follow, also of tickets that are there", async () => {
    await put(policy("Padrão", { firstAnswerMinutes: 12 * 60 }));
    const ticket = await fresh();
    // two days of eight hours: four o'clock in the afternoon of the second, then of the third
    const second = 24 * HOUR + 5 * HOUR;
    expect((await slaOf(ticket)).firstAnswer).toMatchObject({ dueAt: iso(second) });
    const { version } = (await world.as("Helena", "GET", "/api/settings/holidays")).body;
    const own = [{ date: "2026-11-24", name: "Ponte", yearly: false }];
    await world.as("Helena", "PUT", "/api/settings/holidays", { national: [], own, version });
    await drain();
    expect((await slaOf(ticket)).firstAnswer).toMatchObject({ dueAt: iso(second + 24 * HOUR) });
    const { comercial } = world.desk.ours.teams;
    const team = (await world.as("Helena", "GET", `/api/teams/${comercial}`)).body;
    const { id: _i, kind: _k, openConversations: _o, entryTrigger: _e, firstContact: _f, ...fields } = team;
    await world.as("Helena", "PUT", `/api/teams/${comercial}`, { ...fields, worksHolidays: true });
    await drain();
    expect((await slaOf(ticket)).firstAnswer).toMatchObject({ dueAt: iso(second) });
    await world.act("Helena", ticket, { type: "move", teamId: world.team("suporte") });
    expect((await slaOf(ticket)).firstAnswer).toMatchObject({ dueAt: iso(second + 24 * HOUR) });
  });
});

it("lists are read by what is due first, what has no promise last, page by page", async () => {
  await put(
    policy("Urgente", { priorities: [4], firstAnswerMinutes: 15 }),
    policy("Alta", { priorities: [3] }),
  );
  const teamId = world.team("suporte");
  const numbers: unknown[] = [];
  for (const priority of [0, 3, 4, 0, 3]) {
    numbers.push((await fresh({ teamId, priority }))["number"]);
    world.desk.world.clock.advance(MINUTE);
  }
  const [none, high, urgent, other, later] = numbers;
  const page = async (query: string): Promise<Reply> =>
    world.as("Helena", "GET", `/api/tickets?team=${teamId}&order=sla&direction=asc&status=open&${query}`);
  const of = ({ body }: Reply): unknown[] => (body["items"] as Row[]).map(({ number }) => number);
  const first = await page("limit=2");
  const second = await page(`limit=2&cursor=${String(first.body["nextCursor"])}`);
  const third = await page(`limit=2&cursor=${String(second.body["nextCursor"])}`);
  const all = [first, second, third].flatMap(of).filter((number) => numbers.includes(number));
  expect(all.slice(0, 3)).toEqual([urgent, high, later]);
  expect(new Set(all.slice(3))).toEqual(new Set([none, other]));
});

it("another account's settings are its own", async () => {
  const cookie = await world.desk.cookie(world.desk.theirs, "Helena");
  expect((await world.desk.call(cookie, "GET", "/api/settings/sla")).body).toMatchObject({ policies: [] });
  const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM sla_setting`.execute(
    world.desk.world.deps.system,
  );
  expect(rows[0]?.count).toBe(1);
});
