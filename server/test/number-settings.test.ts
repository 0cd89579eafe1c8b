import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openDesk, type Desk } from "./desk-world.ts";

type Row = Record<string, unknown>;
let desk: Desk;
let serial = 0;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());
beforeEach(() => sql`DELETE FROM number_setting`.execute(desk.world.deps.system));

const path = (): string => `/api/channels/${desk.ours.channelId}/settings`;
const helena = (): Promise<string> => desk.cookie(desk.ours, "Helena");
const save = async (changes: Row) => {
  const { body } = await desk.call(await helena(), "GET", path());
  return desk.call(await helena(), "PUT", path(), { ...body, ...changes });
};
const team = async (conversation: string): Promise<unknown> =>
  (
    await sql<Row>`SELECT team_id AS team FROM conversation WHERE id = ${conversation}`.execute(
      desk.world.deps.system,
    )
  ).rows[0]?.["team"];
const said = async (conversation: string): Promise<unknown[]> =>
  (
    await sql<Row>`SELECT text FROM message WHERE conversation_id = ${conversation} AND direction = 'out' ORDER BY seq`.execute(
      desk.world.deps.system,
    )
  ).rows.map(({ text }) => text);
const begin = (of = desk.ours): Promise<string> => desk.write(of, `551198765${1000 + ++serial}`, "oi");

describe("a number of its own ways", () => {
  it("begins its conversations in its own team, and says its own words", async () => {
    const { principal, comercial } = desk.ours.teams;
    const before = await begin();
    expect(await team(before)).toBe(principal);
    const welcome = { enabled: true, text: "Aqui é o atacado, {{contato.primeiro_nome|cliente}}." };
    const saved = await save({ firstTeamId: comercial, autoMessages: { welcome } });
    expect(saved.body).toEqual({ firstTeamId: comercial, autoMessages: { welcome }, version: 1 });
    const after = await begin();
    expect(await team(after)).toBe(comercial);
    expect(await said(after)).toEqual(["Aqui é o atacado, cliente."]);
    // the conversation that was there stays where it is, and another number is as its account has it
    expect(await team(before)).toBe(principal);
    expect(await team(await begin(desk.theirs))).toBe(desk.theirs.teams.principal);
    await save({ firstTeamId: null, autoMessages: { welcome: { enabled: false, text: "" } } });
    const quiet = await begin();
    expect([await team(quiet), await said(quiet)]).toEqual([principal, []]);
  });

  it.each<[string, Row, string]>([
    [
      "a variable nobody knows",
      { autoMessages: { welcome: { enabled: true, text: "{{nada}}" } } },
      "autoMessages.welcome.text",
    ],
    [
      "an empty text that is on",
      { autoMessages: { welcome: { enabled: true, text: " " } } },
      "autoMessages.welcome.text",
    ],
    ["a team of nobody", { firstTeamId: "01a21867-0000-7000-8000-000000000000" }, "firstTeamId"],
  ])("refuses %s", async (_name, changes, field) => {
    const { status, body } = await save(changes);
    expect([status, body.fields?.[0]?.path]).toEqual([422, field]);
  });

  it("is not saved over somebody else's", async () => {
    await save({ firstTeamId: desk.ours.teams.suporte });
    const late = await desk.call(await helena(), "PUT", path(), {
      firstTeamId: null,
      autoMessages: {},
      version: 0,
    });
    expect([late.status, late.body.code]).toEqual([409, "version_conflict"]);
  });

  it("is a use of its team, which goes along when that team is deleted", async () => {
    const { suporte, comercial } = desk.ours.teams;
    await save({ firstTeamId: suporte });
    const uses = await desk.call(await helena(), "GET", `/api/teams/${suporte}/uses`);
    expect(uses.body["items"]).toContainEqual({ kind: "first_contact", label: "", count: 1 });
    const { rows } = await sql<Row>`SELECT version FROM team WHERE id = ${suporte}`.execute(
      desk.world.deps.system,
    );
    const gone = await desk.call(await helena(), "DELETE", `/api/teams/${suporte}`, {
      moveTo: comercial,
      version: rows[0]?.["version"],
    });
    expect(gone.status).toBe(204);
    const { body } = await desk.call(await helena(), "GET", path());
    expect(body["firstTeamId"]).toBe(comercial);
  });
});
