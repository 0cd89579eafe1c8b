import { afterEach, describe, expect, it } from "vitest";
import fc from "fast-check";
import { phoneForms } from "./brazil.ts";
import { openDesk } from "./testing/desk.ts";
import type { Desk } from "./testing/desk.ts";

let desk: Desk | null = null;
afterEach(async () => {
  await desk?.stop();
  desk = null;
});

const NUMBER = "100000000000001";
const hello = { type: "text", text: { body: "Olá" } };

describe("the ninth digit", () => {
  it.each(["+5541987654321", "5541987654321", "554187654321", "41987654321"])(
    "answers %s with the account's own form",
    async (to) => {
      desk = await openDesk();
      desk.sim.addUser({ id: "rui", name: "Rui", waId: "554187654321" });
      const answer = await desk.send({ to, ...hello });
      expect(answer.body.contacts).toEqual([{ input: to, wa_id: "554187654321" }]);
    },
  );

  it("uses the account's own form in webhooks", async () => {
    desk = await openDesk();
    desk.sim.addUser({ id: "rui", name: "Rui", waId: "554187654321" });
    desk.sim.sendAsUser("rui", { type: "text", text: "Oi" });
    await desk.send({ to: "+5541987654321", ...hello });
    await desk.sim.drainStatuses();
    expect(desk.receiver.messages()[0]).toMatchObject({ from: "554187654321" });
    expect(desk.receiver.statuses()[0]).toMatchObject({ recipient_id: "554187654321" });
  });

  it("leaves landlines alone and finds each mobile by both forms", () => {
    expect(phoneForms("554133334444")).toEqual(["554133334444"]);
    fc.assert(
      fc.property(
        fc.integer({ min: 11, max: 99 }),
        fc.integer({ min: 60_000_000, max: 99_999_999 }),
        (area, subscriber) => {
          const short = `55${area}${subscriber}`;
          const [, long] = phoneForms(short);
          expect(phoneForms(long ?? "")).toContain(short);
        },
      ),
    );
  });

  it("refuses a second person under the other form of a phone", async () => {
    desk = await openDesk();
    const { sim } = desk;
    expect(() => sim.addUser({ id: "other", waId: "551187654321" })).toThrow(/belongs to lia/);
  });
});

