import type { BotVersionView } from "@balcao/api";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { fieldsOf, openBotDesk, says, type BotDesk } from "./bot-world.ts";

let desk: BotDesk;
beforeEach(async () => {
  desk = await openBotDesk();
});
afterEach(() => desk.close());

const version = async (number: number): Promise<BotVersionView> =>
  (await desk.ask("GET", `/api/bot/versions/${number}`)).body as unknown as BotVersionView;

describe("versions", () => {
  it("are listed newest first, with who, when and why, and each is as it was published", async () => {
    await desk.change("Boas-vindas", {
      action: says("Oi! Com quem você quer falar?", ["Comercial", "Suporte"]),
    });
    await desk.publish("mais curto");
    const { body } = await desk.ask("GET", "/api/bot/versions");
    expect(body["items"]).toEqual([
      {
        number: 2,
        note: "mais curto",
        publishedBy: "Helena Duarte",
        publishedAt: new Date(desk.world.clock.now()).toISOString(),
        triggers: 10,
      },
      expect.objectContaining({ number: 1, publishedBy: null, triggers: 10 }),
    ]);
    const texts = (view: BotVersionView) =>
      view.triggers.flatMap(({ action }) => (action.type === "smart_message" ? [action.text] : []));
    expect(texts(await version(2))[0]).toBe("Oi! Com quem você quer falar?");
    expect(texts(await version(1))[0]).toMatch(/^Olá, /);
  });

  it("are looked at by everybody and restored by administrators; other companies' numbers are not there", async () => {
    const ana = await desk.cookie(desk.ours, "Ana");
    const theirs = await desk.cookie(desk.theirs, "Helena");
    await desk.publish();
    expect((await desk.call(ana, "GET", "/api/bot/versions/2")).status).toBe(200);
    expect((await desk.call(ana, "POST", "/api/bot/versions/1/restore")).body.code).toBe("forbidden");
    for (const [method, url] of [
      ["GET", "/api/bot/versions/2"],
      ["POST", "/api/bot/versions/2/restore"],
      ["GET", "/api/bot/versions/2147483647"],
    ] as const)
      expect((await desk.call(theirs, method, url)).body, url).toMatchObject({
        status: 404,
        code: "not_found",
      });
    expect((await desk.ask("GET", "/api/bot/versions/99999999999")).status).toBe(422);
  });

  it("restored: the draft is what the version was, under the same ids, and what runs is not touched", async () => {
    const before = await desk.view();
    const [welcome, toSales] = [await desk.trigger("Boas-vindas"), await desk.trigger("Ir para o Comercial")];
    // two that swap their names, one that goes, one that comes, another order
    await desk.change("Boas-vindas", { description: "outra coisa" });
    await desk.change("Ir para o Comercial", { description: "Boas-vindas" });
    await desk.change("outra coisa", { description: "Ir para o Comercial" });
    await desk.ask("DELETE", `/api/bot/triggers/${(await desk.trigger("Comercial: atendimento")).id}`);
    await desk.ask("POST", "/api/bot/triggers", { ...fieldsOf(welcome), description: "Nova" });
    const ids = (await desk.view()).triggers.map(({ id }) => id);
    await desk.ask("PUT", "/api/bot/order", { ids: ids.toReversed() });
    const untouched = await desk.trigger("Menu suporte");
    const restored = await desk.ask("POST", "/api/bot/versions/1/restore");
    expect(restored.body).toMatchObject({ changes: [], published: { number: 1 } });
    const after = await desk.view();
    expect(after.triggers.map(({ id, description, position }) => ({ id, description, position }))).toEqual(
      before.triggers.map(({ id, description }, index) => ({ id, description, position: index + 1 })),
    );
    // who edited what was restored is told; who edits what stayed as it was is not disturbed
    expect((await desk.trigger("Menu suporte")).version).toBe(untouched.version);
    const stale = { ...fieldsOf(welcome), version: welcome.version };
    expect((await desk.ask("PUT", `/api/bot/triggers/${welcome.id}`, stale)).body.code).toBe(
      "version_conflict",
    );
    expect((await desk.trigger("Ir para o Comercial")).id).toBe(toSales.id);
  });

  it("restored after a team was deleted: its triggers are its successor's", async () => {
    const { comercial, suporte } = desk.ours.teams;
    const { body: team } = await desk.ask("GET", `/api/teams/${comercial}`);
    const gone = await desk.ask("DELETE", `/api/teams/${comercial}`, {
      moveTo: suporte,
      version: team["version"],
    });
    expect(gone.status).toBe(204);
    const old = await version(1);
    const teams = (view: { triggers: BotVersionView["triggers"] }) =>
      new Set(
        view.triggers.flatMap(({ team: { team: id }, action }) => [
          id,
          ...(action.type === "hand_over" ? [action.team] : []),
        ]),
      );
    expect(teams(old)).toEqual(new Set([desk.ours.teams.principal, suporte]));
    expect((await desk.ask("POST", "/api/bot/versions/1/restore")).body).toMatchObject({ changes: [] });
    const { rows } =
      await sql`SELECT FROM bot_version WHERE account_id = ${desk.ours.accountId} AND triggers::text LIKE ${`%${comercial}%`}`.execute(
        desk.world.deps.system,
      );
    expect(rows, "the version itself never changes").toHaveLength(1);
  });
});

