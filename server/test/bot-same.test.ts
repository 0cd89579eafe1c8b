import { playScript, type TesterRun, type TesterStep, type TesterWorld } from "@balcao/core";
import { signBody } from "@balcao/whatsapp";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { laneLoop } from "../src/modules/channels/index.ts";
import { factHandler, nextTimerAt, timerLoop } from "../src/modules/conversations/index.ts";
import { loadContexts } from "../src/modules/settings/index.ts";
import { inAccount } from "../src/platform/database.ts";
import { configureRich, publishRich } from "./bot-rich.ts";
import { openBotDesk, START, type BotDesk } from "./bot-world.ts";
import { seeded, type Random } from "./random.ts";

const SCRIPTS = 100;
const HOUR = 3_600_000;
/** Every script lasts as long, so that the clock of all is that of each. */
const LONGEST_HOURS = 300;
const NUMBER = "400500600700800";
let desk: BotDesk;
let world: TesterWorld;

beforeAll(async () => {
  desk = await openBotDesk();
  await configureRich(desk);
  await publishRich(desk);
  world = await testerWorld();
});
afterAll(() => desk.close());

/** What the tester in the browser plays against: the draft, and the company's own settings. */
async function testerWorld(): Promise<TesterWorld> {
  const { accountId } = desk.ours;
  const contexts = await inAccount(desk.world.deps.app, accountId, (tx) => loadContexts(tx, [accountId]));
  const context = contexts.get(accountId);
  if (!context) throw new Error("the company has settings");
  const { triggers } = await desk.view();
  const bot = {
    triggers,
    teams: [...context.teams.values()],
    settings: { firstContactTeam: context.firstTeamId, ...context.botTexts },
  };
  return { running: { versionId: "draft", bot }, context: { ...context, contact: { name: null } } };
}

const WORDS = [
  "oi",
  "COMERCIAL!",
  "suporte",
  "Atendimento",
  "orçamento",
  "troca",
  "que dia?",
  "opções",
  "voltar",
  "4",
  "1",
  "banana",
  "atendente",
  "Quarta",
  "boa tarde, dia útil",
  "5",
];
const TAPS = [
  "Comercial",
  "Suporte",
  "Atendimento",
  "Orçamento",
  "Entrega",
  "Troca",
  "Terça",
  "Uma opção comprida demais para uma lista",
];

function randomSteps(random: Random): TesterStep[] {
  const pick = <T>(from: readonly T[]): T => from[random.below(from.length)] as T;
  const steps = Array.from({ length: 3 + random.below(8) }, (): TesterStep => {
    const kind = random.below(10);
    if (kind < 4) return { does: "writes", text: pick(WORDS) };
    if (kind < 6) return { does: "taps", option: pick(TAPS) };
    if (kind < 7) return { does: "sends", what: random.chance(0.5) ? "audio" : "image" };
    return { does: "waits", hours: pick([0.25, 0.5, 1, 1.25, 2.25, 3.5, 5.5, 7, 23, 26]) };
  });
  const waited = steps.reduce((sum, step) => sum + (step.does === "waits" ? step.hours : 0), 0);
  return [...steps, { does: "waits", hours: LONGEST_HOURS - waited }];
}

/** One line for everything we said and every move, in order; the customer's own words only mark the places. */
type Told = string[];
const shown = (content: { body?: string; options?: { title: string }[] }): string =>
  [content.body ?? "", ...(content.options ?? []).map(({ title }) => `[${title}]`)].join(" ");
const teamName = (id: unknown): string => world.context.teams.get(String(id))?.name ?? String(id);
const moved = (type: string, data: Record<string, unknown>): string =>
  `(${type} ${data["to"] ? teamName(data["to"]) : String(data["reason"] ?? data["rating"] ?? "")})`;

function toldByTester({ entries }: TesterRun): Told {
  return entries.map((entry) => {
    if (entry.from === "customer") return ">";
    if (entry.from === "history") return moved(entry.event, entry.data);
    return `${entry.from} ${shown(entry.content)}`;
  });
}

async function toldByProduction(waId: string): Promise<Told> {
  const { rows } = await sql<{
    author: string | null;
    content: { body?: string };
    type: string;
    data: Record<string, unknown>;
  }>`
    WITH mine AS (SELECT v.id, v.protocol FROM conversation v WHERE v.account_id = ${desk.ours.accountId} AND v.recipient_value = ${waId})
    SELECT v.protocol, m.seq, m.author, m.content, NULL AS type, NULL AS data FROM mine v JOIN message m ON m.conversation_id = v.id
    UNION ALL SELECT v.protocol, e.seq, NULL, NULL, e.type, e.data FROM mine v JOIN event e ON e.conversation_id = v.id WHERE e.seq IS NOT NULL
    ORDER BY 1, 2`.execute(desk.world.deps.system);
  return rows.map(({ author, content, type, data }) =>
    author === null ? moved(type, data) : author === "contact" ? ">" : `${author} ${shown(content)}`,
  );
}

