import type { PriceRate } from "@balcao/core";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { budgetLoop } from "../src/modules/costs/index.ts";
import { saveCharges } from "../src/modules/costs/charges.queries.ts";
import { uuidv7 } from "../src/platform/ids.ts";
import { openDesk, START, type Desk, type Method } from "./desk-world.ts";
import { seeded } from "./random.ts";

type Row = Record<string, unknown>;
/** It is Monday 23 November 2026, 9:00 in São Paulo. */
const DAY = 24 * 3_600_000;
const RATES: PriceRate[] = [
  { category: "marketing", from: "2026-10-01", micros: 350_000 },
  { category: "service", from: "2026-10-01", micros: 35_000 },
  { category: "service", from: "2026-11-10", micros: 36_000 },
];
let desk: Desk;
let channelId = "";
const conversations: string[] = [];
const as = async (name: string, method: Method, url: string, body?: object) =>
  desk.call(await desk.cookie(desk.ours, name), method, url, body);
const report = async (query = ""): Promise<Row> => (await as("Rita", "GET", `/api/costs${query}`)).body;
const save = async (changes: Row = {}) => {
  const { version } = (await as("Helena", "GET", "/api/settings/costs")).body;
  const settings = { currency: "BRL", rates: RATES, budget: null, version, ...changes };
  return as("Helena", "PUT", "/api/settings/costs", settings);
};

type Wanted = {
  type?: string;
  category?: string;
  at?: number;
  arrived?: boolean;
  of?: number;
  teamId?: string;
};
/** Messages that left and were priced, as statuses make them. */
const charge = async (count: number, wanted: Wanted = {}): Promise<void> => {
  const { type = "regular", category = "service", at = START, arrived = true, of = 0 } = wanted;
  const told = Array.from({ length: count }, () => ({
    message: {
      accountId: desk.ours.accountId,
      id: uuidv7(),
      channelId,
      conversationId: conversations[of] ?? uuidv7(),
      teamId: wanted.teamId ?? desk.ours.teams.comercial,
    },
    charge: { price: { type, category }, leftAt: at, arrivedAt: arrived ? at + 1000 : null },
  }));
  await desk.world.deps.system.transaction().execute((tx) => saveCharges(tx, told));
};

beforeAll(async () => {
  desk = await openDesk();
  for (const phone of ["5511985550001", "5511985550002", "5511985550003"])
    conversations.push(await desk.write(desk.ours, phone, "oi"));
  const { rows } = await sql<{
    id: string;
  }>`SELECT id FROM channel WHERE account_id = ${desk.ours.accountId}`.execute(desk.world.deps.system);
  channelId = rows[0]?.id ?? "";
});
beforeEach(async () => {
  desk.world.clock.set(START);
  await sql`DELETE FROM message_charge`.execute(desk.world.deps.system);
  await sql`DELETE FROM message_charge_day`.execute(desk.world.deps.system);
});
afterAll(() => desk.close());

