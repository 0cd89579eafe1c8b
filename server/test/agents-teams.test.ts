import { sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openDesk, type Desk } from "./desk-world.ts";

let desk: Desk;
let helena: string;

beforeEach(async () => {
  desk = await openDesk({ withBot: true });
  helena = await desk.cookie(desk.ours, "Helena");
});
afterEach(() => desk.close());

type TeamView = { id: string; name: string; version: number; memberIds: string[]; openConversations: number };
const teams = async (): Promise<TeamView[]> =>
  (await desk.call(helena, "GET", "/api/teams")).body["items"] as TeamView[];
const version = async (id: string): Promise<number> =>
  (await teams()).find((team) => team.id === id)?.version ?? 0;
const remove = async (id: string, moveTo: string | null) =>
  desk.call(helena, "DELETE", `/api/teams/${id}`, { moveTo, version: await version(id) });
const bot = async () => (await desk.call(helena, "GET", "/api/bot")).body;
let serial = 0;
const command = (id: string, path: string, body: object) =>
  desk.call(helena, "POST", `/api/conversations/${id}/${path}`, { key: `team-key-${++serial}`, ...body });

/** Maintained counters against a count of the conversations themselves. */
async function counterErrors(): Promise<unknown[]> {
  const { rows } = await sql`
    WITH counted AS (SELECT account_id, team_id, coalesce(agent_id, '00000000-0000-0000-0000-000000000000') AS agent_id, owner, status, count(*)::int AS n,
      (count(*) FILTER (WHERE unread > 0))::int AS unread FROM conversation GROUP BY 1, 2, 3, 4, 5)
    SELECT * FROM counted c FULL JOIN (SELECT * FROM conversation_counter WHERE conversations <> 0 OR unread <> 0) k USING (account_id, team_id, agent_id, owner, status)
    WHERE c.n IS DISTINCT FROM k.conversations OR c.unread IS DISTINCT FROM k.unread`.execute(
    desk.world.deps.system,
  );
  return rows;
}

it("a team in use is not deleted blindly: its uses are told, and a successor is asked for", async () => {
  const { comercial, principal } = desk.ours.teams;
  const id = await desk.write(desk.ours, "5511987000201", "oi");
  await desk.write(desk.ours, "5511987000201", "Comercial");
  expect((await desk.call(helena, "GET", `/api/conversations/${id}`)).body).toMatchObject({
    teamId: comercial,
  });
  const { body } = await desk.call(helena, "GET", `/api/teams/${comercial}/uses`);
  const kinds = Map.groupBy(
    body["items"] as { kind: string; label: string; count: number }[],
    (use) => use.kind,
  );
  expect(Object.fromEntries([...kinds].map(([kind, uses]) => [kind, uses.length]))).toEqual({
    draft_trigger: 4,
    published_trigger: 4,
    open_conversations: 1,
    members: 1,
  });
  expect(kinds.get("draft_trigger")?.map((use) => use.label)).toContain("Ir para o Comercial");
  expect(kinds.get("members")).toMatchObject([{ count: 4 }]);
  expect((await desk.call(helena, "GET", `/api/teams/${principal}/uses`)).body["items"]).toContainEqual({
    kind: "first_contact",
    label: "",
    count: 1,
  });
  const refused = await remove(comercial, null);
  expect(refused.body).toMatchObject({ status: 409, code: "team_in_use", data: { uses: body["items"] } });
  for (const moveTo of [comercial, desk.theirs.teams.suporte])
    expect((await remove(comercial, moveTo)).body.fields).toMatchObject([
      { path: "moveTo", code: "unknown_team" },
    ]);
  expect((await teams()).map((team) => team.id)).toContain(comercial);
});

it("everything of a deleted team goes to its successor in one step", async () => {
  const { comercial, suporte, principal } = desk.ours.teams;
  const closed = await desk.write(desk.ours, "5511987000202", "oi");
  await desk.write(desk.ours, "5511987000202", "Comercial");
  await command(closed, "status", { status: "closed" });
  const open = await desk.write(desk.ours, "5511987000203", "oi");
  await desk.write(desk.ours, "5511987000203", "Comercial");
  const answered = await desk.write(desk.ours, "5511987000204", "oi");
  await command(answered, "forward", { teamId: comercial, agentId: desk.ours.agents["Ana"] });
  const invitation = await desk.call(helena, "POST", "/api/invitations", {
    email: "novo@girassol.example",
    name: "",
    role: "agent",
    teamIds: [comercial],
  });
  expect((await remove(comercial, suporte)).status).toBe(204);

  const conversation = async (id: string) =>
    (await desk.call(helena, "GET", `/api/conversations/${id}`)).body;
  expect(await conversation(closed)).toMatchObject({ teamId: suporte, status: "closed" });
  expect(await conversation(open)).toMatchObject({ teamId: suporte, owner: "bot" });
  expect(await conversation(answered)).toMatchObject({
    teamId: suporte,
    owner: "agent",
    agentId: desk.ours.agents["Ana"],
  });
  const thread = (await desk.call(helena, "GET", `/api/conversations/${open}/thread`)).body;
  expect((thread["entries"] as object[]).at(-1)).toMatchObject({
    type: "conversation.forwarded",
    agentId: desk.ours.agents["Helena"],
    data: { from: comercial, to: suporte, because: "team_deleted" },
  });
  expect(await counterErrors()).toEqual([]);
  expect((await teams()).map(({ name, openConversations }) => [name, openConversations])).toEqual([
    ["Principal", 0],
    ["Suporte", 2],
  ]);
  expect((await teams()).find((team) => team.id === suporte)?.memberIds).toContain(desk.ours.agents["Bruno"]);
  const { body: list } = await desk.call(helena, "GET", "/api/invitations");
  expect(list["items"]).toMatchObject([
    { id: (invitation.body["invitation"] as { id: string }).id, teamIds: [suporte] },
  ]);

  // the first contact goes too
  expect((await remove(principal, suporte)).status).toBe(204);
  expect((await desk.call(helena, "GET", "/api/settings/whatsapp")).body).toMatchObject({
    firstTeamId: suporte,
    version: 2,
  });
  expect((await remove(suporte, null)).body.code).toBe("team_in_use");
});

