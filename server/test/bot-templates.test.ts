import type { TemplateUse, TriggerFields } from "@balcao/api";
import { changeTemplate, type ChatMessage } from "@balcao/simulator";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { channelCache } from "../src/modules/channels/index.ts";
import { templateLoop } from "../src/modules/templates/index.ts";
import { verifyPublished } from "../src/modules/bot/index.ts";
import { uuidv7 } from "../src/platform/ids.ts";
import { openBotDesk, says, type BotDesk } from "./bot-world.ts";
import { openPhones, type Phones } from "./phones-world.ts";

type Row = Record<string, unknown>;
type Finding = { code: string; data: Record<string, unknown> };
const HOUR = 3_600_000;
const TEMPLATE = "retomar_atendimento";
const BACK: TemplateUse = {
  name: TEMPLATE,
  language: "pt_BR",
  values: { "body.1": "{{contato.primeiro_nome|cliente}}" },
};

let desk: BotDesk;
let phones: Phones;
let customers = 0;

beforeAll(async () => {
  desk = await openBotDesk();
  phones = await openPhones(desk);
  const {
    updatedAt: _at,
    holidays: _days,
    ...known
  } = (await desk.ask("GET", "/api/settings/whatsapp")).body;
  await desk.ask("PUT", "/api/settings/whatsapp", { ...known, inactivityHours: 100 });
  await sync();
  // the template's buttons are answered
  await add({
    ...silence(null),
    description: "Continuar",
    fires: "on_message",
    idle: null,
    expectedReply: ["Sim, continuar", "Agora não"],
    action: says("Certo."),
  });
});
afterAll(async () => {
  await phones.close();
  await desk.close();
});
beforeEach(async () => {
  await review("APPROVED");
  const { triggers } = await desk.view();
  const old = triggers.find(({ description }) => description === "Ainda precisa?");
  if (old) await desk.ask("DELETE", `/api/bot/triggers/${old.id}`);
});

/** Meta tells whole seconds, of what it did as of its answers: two things within one have no order. */
const nextSecond = (): Promise<void> => phones.moveTo(phones.sim.now() + 2000);

/** What a worker does every six hours, now. */
async function sync(): Promise<void> {
  await nextSecond();
  const { deps } = desk.world;
  const channels = channelCache(deps.system, deps.sealer);
  await sql`UPDATE template_sync SET next_at = '-infinity'`.execute(deps.system);
  await templateLoop(deps, {
    channels,
    fetch: (url, init) => fetch(url, init),
    onChanged: verifyPublished,
  }).drain();
}

/** Meta thinks otherwise of the template, and says so by its signed webhook. */
async function review(status: string): Promise<void> {
  await nextSecond();
  changeTemplate(phones.sim, TEMPLATE, { status });
  await phones.settle();
}

const silence = (template: TemplateUse | null, hours = 25): TriggerFields => ({
  description: "Ainda precisa?",
  team: { operator: "is", team: desk.ours.teams.principal ?? "" },
  fires: "on_silence",
  idle: { operator: "greater_than", hours },
  expectedReply: null,
  action: { ...says("Ainda precisa de ajuda?"), template } as TriggerFields["action"],
  active: true,
});
const add = (fields: TriggerFields) => desk.ask("POST", "/api/bot/triggers", fields);
const errors = (body: Record<string, unknown>): Finding[] =>
  (body["data"] as { findings: (Finding & { severity: string })[] }).findings.filter(
    ({ severity }) => severity === "error",
  );

/** What the log tells of the published bot, from here on. */
async function alarmsOf(work: () => Promise<void>): Promise<{ errors: number; raised: string[] }[]> {
  const read = async () =>
    (
      await sql<{ data: { errors: number; raised: string[] } }>`
        SELECT data FROM event WHERE account_id = ${desk.ours.accountId} AND type = 'bot.alarm' ORDER BY id`.execute(
        desk.world.deps.system,
      )
    ).rows.map(({ data: { errors, raised } }) => ({ errors, raised }));
  const before = await read();
  await work();
  return (await read()).slice(before.length);
}

