import { changeTemplate, type TemplateChange } from "@balcao/simulator";
import { EMPTY_DRAFT, type TemplateDraft } from "@balcao/core";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { verifyPublished } from "../src/modules/bot/index.ts";
import { channelCache } from "../src/modules/channels/index.ts";
import { templateLoop } from "../src/modules/templates/index.ts";
import { openBotDesk, type BotDesk } from "./bot-world.ts";
import { WABA } from "./templates-world.ts";
import { openPhones, type Phones } from "./phones-world.ts";
import { seeded } from "./random.ts";

type Row = Record<string, unknown>;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let desk: BotDesk;
let phones: Phones;
let stories = 0;

beforeAll(async () => {
  desk = await openBotDesk();
  phones = await openPhones(desk);
  await sync();
});
afterAll(async () => {
  await phones.close();
  await desk.close();
});
beforeEach(() => {
  // who decides about a template is the test
  phones.sim.setKnobs({ duplicate: 0, delayMs: 0, reorderMs: 0, drop: 0, templateReviewMs: 0 });
});

/** What a worker does every six hours, now; Meta's answers tell whole seconds. */
async function sync(): Promise<void> {
  await phones.moveTo(phones.sim.now() + 2000);
  const { deps } = desk.world;
  await sql`UPDATE template_sync SET next_at = '-infinity'`.execute(deps.system);
  await templateLoop(deps, {
    channels: channelCache(deps.system, deps.sealer),
    fetch: (url, init) => fetch(url, init),
    onChanged: verifyPublished,
  }).drain();
}

const later = (ms: number): Promise<void> => phones.moveTo(phones.sim.now() + ms);
const hears = (isHeard: boolean): void => {
  for (const number of phones.sim.numbers()) phones.sim.addNumber({ ...number, subscribed: isHeard });
};

type Way = {
  /** Meta's webhooks come */
  hooks: boolean;
  /** after which steps the list is read; null = after each */
  reads: (step: number) => boolean;
};

/** What is stored of a template, whatever its number: what lists show and sends ask. */
async function stateOf(name: string): Promise<Row> {
  const { rows } = await sql<Row>`
    SELECT status, category, quality, coming_category, gone, known, parameter_format, components FROM template
    WHERE account_id = ${desk.ours.accountId} AND name = ${name}`.execute(desk.world.deps.system);
  expect(rows).toHaveLength(1);
  return rows[0] ?? {};
}

const draft = (name: string): TemplateDraft => ({
  ...EMPTY_DRAFT,
  name,
  body: "Oi, {{1}}. O seu pedido saiu para entrega hoje.",
  samples: { "body.1": "Lia" },
});

async function sendOne(name: string): Promise<number> {
  const waId = `55119${String(92_000_000 + stories)}`;
  phones.sim.addUser({ id: waId, waId });
  const { status, body } = await desk.ask("POST", "/api/conversations", {
    key: `sent-${name}`,
    channelId: desk.ours.channelId,
    to: { phone: waId },
    teamId: desk.ours.teams.comercial,
    template: { name, language: "pt_BR", values: { "body.1": "Lia" } },
  });
  expect([status, body.code]).toEqual([200, undefined]);
  await phones.settle();
  return phones.sim.messages(waId).filter(({ type }) => type === "template").length;
}