describe("the month's costs", () => {
  it("are told by number, type, category, team and conversation, by the rate of each day", async () => {
    await save();
    await charge(3, { at: Date.UTC(2026, 10, 9, 20) });
    await charge(2, { at: Date.UTC(2026, 10, 10, 12), of: 1, teamId: desk.ours.teams.suporte });
    await charge(1, { category: "marketing", of: 1 });
    await charge(7, { type: "free_customer_service", of: 2 });
    await charge(4, { category: "authentication", of: 3 });
    await charge(50, { arrived: false });
    // the last evening of October there, November by UTC
    await charge(9, { at: Date.UTC(2026, 10, 1, 2) });
    const november = await report();
    expect(november).toMatchObject({
      month: "2026-11",
      thisMonth: "2026-11",
      currency: "BRL",
      hasRates: true,
      count: 17,
      micros: 3 * 35_000 + 2 * 36_000 + 350_000,
      unpriced: 4,
      numbers: [{ channelId, name: "Loja Girassol", count: 17, usedFree: 7 }],
      teams: [
        { teamId: desk.ours.teams.comercial, count: 15, micros: 455_000, unpriced: 4 },
        { teamId: desk.ours.teams.suporte, count: 2, micros: 72_000, unpriced: 0 },
      ],
      budget: null,
    });
    expect(
      (november["numbers"] as { lines: Row[] }[])[0]?.lines.map(
        ({ type, category, count }) => `${String(type)} ${String(category)} ${String(count)}`,
      ),
    ).toEqual([
      "regular marketing 1",
      "regular service 5",
      "regular authentication 4",
      "free_customer_service service 7",
    ]);
    expect(november["conversations"]).toMatchObject([
      {
        conversationId: conversations[1],
        micros: 422_000,
        about: { contact: { phone: "+55 (11) 98555-0002" } },
      },
      { conversationId: conversations[0], micros: 105_000 },
      { unpriced: 1, about: null },
      { unpriced: 1, about: null },
      { unpriced: 1, about: null },
      { unpriced: 1, about: null },
      { conversationId: conversations[2], micros: 0, count: 7 },
    ]);
    expect(await report("?month=2026-10")).toMatchObject({ count: 9, micros: 9 * 35_000 });
  });

  it("by conversation sum up to the whole, as core prices each message", async () => {
    await save();
    const random = seeded(4711);
    const any = <T>(from: readonly T[]): T => from[random.below(from.length)] as T;
    for (let round = 0; round < 40; round++)
      await charge(1 + random.below(5), {
        type: any(["regular", "free_customer_service", "free_entry_point"]),
        category: any(["service", "marketing", "utility"]),
        at: START - random.below(20) * DAY,
        of: any([0, 1, 2]),
      });
    const { micros, unpriced, count, conversations: own } = await report();
    const sum = (name: string): number => (own as Row[]).reduce((all, one) => all + Number(one[name]), 0);
    expect([sum("micros"), sum("unpriced"), sum("count")]).toEqual([micros, unpriced, count]);
    expect(Number(micros)).toBeGreaterThan(0);
  });

  it("are kept as sums of what the messages say, whatever is told of them twice, late or at the same time", async () => {
    const random = seeded(68);
    const ids = Array.from({ length: 40 }, () => uuidv7());
    const system = desk.world.deps.system;
    const tell = (): Promise<void> => {
      const told = ids
        .filter(() => random.chance(0.4))
        .map((id) => {
          // near midnight there: an earlier status moves a message to the day before
          const leftAt = Date.UTC(2026, 10, 1 + random.below(2), 2, random.below(120));
          const price = {
            type: random.chance(0.5) ? "regular" : "free_customer_service",
            category: "service",
          };
          const arrivedAt = random.chance(0.5) ? leftAt + 1000 : null;
          const message = {
            accountId: desk.ours.accountId,
            id,
            channelId,
            conversationId: conversations[0] ?? "",
          };
          return {
            message: { ...message, teamId: desk.ours.teams.comercial },
            charge: { price: random.chance(0.7) ? price : null, leftAt, arrivedAt },
          };
        });
      return system.transaction().execute((tx) => saveCharges(tx, told));
    };
    for (let round = 0; round < 10; round++) await Promise.all([tell(), tell(), tell()]);
    const sums = (of: "messages" | "rows") =>
      sql<Row>`SELECT day::text, price_type, count FROM (${
        of === "messages"
          ? sql`SELECT day, price_type, count(*)::int AS count FROM message_charge WHERE price_type IS NOT NULL AND arrived_at IS NOT NULL GROUP BY 1, 2`
          : sql`SELECT day, price_type, sum(messages)::int AS count FROM message_charge_day GROUP BY 1, 2 HAVING sum(messages) <> 0`
      }) s ORDER BY 1, 2`.execute(system);
    const { rows: wanted } = await sums("messages");
    expect((await sums("rows")).rows).toEqual(wanted);
    expect(wanted.length).toBeGreaterThanOrEqual(2);
    const { rows: days } = await sql`SELECT FROM message_charge
      WHERE day <> (left_at AT TIME ZONE 'America/Sao_Paulo')::date`.execute(system);
    expect(days).toEqual([]);
  });

  it("stay in their month when the account moves to another time zone", async () => {
    await save();
    const zone = (name: string) =>
      sql`UPDATE account SET time_zone = ${name} WHERE account_id = ${desk.ours.accountId}`.execute(
        desk.world.deps.system,
      );
    await charge(9, { at: Date.UTC(2026, 10, 1, 2) });
    await zone("UTC");
    try {
      expect(await report("?month=2026-10")).toMatchObject({ count: 9, micros: 9 * 35_000 });
    } finally {
      await zone("America/Sao_Paulo");
    }
  });

  it("of one conversation are told in its panel, over all months, to who oversees it", async () => {
    await save();
    await charge(3, { at: Date.UTC(2026, 9, 9, 20) });
    await charge(2, { category: "authentication" });
    await charge(7, { type: "free_customer_service" });
    await charge(5, { arrived: false });
    await charge(4, { of: 1 });
    const url = `/api/conversations/${conversations[0]}/costs`;
    expect((await as("Rita", "GET", url)).body).toEqual({
      currency: "BRL",
      count: 12,
      micros: 105_000,
      unpriced: 2,
      lines: [
        { type: "regular", category: "service", count: 3, micros: 105_000, unpriced: 0 },
        { type: "regular", category: "authentication", count: 2, micros: 0, unpriced: 2 },
        { type: "free_customer_service", category: "service", count: 7, micros: 0, unpriced: 0 },
      ],
    });
    expect((await as("Ana", "GET", url)).status).toBe(403);
    expect((await desk.call(await desk.cookie(desk.theirs, "Helena"), "GET", url)).status).toBe(404);
    expect((await as("Rita", "GET", `/api/conversations/${conversations[2]}/costs`)).body).toMatchObject({
      count: 0,
      lines: [],
    });
  });

  it("are for who oversees; prices and budget for administrators; nothing of another company", async () => {
    await save();
    await charge(5);
    expect((await as("Ana", "GET", "/api/costs")).status).toBe(403);
    expect((await as("Rita", "GET", "/api/settings/costs")).status).toBe(403);
    expect((await as("Rita", "PUT", "/api/settings/costs", {})).status).toBe(403);
    const theirs = await desk.call(await desk.cookie(desk.theirs, "Helena"), "GET", "/api/costs");
    expect(theirs.body).toMatchObject({ count: 0, numbers: [], hasRates: false });
    expect((await as("Ana", "GET", "/api/costs/free")).body).toEqual({
      free: 1000,
      items: [{ channelId, used: 0, charged: true }],
    });
  });

  it("say that replies are free as long as Meta charges none", async () => {
    await charge(3, { type: "free_customer_service" });
    await charge(2, { category: "marketing" });
    expect((await as("Ana", "GET", "/api/costs/free")).body["items"]).toEqual([
      { channelId, used: 3, charged: false },
    ]);
  });

  it("refuse a price twice for one day, strange months, and a version that somebody passed", async () => {
    const [rate] = RATES;
    const twice = await save({ rates: [rate, { ...rate, category: " MARKETING " }] });
    expect(twice.body.fields?.map(({ path, code }) => `${path} ${code}`)).toEqual([
      "rates.1.from rate_taken",
    ]);
    expect((await save({ rates: [{ ...rate, from: "2026-02-30" }] })).status).toBe(422);
    expect((await save({ currency: "reais" })).status).toBe(422);
    expect((await as("Rita", "GET", "/api/costs?month=2026-13")).status).toBe(422);
    await save();
    expect(await save({ version: 0 })).toMatchObject({ status: 409, body: { code: "version_conflict" } });
  });
});

