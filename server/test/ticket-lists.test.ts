import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDesk, type Desk, type Method, type Reply } from "./desk-world.ts";

type Row = Record<string, unknown>;
let desk: Desk;
let serial = 0;

const as = async (name: string, method: Method, url: string, body?: object): Promise<Reply> =>
  desk.call(await desk.cookie(desk.ours, name), method, url, body);
const key = (): string => `ticket-list-${++serial}`;
const team = (name: "comercial" | "suporte"): string => desk.ours.teams[name];
const agent = (name: string): string => desk.ours.agents[name] ?? "";
const numbersOf = ({ body }: Reply): number[] => (body["items"] as Row[]).map((row) => Number(row["number"]));
const numbers = async (name: string, query: string): Promise<number[]> =>
  numbersOf(await as(name, "GET", `/api/tickets?status=all&limit=100${query}`));

/** What stands in the table, by number. */
const made: {
  number: number;
  id: string;
  team: string;
  agent: string | null;
  priority: number;
  status: string;
}[] = [];
const STATUSES = ["open", "in_progress", "waiting", "resolved", "closed"];
/** ids of the account's workflow, by stage */
const statusIds = new Map<string, string>();
const categories: string[] = [];
/** by number */
const dueAt = new Map<number, number>();

beforeAll(async () => {
  desk = await openDesk();
  const { statuses } = (await as("Helena", "GET", "/api/ticket-choices")).body as { statuses: Row[] };
  for (const { id, stage } of statuses) statusIds.set(String(stage), String(id));
  for (const name of ["Entrega", "Atraso"]) {
    const body = { name, parentId: categories[0] ?? null };
    const { body: all } = await as("Helena", "POST", "/api/ticket-categories", body);
    categories.push(
      String((all["categories"] as Row[]).find((category) => category["name"] === name)?.["id"]),
    );
  }
  const conversations = [
    await desk.write(desk.ours, "5511988880001", "oi"),
    await desk.write(desk.ours, "5511988880002", "oi"),
  ];
  for (let n = 0; n < 24; n++) {
    desk.world.clock.advance(1_000);
    const ours = n % 3 !== 0;
    const facts = {
      team: team(ours ? "comercial" : "suporte"),
      agent: n % 4 === 1 ? agent(ours ? "Ana" : "Diego") : null,
      priority: n % 5,
      status: STATUSES[n % 4] ?? "open",
    };
    const { body } = await as("Helena", "POST", "/api/tickets", {
      key: key(),
      conversationId: conversations[n % 2],
      title: n === 7 ? "Geladeira parada" : `Pedido ${n}`,
      teamId: facts.team,
      agentId: facts.agent,
      priority: facts.priority,
    });
    const id = String(body["id"]);
    if (facts.status !== "open")
      await as("Helena", "POST", `/api/tickets/${id}/acts`, {
        key: key(),
        act: { type: "status", statusId: statusIds.get(facts.status) },
      });
    made.push({ number: Number(body["number"]), id, ...facts });
  }
  // in the order in which they were made, so that the latest change is still the last one's
  for (const { number, id } of made) {
    desk.world.clock.advance(1_000);
    const at = desk.world.clock.now() + (((number * 7) % 11) - 5) * 3_600_000;
    if (number % 4 === 1) dueAt.set(number, at);
    await as("Helena", "POST", `/api/tickets/${id}/acts`, {
      key: key(),
      act:
        number % 4 === 1
          ? { type: "due", dueAt: new Date(at).toISOString() }
          : { type: "category", categoryId: categories[number % 2] },
    });
  }
});
afterAll(() => desk.close());

const seenBy = (name: string) =>
  made.filter(({ team: of, agent: who }) =>
    name === "Ana" ? of === team("comercial") || who === agent("Ana") : true,
  );