describe("publishing", () => {
  it("is refused while there is an error, and says which, with its witness", async () => {
    await desk.change("Comercial: orçamento", { active: false });
    const { status, body } = await desk.ask("POST", "/api/bot/publish", { note: "", acceptWarnings: true });
    expect({ status, code: body.code }).toEqual({ status: 409, code: "bot_has_errors" });
    const { findings } = body["data"] as { findings: { code: string; severity: string; witness: unknown }[] };
    expect(findings[0]).toMatchObject({
      code: "keyword_unanswered",
      severity: "error",
      witness: { team: desk.ours.teams.comercial },
    });
    expect(body["title"]).toMatch(/^O bot tem erros/);
    expect((await desk.view()).published?.number).toBe(1);
  });

  it("with warnings, wants them to be accepted: facts of teams and settings count", async () => {
    const office = { days: Array.from({ length: 7 }, () => [{ from: 540, to: 1080 }]) };
    const { body: settings } = await desk.ask("GET", "/api/settings/whatsapp");
    const { updatedAt: _at, holidays: _days, ...known } = settings;
    await desk.ask("PUT", "/api/settings/whatsapp", { ...known, businessHours: office });
    const refused = await desk.ask("POST", "/api/bot/publish", { note: "" });
    expect(refused.body).toMatchObject({
      status: 409,
      code: "bot_has_warnings",
      data: { findings: [{ code: "hand_over_out_of_hours", severity: "warning" }, {}], scripts: [] },
    });
    const accepted = await desk.ask("POST", "/api/bot/publish", { note: "sei", acceptWarnings: true });
    expect(accepted.body).toMatchObject({ published: { number: 2, note: "sei" } });
  });

  it("by two at once gives each a number of its own, and nothing of either is lost", async () => {
    const all = await Promise.all(Array.from({ length: 5 }, (_, index) => desk.publish(`n${index}`)));
    expect(all.toSorted()).toEqual([2, 3, 4, 5, 6]);
    const { body } = await desk.ask("GET", "/api/bot/versions");
    expect((body["items"] as { note: string }[]).map(({ note }) => note).toSorted()).toEqual([
      "",
      "n0",
      "n1",
      "n2",
      "n3",
      "n4",
    ]);
  });

  it("in the race with a restore publishes the whole draft, before or after it", async () => {
    const welcome = fieldsOf(await desk.trigger("Boas-vindas"));
    await desk.change("Boas-vindas", { description: "Olá" });
    await desk.ask("POST", "/api/bot/triggers", { ...welcome, description: "Reserva", active: false });
    await desk.ask("DELETE", `/api/bot/triggers/${(await desk.trigger("Menu suporte")).id}`);
    await desk.change("Ir para o Suporte", { active: false });
    const publish = () => desk.ask("POST", "/api/bot/publish", { note: "", acceptWarnings: true });
    const [first, , second] = await Promise.all([
      publish(),
      desk.ask("POST", "/api/bot/versions/1/restore"),
      publish(),
    ]);
    // before the restore the draft has errors (a keyword nobody answers); after it, it is the ten of version 1
    for (const { status, body } of [first, second])
      if (status === 200)
        expect((await version((body["published"] as { number: number }).number)).triggers).toHaveLength(10);
      else expect(body.code).toBe("bot_has_errors");
    expect((await desk.view()).triggers).toHaveLength(10);
  });
});
