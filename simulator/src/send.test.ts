import { afterEach, describe, expect, it } from "vitest";
import { openDesk } from "./testing/desk.ts";
import type { Desk } from "./testing/desk.ts";

let desk: Desk;
afterEach(() => desk.stop());

const text = (body: string): Record<string, unknown> => ({ type: "text", text: { body } });

describe("sending inside the window", () => {
  it("answers as Meta does and tells sent, delivered and read in this order", async () => {
    desk = await openDesk();
    const answer = await desk.send({ ...text("Olá"), biz_opaque_callback_data: "msg:1" });
    expect(answer).toMatchObject({
      status: 200,
      body: { contacts: [{ input: "+5511987654321", wa_id: "5511987654321" }] },
    });
    expect(answer.body.messages?.[0]).toEqual({ id: expect.stringMatching(/^wamid\./) });
    await desk.sim.drainStatuses();
    desk.sim.openChat("lia");
    await desk.sim.drain();
    const statuses = desk.receiver.statuses();
    expect(statuses.map((one) => one.status)).toEqual(["sent", "delivered", "read"]);
    expect(statuses[0]).toMatchObject({
      id: answer.body.messages?.[0]?.id,
      recipient_id: "5511987654321",
      recipient_user_id: desk.sim.bsuidOf("lia"),
      biz_opaque_callback_data: "msg:1",
      timestamp: expect.stringMatching(/^\d{10}$/),
      pricing: { billable: false, pricing_model: "PMP", type: "free_customer_service", category: "service" },
    });
    expect(statuses[0]).not.toHaveProperty("conversation");
    expect(desk.sim.ledger.sends.last()).toMatchObject({ opaque: "msg:1", userId: "lia" });
  });

  it("keeps a message at sent while the device is away, and delivers on return", async () => {
    desk = await openDesk();
    desk.sim.setDevice("lia", "offline");
    await desk.send(text("Olá"));
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses().map((one) => one.status)).toEqual(["sent"]);
    desk.sim.setDevice("lia", "online");
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses().map((one) => one.status)).toEqual(["sent", "delivered"]);
  });

  it("never says read when read receipts are off", async () => {
    desk = await openDesk();
    desk.sim.addUser({ id: "lia", readReceipts: false });
    desk.sim.openChat("lia");
    await desk.send(text("Olá"));
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses().map((one) => one.status)).toEqual(["sent", "delivered"]);
  });

  it("reads at once while the chat is open", async () => {
    desk = await openDesk();
    desk.sim.openChat("lia");
    await desk.send(text("Olá"));
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses().at(-1)?.status).toBe("read");
  });

  it("gives a reaction only a sent status and puts it on the message", async () => {
    desk = await openDesk();
    const mine = desk.sim.messages("lia")[0];
    await desk.send({ type: "reaction", reaction: { message_id: mine?.id, emoji: "✅" } });
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses().map((one) => one.status)).toEqual(["sent"]);
    expect(desk.sim.messages("lia")[0]?.reactions.business).toBe("✅");
  });

  it("marks earlier messages read and shows typing until the answer", async () => {
    desk = await openDesk();
    const second = desk.sim.sendAsUser("lia", { type: "text", text: "Tem alguém?" });
    await desk.sim.drain();
    const path = "/100000000000001/messages";
    const read = await desk.graph("POST", path, {
      messaging_product: "whatsapp",
      status: "read",
      message_id: second.id,
      typing_indicator: { type: "text" },
    });
    expect(read.body).toEqual({ success: true });
    expect(desk.sim.messages("lia").map((one) => one.status)).toEqual(["read", "read"]);
    expect(desk.sim.world.thread("100000000000001", "lia").typingUntil).toBe(desk.sim.now() + 25_000);
    await desk.send(text("Sim"));
    expect(desk.sim.world.thread("100000000000001", "lia").typingUntil).toBe(0);
    const unknown = await desk.graph("POST", path, {
      messaging_product: "whatsapp",
      status: "read",
      message_id: "wamid.no",
    });
    expect(unknown.body.error?.code).toBe(131009);
  });
});