describe("lists of tickets", () => {
  it("hold what one may see, in each order and both ways, whatever the size of a page", async () => {
    const place = (status: string): number => STATUSES.indexOf(status);
    const latest = (a: (typeof made)[number], b: (typeof made)[number]): number => b.number - a.number;
    const orders = {
      updated: latest,
      created: latest,
      priority: (a: (typeof made)[number], b: (typeof made)[number]) =>
        b.priority - a.priority || latest(a, b),
    };
    for (const name of ["Ana", "Helena"]) {
      for (const [order, compare] of Object.entries(orders)) {
        const sorted = seenBy(name)
          .toSorted(compare)
          .map(({ number }) => number);
        expect(await numbers(name, `&order=${order}`)).toEqual(sorted);
        expect(await numbers(name, `&order=${order}&direction=asc`)).toEqual(sorted.toReversed());
      }
      const due = ({ number }: { number: number }): number => dueAt.get(number) ?? Infinity;
      const byDue = seenBy(name)
        .toSorted((a, b) => (due(a) === due(b) ? 0 : due(a) - due(b)) || (a.id < b.id ? -1 : 1))
        .map(({ number }) => number);
      expect(await numbers(name, "&order=due&direction=asc")).toEqual(byDue);
      expect(await numbers(name, "&order=due")).toEqual(byDue.toReversed());
      const byStatus = (up: 1 | -1): number[] =>
        seenBy(name)
          .toSorted((a, b) => up * (place(a.status) - place(b.status)) || latest(a, b))
          .map(({ number }) => number);
      expect(await numbers(name, "&order=status&direction=asc")).toEqual(byStatus(1));
      expect(await numbers(name, "&order=status")).toEqual(byStatus(-1));
      for (const query of [
        "updated",
        "created",
        "priority",
        "status",
        "status&direction=asc",
        "priority&direction=asc",
      ]) {
        const whole = await numbers(name, `&order=${query}`);
        const paged: number[] = [];
        for (let cursor: unknown = ""; cursor !== null;) {
          const page = await as(
            name,
            "GET",
            `/api/tickets?status=all&limit=3&order=${query}${cursor ? `&cursor=${String(cursor)}` : ""}`,
          );
          paged.push(...numbersOf(page));
          cursor = page.body["nextCursor"];
        }
        expect(paged, query).toEqual(whole);
      }
    }
  });

  it("are narrowed down by what they show, and searched by number, word, name and phone", async () => {
    const all = (isWanted: (ticket: (typeof made)[number]) => boolean, name = "Helena"): number[] =>
      seenBy(name)
        .filter(isWanted)
        .map(({ number }) => number)
        .toReversed();
    expect(await numbers("Helena", "&priority=4")).toEqual(all(({ priority }) => priority === 4));
    expect(await numbers("Helena", "&agent=none&priority=2")).toEqual(
      all((ticket) => ticket.agent === null && ticket.priority === 2),
    );
    expect(await numbers("Helena", `&team=${team("suporte")}`)).toEqual(
      all((ticket) => ticket.team === team("suporte")),
    );
    expect(numbersOf(await as("Ana", "GET", "/api/tickets?limit=100"))).toEqual(
      all(({ status }) => status !== "resolved", "Ana"),
    );
    const [whole, part] = categories;
    expect(await numbers("Helena", `&category=${part}`)).toEqual(
      all(({ number }) => number % 4 !== 1 && number % 2 === 1),
    );
    expect(await numbers("Helena", `&category=${whole}`)).toEqual(all(({ number }) => number % 4 !== 1));
    expect(numbersOf(await as("Helena", "GET", `/api/tickets?status=${statusIds.get("waiting")}`))).toEqual(
      all(({ status }) => status === "waiting"),
    );
    const now = desk.world.clock.now();
    const late = all(
      ({ number, status }) => (dueAt.get(number) ?? Infinity) < now && status !== "resolved",
      "Ana",
    );
    expect(await numbers("Ana", "&overdue=true")).toEqual(late);
    expect(late).not.toEqual([]);
    expect((await as("Ana", "GET", "/api/tickets/counts")).body["overdue"]).toBe(late.length);
    expect(await numbers("Helena", "&q=geladeiras")).toEqual(all(({ number }) => number === 8));
    expect(await numbers("Helena", "&q=%238")).toEqual([8]);
    // those of who has this phone: every other one
    expect(await numbers("Ana", "&q=98888-0001")).toEqual(all(({ number }) => number % 2 === 1, "Ana"));
    expect(await numbers("Ana", "&q=98888-0001&order=created&direction=asc")).toEqual(
      all(({ number }) => number % 2 === 1, "Ana").toReversed(),
    );
    expect(await numbers("Ana", "&q=nada")).toEqual([]);
    expect((await as("Ana", "GET", "/api/tickets?priority=9")).status).toBe(422);
    expect((await as("Ana", "GET", "/api/tickets?order=title")).status).toBe(422);
  });

  it("stand on the board column by column, each with its number", async () => {
    const { body } = await as("Ana", "GET", "/api/tickets/board");
    const columns = body["columns"] as (Row & { items: Row[] })[];
    expect(columns.map(({ statusId }) => statusId)).toEqual(STATUSES.map((stage) => statusIds.get(stage)));
    const counts = async (query: string): Promise<Row> =>
      (await as("Ana", "GET", `/api/tickets/counts${query}`)).body["statuses"] as Row;
    const whole = await counts("");
    for (const { statusId, items } of columns) {
      const own = seenBy("Ana").filter(({ status }) => statusIds.get(status) === statusId);
      expect(whole[String(statusId)]).toBe(own.length);
      expect(items.map(({ number }) => number)).toEqual(
        own.toSorted((a, b) => b.priority - a.priority || b.number - a.number).map(({ number }) => number),
      );
    }
    const narrowed = `?agent=${agent("Ana")}&priority=1`;
    const few = (await as("Ana", "GET", `/api/tickets/board${narrowed}`)).body["columns"] as {
      items: Row[];
    }[];
    const expected = STATUSES.map((status) =>
      made.filter((one) => one.agent === agent("Ana") && one.priority === 1 && one.status === status),
    );
    expect(few.map(({ items }) => items.length)).toEqual(expected.map((all) => all.length));
    const sums = await counts(narrowed);
    expect(STATUSES.map((stage) => sums[statusIds.get(stage) ?? ""])).toEqual(
      expected.map((all) => all.length),
    );
    expect(await counts("?overdue=true")).toBeNull();
    const found = await as("Ana", "GET", "/api/tickets/board?q=geladeira");
    expect(
      (found.body["columns"] as (Row & { items: Row[] })[]).flatMap(({ items }) =>
        numbersOf({ body: { items } } as never),
      ),
    ).toEqual([8]);
  });
});

