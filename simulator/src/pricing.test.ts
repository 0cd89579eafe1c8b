import { afterEach, describe, expect, it } from "vitest";
import { acceptSend } from "./graph/send.ts";
import type { BusinessNumber } from "./model.ts";
import { DEFAULT_NUMBER } from "./options.ts";
import type { SimulatorOptions } from "./options.ts";
import { openDesk } from "./testing/desk.ts";
import type { Desk } from "./testing/desk.ts";

let desk: Desk;
afterEach(() => desk.stop());

const { phoneNumberId: NUMBER } = DEFAULT_NUMBER;
const text = { type: "text", text: { body: "Olá" } };
const HOUR = 3_600_000;

function template(name: string): Record<string, unknown> {
  const components = [{ type: "body", parameters: [{ type: "text", text: "Lia" }] }];
  return { type: "template", template: { name, language: { code: "pt_BR" }, components } };
}

async function open(options: SimulatorOptions = {}): Promise<Desk> {
  return openDesk({ ...options, knobs: { pairLimit: false, throughput: 0, ...options.knobs } });
}

/** What the control API says was charged, as "month type category count". */
async function charged(query = ""): Promise<string[]> {
  const response = await fetch(`${desk.sim.url}/__sim/ledger/charges${query}`);
  const { totals } = (await response.json()) as {
    totals: { month: string; type: string; category: string; billable: boolean; count: number }[];
  };
  for (const total of totals) expect(total.billable).toBe(total.type === "regular");
  return totals.map(({ month, type, category, count }) => `${month} ${type} ${category} ${count}`);
}

describe("charges", () => {
  it("are a thousand free replies for each number and month, then regular ones, and start anew with the month", async () => {
    desk = await open({ startAt: Date.UTC(2026, 10, 30, 20) });
    desk.sim.addNumber({ phoneNumberId: NUMBER, subscribed: false });
    const { world, statuses } = desk.sim;
    const body = { messaging_product: "whatsapp", to: "+5511987654321", ...text };
    for (let sent = 0; sent < 1_003; sent++)
      acceptSend(world, statuses, world.numbers.get(NUMBER) as BusinessNumber, body, {
        begin: true,
        failure: null,
      });
    await desk.sim.drainStatuses();
    expect(await charged()).toEqual([
      "2026-11 free_customer_service service 1000",
      "2026-11 regular service 3",
    ]);
    // three hours behind UTC: still November at midnight of Greenwich
    desk.sim.advance(5 * HOUR);
    await desk.send(text);
    await desk.sim.drainStatuses();
    expect(await charged("?month=2026-11")).toContain("2026-11 regular service 4");
    desk.sim.advance(2 * HOUR);
    await desk.send(text);
    await desk.sim.drainStatuses();
    expect(await charged("?month=2026-12")).toEqual(["2026-12 free_customer_service service 1"]);
  });

  it("say the same as the statuses, message by message, and fall due on delivery", async () => {
    desk = await open({ knobs: { freeServiceMessages: 2 } });
    desk.sim.setDevice("lia", "offline");
    for (let sent = 0; sent < 3; sent++) await desk.send(text);
    await desk.send(template("promo_volta"));
    await desk.sim.drainStatuses();
    expect(await charged()).toEqual([]);
    desk.sim.setDevice("lia", "online");
    await desk.sim.drainStatuses();
    desk.sim.openChat("lia");
    await desk.sim.drainStatuses();
    const told = new Map<string, unknown>();
    for (const status of desk.receiver.statuses()) if (status.pricing) told.set(status.id, status.pricing);
    const rows = desk.sim.world.charges.rows.all();
    expect(rows).toHaveLength(4);
    for (const { wamid, type, category, billable } of rows)
      expect(told.get(wamid)).toEqual({ billable, pricing_model: "PMP", type, category });
    const regular = rows.filter((row) => row.billable).map((row) => row.category);
    expect(regular.toSorted()).toEqual(["marketing", "service"]);
  });

  it.each(["sent", "delivered", "both"] as const)("carry the price on %s, once each", async (pricingOn) => {
    desk = await open({ knobs: { pricingOn } });
    await desk.send(text);
    await desk.sim.drainStatuses();
    desk.sim.openChat("lia");
    await desk.sim.drainStatuses();
    const carrying = desk.receiver.statuses().filter((one) => one.pricing !== undefined);
    expect(carrying.map((one) => one.status)).toEqual(
      pricingOn === "both" ? ["sent", "delivered"] : [pricingOn],
    );
    expect(desk.sim.world.charges.rows.total).toBe(1);
  });

  it("leave out reactions and what failed, and count what failed after it had arrived", async () => {
    desk = await open();
    await desk.send({
      type: "reaction",
      reaction: { message_id: desk.sim.messages("lia")[0]?.id, emoji: "✅" },
    });
    desk.sim.addUser({ id: "lia", blockedNumbers: [NUMBER] });
    await desk.send(text);
    await desk.sim.drainStatuses();
    expect(await charged()).toEqual([]);
    desk.sim.addUser({ id: "lia", blockedNumbers: [] });
    desk.sim.setKnobs({ failedAfterDelivered: 1 });
    await desk.send(text);
    await desk.sim.drainStatuses();
    expect(await charged()).toEqual(["2026-11 free_customer_service service 1"]);
  });

  it("ask 72 free hours of nobody after an ad", async () => {
    desk = await open();
    desk.sim.sendAsUser("lia", { type: "text", text: "Oi", referral: { source_type: "ad", source_id: "1" } });
    await desk.send(text);
    desk.sim.advance(70 * HOUR);
    await desk.send(template("promo_volta"));
    await desk.sim.drainStatuses();
    desk.sim.advance(3 * HOUR);
    await desk.send(template("promo_volta"));
    await desk.sim.drainStatuses();
    expect(await charged()).toEqual([
      "2026-11 free_entry_point referral_conversion 2",
      "2026-11 regular marketing 1",
    ]);
  });

  it("follow the rules of the time: before October 2026 replies and utility inside the window were free", async () => {
    desk = await open({ startAt: Date.UTC(2026, 9, 1, 2), knobs: { freeServiceMessages: 0 } });
    await desk.send(text);
    await desk.send(template("retomar_atendimento"));
    await desk.sim.drainStatuses();
    expect(await charged()).toEqual([
      "2026-09 free_customer_service service 1",
      "2026-09 free_customer_service utility 1",
    ]);
    desk.sim.advance(HOUR);
    await desk.send(text);
    await desk.send(template("retomar_atendimento"));
    await desk.sim.drainStatuses();
    expect(await charged("?month=2026-10")).toEqual([
      "2026-10 regular service 1",
      "2026-10 regular utility 1",
    ]);
  });

  it("need a payment method from the first reply when the account is told so", async () => {
    desk = await open({ knobs: { unpaidService: "always" } });
    desk.sim.addNumber({ phoneNumberId: NUMBER, paymentMethod: false });
    await desk.send(text);
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses()).toMatchObject([{ status: "failed", errors: [{ code: 131042 }] }]);
    expect(await charged()).toEqual([]);
    expect(desk.sim.world.numbers.get(NUMBER)?.serviceCount).toBe(0);
  });
});
