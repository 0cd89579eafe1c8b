import type { BotReplay } from "@balcao/api";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openBotDesk, says, type BotDesk } from "./bot-world.ts";
import { statementsOf } from "./speed-watch.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
let desk: BotDesk;
let serial = 0;
beforeEach(async () => {
  desk = await openBotDesk();
});
afterEach(() => desk.close());

const phone = (): string => `55119${String(86_200_000 + ++serial)}`;
async function talk(waId: string, ...texts: string[]): Promise<string> {
  let id = "";
  for (const text of texts) {
    id = await desk.write(desk.ours, waId, text);
    desk.world.clock.advance(MINUTE);
  }
  return id;
}
async function replayed(conversations = 50): Promise<BotReplay> {
  const { status, body } = await desk.ask("POST", "/api/bot/replay", { conversations });
  expect(body.fields ?? status).toBe(200);
  return body as unknown as BotReplay;
}
const command = (id: string, path: string, body: object = {}) =>
  desk.ask("POST", `/api/conversations/${id}/${path}`, { key: `replay-key-${++serial}`, ...body });

it("a draft that is what was published would have answered all the same", async () => {
  const lia = phone();
  const id = await talk(lia, "oi", "comercial", "banana", "orçamento");
  await command(id, "messages", { text: "Bom dia, Lia" });
  await talk(lia, "quero dez");
  const bia = phone();
  const other = await talk(bia, "oi", "quero", "falar", "atendente");
  await command(other, "return-to-bot");
  await talk(bia, "Suporte", "Troca");
  // four hours of people, then it is closed and begins anew
  await command(other, "status", { status: "closed" });
  desk.world.clock.advance(4 * HOUR);
  await talk(bia, "oi", "2");
  // a person lets the bot of another team begin
  const third = await talk(phone(), "oi");
  await command(third, "forward", { teamId: desk.ours.teams.suporte, runBot: true });
  const result = await replayed();
  expect(result.differences).toEqual([]);
  expect(result).toMatchObject({ played: 4, same: 13 });
});

it("takes what was asked before the bot answered for none of the bot's", async () => {
  const settings = (await desk.ask("GET", "/api/settings/ticket-opening")).body as { email: object };
  const opening = { ...settings, enabled: true, email: { ...settings.email, mode: "mandatory" } };
  expect((await desk.ask("PUT", "/api/settings/ticket-opening", opening)).status).toBe(200);
  await talk(phone(), "oi", "não tenho", "lia@example.com", "comercial");
  expect(await replayed()).toMatchObject({ differences: [], played: 1, same: 2 });
});

it("tells what would have been said otherwise, and goes on to where the two part", async () => {
  const id = await talk(phone(), "oi", "Comercial", "Orçamento");
  const menu = says("Comercial. O que manda?", ["Atendimento", "Orçamento"]);
  await desk.change("Menu comercial", { action: menu });
  const { trigger } = desk;
  const result = await replayed();
  const sales = desk.ours.teams.comercial;
  const side = { triggerId: (await trigger("Menu comercial")).id, teamId: sales, owner: "bot" };
  expect(result).toMatchObject({ played: 1, same: 2 });
  expect(result.differences).toMatchObject([
    {
      conversationId: id,
      protocol: 1,
      said: "Comercial",
      what: ["message"],
      was: { ...side, text: "Você está no *Comercial*. O que você precisa?" },
      would: { ...side, text: "Comercial. O que manda?" },
    },
  ]);
});

it("tells another team and another owner, and nothing after them", async () => {
  await talk(phone(), "oi", "Comercial", "Orçamento");
  const { comercial, suporte } = desk.ours.teams;
  await desk.change("Ir para o Comercial", { action: { type: "hand_over", team: suporte } });
  const moved = await replayed();
  expect(moved.differences).toMatchObject([
    {
      said: "Comercial",
      what: ["message", "team"],
      was: { teamId: comercial },
      would: { teamId: suporte, owner: "bot" },
    },
  ]);
  await desk.change("Ir para o Comercial", { active: false });
  for (const description of ["Ir para o Suporte", "Boas-vindas"])
    await desk.change(description, { active: false });
  const silent = await replayed();
  expect(silent.differences).toMatchObject([
    {
      said: "oi",
      what: ["message", "person"],
      was: { owner: "bot" },
      would: { owner: "people", text: null, triggerId: null },
    },
  ]);
});