describe("the service window", () => {
  it("accepts and then fails with 131047 when it is closed", async () => {
    desk = await openDesk();
    desk.sim.advance(24 * 3_600_000);
    const answer = await desk.send(text("Ainda aí?"));
    expect(answer.status).toBe(200);
    await desk.sim.drainStatuses();
    const [failed] = desk.receiver.statuses();
    expect(failed).toMatchObject({
      status: "failed",
      recipient_id: "5511987654321",
      errors: [{ code: 131047 }],
    });
    expect(failed).not.toHaveProperty("recipient_user_id");
    expect(desk.receiver.values()[0]).not.toHaveProperty("contacts");
  });

  it("answers 400 at once with the knob, and stays open one millisecond before the end", async () => {
    desk = await openDesk({ knobs: { syncWindowErrors: true } });
    desk.sim.advance(24 * 3_600_000 - 1);
    expect((await desk.send(text("No limite"))).status).toBe(200);
    desk.sim.advance(1);
    expect((await desk.send(text("Tarde"))).body.error).toMatchObject({ code: 131047 });
  });

  it("lets approved templates through and fills them", async () => {
    desk = await openDesk({}, false);
    const template = {
      name: "retomar_atendimento",
      language: { code: "pt_BR" },
      components: [{ type: "body", parameters: [{ type: "text", text: "Lia" }] }],
    };
    const answer = await desk.send({ type: "template", template });
    expect(answer.body.messages?.[0]?.message_status).toBe("accepted");
    await desk.sim.drainStatuses();
    expect(desk.receiver.statuses().map((one) => one.status)).toEqual(["sent", "delivered"]);
    expect(desk.sim.messages("lia")[0]?.content.rendered).toMatchObject({
      body: "Olá, Lia. Voltamos sobre o seu atendimento. Podemos continuar?",
    });
  });

  it.each([
    [{ name: "nada", language: { code: "pt_BR" } }, 132001],
    [{ name: "retomar_atendimento", language: { code: "pt_BR" } }, 132000],
    [
      {
        name: "retomar_atendimento",
        language: { code: "pt_BR" },
        components: [{ type: "body", parameters: [{ type: "text", text: "a\nb" }] }],
      },
      132012,
    ],
    [
      {
        name: "retomar_atendimento",
        language: { code: "pt_BR" },
        components: [{ type: "body", parameters: [{ type: "text", text: "a".repeat(1_100) }] }],
      },
      132005,
    ],
  ])("refuses template %j with %i", async (template, code) => {
    desk = await openDesk();
    expect((await desk.send({ type: "template", template })).body.error?.code).toBe(code);
  });
});