describe("a budget", () => {
  const drain = (): Promise<number> => budgetLoop(desk.world.deps).drain();
  const told = async (): Promise<string[]> => {
    const { rows } = await sql<{ type: string; month: string }>`
      SELECT type, data->>'month' AS month FROM event WHERE type LIKE 'cost.budget%' ORDER BY txid, id`.execute(
      desk.world.deps.system,
    );
    return rows.map(({ type, month }) => `${type} ${month}`);
  };

  it("is told of once when it is nearly spent and once when it is, each month anew, and again when it was changed", async () => {
    await save({ budget: { micros: 360_000, warnPercent: 80 } });
    await charge(7);
    expect(await drain()).toBe(0);
    await charge(1);
    expect(await drain()).toBe(1);
    expect(await drain()).toBe(0);
    expect((await as("Helena", "GET", "/api/costs/budget")).body).toEqual({ level: "warned" });
    expect((await as("Rita", "GET", "/api/costs/budget")).status).toBe(403);
    expect(await report()).toMatchObject({ budget: { micros: 360_000, warnPercent: 80, level: "warned" } });
    await charge(2);
    await Promise.all([drain(), drain()]);
    expect(await told()).toEqual(["cost.budget_warned 2026-11", "cost.budget_passed 2026-11"]);
    desk.world.clock.set(START + 10 * DAY);
    expect((await as("Helena", "GET", "/api/costs/budget")).body).toEqual({ level: "within" });
    await drain();
    await charge(10, { at: START + 9 * DAY });
    await drain();
    expect((await told()).slice(2)).toEqual(["cost.budget_passed 2026-12"]);
    await save({ budget: { micros: 450_000, warnPercent: 80 } });
    await drain();
    expect((await told()).slice(3)).toEqual(["cost.budget_warned 2026-12"]);
  });
});