describe("the limit of a column", () => {
  it("is set, left as it is by who does not name it, and taken away", async () => {
    const id = statusIds.get("waiting") ?? "";
    const status = async (): Promise<Row> => {
      const { statuses } = (await as("Ana", "GET", "/api/ticket-choices")).body as { statuses: Row[] };
      return statuses.find((one) => one["id"] === id) ?? {};
    };
    const save = async (more: Row): Promise<number> => {
      const { name, color, version } = await status();
      const body = { name, color, version, active: true, ...more };
      return (await as("Helena", "PUT", `/api/ticket-statuses/${id}`, body)).status;
    };
    expect(await status()).toMatchObject({ most: null });
    expect(await save({ most: 5 })).toBe(200);
    expect(await save({ name: "Aguardando" })).toBe(200);
    expect(await status()).toMatchObject({ name: "Aguardando", most: 5 });
    for (const most of [0, 1.5, 10_000]) expect(await save({ most })).toBe(422);
    expect(await save({ most: null })).toBe(200);
    expect(await status()).toMatchObject({ most: null });
  });
});

describe("counts of tickets", () => {
  const counts = async (name: string): Promise<Row> => (await as(name, "GET", "/api/tickets/counts")).body;
  const expected = (name: string) => {
    const active = seenBy(name).filter(({ status }) => status !== "resolved");
    return {
      active: active.length,
      mine: active.filter(({ agent: who }) => who === agent(name)).length,
      unassigned: active.filter(({ agent: who }) => who === null).length,
    };
  };

  it("are those of the lists, also after the ledger was folded, and of saved views", async () => {
    for (const name of ["Ana", "Helena"]) expect(await counts(name)).toMatchObject(expected(name));
    const view = await as("Ana", "POST", "/api/views", {
      list: "tickets",
      name: "Urgentes",
      sharedWith: "me",
      filter: { progress: "all", priority: 4, team: team("comercial") },
    });
    expect(view).toMatchObject({ status: 201, body: { list: "tickets" } });
    const urgent = made.filter(({ team: of, priority }) => of === team("comercial") && priority === 4).length;
    expect((await counts("Ana"))["views"]).toEqual({ [String(view.body["id"])]: urgent });
    expect((await counts("Helena"))["views"]).toEqual({});
    const late = { list: "tickets", name: "Atrasados", sharedWith: "me", filter: { overdue: true } };
    const lateId = String((await as("Ana", "POST", "/api/views", late)).body["id"]);
    expect((await counts("Ana"))["views"]).toMatchObject({ [lateId]: null });
    const lines = async (): Promise<number> =>
      Number(
        (await sql<{ n: number }>`SELECT count(*) AS n FROM ticket_count`.execute(desk.world.deps.system))
          .rows[0]?.n,
      );
    await sql`INSERT INTO ticket_count SELECT account_id, team_id, agent_id, status_id, priority, n FROM ticket_count,
      (VALUES (1), (-1)) AS pair(n), generate_series(1, 20)`.execute(desk.world.deps.system);
    const long = await lines();
    for (const name of ["Ana", "Helena"]) expect(await counts(name)).toMatchObject(expected(name));
    expect(await lines()).toBeLessThan(long / 4);
    for (const name of ["Ana", "Helena"]) expect(await counts(name)).toMatchObject(expected(name));
  });

  it("take a filter of their own list only", async () => {
    const view = { name: "Outra", sharedWith: "me" };
    const wrong = { ...view, list: "tickets", filter: { tab: "mine" } };
    expect((await as("Ana", "POST", "/api/views", wrong)).status).toBe(422);
    expect((await as("Ana", "POST", "/api/views", { ...view, filter: { progress: "open" } })).status).toBe(
      422,
    );
  });
});