let serial = 0;
/** Meta's form of what a customer does. */
async function wireOf(waId: string, step: Exclude<TesterStep, { does: "waits" }>): Promise<object> {
  const at = desk.world.clock.now();
  const head = { from: waId, id: `wamid.same.${++serial}`, timestamp: String(at / 1000) };
  if (step.does === "sends") {
    const file = {
      id: `media.${serial}`,
      mime_type: step.what === "audio" ? "audio/ogg" : "image/jpeg",
      sha256: "x",
    };
    return { ...head, type: step.what, [step.what]: step.what === "audio" ? { ...file, voice: true } : file };
  }
  const title = step.does === "writes" ? step.text : step.option;
  const offered = step.does === "taps" ? await offeredTo(waId) : null;
  const option = offered?.options.find((each) => each.title === title);
  if (!offered || !option) return { ...head, type: "text", text: { body: title } };
  const type = offered.type === "list" ? "list_reply" : "button_reply";
  return { ...head, type: "interactive", interactive: { type, [type]: { id: option.id, title } } };
}

type Menu = { type: string; options: { id: string; title: string }[] };
/** The buttons or the list last sent to this phone. */
async function offeredTo(waId: string): Promise<Menu | null> {
  const { rows } = await sql<{ content: Menu }>`
    SELECT m.content FROM message m JOIN conversation v ON v.account_id = m.account_id AND v.id = m.conversation_id
    WHERE v.account_id = ${desk.ours.accountId} AND v.recipient_value = ${waId} AND m.kind IN ('buttons', 'list') ORDER BY v.protocol DESC, m.seq DESC LIMIT 1`.execute(
    desk.world.deps.system,
  );
  return rows[0]?.content ?? null;
}

/** Posts to the webhook as Meta does, signed. */
async function post(messages: object[]): Promise<void> {
  const value = { messaging_product: "whatsapp", metadata: { phone_number_id: NUMBER }, messages };
  const payload = Buffer.from(
    JSON.stringify({
      object: "whatsapp_business_account",
      entry: [{ id: "300100200300400", changes: [{ field: "messages", value }] }],
    }),
  );
  const answer = await desk.app.inject({
    method: "POST",
    url: `/webhooks/whatsapp/${desk.ours.channelId}`,
    headers: { "content-type": "application/json", "x-hub-signature-256": signBody(payload, "secret-1234") },
    payload,
  });
  expect(answer.statusCode).toBe(200);
}

type Player = { waId: string; steps: TesterStep[]; at: number };

/** All customers at once, through webhooks, lanes and timers, on one clock that goes from one thing to the next. */
async function playForReal(players: readonly Player[]): Promise<void> {
  const { deps, clock } = desk.world;
  const lanes = laneLoop(deps, { db: deps.system, handle: factHandler(deps) });
  const timers = timerLoop(deps);
  const until = async (moment: number): Promise<void> => {
    for (;;) {
      const due = await nextTimerAt(deps.system);
      if (due === null || due > moment) break;
      clock.set(Math.max(due, clock.now()));
      await timers.drain();
      await lanes.drain();
    }
    clock.set(moment);
  };
  for (;;) {
    const moments = players.filter(({ steps }) => steps.length > 0).map(({ at }) => at);
    if (moments.length === 0) break;
    await until(Math.min(...moments));
    const messages: object[] = [];
    for (const player of players.filter(({ at, steps }) => at === clock.now() && steps.length > 0)) {
      const step = player.steps.shift();
      if (step?.does === "waits") player.at += step.hours * HOUR;
      else if (step) messages.push(await wireOf(player.waId, step));
    }
    if (messages.length > 0) await post(messages);
    await lanes.drain();
  }
  await until(Math.max(...players.map(({ at }) => at)));
}

it("the tester says what production says: the same hundred scripts give the same texts, teams and order", async () => {
  const random = seeded(20_261_126);
  const scripts = Array.from({ length: SCRIPTS }, (_, index) => ({
    waId: `55119${String(84_000_000 + index)}`,
    steps: randomSteps(random),
  }));
  await playForReal(scripts.map(({ waId, steps }) => ({ waId, steps: [...steps], at: START })));
  const { rows: dead } = await sql<{ n: object }>`SELECT kind, error FROM quarantined_fact`.execute(
    desk.world.deps.system,
  );
  expect(dead).toEqual([]);
  const seen = new Set<string>();
  for (const { waId, steps } of scripts) {
    const tested = toldByTester(playScript(world, START, steps));
    expect(await toldByProduction(waId), JSON.stringify(steps)).toEqual(tested);
    for (const line of tested) seen.add(line);
  }
  // a comparison of silences would prove nothing
  for (const line of [
    "(conversation.handed_over Suporte)",
    "(conversation.closed inactivity)",
    "bot Ainda está aí?",
    "(conversation.bot_stopped other_answers_exhausted)",
    "(conversation.rated 5)",
  ])
    expect(seen).toContain(line);
  expect(seen.size).toBeGreaterThan(30);
  // and history played against the draft that is published differs nowhere
  const { body } = await desk.ask("POST", "/api/bot/replay", { conversations: 200 });
  expect(body).toMatchObject({ differences: [] });
  expect(body["played"]).toBeGreaterThan(SCRIPTS);
  expect(body["same"]).toBeGreaterThan(300);
}, 180_000);
