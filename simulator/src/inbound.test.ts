import { parseDelivery } from "@balcao/whatsapp";
import { afterEach, describe, expect, it } from "vitest";
import type { UserMessage } from "./index.ts";
import { openDesk } from "./testing/desk.ts";
import type { Desk } from "./testing/desk.ts";

let desk: Desk;
afterEach(() => desk.stop());

const NUMBER = "100000000000001";

const MESSAGES: UserMessage[] = [
  { type: "text", text: "Oi" },
  { type: "image", media: { caption: "nota" } },
  { type: "audio" },
  { type: "document" },
  { type: "sticker" },
  { type: "video", media: { base64: "AAAA", mimeType: "video/mp4" } },
  { type: "location", location: { latitude: -23.5, longitude: -46.6, name: "Praça" } },
  {
    type: "contacts",
    contacts: [{ name: { formatted_name: "Rui" }, phones: [{ phone: "+55 21 99999-0000" }] }],
  },
  {
    type: "interactive",
    interactive: { type: "nfm_reply", nfm_reply: { name: "flow", body: "Sent", response_json: "{}" } },
  },
  { type: "order", order: { catalog_id: "1", product_items: [] } },
  { type: "unsupported", unsupported: { type: "poll_creation" } },
  { type: "request_welcome" },
  { type: "edit", edit: { original_message_id: "wamid.A", message: { type: "text", text: { body: "b" } } } },
  { type: "hologram", hologram: { depth: 3 } },
];