describe("one act on many tickets", () => {
  it("is done where it may be, told where not, and once for each key", async () => {
    const [own, closed] = seenBy("Ana");
    const foreign = made.find(({ team: of }) => of === team("suporte"));
    if (!own || !closed || !foreign) throw new Error("no tickets");
    await as("Ana", "POST", `/api/tickets/${closed.id}/acts`, {
      key: key(),
      act: { type: "status", statusId: statusIds.get("closed") },
    });
    const items = [own, closed, foreign].map(({ id }) => ({ id, key: key() }));
    const body = { act: { type: "priority", priority: 3 }, items };
    const { body: answer } = await as("Ana", "POST", "/api/tickets/acts", body);
    expect(answer["items"]).toMatchObject([
      { id: own.id, ticket: { priority: 3 }, problem: null },
      { id: closed.id, ticket: null, problem: { code: "ticket_closed" } },
      { id: foreign.id, ticket: null, problem: { code: "not_found" } },
    ]);
    expect((await as("Ana", "POST", "/api/tickets/acts", body)).body).toEqual(answer);
    const away = { act: { type: "move", teamId: team("suporte") }, items: [{ id: own.id, key: key() }] };
    expect((await as("Ana", "POST", "/api/tickets/acts", away)).body["items"]).toEqual([
      { id: own.id, ticket: null, problem: null },
    ]);
    expect((await as("Ana", "POST", "/api/tickets/acts", { ...body, items: [] })).status).toBe(422);
  });
});

describe("tickets of a team one is not in", () => {
  it("are nowhere: not in lists, board, counts, search, by number, nor by id", async () => {
    const secret = made.find(({ team: of, agent: who }) => of === team("suporte") && who === null);
    if (!secret) throw new Error("no ticket");
    const path = `/api/tickets/${secret.id}`;
    for (const url of [path, `${path}/activity`, `/api/tickets/by-number/${secret.number}`])
      expect((await as("Ana", "GET", url)).status, url).toBe(404);
    const lists = [
      "",
      "?status=all",
      `?status=all&team=${team("suporte")}`,
      `?status=all&q=${secret.number}`,
    ];
    for (const order of ["updated", "created", "priority", "status", "due"])
      lists.push(`?status=all&order=${order}`, `?status=all&order=${order}&q=pedido`);
    for (const query of lists)
      expect(JSON.stringify((await as("Ana", "GET", `/api/tickets${query}`)).body), query).not.toContain(
        secret.id,
      );
    for (const query of ["", `?team=${team("suporte")}`, "?q=pedido"])
      expect(
        JSON.stringify((await as("Ana", "GET", `/api/tickets/board${query}`)).body),
        query,
      ).not.toContain(secret.id);
    const view = await as("Ana", "POST", "/api/views", {
      list: "tickets",
      name: "Do suporte",
      sharedWith: "me",
      filter: { progress: "all", team: team("suporte"), agent: "none" },
    });
    const { views } = (await as("Ana", "GET", "/api/tickets/counts")).body as {
      views: Record<string, number>;
    };
    expect(views[String(view.body["id"])]).toBe(0);
    expect((await as("Ana", "GET", "/api/tickets?status=all&q=pedido")).body["items"]).not.toEqual([]);
  });
});
