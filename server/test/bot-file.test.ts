import type { BotFile } from "@balcao/api";
import { verify } from "@balcao/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { botExamples, botFileSchema, triggerOfFile } from "../src/modules/bot/bot-file.ts";
import { defaultBotTexts } from "../src/modules/settings/index.ts";
import { fieldsOf, openBotDesk, type BotDesk } from "./bot-world.ts";

let desk: BotDesk;
beforeAll(async () => {
  desk = await openBotDesk();
});
afterAll(() => desk.close());

const exported = async (): Promise<BotFile> =>
  (await desk.ask("GET", "/api/bot/file")).body as unknown as BotFile;
const post = (file: object, teams: Record<string, string> = {}) =>
  desk.ask("POST", "/api/bot/file", { file, teams });
const draft = async () => (await desk.view()).triggers.map(fieldsOf);

describe("the file of a bot", () => {
  it("is the draft, its teams by name, to be kept as a file", async () => {
    const { headers } = await desk.ask("GET", "/api/bot/file");
    expect(headers["content-disposition"]).toBe('attachment; filename="balcao-bot.json"');
    const file = await exported();
    expect(file).toMatchObject({
      format: "balcao-bot",
      version: 1,
      name: "Loja Girassol",
      firstContactTeam: "Principal",
    });
    expect(file.triggers[1]).toEqual({
      description: "Ir para o Comercial",
      team: { operator: "is", team: "Principal" },
      fires: "on_message",
      idle: { operator: "less_than", hours: 23 },
      expectedReply: ["Comercial"],
      action: { type: "hand_over", team: "Comercial" },
      active: true,
    });
    expect(file.triggers).toEqual(botExamples[0]?.triggers);
  });

  it("read again changes nothing, and read elsewhere makes the same bot", async () => {
    const file = await exported();
    const before = await desk.view();
    expect((await post(file)).body).toMatchObject({ changes: [] });
    expect((await desk.view()).triggers).toEqual(
      before.triggers.map((trigger, index) => ({ ...trigger, position: index + 1 })),
    );
    const theirs = await desk.cookie(desk.theirs, "Helena");
    for (const { id } of (await desk.call(theirs, "GET", "/api/bot")).body["triggers"] as { id: string }[])
      await desk.call(theirs, "DELETE", `/api/bot/triggers/${id}`);
    expect((await desk.call(theirs, "GET", "/api/bot/file")).body.code).toBe("nothing_to_export");
    expect((await desk.call(theirs, "POST", "/api/bot/file", { file, teams: {} })).status).toBe(200);
    expect((await desk.call(theirs, "GET", "/api/bot/file")).body).toEqual(file);
  });

  it("asks for a team for each name it does not know, by field, and takes the one that is chosen", async () => {
    const file = await exported();
    const [first, second] = file.triggers;
    if (!first || !second) throw new Error("the guide's bot has triggers");
    const foreign = {
      ...file,
      triggers: [
        { ...first, team: { operator: "is", team: "Recepção" } },
        {
          ...second,
          team: { operator: "is", team: "Recepção" },
          action: { type: "hand_over", team: "Vendas" },
        },
      ],
    };
    const before = await draft();
    const refused = await post(foreign, { Vendas: desk.theirs.teams.comercial });
    expect(refused.status).toBe(422);
    expect(refused.body.fields).toEqual([
      { path: "file.triggers.0.team.team", code: "unknown_team", message: "Esta equipe não existe." },
      expect.objectContaining({ path: "file.triggers.1.team.team", code: "unknown_team" }),
      expect.objectContaining({ path: "file.triggers.1.action.team", code: "unknown_team" }),
    ]);
    expect(await draft()).toEqual(before);
    const { principal, suporte } = desk.ours.teams;
    expect((await post(foreign, { Recepção: principal, Vendas: suporte })).status).toBe(200);
    const after = await draft();
    expect(after.map(({ team }) => team.team)).toEqual([principal, principal]);
    expect(after[1]?.action).toEqual({ type: "hand_over", team: suporte });
    expect((await desk.ask("POST", "/api/bot/versions/1/restore")).status).toBe(200);
  });

  it("is checked as each trigger is when it is typed, and nothing of a wrong one is taken", async () => {
    const file = await exported();
    const [first] = file.triggers;
    if (first?.action.type !== "smart_message") throw new Error("the guide's bot greets");
    const before = await draft();
    const wrong = [
      { ...first, action: { ...first.action, text: "{{x}}" } },
      { ...first, fires: "on_silence", idle: null },
    ];
    const { status, body } = await post({ ...file, triggers: wrong });
    expect({ status, fields: body.fields?.map(({ path, code }) => `${path} ${code}`) }).toEqual({
      status: 422,
      fields: [
        "file.triggers.0.action.text unknown_variable",
        "file.triggers.1.idle silence_needs_idle",
        "file.triggers.1.description taken",
      ],
    });
    expect((await post({ ...file, version: 2 })).body.fields?.[0]?.path).toBe("file.version");
    expect((await post({ ...file, more: true })).status).toBe(422);
    expect(await draft()).toEqual(before);
    const ana = await desk.cookie(desk.ours, "Ana");
    expect((await desk.call(ana, "GET", "/api/bot/file")).status).toBe(200);
    expect((await desk.call(ana, "POST", "/api/bot/file", { file, teams: {} })).body.code).toBe("forbidden");
  });

  it("may be as large as a thousand long triggers", async () => {
    const file = await exported();
    const [first] = file.triggers;
    if (first?.action.type !== "smart_message") throw new Error("the guide's bot greets");
    const { action } = first;
    const triggers = Array.from({ length: 1000 }, (_, index) => ({
      ...first,
      description: `Gatilho ${index}`,
      action: { ...action, text: "á".repeat(4000) },
    }));
    const { status, body } = await post({ ...file, triggers });
    expect(status).toBe(200);
    expect(body["triggers"]).toHaveLength(1000);
    expect((await desk.ask("POST", "/api/bot/versions/1/restore")).body).toMatchObject({ changes: [] });
  });

  it("has a schema, the one that is in docs (after a change of the contract: vitest -u)", async () => {
    const { body } = await desk.ask("GET", "/api/bot/file/schema");
    expect(body).toEqual(botFileSchema);
    await expect(`${JSON.stringify(botFileSchema, null, 2)}\n`).toMatchFileSnapshot(
      "../../docs/bot-file.schema.json",
    );
  });
});