describe("BSUID and hidden phones", () => {
  it("leaves the phone out for hidden people and can be answered by recipient", async () => {
    desk = await openDesk({}, false);
    desk.sim.addUser({ id: "lia", visibility: "hidden", username: "lia.prado" });
    const bsuid = desk.sim.bsuidOf("lia");
    desk.sim.sendAsUser("lia", { type: "text", text: "Oi" });
    await desk.sim.drain();
    const [value] = desk.receiver.values();
    expect(value?.messages?.[0]).not.toHaveProperty("from");
    expect(value?.messages?.[0]).toMatchObject({ from_user_id: bsuid });
    expect(value?.contacts).toEqual([
      { profile: { name: "Lia Prado", username: "lia.prado" }, user_id: bsuid },
    ]);
    const answer = await desk.send({ to: undefined, recipient: bsuid, ...hello });
    expect(answer.body.contacts).toEqual([{ input: bsuid, user_id: bsuid }]);
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses()[0]).not.toHaveProperty("recipient_id");
    expect(desk.receiver.statuses()[0]).toMatchObject({ recipient_user_id: bsuid, status: "sent" });
  });

  it("accepts a BSUID in `to` and never says another word, or refuses it in strict mode", async () => {
    desk = await openDesk();
    const to = desk.sim.bsuidOf("lia");
    expect((await desk.send({ to, ...hello })).status).toBe(200);
    await desk.sim.drainStatuses();
    expect(desk.receiver.received).toEqual([]);
    desk.sim.setKnobs({ bsuidInTo: "strict" });
    expect((await desk.send({ to, ...hello })).body.error?.code).toBe(131009);
  });

  it("shows the phone of a person with a username only while there was an exchange by phone", async () => {
    desk = await openDesk({ knobs: { contactBook: false } }, false);
    desk.sim.addUser({ id: "lia", username: "lia.prado" });
    const seen = async (): Promise<boolean> => {
      desk?.sim.sendAsUser("lia", { type: "text", text: "Oi" });
      await desk?.sim.drain();
      return desk?.receiver.messages().at(-1)?.from !== undefined;
    };
    expect(await seen()).toBe(false);
    const template = { name: "hello_world", language: { code: "en_US" } };
    await desk.send({ type: "template", template });
    expect(await seen()).toBe(true);
    desk.sim.advance(31 * 24 * 3_600_000);
    expect(await seen()).toBe(false);
  });

  it("changes the BSUID with the number and tells so by a system message without contacts", async () => {
    desk = await openDesk();
    const old = desk.sim.bsuidOf("lia");
    desk.sim.changeNumber("lia", "5521988887777");
    await desk.sim.drain();
    const current = desk.sim.bsuidOf("lia");
    expect(current).not.toBe(old);
    const [value] = desk.receiver.values();
    expect(value).not.toHaveProperty("contacts");
    expect(value?.messages?.[0]).toMatchObject({
      type: "system",
      from: "5511987654321",
      system: {
        type: "user_changed_number",
        wa_id: "5521988887777",
        user_id: current,
        previous_user_id: old,
      },
    });
    await desk.send(hello);
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses()[0]).toMatchObject({ status: "failed", errors: [{ code: 131026 }] });
    expect((await desk.send({ to: undefined, recipient: old, ...hello })).body.error?.code).toBe(131009);
  });

  it("gives the same BSUID on numbers of one portfolio and another elsewhere", async () => {
    desk = await openDesk();
    desk.sim.addNumber({ phoneNumberId: "100000000000002" });
    desk.sim.addNumber({ phoneNumberId: "100000000000003", portfolioId: "499999999999999" });
    expect(desk.sim.bsuidOf("lia", "100000000000002")).toBe(desk.sim.bsuidOf("lia", NUMBER));
    expect(desk.sim.bsuidOf("lia", "100000000000003")).not.toBe(desk.sim.bsuidOf("lia", NUMBER));
  });
});

describe("people the business cannot reach", () => {
  it.each([
    ["unknown phone", { to: "+5585999990000" }, {}, 131026],
    ["old app", {}, { device: "old" as const }, 131026],
    ["blocked by the person", {}, { blockedNumbers: [NUMBER] }, 131026],
  ])("%s: accepted, then failed", async (_name, body, user, code) => {
    desk = await openDesk();
    desk.sim.addUser({ id: "lia", ...user });
    expect((await desk.send({ ...hello, ...body })).status).toBe(200);
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses()).toMatchObject([{ status: "failed", errors: [{ code }] }]);
  });

  it.each([
    [{ marketingOptOut: true }, 131050],
    [{ experimentGroup: true }, 130472],
  ])("marketing to %j fails with %i", async (user, code) => {
    desk = await openDesk();
    desk.sim.addUser({ id: "lia", ...user });
    const components = [{ type: "body", parameters: [{ type: "text", text: "Lia" }] }];
    await desk.send({
      type: "template",
      template: { name: "promo_volta", language: { code: "pt_BR" }, components },
    });
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses()).toMatchObject([{ status: "failed", errors: [{ code }] }]);
  });

  it("test numbers compare the literal form, and payment is asked after the free messages of the month", async () => {
    desk = await openDesk({ knobs: { freeServiceMessages: 1 } });
    desk.sim.addNumber({ phoneNumberId: NUMBER, allowList: ["+551187654321"] });
    expect((await desk.send(hello)).body.error?.code).toBe(131030);
    desk.sim.addNumber({ phoneNumberId: NUMBER, allowList: null, paymentMethod: false });
    await desk.send(hello);
    await desk.send(hello);
    await desk.sim.drainStatuses();
    const failed = desk.receiver.statuses().filter((one) => one.status === "failed");
    expect(failed).toMatchObject([{ errors: [{ code: 131042 }] }]);
  });
});