describe("checks of the send call", () => {
  const buttons = (count: number): unknown[] =>
    Array.from({ length: count }, (_, index) => ({
      type: "reply",
      reply: { id: `b${index}`, title: `B ${index}` },
    }));
  const rows = (count: number): unknown[] =>
    Array.from({ length: count }, (_, index) => ({ id: `r${index}`, title: `R ${index}` }));

  it.each<[string, Record<string, unknown>, number]>([
    ["no product", { messaging_product: undefined, ...text("a") }, 100],
    ["no recipient", { to: undefined, ...text("a") }, 100],
    ["no body", { type: "text", text: {} }, 131008],
    ["unknown key", { ...text("a"), colour: "red" }, 100],
    ["unknown key inside", { type: "text", text: { body: "a", font: "x" } }, 100],
    ["unknown type", { type: "hologram", hologram: {} }, 100],
    ["type that cannot be sent", { type: "system", system: {} }, 131051],
    ["text too long", text("a".repeat(4_097)), 131009],
    ["caption too long", { type: "image", image: { id: "1", caption: "a".repeat(1_025) } }, 131009],
    ["id and link", { type: "image", image: { id: "1", link: "https://a.example/b" } }, 100],
    ["neither id nor link", { type: "audio", audio: {} }, 131008],
    ["opaque too long", { ...text("a"), biz_opaque_callback_data: "x".repeat(513) }, 131009],
    [
      "four buttons",
      {
        type: "interactive",
        interactive: { type: "button", body: { text: "?" }, action: { buttons: buttons(4) } },
      },
      131009,
    ],
    [
      "eleven rows",
      {
        type: "interactive",
        interactive: {
          type: "list",
          body: { text: "?" },
          action: {
            button: "Ver",
            sections: [
              { title: "a", rows: rows(10) },
              { title: "b", rows: [{ id: "x", title: "x" }] },
            ],
          },
        },
      },
      131009,
    ],
    [
      "untitled section",
      {
        type: "interactive",
        interactive: {
          type: "list",
          body: { text: "?" },
          action: { button: "Ver", sections: [{ rows: rows(1) }, { title: "b", rows: rows(1) }] },
        },
      },
      131008,
    ],
    [
      "contact without a name part",
      { type: "contacts", contacts: [{ name: { formatted_name: "Rui" } }] },
      131008,
    ],
    ["location off the globe", { type: "location", location: { latitude: 91, longitude: 0 } }, 131009],
    [
      "quote on a reaction",
      {
        type: "reaction",
        reaction: { message_id: "wamid.x", emoji: "a" },
        context: { message_id: "wamid.x" },
      },
      100,
    ],
    ["own number", { to: "5511900000001", ...text("a") }, 131021],
    ["not a phone", { to: "abc", ...text("a") }, 131009],
  ])("%s", async (_name, body, code) => {
    desk = await openDesk();
    const answer = await desk.send(body);
    expect(answer.body.error?.code).toBe(code);
    expect(desk.sim.ledger.sends.total).toBe(0);
  });

  it("asks for a token, knows its numbers, and refuses expired tokens and unregistered numbers", async () => {
    desk = await openDesk();
    const path = "/100000000000001/messages";
    const body = { messaging_product: "whatsapp", to: "5511987654321", ...text("a") };
    expect((await desk.graph("POST", path, body, "wrong")).body.error?.code).toBe(190);
    expect(await desk.graph("GET", "/100000000000001", undefined, null)).toMatchObject({
      status: 401,
      body: { error: { code: 2500 } },
    });
    expect((await desk.graph("POST", "/999999999999999/messages", body)).body.error?.code).toBe(33);
    desk.sim.addNumber({ phoneNumberId: "100000000000001", registered: false });
    expect((await desk.graph("POST", path, body)).body.error?.code).toBe(133010);
    desk.sim.addNumber({ phoneNumberId: "100000000000001", registered: true, tokenExpired: true });
    expect(await desk.graph("POST", path, body)).toMatchObject({
      status: 401,
      body: { error: { code: 190, error_subcode: 463 } },
    });
    expect(await desk.graph("GET", "/nothing/here")).toMatchObject({
      status: 400,
      body: { error: { code: 2500, message: "Unknown path components: /nothing/here" } },
    });
  });

  it("holds to 80 a second and to 45 in a burst to one person", async () => {
    desk = await openDesk();
    const codes: (number | undefined)[] = [];
    for (let sent = 0; sent < 46; sent++) codes.push((await desk.send(text("a"))).body.error?.code);
    expect(codes.filter((code) => code === undefined)).toHaveLength(45);
    expect(codes.at(-1)).toBe(131056);
    desk.sim.advance(6_000);
    expect((await desk.send(text("a"))).status).toBe(200);
    desk.sim.setKnobs({ throughput: 1, pairLimit: false });
    desk.sim.advance(10_000);
    expect((await desk.send(text("a"))).status).toBe(200);
    expect(await desk.send(text("a"))).toMatchObject({ status: 429, body: { error: { code: 130429 } } });
  });
});