type Silence = { phone: string; id: string; got: ChatMessage[]; thread: Row[] };
/** A new customer writes and then says nothing for so long; what the phone got meanwhile, and what the thread tells. */
async function silent(hours: number): Promise<Silence> {
  const waId = `55119${String(91_000_000 + customers++)}`;
  phones.sim.addUser({ id: waId, waId });
  phones.sim.sendAsUser(waId, { type: "text", text: "oi" });
  await phones.settle();
  const before = phones.sim.messages(waId).length;
  await phones.moveTo(phones.sim.now() + hours * HOUR);
  await phones.settle();
  const { rows } = await sql<{ id: string }>`
    SELECT v.id FROM conversation v JOIN contact c ON c.account_id = v.account_id AND c.id = v.contact_id
    WHERE v.account_id = ${desk.ours.accountId} AND c.phone = ${waId}`.execute(desk.world.deps.system);
  const id = rows[0]?.id ?? "";
  const { body } = await desk.ask("GET", `/api/conversations/${id}/thread`);
  return { phone: waId, id, got: phones.sim.messages(waId).slice(before), thread: body["entries"] as Row[] };
}

it("says the template when its turn comes after the window closed: the phone shows it", async () => {
  expect((await add(silence(BACK))).status).toBe(200);
  await desk.publish();
  const { got, thread } = await silent(26);
  expect(got).toMatchObject([{ direction: "out", type: "template" }]);
  expect(JSON.stringify(got[0]?.content)).toContain("Olá, cliente. Voltamos sobre o seu atendimento.");
  const said = thread.at(-1);
  expect(said).toMatchObject({
    author: "bot",
    status: "delivered",
    content: {
      type: "template",
      name: TEMPLATE,
      body: "Olá, cliente. Voltamos sobre o seu atendimento. Podemos continuar?",
    },
  });
  const { body } = await desk.ask("GET", `/api/messages/${String(said?.["id"])}/trace`);
  expect(body).toMatchObject({ trace: { steps: [{ event: "silence", closed: "template_said" }] } });
});

it("says nothing when Meta has paused the template meanwhile, and the thread tells why", async () => {
  await add(silence(BACK));
  await desk.publish();
  await review("PAUSED");
  const { got, thread } = await silent(26);
  expect(got).toEqual([]);
  expect(thread.at(-1)).toMatchObject({
    entry: "history",
    type: "conversation.template_unsaid",
    data: { name: TEMPLATE, code: "template_not_approved", status: "PAUSED" },
  });
});

it("says the text while the window is open, whatever became of the template", async () => {
  await add(silence(BACK, 3));
  await desk.publish();
  await review("DISABLED");
  const { got } = await silent(4);
  expect(got).toMatchObject([{ type: "text", content: { body: "Ainda precisa de ajuda?" } }]);
});

it("is not published without a template that can be sent", async () => {
  const refused = async (template: TemplateUse | null): Promise<Finding[]> => {
    const known = (await desk.view()).triggers.some(({ description }) => description === "Ainda precisa?");
    if (known) await desk.change("Ainda precisa?", { action: silence(template).action });
    else await add(silence(template));
    const { status, body } = await desk.ask("POST", "/api/bot/publish", { note: "", acceptWarnings: true });
    expect([status, body.code]).toEqual([409, "bot_has_errors"]);
    return errors(body);
  };
  expect(await refused(null)).toMatchObject([{ code: "silence_after_window" }]);
  const unusable = (problem: string, more: Row = {}) => [
    { code: "template_unusable", data: { problem, ...more } },
  ];
  expect(await refused({ ...BACK, name: "nenhum" })).toMatchObject(unusable("template_missing"));
  expect(await refused({ ...BACK, values: {} })).toMatchObject(unusable("place_missing", { key: "body.1" }));
  await review("REJECTED");
  expect(await refused(BACK)).toMatchObject(unusable("template_not_approved", { status: "REJECTED" }));
  await review("APPROVED");
  await desk.change("Continuar", { expectedReply: ["Sim, continuar"] });
  const asked = await desk.ask("POST", "/api/bot/publish", { note: "" });
  expect([asked.status, asked.body]).toMatchObject([
    409,
    {
      code: "bot_has_warnings",
      data: { findings: [{ code: "template_reply_unanswered", data: { keyword: "Agora não" } }, {}] },
    },
  ]);
  await desk.change("Continuar", { expectedReply: ["Sim, continuar", "Agora não"] });
  await desk.publish();
  const wrong = { ...BACK, values: { "body.1": "{{nome}}" } };
  const { status, body } = await desk.change("Ainda precisa?", { action: silence(wrong).action });
  expect([status, body.fields?.[0]]).toMatchObject([
    422,
    { path: "action.template.values.body.1", code: "unknown_variable" },
  ]);
});

