import type { BotReport } from "@balcao/api";
import { sql } from "kysely";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBotDesk, says, START, type BotDesk } from "./bot-world.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;
let desk: BotDesk;
let serial = 0;
const phone = (): string => `55119${String(85_300_000 + ++serial)}`;

/** Writes, minute by minute, and answers the conversation's id. */
async function talk(waId: string, ...texts: string[]): Promise<string> {
  let id = "";
  for (const text of texts) {
    id = await desk.write(desk.ours, waId, text);
    desk.world.clock.advance(MINUTE);
  }
  return id;
}
async function report(from: string, to: string): Promise<BotReport> {
  const { status, body } = await desk.ask("GET", `/api/reports/bot?from=${from}&to=${to}`);
  expect(body.fields ?? status).toBe(200);
  return body as unknown as BotReport;
}

beforeAll(async () => {
  desk = await openBotDesk();
  desk.world.clock.set(START);
  // Monday, version 1
  await talk(phone(), "oi", "Comercial", "Orçamento");
  await talk(phone(), "oi", "Cadê meu PEDIDO?", "cadê meu pedido", "cade meu pedido!!");
  await talk(phone(), "oi", "boleto", "atendente");
  const returned = await talk(phone(), "oi", "Suporte", "e o boleto?");
  await desk.ask("POST", `/api/conversations/${returned}/messages`, { key: "report-key-1", text: "Oi!" });
  // Tuesday 00:30 in São Paulo is Tuesday 03:30 in UTC: version 2
  desk.world.clock.set(Date.UTC(2026, 10, 24, 3, 30));
  await desk.change("Boas-vindas", { action: says("Oi!", ["Comercial", "Suporte"]) });
  await desk.publish();
  await talk(phone(), "oi", "boleto");
  // begun by a person in the app, given to the bot later: not the bot's first word
  desk.world.clock.set(START + 5 * DAY);
});
afterAll(() => desk.close());

describe("the bot's report", () => {
  it("counts conversations by the version that acted, by whole local days", async () => {
    expect((await report("2026-11-23", "2026-11-24")).versions).toEqual([
      { number: 2, entered: 1, answered: 1, handedOver: 0, gaveUp: 0, askedForPerson: 0 },
      { number: 1, entered: 4, answered: 4, handedOver: 2, gaveUp: 1, askedForPerson: 1 },
    ]);
    expect((await report("2026-11-24", "2026-11-24")).versions.map(({ number }) => number)).toEqual([2]);
    expect((await report("2026-11-23", "2026-11-23")).versions.map(({ number }) => number)).toEqual([1]);
    expect(await report("2026-11-25", "2026-12-31")).toEqual({ versions: [], unmatched: [] });
  });

  it("works out of decisions that were kept before what is kept with new ones", async () => {
    const { system } = desk.world.deps;
    const kept = async () =>
      (
        await sql<Record<string, unknown>>`
          SELECT id, acts, unanswered, unanswered_in FROM bot_trace WHERE account_id = ${desk.ours.accountId} ORDER BY id`.execute(
          system,
        )
      ).rows;
    const written = await kept();
    expect(new Set(written.map(({ acts }) => acts)).size).toBeGreaterThan(4);
    const migration = readFileSync(
      new URL("../migrations/0034-acts-of-the-bot.sql", import.meta.url),
      "utf8",
    );
    await system.connection().execute(async (one) => {
      await sql`UPDATE bot_trace SET acts = 0, unanswered = NULL, unanswered_in = NULL`.execute(one);
      await sql.raw(migration.slice(migration.indexOf("CREATE FUNCTION"))).execute(one);
    });
    expect(await kept()).toEqual(written);
  });

  it("tells what nothing answered, folded, most frequent first, with the team it was written in", async () => {
    const { principal, suporte } = desk.ours.teams;
    const { unmatched } = await report("2026-11-23", "2026-11-24");
    expect(unmatched.map(({ text, count, teamId }) => ({ text, count, teamId }))).toEqual([
      { text: "cade meu pedido", count: 3, teamId: principal },
      { text: "boleto", count: 2, teamId: principal },
      { text: "e o boleto", count: 1, teamId: suporte },
    ]);
    expect(unmatched[1]?.lastAt).toBe(new Date(Date.UTC(2026, 10, 24, 3, 31)).toISOString());
  });

  it("follows a team that was deleted to its successor", async () => {
    const { suporte, comercial } = desk.theirs.teams;
    const theirs = await desk.cookie(desk.theirs, "Helena");
    desk.world.clock.set(START + 6 * DAY);
    const waId = phone();
    for (const text of ["oi", "Suporte", "nota"]) await desk.write(desk.theirs, waId, text);
    const { body: team } = await desk.call(theirs, "GET", `/api/teams/${suporte}`);
    const move = { moveTo: comercial, version: team["version"] };
    expect((await desk.call(theirs, "DELETE", `/api/teams/${suporte}`, move)).status).toBe(204);
    const { body } = await desk.call(theirs, "GET", "/api/reports/bot?from=2026-11-29&to=2026-11-29");
    expect(body["unmatched"]).toMatchObject([{ text: "nota", count: 1, teamId: comercial }]);
  });

  it("is for those who oversee, of their own company, about days there are", async () => {
    const url = "/api/reports/bot?from=2026-11-23&to=2026-11-24";
    const as = async (name: string) => desk.call(await desk.cookie(desk.ours, name), "GET", url);
    expect((await as("Rita")).status).toBe(200);
    expect((await as("Ana")).body.code).toBe("forbidden");
    const theirs = await desk.call(await desk.cookie(desk.theirs, "Helena"), "GET", url);
    expect(theirs.body).toEqual({ versions: [], unmatched: [] });
    const cases = [
      ["2026-11-24", "2026-11-23", "ends_before_begin"],
      ["2026-01-01", "2027-06-01", "period_too_long"],
      ["0000-01-01", "0000-01-02", "invalid"],
      ["9999-12-31", "9999-12-31", "invalid"],
      ["2026-02-30", "2026-03-01", "invalid"],
    ];
    for (const [from, to, code] of cases) {
      const { status, body } = await desk.ask("GET", `/api/reports/bot?from=${from}&to=${to}`);
      expect({ status, code: body.fields?.[0]?.code }, `${from} ${to}`).toEqual({ status: 422, code });
    }
  });
});
