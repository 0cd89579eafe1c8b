import {
  optionsOf,
  playScript,
  type OutgoingContent,
  type TesterRun,
  type TesterStep,
  type TesterWorld,
} from "@balcao/core";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadContexts } from "../src/modules/settings/index.ts";
import { inAccount } from "../src/platform/database.ts";
import { configureRich, publishRich } from "./bot-rich.ts";
import { openBotDesk, START, type BotDesk } from "./bot-world.ts";
import { openPhones, readOnPhone, type Phones } from "./phones-world.ts";
import { seeded, type Random } from "./random.ts";

const SCRIPTS = 100;
const HOUR = 3_600_000;
/** Every script lasts as long, so that the clock of all is that of each. */
const LONGEST_HOURS = 300;
let desk: BotDesk;
let phones: Phones;
let world: TesterWorld;

beforeAll(async () => {
  desk = await openBotDesk();
  await configureRich(desk);
  await publishRich(desk);
  world = await testerWorld();
  phones = await openPhones(desk);
});
afterAll(async () => {
  await phones.close();
  await desk.close();
});

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
  return {
    running: { versionId: "draft", bot },
    context: { ...context, templates: new Map(), contact: { name: null, blocked: false } },
  };
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
  "Segunda",
  "Terça",
  "Sexta",
  "Uma opção comprida demais para uma lista",
];

function randomSteps(random: Random): TesterStep[] {
  const pick = <T>(from: readonly T[]): T => from[random.below(from.length)] as T;
  const steps = Array.from({ length: 3 + random.below(8) }, (): TesterStep[] => {
    const kind = random.below(11);
    if (kind < 4) return [{ does: "writes", text: pick(WORDS) }];
    if (kind < 6) return [{ does: "taps", option: pick(TAPS) }];
    if (kind < 7) return [{ does: "sends", what: random.chance(0.5) ? "audio" : "image" }];
    if (kind < 8)
      return [
        { does: "writes", text: "que dia?" },
        { does: "taps", option: pick(TAPS) },
      ];
    return [{ does: "waits", hours: pick([0.25, 0.5, 1, 1.25, 2.25, 3.5, 5.5, 7, 23, 26]) }];
  }).flat();
  const waited = steps.reduce((sum, step) => sum + (step.does === "waits" ? step.hours : 0), 0);
  return [...steps, { does: "waits", hours: LONGEST_HOURS - waited }];
}

/** One line for each thing, in order; a customer's own words only mark the places where they stood. */
type Told = string[];
/** the same of one customer, from the outside and from the inside */
type Account = { phone: Told; stored: Told };

const teamName = (id: unknown): string => world.context.teams.get(String(id))?.name ?? String(id);
const moved = (type: string, data: Record<string, unknown>): string =>
  `(${type} ${data["to"] ? teamName(data["to"]) : String(data["reason"] ?? data["rating"] ?? "")})`;
const said = (author: string, content: { body?: string; options?: { title: string }[] }): string =>
  [author, content.body ?? "", ...(content.options ?? []).map(({ title }) => `[${title}]`)].join(" ");

/** What a message must look like on the phone that it goes to. */
function expectedOnPhone(content: OutgoingContent): string {
  const kind = content.type === "buttons" ? "button" : content.type;
  const button = content.type === "list" ? [`(${content.button})`] : [];
  const options = optionsOf(content).map(({ title }) => `[${title}]`);
  return [`${kind}: ${content.body}`, ...button, ...options].join(" ");
}

function toldByTester({ entries }: TesterRun): Account {
  return {
    phone: entries.flatMap((entry) => {
      if (entry.from === "history") return [];
      return [entry.from === "customer" ? `> ${entry.text ?? entry.what}` : expectedOnPhone(entry.content)];
    }),
    stored: entries.map((entry) => {
      if (entry.from === "customer") return ">";
      return entry.from === "history" ? moved(entry.event, entry.data) : said(entry.from, entry.content);
    }),
  };
}

async function stored(waId: string): Promise<Told> {
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
    author === null ? moved(type, data) : author === "contact" ? ">" : said(author, content),
  );
}

type Player = { waId: string; steps: TesterStep[]; at: number };