it("the same words of another trigger are no difference, nor a name the customer has got since", async () => {
  const id = await talk(phone(), "oi");
  const welcome = await desk.trigger("Boas-vindas");
  const named = says("Oi, {{contato.primeiro_nome|cliente}}!", ["Comercial", "Suporte"]);
  await desk.change("Boas-vindas", { action: named });
  await desk.publish();
  const second = await talk(phone(), "olá");
  const contact = ((await desk.ask("GET", `/api/conversations/${second}`)).body["contact"] as { id: string })
    .id;
  await desk.ask("PATCH", `/api/contacts/${contact}`, { name: "Lia Prado" });
  const { differences } = await replayed();
  // the first spoke under version 1, whose welcome was another text
  expect(differences.map(({ conversationId, what }) => ({ conversationId, what }))).toEqual([
    { conversationId: id, what: ["message"] },
  ]);
  expect(differences[0]?.was.triggerId).toBe(welcome.id);
});

it("a conversation whose team was deleted under it went on with the successor's bot: nobody forwarded it", async () => {
  const waId = phone();
  await talk(waId, "oi", "Comercial");
  const { comercial, suporte } = desk.ours.teams;
  const { body: team } = await desk.ask("GET", `/api/teams/${comercial}`);
  const move = { moveTo: suporte, version: team["version"] };
  expect((await desk.ask("DELETE", `/api/teams/${comercial}`, move)).status).toBe(204);
  await talk(waId, "Orçamento");
  expect(await replayed()).toEqual({ played: 1, same: 3, differences: [] });
});

it("lives through the draft's own silences: whoever is handed over in one is with people", async () => {
  await talk(phone(), "oi");
  const waId = phone();
  await talk(waId, "oi");
  desk.world.clock.advance(3 * HOUR);
  await talk(waId, "Comercial");
  const team = desk.ours.teams.suporte;
  await desk.ask("POST", "/api/bot/triggers", {
    description: "Sumiu",
    team: { operator: "is", team: desk.ours.teams.principal },
    fires: "on_silence",
    idle: { operator: "greater_than", hours: 2 },
    expectedReply: null,
    action: { type: "hand_over", team },
    active: true,
  });
  const { differences, same } = await replayed();
  expect(same).toBe(2);
  expect(differences).toMatchObject([
    { said: "Comercial", was: { teamId: desk.ours.teams.comercial }, would: { teamId: team } },
  ]);
});

it("plays the newest, in as many statements whatever their number; only administrators may", async () => {
  for (let index = 0; index < 5; index++) await talk(phone(), "oi", "Suporte", "Troca");
  const reads = async (conversations: number): Promise<number> => {
    const statements = await statementsOf(() => replayed(conversations));
    return statements.filter(({ text }) => /FROM (conversation|message|event|bot_\w+|contact) /.test(text))
      .length;
  };
  expect(await reads(1)).toBe(5);
  expect(await reads(200)).toBe(5);
  expect(await replayed(3)).toMatchObject({ played: 3, same: 9 });
  for (const name of ["Rita", "Ana"]) {
    const cookie = await desk.cookie(desk.ours, name);
    expect((await desk.call(cookie, "POST", "/api/bot/replay", { conversations: 5 })).body.code).toBe(
      "forbidden",
    );
  }
  const theirs = await desk.cookie(desk.theirs, "Helena");
  expect((await desk.call(theirs, "POST", "/api/bot/replay", { conversations: 5 })).body).toMatchObject({
    played: 0,
  });
});