/** create → pending → approved → used → paused → back → recategorised → disabled → deleted; answers what was stored after each. */
async function live({ hooks, reads }: Way): Promise<Row[]> {
  const name = `vida_${String.fromCharCode(97 + stories++)}`;
  hears(hooks);
  const seen: Row[] = [];
  let step = 0;
  const look = async (): Promise<void> => {
    await phones.settle();
    if (reads(step++)) await sync();
    seen.push(await stateOf(name));
  };
  const meta = async (change: TemplateChange): Promise<void> => {
    await later(10 * MINUTE);
    changeTemplate(phones.sim, name, change);
    await look();
  };
  const created = await desk.ask("POST", "/api/templates", { wabaId: WABA, draft: draft(name) });
  expect([created.status, created.body["status"]]).toEqual([201, "PENDING"]);
  await look();
  await meta({ status: "APPROVED" });
  if (seen.at(-1)?.["status"] === "APPROVED") expect(await sendOne(name)).toBe(1);
  await meta({ quality: "RED" });
  await meta({ status: "PAUSED", reason: "FIRST_PAUSE" });
  await meta({ status: "APPROVED", reason: "UNPAUSE" });
  await meta({ coming: { category: "MARKETING", at: phones.sim.now() + HOUR } });
  await meta({ category: "MARKETING" });
  await meta({ status: "DISABLED" });
  await later(10 * MINUTE);
  const gone = await desk.ask("DELETE", `/api/templates/${String(created.body["id"])}`);
  expect([gone.status, gone.body["status"]]).toEqual([200, "PENDING_DELETION"]);
  await look();
  await later(2 * MINUTE);
  await look();
  return seen;
}

const END = {
  status: "DELETED",
  category: "MARKETING",
  quality: "RED",
  coming_category: null,
  gone: true,
  known: true,
};
const all = (): boolean => true;
const none = (): boolean => false;

describe("the life of a template, against the simulator's Meta", () => {
  let byHooks: Row[];

  it("runs through webhooks only", async () => {
    byHooks = await live({ hooks: true, reads: none });
    expect(byHooks.map(({ status }) => status)).toEqual([
      "PENDING",
      "APPROVED",
      "APPROVED",
      "PAUSED",
      "APPROVED",
      "APPROVED",
      "APPROVED",
      "DISABLED",
      "PENDING_DELETION",
      "DELETED",
    ]);
    expect(byHooks.map(({ coming_category }) => coming_category)).toEqual([
      ...Array<null>(5).fill(null),
      "MARKETING",
      ...Array<null>(4).fill(null),
    ]);
    expect(byHooks.at(-1)).toMatchObject(END);
  });

  it("runs through sync only, and through both, with the same state after each step", async () => {
    expect(await live({ hooks: false, reads: all })).toEqual(byHooks);
    expect(await live({ hooks: true, reads: all })).toEqual(byHooks);
  });

  it.each([1, 2, 3, 4, 5])(
    "ends alike when webhooks come hours late, in another order, twice and after a loss, between lists read at any time (%i)",
    async (seed) => {
      const random = seeded(seed);
      const late = { duplicate: 0.5, reorderMs: 3 * HOUR, drop: 0.3, delayMs: random.chance(0.5) ? 0 : HOUR };
      phones.sim.setKnobs(late);
      await live({ hooks: true, reads: () => random.chance(0.4) });
      // a delivery that was lost on its way is tried again a moment later
      for (let hours = 0; hours < 8; hours++) {
        await later(HOUR);
        await phones.settle();
      }
      const name = `vida_${String.fromCharCode(96 + stories)}`;
      expect(await stateOf(name)).toEqual(byHooks.at(-1));
      // and stays so when the list is read once more
      await sync();
      expect(await stateOf(name)).toEqual(byHooks.at(-1));
    },
  );

  it("is in no list any more, and cannot be sent", async () => {
    const { body } = await desk.ask("GET", "/api/templates");
    const names = (body["items"] as { name: string }[]).map(({ name }) => name);
    expect(names).toContain("retomar_atendimento");
    expect(names.filter((name) => name.startsWith("vida_"))).toEqual([]);
    const { status, body: refusal } = await desk.ask("POST", "/api/conversations", {
      key: "after-its-life",
      channelId: desk.ours.channelId,
      to: { phone: "5511987650000" },
      teamId: desk.ours.teams.comercial,
      template: { name: "vida_a", language: "pt_BR", values: { "body.1": "Lia" } },
    });
    expect([status, refusal.code]).toEqual([409, "template_missing"]);
  });
});
