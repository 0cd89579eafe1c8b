import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "./model.ts";
import { sampleFor } from "./samples.ts";
import { openDesk, type Desk } from "./testing/desk.ts";

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.stop());

const body = { text: "Olá" };
const header = { type: "text", text: "Novidades" };
const named = (name: string, parameters?: JsonObject): JsonObject => ({
  name,
  ...(parameters ? { parameters } : {}),
});
const items = (count: number): JsonObject[] =>
  Array.from({ length: count }, (_, index) => ({ product_retailer_id: `SKU-${index}` }));
const FLOW = { flow_message_version: "3", flow_id: "1", flow_cta: "Abrir" };

const send = (interactive: JsonObject) => desk.send({ type: "interactive", interactive });

describe("interactive messages", () => {
  it.each<[string, JsonObject, number]>([
    [
      "a link without its address",
      { type: "cta_url", body, action: named("cta_url", { display_text: "Ver" }) },
      131008,
    ],
    [
      "a link's label of 21",
      {
        type: "cta_url",
        body,
        action: named("cta_url", { display_text: "x".repeat(21), url: "https://a.example" }),
      },
      131009,
    ],
    ["a request without words", { type: "location_request_message", action: named("send_location") }, 131008],
    [
      "a request by another name",
      { type: "request_contact_info", body, action: named("send_location") },
      131009,
    ],
    [
      "a flow of no version",
      { type: "flow", body, action: named("flow", { ...FLOW, flow_message_version: "2" }) },
      131009,
    ],
    [
      "a flow by id and name",
      { type: "flow", body, action: named("flow", { ...FLOW, flow_name: "a" }) },
      100,
    ],
    [
      "a flow by neither",
      { type: "flow", body, action: named("flow", { ...FLOW, flow_id: undefined }) },
      131008,
    ],
    [
      "a call button for no time",
      { type: "voice_call", body, action: named("voice_call", { ttl_minutes: 0 }) },
      131009,
    ],
    [
      "a product under a header",
      { type: "product", header, action: { catalog_id: "1", product_retailer_id: "a" } },
      100,
    ],
    ["a product of no catalogue", { type: "product", action: { product_retailer_id: "a" } }, 131008],
    [
      "products without a header",
      { type: "product_list", body, action: { catalog_id: "1", sections: [{ product_items: items(1) }] } },
      131008,
    ],
    [
      "thirty-one products",
      {
        type: "product_list",
        header,
        body,
        action: {
          catalog_id: "1",
          sections: [
            { title: "a", product_items: items(30) },
            { title: "b", product_items: items(1) },
          ],
        },
      },
      131009,
    ],
    ["a catalogue without words", { type: "catalog_message", action: named("catalog_message") }, 131008],
    ["one card of a carousel", { type: "carousel", body, action: { cards: [{}] } }, 131009],
    ["a kind nobody knows", { type: "hologram", body, action: {} }, 100],
  ])("%s is refused", async (_name, interactive, code) => {
    expect((await send(interactive)).body.error?.code).toBe(code);
    expect(desk.sim.ledger.sends.total).toBe(0);
  });

  it("tells what the customer answered, with what was asked", async () => {
    const asked = await send({
      type: "call_permission_request",
      body,
      action: named("call_permission_request"),
    });
    const [{ id } = { id: "" }] = asked.body.messages ?? [];
    const reply = { response: "accept", is_permanent: false, expiration_timestamp: 1_790_600_000 };
    desk.sim.sendAsUser("lia", {
      type: "interactive",
      quote: id,
      interactive: { type: "call_permission_reply", call_permission_reply: reply },
    });
    await desk.sim.drain();
    expect(desk.receiver.messages().at(-1)).toMatchObject({
      context: { id },
      interactive: { type: "call_permission_reply", call_permission_reply: reply },
    });
  });
});

it("takes a sticker of 500 KB only when it moves", async () => {
  const { bytes } = sampleFor("sticker") ?? { bytes: Buffer.alloc(0) };
  const upload = async (size: number, flags: number) => {
    const webp = Buffer.concat([bytes, Buffer.alloc(size - bytes.length)]);
    webp[20] = flags;
    const form = new FormData();
    form.set("messaging_product", "whatsapp");
    form.set("type", "image/webp");
    form.set("file", new Blob([webp], { type: "image/webp" }), "a.webp");
    const headers = { authorization: `Bearer ${desk.sim.numbers()[0]?.accessToken}` };
    const url = `${desk.sim.url}/v26.0/100000000000001/media`;
    return (await fetch(url, { method: "POST", headers, body: form })).status;
  };
  const KB = 1024;
  expect(await upload(100 * KB, 0x30)).toBe(200);
  expect(await upload(100 * KB + 1, 0x30)).toBe(400);
  expect(await upload(500 * KB, 0x32)).toBe(200);
  expect(await upload(500 * KB + 1, 0x32)).toBe(400);
});
