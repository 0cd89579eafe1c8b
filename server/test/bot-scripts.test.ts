import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inAccount } from "../src/platform/database.ts";
import { openBotDesk, says, type BotDesk, type Script } from "./bot-world.ts";

let desk: BotDesk;
beforeAll(async () => {
  desk = await openBotDesk();
});
afterAll(() => desk.close());

const greeting = "Olá, bom dia! Aqui é a Loja Girassol 🌻\nCom quem você quer falar?";
const script = (name: string, more: object = {}) => ({
  name,
  begin: "2026-11-23T09:00",
  steps: [
    { does: "writes", text: "oi" },
    { does: "waits", hours: 0.5 },
    { does: "taps", option: "Comercial" },
    { does: "writes", text: "orçamento!" },
  ],
  expected: [
    greeting,
    "→ Comercial",
    "Você está no *Comercial*. O que você precisa?",
    "Conte quais produtos e quantidades você quer. Um analista responde com o orçamento.",
  ],
  ...more,
});
const items = async (): Promise<Script[]> =>
  (await desk.ask("GET", "/api/bot/scripts")).body["items"] as Script[];
const publish = (more: object = {}) => desk.ask("POST", "/api/bot/publish", { note: "", ...more });

describe("kept scripts", () => {
  it("are added, changed by who saw the last version, and deleted", async () => {
    const added = await desk.ask("POST", "/api/bot/scripts", script("Orçamento"));
    expect(added.body["items"]).toEqual([{ ...script("Orçamento"), id: expect.any(String), version: 1 }]);
    const [{ id } = { id: "" }] = await items();
    expect((await desk.ask("POST", "/api/bot/scripts", script("ORÇAMENTO"))).body.fields).toMatchObject([
      { path: "name", code: "taken" },
    ]);
    const later = script("Outro", { expected: [] });
    expect(
      (await desk.ask("PUT", `/api/bot/scripts/${id}`, { ...later, version: 1 })).body["items"],
    ).toMatchObject([{ name: "Outro", expected: [], version: 2 }]);
    const stale = await desk.ask("PUT", `/api/bot/scripts/${id}`, { ...script("Meu"), version: 1 });
    expect(stale.body).toMatchObject({
      status: 409,
      code: "version_conflict",
      data: { current: { name: "Outro", version: 2 } },
    });
    expect((await desk.ask("DELETE", `/api/bot/scripts/${id}`)).body).toEqual({ items: [] });
    for (const [method, body] of [
      ["DELETE", undefined],
      ["PUT", { ...script("x"), version: 2 }],
    ] as const)
      expect((await desk.ask(method, `/api/bot/scripts/${id}`, body)).body.code).toBe("not_found");
  });

  it("with a moment, a step or a text that cannot be are refused by field", async () => {
    const cases: [object, string][] = [
      [{ begin: "2026-13-01T09:00" }, "begin"],
      [{ begin: "ontem" }, "begin"],
      [{ steps: [] }, "steps"],
      [{ steps: [{ does: "waits", hours: 0 }] }, "steps.0.hours"],
      [{ name: "" }, "name"],
    ];
    for (const [change, path] of cases) {
      const { status, body } = await desk.ask("POST", "/api/bot/scripts", script("x", change));
      expect({ status, path: body.fields?.[0]?.path }).toEqual({ status: 422, path });
    }
    expect(await items()).toEqual([]);
  });

  it("are looked at by everybody, changed by administrators, and seen by no other company", async () => {
    const kept = await desk.ask("POST", "/api/bot/scripts", script("Nosso"));
    const [{ id } = { id: "" }] = kept.body["items"] as Script[];
    const ana = await desk.cookie(desk.ours, "Ana");
    const rita = await desk.cookie(desk.ours, "Rita");
    const theirs = await desk.cookie(desk.theirs, "Helena");
    expect((await desk.call(ana, "GET", "/api/bot/scripts")).body["items"]).toHaveLength(1);
    for (const cookie of [ana, rita]) {
      expect((await desk.call(cookie, "POST", "/api/bot/scripts", script("x"))).body.code).toBe("forbidden");
      expect((await desk.call(cookie, "DELETE", `/api/bot/scripts/${id}`)).body.code).toBe("forbidden");
    }
    expect((await desk.call(theirs, "GET", "/api/bot/scripts")).body).toEqual({ items: [] });
    // the name is free elsewhere
    expect((await desk.call(theirs, "POST", "/api/bot/scripts", script("Nosso"))).status).toBe(200);
    // and the database itself shows nobody else's, whatever is asked
    const seen = await inAccount(desk.world.deps.app, desk.theirs.accountId, async (tx) => {
      const { rows } = await sql<{ accountId: string }>`
        SELECT account_id AS "accountId" FROM bot_script UNION SELECT account_id FROM bot_alarm`.execute(tx);
      return rows.map(({ accountId }) => accountId);
    });
    expect(seen).toEqual([desk.theirs.accountId]);
    await expect(
      inAccount(desk.world.deps.app, desk.theirs.accountId, (tx) =>
        sql`INSERT INTO bot_script (account_id, id, name, begin_local, steps, expected, created_at, updated_at)
          VALUES (${desk.ours.accountId}, gen_random_uuid(), 'x', '', '[]', '[]', now(), now())`.execute(tx),
      ),
    ).rejects.toThrow(/row-level security/);
    await desk.ask("DELETE", `/api/bot/scripts/${id}`);
  });

  it("are played at publishing: one that fails wants to be accepted, and is named", async () => {
    await desk.ask("POST", "/api/bot/scripts", script("Orçamento"));
    await desk.ask(
      "POST",
      "/api/bot/scripts",
      script("De madrugada", {
        begin: "2026-11-24T02:00",
        steps: [{ does: "writes", text: "oi" }],
        expected: [greeting.replace("bom dia", "boa noite")],
      }),
    );
    expect((await publish()).status).toBe(200);
    await desk.change("Menu comercial", {
      action: says("Comercial. O que precisa?", ["Atendimento", "Orçamento"]),
    });
    expect((await publish()).body).toMatchObject({
      status: 409,
      code: "bot_has_warnings",
      data: { findings: [], scripts: ["Orçamento"] },
    });
    expect((await publish({ acceptWarnings: true })).body).toMatchObject({ published: { number: 3 } });
    for (const { id } of await items()) await desk.ask("DELETE", `/api/bot/scripts/${id}`);
  });

  it("are a hundred at most, also when many are kept at once", async () => {
    const add = (index: number) => desk.ask("POST", "/api/bot/scripts", script(`n${index}`));
    for (let index = 0; index < 96; index += 8)
      await Promise.all(Array.from({ length: 8 }, (_, more) => add(index + more)));
    const last = await Promise.all(Array.from({ length: 6 }, (_, more) => add(96 + more)));
    expect(last.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 409, 409]);
    expect(last.find(({ status }) => status === 409)?.body.code).toBe("too_many_scripts");
    expect(await items()).toHaveLength(100);
  });
});