describe("what people send", () => {
  it.each(MESSAGES)("$type reaches the desk as the parser knows it", async (message) => {
    desk = await openDesk({}, false);
    desk.sim.sendAsUser("lia", message);
    await desk.sim.drain();
    const [wire] = desk.receiver.messages();
    expect(wire).toMatchObject({
      type: message.type,
      from: "5511987654321",
      timestamp: expect.stringMatching(/^\d{10}$/),
    });
    expect(JSON.stringify(wire)).not.toContain("null");
    const parsed = parseDelivery(desk.receiver.received[0]?.bytes ?? Buffer.alloc(0));
    expect(parsed).toMatchObject({ ok: true, facts: [{ kind: "message", wamid: wire?.id }] });
  });

  it("shows on the phone what its writer changed and deleted", async () => {
    desk = await openDesk({}, false);
    const { sim } = desk;
    const wrong = sim.sendAsUser("lia", { type: "text", text: "dia 20" });
    const gone = sim.sendAsUser("lia", { type: "text", text: "sem querer" });
    sim.sendAsUser("lia", {
      type: "edit",
      edit: { original_message_id: wrong.id, message: { type: "text", text: { body: "dia 22" } } },
    });
    sim.sendAsUser("lia", { type: "revoke", revoke: { original_message_id: gone.id } });
    expect(sim.messages("lia").slice(0, 2)).toMatchObject([
      { id: wrong.id, content: { body: "dia 22" }, revised: "edited" },
      { id: gone.id, revised: "deleted" },
    ]);
  });

  it("opens the window with everything but system-like types", async () => {
    desk = await openDesk({}, false);
    const thread = desk.sim.world.thread(NUMBER, "lia");
    for (const type of ["request_welcome", "edit"]) desk.sim.sendAsUser("lia", { type, [type]: {} });
    expect(thread.lastUserMessageAt).toBeNull();
    desk.sim.sendAsUser("lia", { type: "location", location: { latitude: 0, longitude: 0 } });
    expect(thread.lastUserMessageAt).toBe(desk.sim.now());
  });

  it("taps buttons, rows and template replies", async () => {
    desk = await openDesk();
    const buttons = {
      type: "button",
      body: { text: "?" },
      action: { buttons: [{ type: "reply", reply: { id: "com", title: "Comercial" } }] },
    };
    const rows = [{ id: "fin", title: "Financeiro", description: "Boletos" }];
    const list = { type: "list", body: { text: "?" }, action: { button: "Ver", sections: [{ rows }] } };
    const template = {
      name: "retomar_atendimento",
      language: { code: "pt_BR" },
      components: [
        { type: "body", parameters: [{ type: "text", text: "Lia" }] },
        {
          type: "button",
          sub_type: "quick_reply",
          index: "1",
          parameters: [{ type: "payload", payload: "LATER" }],
        },
      ],
    };
    const sent: (string | undefined)[] = [];
    for (const body of [
      { type: "interactive", interactive: buttons },
      { type: "interactive", interactive: list },
      { type: "template", template },
    ]) {
      sent.push((await desk.send(body)).body.messages?.[0]?.id);
    }
    const [first = "", second = "", third = ""] = sent;
    desk.sim.tap("lia", first, "Comercial");
    desk.sim.tap("lia", second, "fin");
    desk.sim.tap("lia", third, 1);
    await desk.sim.drain();
    expect(desk.receiver.messages()).toMatchObject([
      {
        type: "interactive",
        context: { id: first, from: "5511900000001" },
        interactive: { type: "button_reply", button_reply: { id: "com", title: "Comercial" } },
      },
      {
        interactive: {
          type: "list_reply",
          list_reply: { id: "fin", title: "Financeiro", description: "Boletos" },
        },
      },
      { type: "button", button: { payload: "LATER", text: "Agora não" } },
    ]);
    expect(() => desk.sim.tap("lia", first, "Nada")).toThrow(/offers no/);
  });

  it("quotes, forwards and reacts", async () => {
    desk = await openDesk();
    const mine = desk.sim.messages("lia")[0]?.id ?? "";
    desk.sim.sendAsUser("lia", { type: "text", text: "isso", quote: mine });
    desk.sim.sendAsUser("lia", { type: "text", text: "veja", forwarded: "many" });
    desk.sim.react("lia", mine, "👍");
    desk.sim.react("lia", mine, null);
    await desk.sim.drain();
    expect(desk.receiver.messages()).toMatchObject([
      { context: { id: mine, from: "5511987654321" } },
      { context: { frequently_forwarded: true } },
      { reaction: { message_id: mine, emoji: "👍" } },
      { reaction: { message_id: mine, emoji: "" } },
    ]);
  });

  it("keeps what was written in airplane mode until the device is back", async () => {
    desk = await openDesk({}, false);
    desk.sim.setDevice("lia", "offline");
    desk.sim.sendAsUser("lia", { type: "text", text: "Oi" });
    await desk.sim.drain();
    expect(desk.receiver.received).toEqual([]);
    desk.sim.advance(5_000);
    desk.sim.setDevice("lia", "online");
    await desk.sim.drain();
    expect(desk.receiver.messages()[0]?.timestamp).toBe(String(desk.sim.now() / 1000));
  });

  it("lets an old app write, though it cannot receive", async () => {
    desk = await openDesk({}, false);
    desk.sim.addUser({ id: "lia", device: "old" });
    desk.sim.sendAsUser("lia", { type: "text", text: "Oi" });
    await desk.sim.drain();
    expect(desk.receiver.messages()).toHaveLength(1);
  });

  it("marks an answer within a day of an ad click as a free entry point", async () => {
    desk = await openDesk({}, false);
    desk.sim.sendAsUser("lia", { type: "text", text: "Oi", referral: { source_type: "ad", source_id: "1" } });
    await desk.send({ type: "text", text: { body: "Olá" } });
    await desk.sim.drainStatuses();
    expect(desk.receiver.messages()[0]).toMatchObject({ referral: { source_type: "ad" } });
    expect(desk.receiver.statuses()[0]).toMatchObject({
      conversation: { origin: { type: "referral_conversion" }, expiration_timestamp: expect.any(String) },
      pricing: { billable: false, type: "free_entry_point", category: "referral_conversion" },
    });
  });

  it("plays voice notes of the business", async () => {
    desk = await openDesk();
    const form = new FormData();
    form.set("messaging_product", "whatsapp");
    form.set("file", new Blob([Buffer.from("OggS....OpusHead")], { type: "audio/ogg" }), "v.ogg");
    const headers = { Authorization: "Bearer simulated-access-token" };
    const uploaded = await fetch(`${desk.sim.url}/v25.0/${NUMBER}/media`, {
      method: "POST",
      headers,
      body: form,
    });
    const { id } = (await uploaded.json()) as { id: string };
    desk.sim.openChat("lia");
    await desk.send({ type: "audio", audio: { id, voice: true } });
    await desk.sim.drainStatuses();
    expect(
      desk.receiver
        .statuses()
        .map((one) => one.status)
        .slice(-2),
    ).toEqual(["read", "played"]);
  });
});
