import { afterAll, beforeAll, expect, it } from "vitest";
import pg from "pg";
import { botTemplateUses, verifyPublished } from "../src/modules/bot/index.ts";
import type { HandledFact } from "../src/modules/channels/index.ts";
import { applyTemplateNotices } from "../src/modules/templates/index.ts";
import { getUses } from "../src/modules/templates/uses.ts";
import type { Actor } from "../src/platform/actor.ts";
import { inAccount, type Tx } from "../src/platform/database.ts";
import { openBotDesk, says, type BotDesk } from "./bot-world.ts";
import { START } from "./harness.ts";
import { pagesRead, statementsOf } from "./speed-watch.ts";
import { WABA } from "./templates-world.ts";

const FEW = 40;
/** what Meta lets a business account have */
const FULL = 6_000;

let desk: BotDesk;
let actor: Actor;
beforeAll(async () => {
  desk = await openBotDesk();
  const { accountId, agents } = desk.ours;
  actor = { accountId, agentId: agents["Helena"], role: "administrator", teamIds: [] } as unknown as Actor;
  await fill(1, FEW);
  await desk.ask("POST", "/api/bot/triggers", {
    description: "Ainda precisa?",
    team: { operator: "is", team: desk.ours.teams.principal },
    fires: "on_silence",
    idle: { operator: "greater_than", hours: 11 },
    expectedReply: null,
    action: {
      ...says("Ainda precisa de ajuda?"),
      template: { name: "t_7", language: "pt_BR", values: { "body.1": "ok" } },
    },
    active: true,
  });
  await desk.publish();
});
afterAll(() => desk.close());

/** Approved templates t_from … t_to of the number's business account, as a list would have told them. */
async function fill(from: number, to: number): Promise<void> {
  const client = new pg.Client({ connectionString: desk.world.url });
  await client.connect();
  await client.query(
    `INSERT INTO template (account_id, id, waba_id, meta_id, name, language, status, category, parameter_format, components, told_at)
     SELECT $1, (lpad(to_hex(n), 8, '0') || '-0000-7000-8000-0000000000e0')::uuid, $2, (5000000 + n)::text, 't_' || n, 'pt_BR', 'APPROVED', 'UTILITY', 'POSITIONAL',
       '[{"type":"BODY","text":"Oi, {{1}}. Podemos continuar?","example":{"body_text":[["Lia"]]}}]'::json, $5::timestamptz FROM generate_series($3::int, $4::int) n`,
    [desk.ours.accountId, WABA, from, to, new Date(START - 86_400_000).toISOString()],
  );
  await client.query("VACUUM ANALYZE");
  await client.end();
}

/** Meta pauses and takes back these templates, one webhook for each. */
const news = (event: string, numbers: readonly number[], at: number): HandledFact[] =>
  numbers.map((n) => ({
    id: n,
    accountId: desk.ours.accountId,
    channelId: desk.ours.channelId,
    deliveryId: null,
    receivedAt: at,
    body: {
      kind: "notice",
      field: "message_template_status_update",
      wabaId: WABA,
      at,
      value: {
        event,
        message_template_id: 5_000_000 + n,
        message_template_name: `t_${n}`,
        message_template_language: "pt_BR",
        reason: "NONE",
      },
    },
  })) as unknown as HandledFact[];

let seconds = 1;
const told =
  (numbers: readonly number[]) =>
  (tx: Tx): Promise<string[]> => {
    seconds += 1;
    const at = START + seconds * 1000;
    return applyTemplateNotices(tx, news(seconds % 2 ? "APPROVED" : "PAUSED", numbers, at), at);
  };

it("one change costs as much among 6,000 templates as among 40, and a hundred at once as many questions as one", async () => {
  const { deps } = desk.world;
  const { accountId } = actor;
  const costs = async (): Promise<Record<string, number>> => ({
    notice: await pagesRead(deps, actor, told([7])),
    verified: await pagesRead(deps, actor, (tx) => verifyPublished(tx, accountId, START)),
    uses: await pagesRead(deps, actor, () => getUses(deps, actor, [botTemplateUses])),
  });
  const few = await costs();
  await fill(FEW + 1, FULL);
  const full = await costs();
  for (const [what, pages] of Object.entries(full))
    expect(pages, what).toBeLessThanOrEqual((few[what] ?? 0) * 1.5 + 10);

  const questions = async (numbers: readonly number[]): Promise<number> =>
    (await statementsOf(() => inAccount(deps.app, accountId, told(numbers)))).length;
  const hundred = Array.from({ length: 100 }, (_, n) => n + 100);
  expect(await questions(hundred)).toBe(await questions([100]));
});