describe("the ready examples", () => {
  it("are bots without a trap, the guide's first", async () => {
    const { body } = await desk.ask("GET", "/api/bot/examples");
    expect((body["items"] as BotFile[]).map(({ firstContactTeam }) => firstContactTeam)).toEqual([
      "Principal",
      "Principal",
      "Recepção",
    ]);
    for (const { name, firstContactTeam, triggers } of botExamples) {
      const names = new Set(
        triggers.flatMap(({ team, action }) => [
          team.team,
          ...(action.type === "hand_over" ? [action.team] : []),
        ]),
      );
      expect(names).toContain(firstContactTeam);
      const findings = verify(
        {
          triggers: triggers.map((trigger, position) =>
            triggerOfFile(trigger, { id: `t${position}`, position }, (team) => team),
          ),
          teams: [...names].map((team) => ({ id: team, name: team, hasMembers: true })),
          settings: { firstContactTeam, ...defaultBotTexts("pt-BR") },
        },
        { inactivityHours: new Map([["", 12]]), limitedHours: new Set(), answersOutOfHours: true },
      );
      expect(
        findings.filter(({ severity }) => severity !== "info"),
        name,
      ).toEqual([]);
    }
  });

  it("can be imported as they are, each name led to a team", async () => {
    const { principal, suporte } = desk.ours.teams;
    for (const file of botExamples) {
      const reply = await post(file, { Recepção: principal, Financeiro: suporte });
      expect(reply.body.fields ?? reply.status, file.name).toBe(200);
      expect((await desk.view()).triggers).toHaveLength(file.triggers.length);
    }
  });
});
