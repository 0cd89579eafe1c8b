import { costOf, monthOf, type Usage } from "@balcao/core";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { loadUsage } from "../src/modules/costs/usage.queries.ts";
import { openBotDesk, type BotDesk } from "./bot-world.ts";
import { openPhones, type Phones } from "./phones-world.ts";
import { accepting, envelope, lia, message, PipelineWorld, status, type Row } from "./pipeline-world.ts";
import { seeded } from "./random.ts";

const ZONE = "America/Sao_Paulo";
const HOUR = 3_600_000;

describe("what a status says of a price", () => {
  let world: PipelineWorld;
  beforeEach(async () => {
    world = await PipelineWorld.open();
    await world.hear(message(lia, "oi"));
  });
  afterEach(() => world.close());

  const hear = async (...statuses: Row[]): Promise<void> => {
    await world.deliver(envelope({ statuses }));
    await world.lanes().drain();
  };
  const counted = async (): Promise<string[]> => {
    const { accountId } = world.company;
    const usage = await world.world.deps.system
      .transaction()
      .execute((tx) => loadUsage(tx, accountId, { from: "2026-01-01", until: "2027-01-01" }));
    return usage.map(({ type, category, count }) => `${count} ${type} ${category}`);
  };
  const pricing = { pricing: { billable: true, pricing_model: "PMP", type: "regular", category: "service" } };

  it("is counted once, when the message has arrived, whatever comes twice, late or in another batch", async () => {
    await world.send(accepting());
    await hear(status("wamid.out.1", "sent", pricing));
    expect(await counted()).toEqual([]);
    await hear(status("wamid.out.1", "delivered"), status("wamid.out.1", "delivered", pricing));
    await hear(status("wamid.out.1", "read", pricing), status("wamid.out.1", "sent", pricing));
    expect(await counted()).toEqual(["1 regular service"]);
  });

  it("waits with its status until the message is known", async () => {
    await hear(status("wamid.out.1", "delivered"), status("wamid.out.1", "sent", pricing));
    expect(await counted()).toEqual([]);
    await world.send(accepting());
    expect(await counted()).toEqual(["1 regular service"]);
  });

  it("is Meta's word, also one that nobody here knows; a message that failed costs nothing", async () => {
    await world.send(accepting());
    await hear(
      status("wamid.out.1", "sent", pricing),
      status("wamid.out.1", "failed", { errors: [{ code: 131026 }] }),
    );
    expect(await counted()).toEqual([]);
    await hear(status("wamid.out.1", "delivered", { pricing: { type: "regular", category: "new_one" } }));
    expect(await counted()).toEqual(["1 regular service"]);
  });
});

describe("a day of traffic over the end of a month", () => {
  /** three hours before November ends in the account's zone */
  const EVENING = Date.UTC(2026, 11, 1, 3) - 3 * HOUR;
  const FREE = 120;
  const CUSTOMERS = 60;
  let desk: BotDesk;
  let phones: Phones;
  beforeAll(async () => {
    desk = await openBotDesk();
    phones = await openPhones(desk);
    await phones.moveTo(EVENING);
  });
  afterAll(async () => {
    await phones.close();
    await desk.close();
  });

  const usage = async (): Promise<(Usage & { channelId: string })[]> =>
    desk.world.deps.system
      .transaction()
      .execute((tx) => loadUsage(tx, desk.ours.accountId, { from: "2026-01-01", until: "2027-01-01" }));

  async function traffic(): Promise<void> {
    const { sim } = phones;
    const dice = seeded(20_261_130);
    const customer = (): string => `c${dice.below(CUSTOMERS)}`;
    for (let each = 0; each < CUSTOMERS; each++)
      sim.addUser({ id: `c${each}`, name: `Cliente ${each}`, waId: String(5_511_970_000_000 + each) });
    for (let moment = EVENING; moment < EVENING + 24 * HOUR; moment += HOUR / 2) {
      await phones.moveTo(moment + dice.below(60_000));
      sim.setKnobs({ pricingOn: dice.chance(0.5) ? "sent" : "both" });
      for (let said = 0; said < 8; said++) {
        sim.sendAsUser(customer(), { type: "text", text: dice.chance(0.3) ? "comercial" : "oi" });
        // some have no signal for a while: what was said to them arrives later, and is charged then
        if (dice.chance(0.2)) sim.setDevice(customer(), dice.chance(0.5) ? "online" : "offline");
      }
      await phones.settle();
    }
    for (let each = 0; each < CUSTOMERS; each++)
      sim.setDevice(`c${each}`, each % 7 > 0 ? "online" : "offline");
    await phones.moveTo(EVENING + 26 * HOUR);
    await phones.settle();
  }

  it("is metered as the simulator charged it, to the message", { timeout: 120_000 }, async () => {
    phones.sim.setKnobs({ duplicate: 0.2, deliveredDelayMs: [0, HOUR], freeServiceMessages: FREE });
    await traffic();
    const charged = phones.sim.world.charges
      .totals()
      .map(({ month, type, category, count }) => `${month} ${type} ${category} ${count}`);
    const metered = new Map<string, number>();
    const all = await usage();
    for (const { day, type, category, count } of all) {
      const key = `${day.slice(0, 7)} ${type} ${category}`;
      metered.set(key, (metered.get(key) ?? 0) + count);
    }
    expect([...metered].map(([key, count]) => `${key} ${count}`).toSorted()).toEqual(charged.toSorted());
    // both months, free ones and charged ones: the test means something
    expect(charged.length).toBeGreaterThanOrEqual(3);
    expect(monthOf(EVENING, ZONE)).toBe("2026-11");
    const undelivered = await sql<{ count: number }>`
      SELECT count(*)::int AS count FROM message WHERE direction = 'out' AND status = 'sent'`.execute(
      desk.world.deps.system,
    );
    expect(undelivered.rows[0]?.count).toBeGreaterThan(0);
    const regular = phones.sim.world.charges.totals().filter(({ type }) => type === "regular");
    const messages = regular.reduce((sum, { count }) => sum + count, 0);
    expect(costOf(all, [{ category: "service", from: "2026-10-01", micros: 34_000 }])).toEqual({
      micros: 34_000 * messages,
      unpriced: 0,
    });
  });
});
