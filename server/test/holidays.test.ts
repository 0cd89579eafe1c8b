import { USUAL_HOLIDAYS } from "@balcao/core";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDesk, START, type Desk, type Reply } from "./desk-world.ts";

const DAY = 24 * 3_600_000;
const HOURS = { days: Array.from({ length: 7 }, () => [{ from: 8 * 60, to: 18 * 60 }]) };
let desk: Desk;
let helena: string;
let serial = 0;

beforeAll(async () => {
  desk = await openDesk({ withBot: true });
  helena = await desk.cookie(desk.ours, "Helena");
  const { updatedAt: _at, holidays: _days, ...known } = (await ask("GET", "/api/settings/whatsapp")).body;
  const out_of_hours = { enabled: true, text: "Fechado" };
  const autoMessages = { ...(known["autoMessages"] as object), out_of_hours };
  await ask("PUT", "/api/settings/whatsapp", { ...known, autoMessages, businessHours: HOURS });
});
afterAll(() => desk.close());

const ask = (method: "GET" | "PUT", url: string, body?: object): Promise<Reply> =>
  desk.call(helena, method, url, body);
const put = (body: object): Promise<Reply> => ask("PUT", "/api/settings/holidays", body);
const version = async (): Promise<number> =>
  (await ask("GET", "/api/settings/holidays")).body["version"] as number;
/** What the system says to somebody who writes on a day at 9:00 and is forwarded to people. */
async function saidOn(date: string, teamId = desk.ours.teams.principal): Promise<string[]> {
  desk.world.clock.set(Date.parse(`${date}T12:00Z`));
  const phone = `55119${String(86_100_000 + ++serial)}`;
  const id = await desk.write(desk.ours, phone, "oi");
  await desk.call(helena, "POST", `/api/conversations/${id}/forward`, { key: `holidays-${serial}`, teamId });
  await desk.write(desk.ours, phone, "tem alguém?");
  const { rows } = await sql<{ text: string }>`
    SELECT text FROM message WHERE conversation_id = ${id} AND author = 'system' ORDER BY seq`.execute(
    desk.world.deps.system,
  );
  return rows.map(({ text }) => text);
}

it("are the national ones until somebody says otherwise; own days and switches count from the next message on", async () => {
  expect((await ask("GET", "/api/settings/holidays")).body).toEqual({ ...USUAL_HOLIDAYS, version: 1 });
  expect(await saidOn("2026-12-24")).toEqual([]);
  expect(await saidOn("2026-12-25")).toEqual(["Fechado"]);
  const own = [
    { date: "2026-12-24", name: "Véspera", yearly: true },
    { date: "2026-01-25", name: " Aniversário ", yearly: false },
  ];
  const saved = await put({ national: ["carnival"], own, version: 1 });
  expect(saved).toMatchObject({
    status: 200,
    body: {
      national: ["carnival"],
      own: [{ date: "2026-01-25", name: "Aniversário" }, { name: "Véspera" }],
      version: 2,
    },
  });
  expect((await ask("GET", "/api/settings/whatsapp")).body["holidays"]).toEqual({
    national: ["carnival"],
    own: saved.body["own"],
  });
  expect(await saidOn("2026-12-25")).toEqual([]);
  expect(await saidOn("2026-12-24")).toEqual(["Fechado"]);
  expect(await saidOn("2027-12-24")).toEqual(["Fechado"]);
  expect(await saidOn("2027-02-09")).toEqual(["Fechado"]);
});

it("are ordinary days for a team that works on them", async () => {
  await put({ national: ["christmas"], own: [], version: await version() });
  const { suporte } = desk.ours.teams;
  expect(await saidOn("2026-12-25", suporte)).toEqual(["Fechado"]);
  const team = (await ask("GET", `/api/teams/${suporte}`)).body;
  const { id: _i, kind: _k, openConversations: _o, entryTrigger: _e, firstContact: _f, ...fields } = team;
  expect((await ask("PUT", `/api/teams/${suporte}`, { ...fields, worksHolidays: true })).body).toMatchObject({
    worksHolidays: true,
  });
  expect(await saidOn("2026-12-25", suporte)).toEqual([]);
  expect(await saidOn("2026-12-25")).toEqual(["Fechado"]);
});

it("refuses a day twice, what is no day, a version somebody passed, and whoever is no administrator", async () => {
  const at = await version();
  const day = (date: string, yearly = false) => ({ date, name: "x", yearly });
  const twice = await put({ national: [], own: [day("2026-01-25"), day("2025-01-25", true)], version: at });
  expect(twice).toMatchObject({
    status: 422,
    body: { fields: [{ path: "own.1.date", code: "holiday_twice" }] },
  });
  expect((await put({ national: [], own: [day("2026-02-30")], version: at })).status).toBe(422);
  expect((await put({ national: ["halloween"], own: [], version: at })).status).toBe(422);
  const passed = await put({ national: [], own: [], version: at - 1 });
  expect(passed).toMatchObject({
    status: 409,
    body: { code: "version_conflict", data: { current: { version: at } } },
  });
  const ana = await desk.cookie(desk.ours, "Ana");
  const body = { national: [], own: [], version: at };
  expect((await desk.call(ana, "PUT", "/api/settings/holidays", body)).status).toBe(403);
  expect((await desk.call(ana, "GET", "/api/settings/holidays")).status).toBe(200);
  desk.world.clock.set(START + DAY);
});

it("of two who save the first at one moment only one does", async () => {
  const cookie = await desk.cookie(desk.theirs, "Helena");
  const save = (name: string): Promise<Reply> =>
    desk.call(cookie, "PUT", "/api/settings/holidays", {
      national: [],
      own: [{ date: "2026-01-25", name, yearly: true }],
      version: 1,
    });
  const replies = await Promise.all([save("um"), save("outro")]);
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 409]);
});