it("is told to the administrator when Meta says that its template cannot be sent any more, and again when it can", async () => {
  await add(silence(BACK));
  await desk.publish();
  const raised = [{ errors: 1, raised: ["template_unusable"] }];
  const over = [{ errors: 0, raised: [] }];
  expect(await alarmsOf(() => review("PAUSED"))).toEqual(raised);
  expect((await desk.view()).alarms).toMatchObject([
    { code: "template_unusable", data: { status: "PAUSED" } },
  ]);
  // the same trigger with the same template: another reason is another error
  expect(await alarmsOf(() => review("DISABLED"))).toEqual(raised);
  expect(await alarmsOf(() => review("APPROVED"))).toEqual(over);
  const [wabaId = "", templates = []] = [...phones.sim.world.templates][0] ?? [];
  const without = templates.filter(({ name }) => name !== TEMPLATE);
  phones.sim.world.templates.set(wabaId, without);
  expect(await alarmsOf(sync)).toEqual(raised);
  phones.sim.world.templates.set(wabaId, templates);
  expect(await alarmsOf(sync)).toEqual(over);
});

it("goes with the bot's file, its versions and their comparison; what was published before it had one still loads", async () => {
  await add(silence(BACK));
  const number = await desk.publish();
  const file = (await desk.ask("GET", "/api/bot/file")).body;
  expect(JSON.stringify(file)).toContain(JSON.stringify(BACK.values));
  await desk.change("Ainda precisa?", { action: silence({ ...BACK, language: "en_US" }).action });
  expect((await desk.view()).changes).toMatchObject([{ kind: "changed", description: "Ainda precisa?" }]);
  expect((await desk.ask("POST", "/api/bot/file", { file, teams: {} })).body).toMatchObject({ changes: [] });
  await sql`
    INSERT INTO bot_version (account_id, id, number, triggers, published_at)
    SELECT account_id, ${uuidv7()}, number + 1, (SELECT jsonb_agg(t #- '{action,template}') FROM jsonb_array_elements(triggers) t), published_at
    FROM bot_version WHERE account_id = ${desk.ours.accountId} AND number = ${number}`.execute(
    desk.world.deps.system,
  );
  expect((await desk.view()).changes).toMatchObject([{ kind: "changed", description: "Ainda precisa?" }]);
  const { body } = await desk.ask("POST", `/api/bot/versions/${number + 1}/restore`);
  expect(body).toMatchObject({ changes: [] });
  expect((await desk.trigger("Ainda precisa?")).action).toMatchObject({ template: null });
});

it("stands behind automatic messages too: what ends a conversation late is said by its template", async () => {
  const { body: known } = await desk.ask("GET", "/api/settings/whatsapp");
  const { updatedAt: _at, holidays: _days, ...settings } = known as Row & { autoMessages: Row };
  expect(settings.autoMessages["welcome"]).toMatchObject({ template: null });
  const ends = { enabled: true, text: "Encerramos.", template: BACK };
  const save = (autoMessages: Row, version: unknown) =>
    desk.ask("PUT", "/api/settings/whatsapp", { ...settings, autoMessages, version });
  const changed = { ...settings.autoMessages, inactivity_closing: ends, manual_closing: ends };
  const wrong = { ...ends, template: { ...BACK, values: { "body.1": "{{contato.nome}}" } } };
  expect((await save({ ...changed, survey: wrong }, settings["version"])).body.fields).toMatchObject([
    { path: "autoMessages.survey.template.values.body.1", code: "fallback_missing" },
  ]);
  const { status, body } = await save(changed, settings["version"]);
  expect(status).toBe(200);
  await desk.publish();

  const byTime = await silent(101);
  expect(byTime.got).toMatchObject([{ type: "template" }]);
  expect(byTime.thread.at(-1)).toMatchObject({ type: "conversation.closed", data: { reason: "inactivity" } });
  const byHand = await silent(30);
  const { phone, id } = byHand;
  expect(byHand.got).toEqual([]);
  const closed = await desk.ask("POST", `/api/conversations/${id}/status`, {
    key: "close-after-window",
    status: "closed",
  });
  expect(closed.status).toBe(200);
  await phones.settle();
  expect(phones.sim.messages(phone).at(-1)).toMatchObject({ direction: "out", type: "template" });
  await save(settings.autoMessages, body["version"]);
});
