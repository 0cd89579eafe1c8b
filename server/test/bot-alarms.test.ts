import { sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadBatch } from "../src/modules/conversations/realtime-changes.ts";
import { openBotDesk, says, type BotDesk } from "./bot-world.ts";

let desk: BotDesk;
beforeEach(async () => {
  desk = await openBotDesk();
});
afterEach(() => desk.close());

/** What the log tells of the published bot. */
async function alarms(): Promise<{ errors: number; raised: string[] }[]> {
  const { rows } = await sql<{ data: { errors: number; raised: string[] } }>`
    SELECT data FROM event WHERE account_id = ${desk.ours.accountId} AND type = 'bot.alarm' ORDER BY id`.execute(
    desk.world.deps.system,
  );
  return rows.map(({ data: { errors, raised } }) => ({ errors, raised }));
}
const codes = async (): Promise<string[]> => (await desk.view()).alarms.map(({ code }) => code);

/** The published bot asks again after 10 hours of silence; inactivity closes at 12. */
async function publishSilence(): Promise<void> {
  await desk.ask("POST", "/api/bot/triggers", {
    description: "Ainda está aí?",
    team: { operator: "is", team: desk.ours.teams.principal },
    fires: "on_silence",
    idle: { operator: "greater_than", hours: 10 },
    expectedReply: null,
    action: says("Ainda está aí?"),
    active: true,
  });
  await desk.publish();
}
async function settings(change: object): Promise<void> {
  const {
    updatedAt: _at,
    holidays: _days,
    ...known
  } = (await desk.ask("GET", "/api/settings/whatsapp")).body;
  expect((await desk.ask("PUT", "/api/settings/whatsapp", { ...known, ...change })).status).toBe(200);
}

it("a setting that takes a trigger's chance away is told once, and is over when it is put back", async () => {
  await publishSilence();
  await settings({ inactivityHours: 11 });
  expect(await alarms()).toEqual([]);
  await settings({ inactivityHours: 8 });
  expect(await codes()).toEqual(["silence_never"]);
  await settings({ inactivityHours: 7 });
  await settings({ inactivityHours: 12 });
  expect(await codes()).toEqual([]);
  expect(await alarms()).toEqual([
    { errors: 1, raised: ["silence_never"] },
    { errors: 0, raised: [] },
  ]);
});

it("a team's own hours and people count: nobody left to answer is an error", async () => {
  const { comercial } = desk.ours.teams;
  const menu = await desk.trigger("Menu comercial");
  for (const description of ["Comercial: atendimento", "Comercial: orçamento"])
    await desk.ask("DELETE", `/api/bot/triggers/${(await desk.trigger(description)).id}`);
  await desk.ask("DELETE", `/api/bot/triggers/${menu.id}`);
  await desk.publish();
  const { body: team } = await desk.ask("GET", `/api/teams/${comercial}`);
  const { id: _i, kind: _k, openConversations: _o, entryTrigger: _e, firstContact: _f, ...fields } = team;
  expect(
    (await desk.ask("PUT", `/api/teams/${comercial}`, { ...fields, memberIds: [desk.ours.agents["Ana"]] }))
      .status,
  ).toBe(200);
  expect(await codes()).toEqual([]);
  const ana = `/api/agents/${desk.ours.agents["Ana"]}`;
  expect((await desk.ask("PATCH", ana, { active: false })).status).toBe(200);
  expect(await codes()).toEqual(["team_without_people"]);
  expect((await desk.ask("PATCH", ana, { active: true })).status).toBe(200);
  expect(await codes()).toEqual([]);
  expect(await alarms()).toEqual([
    { errors: 1, raised: ["team_without_people"] },
    { errors: 0, raised: [] },
  ]);
});

it("a team whose successor already has an entry leaves two entries in what is published", async () => {
  const { comercial, suporte } = desk.ours.teams;
  const { body: team } = await desk.ask("GET", `/api/teams/${comercial}`);
  await desk.ask("DELETE", `/api/teams/${comercial}`, { moveTo: suporte, version: team["version"] });
  expect(await codes()).toContain("two_entries");
  expect((await alarms())[0]?.raised).toContain("two_entries");
});

it("whoever looks at the triggers is told to look again when teams, people or settings change", async () => {
  const about = {
    id: 1,
    txid: "1",
    accountId: desk.ours.accountId,
    conversationId: null,
    ticketId: null,
    teamId: null,
    agentId: null,
    seq: null,
    at: 0,
    data: {},
  };
  for (const type of ["team.changed", "team.deleted", "agent.changed", "settings.changed", "bot.alarm"]) {
    const { refetch } = await loadBatch(desk.world.deps.app, desk.ours.accountId, [{ ...about, type }]);
    expect(refetch, type).toContainEqual({ what: "bot", administratorsOnly: false });
  }
});

it("a number that begins in a team of its own is walked from there too, and named", async () => {
  await desk.publish();
  const made = await desk.ask("POST", "/api/teams", {
    name: "Trocas",
    kind: "whatsapp",
    color: "#112233",
    description: "",
    active: true,
    inactivityHours: null,
    businessHours: null,
    memberIds: [desk.ours.agents["Ana"]],
  });
  const own = `/api/channels/${desk.ours.channelId}/settings`;
  const saved = await desk.ask("PUT", own, { firstTeamId: made.body["id"], autoMessages: {}, version: 0 });
  expect(saved.status).toBe(200);
  const { alarms: found } = await desk.view();
  expect(found.map(({ code, numbers }) => ({ code, numbers }))).toContainEqual({
    code: "no_opening",
    numbers: [desk.ours.channelId],
  });
  await desk.ask("PUT", own, { firstTeamId: null, autoMessages: {}, version: 1 });
  expect(await codes()).toEqual([]);
});