function perform(id: string, step: Exclude<TesterStep, { does: "waits" }>): void {
  if (step.does === "taps") phones.tap(id, step.option);
  else if (step.does === "writes") phones.sim.sendAsUser(id, { type: "text", text: step.text });
  else phones.sim.sendAsUser(id, { type: step.what });
}

/** All customers at once on their phones, on one clock that goes from one thing to the next. */
async function playForReal(players: readonly Player[]): Promise<void> {
  for (;;) {
    const moments = players.filter(({ steps }) => steps.length > 0).map(({ at }) => at);
    if (moments.length === 0) break;
    const now = Math.min(...moments);
    await phones.moveTo(now);
    for (const player of players.filter(({ at }) => at === now)) {
      const step = player.steps.shift();
      if (step?.does === "waits") player.at += step.hours * HOUR;
      else if (step) perform(player.waId, step);
    }
    await phones.settle();
  }
  await phones.moveTo(Math.max(...players.map(({ at }) => at)));
}

const rows = async (statement: string): Promise<unknown[]> =>
  (await sql.raw(statement).execute(desk.world.deps.system)).rows;

it("the tester says what production says: the same hundred scripts give the same texts, teams and order", async () => {
  const random = seeded(20_261_126);
  const scripts = Array.from({ length: SCRIPTS }, (_, index) => ({
    waId: `55119${String(84_000_000 + index)}`,
    steps: randomSteps(random),
  }));
  for (const { waId } of scripts) phones.sim.addUser({ id: waId, waId });
  await playForReal(scripts.map(({ waId, steps }) => ({ waId, steps: [...steps], at: START })));
  const seen = new Set<string>();
  for (const { waId, steps } of scripts) {
    const tested = toldByTester(playScript(world, START, steps));
    const real = { phone: phones.sim.messages(waId).map(readOnPhone), stored: await stored(waId) };
    expect(real, JSON.stringify(steps)).toEqual(tested);
    for (const line of [...tested.phone, ...tested.stored]) seen.add(line);
  }
  // a comparison of silences would prove nothing
  for (const line of [
    "(conversation.handed_over Suporte)",
    "(conversation.closed inactivity)",
    "bot Ainda está aí?",
    "(conversation.bot_stopped other_answers_exhausted)",
    "(conversation.rated 5)",
    "> audio",
    "list: Em Principal, qual dia? (Ver opções) [Segunda] [Terça] [Quarta] [Quinta] [Sexta]",
  ])
    expect(seen).toContain(line);
  expect([...seen].filter((line) => line.startsWith("button: ")).length).toBeGreaterThan(2);
  const taps = phones.sim
    .users()
    .flatMap(({ id }) => phones.sim.messages(id).map(({ content }) => content["type"]));
  for (const kind of ["button_reply", "list_reply"])
    expect(taps.filter((type) => type === kind).length).toBeGreaterThan(10);
  expect(seen.size).toBeGreaterThan(60);
}, 180_000);

it("and every message arrived: both sides know it, and nothing is left to do", async () => {
  const arrived = phones.sim.users().flatMap(({ id }) => phones.sim.messages(id));
  const ours = arrived.filter(({ direction }) => direction === "out");
  expect(new Set(arrived.map(({ status }) => status))).toEqual(new Set(["delivered"]));
  expect(await rows("SELECT wamid, status FROM message WHERE direction = 'out' ORDER BY wamid")).toEqual(
    ours.map(({ id }) => ({ wamid: id, status: "delivered" })).sort((a, b) => (a.wamid < b.wamid ? -1 : 1)),
  );
  const posts = phones.sim.ledger.deliveries.all();
  expect(new Set(posts.flatMap(({ attempts }) => attempts.map(({ outcome }) => outcome)))).toEqual(
    new Set(["ok"]),
  );
  for (const table of ["fact", "quarantined_fact", "outbox"])
    expect(await rows(`SELECT * FROM ${table}`)).toEqual([]);
});

it("and history played against the draft that is published differs nowhere", async () => {
  const { body } = await desk.ask("POST", "/api/bot/replay", { conversations: 200 });
  expect(body).toMatchObject({ differences: [] });
  expect(body["played"]).toBeGreaterThan(SCRIPTS);
  expect(body["same"]).toBeGreaterThan(300);
});