describe("costs as a file", () => {
  const file = async (query: string, name = "Rita") => {
    const answer = await desk.app.inject({
      url: `/api/costs/export?${query}`,
      headers: { cookie: await desk.cookie(desk.ours, name) },
    });
    return {
      status: answer.statusCode,
      name: String(answer.headers["content-disposition"]),
      text: answer.body,
    };
  };

  it("hold each month by number, team, category and type, as the page sums them, with no cell that runs", async () => {
    await save();
    await charge(3, { category: "marketing" });
    await charge(2, { type: "free_customer_service" });
    await charge(4, { teamId: desk.ours.teams.suporte, at: START - 20 * DAY });
    await charge(1, { category: "utility", at: START - 30 * DAY });
    const { system } = desk.world.deps;
    await sql`UPDATE channel SET name = '=1+1' WHERE id = ${channelId}`.execute(system);
    const { name, text } = await file("locale=pt-BR&months=2");
    expect(name).toBe('attachment; filename="custos-2026-10-2026-11.csv"');
    const lines = text.replace("\uFEFF", "").split("\r\n").slice(0, -1);
    expect(lines[0]).toBe(
      '"Mês";"Número";"Equipe";"Categoria";"Tipo";"Mensagens";"Custo";"Moeda";"Sem preço"',
    );
    expect(lines.slice(1)).toEqual([
      `"2026-10";"'=1+1";"Comercial";"Utilidade";"Cobrada";"1";"0";"BRL";"1"`,
      `"2026-11";"'=1+1";"Comercial";"Marketing";"Cobrada";"3";"1,05";"BRL";"0"`,
      `"2026-11";"'=1+1";"Comercial";"Atendimento (respostas livres)";"Grátis: atendimento";"2";"0";"BRL";"0"`,
      `"2026-11";"'=1+1";"Suporte";"Atendimento (respostas livres)";"Cobrada";"4";"0,14";"BRL";"0"`,
    ]);
    const { micros } = await report();
    expect(micros).toBe(1_190_000);
    expect((await file("locale=en&month=2026-10")).text).toContain(
      '"2026-10","\'=1+1","Comercial","Utility"',
    );
  });

  it("are for who oversees, and hold nothing of another company", async () => {
    await charge(1);
    expect((await file("", "Ana")).status).toBe(403);
    const theirs = await desk.app.inject({
      url: "/api/costs/export",
      headers: { cookie: await desk.cookie(desk.theirs, "Rita") },
    });
    expect(theirs.body.split("\r\n")).toHaveLength(2);
    expect((await file("months=99")).status).toBe(422);
  });
});