it("a published bot speaks of the successor, and a menu open at that moment is finished", async () => {
  const { comercial, suporte } = desk.ours.teams;
  const id = await desk.write(desk.ours, "5511987000205", "oi");
  const before = await bot();
  expect((await remove(comercial, suporte)).status).toBe(204);
  const after = await bot();
  expect(JSON.stringify(after["triggers"])).not.toContain(comercial);
  // the version itself is as it was published, and the rewritten draft says the same
  expect(after["published"]).toEqual(before["published"]);
  expect(await desk.call(helena, "GET", `/api/teams/${suporte}`)).toMatchObject({
    body: { entryTrigger: expect.stringMatching(/^Menu (comercial|suporte)$/) },
  });
  const { rows } = await sql<{ text: string }>`
    SELECT triggers::text AS text FROM bot_version WHERE account_id = ${desk.ours.accountId}`.execute(
    desk.world.deps.system,
  );
  expect(rows[0]?.text).toContain(comercial);
  await desk.write(desk.ours, "5511987000205", "Comercial");
  expect((await desk.call(helena, "GET", `/api/conversations/${id}`)).body).toMatchObject({
    teamId: suporte,
  });
  const { rows: poisoned } = await sql`SELECT FROM quarantined_fact`.execute(desk.world.deps.system);
  expect(poisoned).toEqual([]);
});

it("customers who are handed to a team while it goes end up with its successor", async () => {
  const { comercial, suporte } = desk.ours.teams;
  const phones = Array.from({ length: 12 }, (_, index) => `55119870003${10 + index}`);
  for (const phone of phones) await desk.write(desk.ours, phone, "oi");
  const handed = (async () => {
    for (const phone of phones) await desk.write(desk.ours, phone, "Comercial");
  })();
  const [removed] = await Promise.all([remove(comercial, suporte), handed]);
  expect(removed.status).toBe(204);
  const { rows } = await sql<{ team: string; n: number }>`
    SELECT team_id AS team, count(*)::int AS n FROM conversation WHERE account_id = ${desk.ours.accountId} GROUP BY 1`.execute(
    desk.world.deps.system,
  );
  expect(rows).toEqual([{ team: suporte, n: 12 }]);
  expect(await counterErrors()).toEqual([]);
  const { rows: poisoned } = await sql`SELECT FROM quarantined_fact`.execute(desk.world.deps.system);
  expect(poisoned).toEqual([]);
});

it("who saved a team meanwhile is not overruled, and foreign teams are missing", async () => {
  const { comercial, suporte } = desk.ours.teams;
  const old = await desk.call(helena, "DELETE", `/api/teams/${comercial}`, { moveTo: suporte, version: 7 });
  expect(old.body).toMatchObject({ code: "version_conflict", data: { current: { id: comercial } } });
  for (const path of [
    `/api/teams/${desk.theirs.teams.suporte}`,
    `/api/teams/${desk.theirs.teams.suporte}/uses`,
  ])
    expect((await desk.call(helena, "GET", path)).status).toBe(404);
  const foreign = await desk.call(helena, "DELETE", `/api/teams/${desk.theirs.teams.suporte}`, {
    moveTo: suporte,
    version: 1,
  });
  expect(foreign.status).toBe(404);
  const {
    id: _id,
    kind: _k,
    openConversations: _o,
    entryTrigger: _e,
    firstContact: _f,
    ...fields
  } = (await desk.call(helena, "GET", `/api/teams/${desk.ours.teams.principal}`)).body;
  const put = (body: object) => desk.call(helena, "PUT", `/api/teams/${desk.ours.teams.principal}`, body);
  expect((await put({ ...fields, active: false })).body.fields).toMatchObject([
    { path: "active", code: "first_contact" },
  ]);
  const days = [[], [{ from: 600, to: 540 }], [], [], [], [], []];
  expect((await put({ ...fields, businessHours: { days } })).body.fields).toMatchObject([
    { path: "businessHours.days.1.0", code: "hours_overlap" },
  ]);
});
