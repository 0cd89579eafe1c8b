import type { MessageView } from "@balcao/api";
import type { MessageContent } from "@balcao/core";
import { sampleFor, type ChatMessage, type UserMessage } from "@balcao/simulator";
import { afterAll, beforeAll, expect, it } from "vitest";
import { channelCache } from "../src/modules/channels/index.ts";
import { mediaLoop, uploadLoop } from "../src/modules/media/index.ts";
import { openBotDesk, type BotDesk } from "./bot-world.ts";
import { openPhones, type Phones } from "./phones-world.ts";

type Row = Record<string, unknown>;

let desk: BotDesk;
let phones: Phones;
let conversation: string;
let keys = 0;

beforeAll(async () => {
  desk = await openBotDesk();
  phones = await openPhones(desk);
  phones.sim.addUser({ id: "lia", name: "Lia Prado", waId: "5511987654321" });
  await say({ type: "text", text: "oi" });
  conversation = (await thread()).at(-1)?.conversationId ?? "";
  await desk.ask("POST", `/api/conversations/${conversation}/assign`, {
    key: "take-it-0000",
    agentId: desk.ours.agents["Helena"],
  });
});
afterAll(async () => {
  await phones.close();
  await desk.close();
});

/** All that is on its way arrives: webhooks, sends, files in and out. */
async function settle(): Promise<void> {
  const { deps } = desk.world;
  const channels = channelCache(deps.system, deps.sealer);
  await phones.settle();
  await mediaLoop(deps, channels, (url, init) => fetch(url, init)).drain();
  await uploadLoop(deps, { channels, fetch: (url, init) => fetch(url, init) }).drain();
  await phones.settle();
}
async function say(message: UserMessage): Promise<ChatMessage> {
  const sent = phones.sim.sendAsUser("lia", message);
  await settle();
  return sent;
}
async function thread(): Promise<MessageView[]> {
  const rows = await desk.ask("GET", "/api/conversations?tab=all&q=Lia");
  const [row] = rows.body["items"] as Row[];
  const page = await desk.ask("GET", `/api/conversations/${String(row?.["id"])}/thread?limit=100`);
  return (page.body["entries"] as MessageView[]).filter(({ entry }) => entry === "message");
}
const last = async (direction: "in" | "out"): Promise<MessageView | undefined> =>
  (await thread()).findLast((message) => message.direction === direction);
const onPhone = (): ChatMessage | undefined =>
  phones.sim.messages("lia").findLast(({ direction }) => direction === "out");

const FILE = { caption: null, fileName: null, voice: false };
const card = {
  name: { formatted_name: "Rui Melo", first_name: "Rui" },
  phones: [{ phone: "+55 11 98765-0000", wa_id: "5511987650000", type: "CELL" }],
  emails: [{ email: "rui@example.com" }],
  org: { company: "Melo & Filhos" },
};
const CARD = {
  name: "Rui Melo",
  phones: [{ phone: "+55 11 98765-0000", waId: "5511987650000", type: "CELL" }],
  emails: ["rui@example.com"],
  organisation: "Melo & Filhos",
};
const PLACE = { latitude: -23.5614, longitude: -46.6559, name: "Praça Clara", address: "Rua Um, 10" };

/** What a customer sends, and what the desk shows of it. */
const incoming: [string, UserMessage, Row][] = [
  ["text", { type: "text", text: "*Bom* dia" }, { type: "text", body: "*Bom* dia" }],
  ["image", { type: "image", media: { caption: "o vaso" } }, { ...FILE, type: "image", caption: "o vaso" }],
  ["video", { type: "video", media: {} }, { ...FILE, type: "video" }],
  ["voice", { type: "audio", media: { voice: true } }, { ...FILE, type: "audio", voice: true }],
  [
    "document",
    { type: "document", media: { fileName: "boleto.pdf" } },
    { ...FILE, type: "document", fileName: "boleto.pdf" },
  ],
  ["sticker", { type: "sticker" }, { ...FILE, type: "sticker" }],
  ["location", { type: "location", location: PLACE }, { type: "location", ...PLACE, url: null }],
  ["contacts", { type: "contacts", contacts: [card] }, { type: "contacts", cards: [CARD] }],
  [
    "order",
    {
      type: "order",
      order: {
        catalog_id: "612",
        text: "para sábado",
        product_items: [{ product_retailer_id: "SKU-9", quantity: 2, item_price: 19.9, currency: "BRL" }],
      },
    },
    {
      type: "order",
      text: "para sábado",
      items: [{ productId: "SKU-9", quantity: 2, price: 19.9, currency: "BRL" }],
    },
  ],
  [
    "flow answer",
    {
      type: "interactive",
      interactive: {
        type: "nfm_reply",
        nfm_reply: { name: "flow", body: "Sent", response_json: '{"flow_token":"x","cor":"azul"}' },
      },
    },
    { type: "form", name: "flow", fields: [{ name: "cor", value: "azul" }] },
  ],
  [
    "leave to call",
    {
      type: "interactive",
      interactive: {
        type: "call_permission_reply",
        call_permission_reply: {
          response: "accept",
          is_permanent: false,
          expiration_timestamp: 1_790_600_000,
          response_source: "user_action",
        },
      },
    },
    { type: "call_permission", allowed: true, until: 1_790_600_000_000, automatic: false },
  ],
  [
    "advertisement",
    {
      type: "text",
      text: "vi o anúncio",
      referral: {
        source_type: "ad",
        source_url: "https://fb.me/abc123",
        headline: "Vasos em oferta",
        body: "Só esta semana",
        ctwa_clid: "ARAk",
      },
    },
    {
      type: "text",
      body: "vi o anúncio",
      referral: {
        source: "ad",
        url: "https://fb.me/abc123",
        headline: "Vasos em oferta",
        body: "Só esta semana",
      },
    },
  ],
  [
    "text that was passed on",
    { type: "text", text: "veja", forwarded: "once" },
    { type: "text", body: "veja", forwarded: "once" },
  ],
  [
    "text that was passed on often",
    { type: "text", text: "urgente", forwarded: "many" },
    { type: "text", body: "urgente", forwarded: "many" },
  ],
  [
    "unsupported",
    { type: "unsupported", unsupported: { type: "poll_creation" } },
    { type: "unsupported", wireType: "unsupported", subtype: "poll_creation", raw: null },
  ],
  ["unknown", { type: "hologram", hologram: { x: 1 } }, { type: "unsupported", wireType: "hologram" }],
];

it.each(incoming)("%s of a customer is on the desk as it was sent", async (_, message, content) => {
  await say(message);
  const shown = await last("in");
  expect(shown).toMatchObject({ author: "contact", content });
  if (!sampleFor(message.type)) return;
  expect(shown?.media).toMatchObject({ state: "stored", kind: message.type });
  const bytes = await desk.app.inject({ url: shown?.media?.url ?? "", headers: { cookie: desk.helena } });
  expect(bytes.rawPayload).toEqual(sampleFor(message.type)?.bytes);
});

it("an address of an advertisement that is no page of the web is not kept", async () => {
  await say({
    type: "text",
    text: "oi",
    referral: { source_type: "post", source_url: "javascript:alert(1)", headline: "x" },
  });
  expect((await last("in"))?.content).toMatchObject({ referral: { source: "post", url: null } });
});

const post = (path: string, body: object) =>
  desk.ask("POST", `/api/conversations/${conversation}/${path}`, { key: `types-${++keys}-0000`, ...body });

async function postFile(kind: string, fields: Record<string, string> = {}): Promise<void> {
  const sample = sampleFor(kind);
  const form = new FormData();
  for (const [name, value] of Object.entries({
    key: `types-${++keys}-0000`,
    kind,
    fileName: sample?.fileName ?? "x",
    ...fields,
  }))
    form.set(name, value);
  form.set("file", new Blob([new Uint8Array(sample?.bytes ?? Buffer.alloc(0))]), "x");
  const request = new Request("http://desk.test", { method: "POST", body: form });
  const answer = await desk.app.inject({
    method: "POST",
    url: `/api/conversations/${conversation}/files`,
    headers: { cookie: desk.helena, "content-type": request.headers.get("content-type") ?? "" },
    payload: Buffer.from(await request.arrayBuffer()),
  });
  expect(answer.statusCode).toBe(200);
}

const composition = (content: object) => async (): Promise<void> => {
  expect((await post("composed", { content })).status).toBe(200);
};
const ASKED = { header: null, body: "Veja", footer: null };
const asking = (
  name: string,
  action: Row,
  wire: Row,
  texts: Partial<typeof ASKED> | Row = {},
): (typeof outgoing)[number] => {
  const content = { ...ASKED, type: "interactive", action, ...texts };
  const said = content.body === null ? {} : { body: { text: content.body } };
  return [name, composition(content), { ...said, ...wire }, content as Partial<MessageContent>];
};
const reply = (id: string, title: string): Row => ({ type: "reply", reply: { id, title } });

/** What an agent sends, what the customer's phone gets, and what the desk shows of it. */
const outgoing: [string, () => Promise<unknown>, Row, Partial<MessageContent>][] = [
  [
    "text",
    () => post("messages", { text: "Olá!" }),
    { body: "Olá!", preview_url: false },
    { type: "text", body: "Olá!" },
  ],
  [
    "image",
    () => postFile("image", { caption: "veja" }),
    { id: expect.any(String), caption: "veja" },
    { type: "image", caption: "veja" },
  ],
  ["video", () => postFile("video"), { id: expect.any(String) }, { type: "video" }],
  [
    "voice",
    () => postFile("audio", { voice: "true" }),
    { id: expect.any(String), voice: true },
    { type: "audio", voice: true },
  ],
  [
    "document",
    () => postFile("document", { fileName: "boleto.pdf" }),
    { id: expect.any(String), filename: "boleto.pdf" },
    { type: "document", fileName: "boleto.pdf" },
  ],
  ["location", composition({ type: "location", ...PLACE }), PLACE, { type: "location", ...PLACE, url: null }],
  [
    "contacts",
    composition({ type: "contacts", cards: [CARD] }),
    { contacts: [{ ...card, name: { formatted_name: "Rui Melo", first_name: "Rui", last_name: "Melo" } }] },
    { type: "contacts", cards: [CARD] },
  ],
  ["sticker", () => postFile("sticker"), { id: expect.any(String) }, { type: "sticker", caption: null }],
  asking(
    "link",
    { kind: "link", label: "Ver", url: "https://loja.example/p" },
    {
      type: "cta_url",
      header: { type: "text", text: "Loja" },
      footer: { text: "até já" },
      action: { name: "cta_url", parameters: { display_text: "Ver", url: "https://loja.example/p" } },
    },
    { header: "Loja", footer: "até já" },
  ),
  asking(
    "location request",
    { kind: "location_request" },
    { type: "location_request_message", action: { name: "send_location" } },
  ),
  asking(
    "contact request",
    { kind: "contact_request" },
    { type: "request_contact_info", action: { name: "request_contact_info" } },
  ),
  asking(
    "call permission request",
    { kind: "call_permission" },
    { type: "call_permission_request", action: { name: "call_permission_request" } },
  ),
  asking(
    "call button",
    { kind: "call_button", label: "Ligar", minutes: 60 },
    {
      type: "voice_call",
      action: {
        name: "voice_call",
        parameters: { display_text: "Ligar", ttl_minutes: 60, payload: expect.any(String) },
      },
    },
  ),
  asking(
    "flow",
    { kind: "flow", flow: "cadastro", label: "Abrir", screen: "INICIO", data: [{ name: "a", value: "1" }] },
    {
      type: "flow",
      action: {
        name: "flow",
        parameters: {
          flow_message_version: "3",
          flow_name: "cadastro",
          flow_cta: "Abrir",
          flow_token: expect.any(String),
          mode: "published",
          flow_action: "navigate",
          flow_action_payload: { screen: "INICIO", data: { a: "1" } },
        },
      },
    },
  ),
  asking(
    "product",
    { kind: "product", catalogId: "61200", productId: "SKU-9" },
    { type: "product", action: { catalog_id: "61200", product_retailer_id: "SKU-9" } },
    { body: null },
  ),
  asking(
    "product list",
    { kind: "product_list", catalogId: "61200", sections: [{ title: null, productIds: ["SKU-9", "SKU-1"] }] },
    {
      type: "product_list",
      header: { type: "text", text: "Novidades" },
      action: {
        catalog_id: "61200",
        sections: [{ product_items: [{ product_retailer_id: "SKU-9" }, { product_retailer_id: "SKU-1" }] }],
      },
    },
    { header: "Novidades" },
  ),
  asking(
    "catalogue",
    { kind: "catalog", productId: "SKU-9" },
    {
      type: "catalog_message",
      action: { name: "catalog_message", parameters: { thumbnail_product_retailer_id: "SKU-9" } },
    },
  ),
  [
    "buttons",
    composition({ type: "menu", body: "Como pagar?", options: ["Pix", "Boleto"] }),
    {
      type: "button",
      body: { text: "Como pagar?" },
      action: { buttons: [reply("agent:0", "Pix"), reply("agent:1", "Boleto")] },
    },
    { type: "buttons", body: "Como pagar?" },
  ],
  [
    "list",
    composition({ type: "menu", body: "Qual cor?", options: ["Azul", "Verde", "Rosa", "Preto"] }),
    {
      type: "list",
      body: { text: "Qual cor?" },
      action: {
        button: "Ver opções",
        sections: [
          {
            rows: ["Azul", "Verde", "Rosa", "Preto"].map((title, index) => ({ id: `agent:${index}`, title })),
          },
        ],
      },
    },
    { type: "list", body: "Qual cor?", button: "Ver opções" },
  ],
];

it.each(outgoing)("%s of an agent is on the phone as it is on the desk", async (_, send, wire, content) => {
  await send();
  await settle();
  expect(onPhone()?.content).toEqual(wire);
  expect(await last("out")).toMatchObject({ author: "agent", content, status: "delivered" });
});

it("flows and catalogues that were sent are offered again, to the same company", async () => {
  expect((await desk.ask("GET", "/api/interactive/used")).body).toEqual({
    flows: [{ flow: "cadastro", label: "Abrir", screen: "INICIO" }],
    catalogs: [{ catalogId: "61200", productIds: ["SKU-9", "SKU-1"] }],
  });
  const stranger = await desk.cookie(desk.theirs, "Helena");
  expect((await desk.call(stranger, "GET", "/api/interactive/used")).body).toEqual({
    flows: [],
    catalogs: [],
  });
});

it("what the customer answers to a request comes back as what it is, quoting it", async () => {
  const [request] = phones.sim
    .messages("lia")
    .filter(({ content }) => content["type"] === "location_request_message");
  await say({ type: "location", location: PLACE, quote: request?.id ?? "" });
  expect(await last("in")).toMatchObject({ content: { type: "location" }, quoted: { preview: "Veja" } });
});

it("a tap on an agent's menu comes back as an answer to it, and the bot keeps out", async () => {
  const menu = onPhone();
  if (!menu) throw new Error("there is no menu on the phone");
  phones.sim.tap("lia", menu.id, "Rosa");
  await settle();
  expect(await last("in")).toMatchObject({
    content: { type: "reply", id: "agent:2", title: "Rosa" },
    quoted: { preview: "Qual cor?" },
  });
  expect((await last("out"))?.author).toBe("agent");
});

it("reactions, quotes and what is edited or taken back go both ways", async () => {
  const answered = onPhone();
  const sent = await say({ type: "text", text: "esta", quote: answered?.id ?? "" });
  const shown = await last("in");
  expect(shown?.quoted).toMatchObject({ author: "agent", preview: "Qual cor?" });
  await post(`messages/${shown?.id}/reaction`, { emoji: "👍" });
  await settle();
  expect(phones.sim.messages("lia").find(({ id }) => id === sent.id)?.reactions.business).toBe("👍");
  phones.sim.react("lia", answered?.id ?? "", "❤️");
  await settle();
  expect((await last("out"))?.reactions).toMatchObject([{ author: "contact", emoji: "❤️", state: "done" }]);
  phones.sim.react("lia", answered?.id ?? "", null);
  await settle();
  expect((await last("out"))?.reactions).toEqual([]);
  await post("messages", { text: "a rosa", quotedMessageId: shown?.id });
  await settle();
  expect(onPhone()).toMatchObject({ content: { body: "a rosa" }, quotedId: sent.id });
  await say({
    type: "edit",
    edit: { original_message_id: sent.id, message: { type: "text", text: { body: "aquela" } } },
  });
  await say({ type: "revoke", revoke: { original_message_id: sent.id } });
  const revised = (await thread()).find(({ id }) => id === shown?.id);
  expect(revised).toMatchObject({
    text: "esta",
    revisions: [
      { body: "aquela", deleted: false },
      { body: null, deleted: true },
    ],
  });
});

it("a notice of WhatsApp about the customer stands in the thread", async () => {
  phones.sim.changeNumber("lia", "5511987654399");
  await settle();
  expect((await last("in"))?.content).toMatchObject({ type: "system", event: "number_changed" });
});

it("what WhatsApp would refuse is refused field by field, and nothing is sent", async () => {
  const before = phones.sim.messages("lia").length;
  const bad = await post("composed", { content: { type: "menu", body: "", options: ["Pix", "Pix"] } });
  expect(bad).toMatchObject({ status: 422, body: { code: "invalid_input" } });
  expect(bad.body.fields?.map(({ path, code }) => [path, code])).toEqual([
    ["content.body", "required"],
    ["content.options.1", "repeated_option"],
  ]);
  const link = {
    type: "interactive",
    body: "Veja",
    action: { kind: "link", label: "Ver", url: "http://a.example" },
  };
  expect(
    (await post("composed", { content: link })).body.fields?.map(({ path, code }) => [path, code]),
  ).toEqual([["content.action.url", "not_a_link"]]);
  expect((await post("composed", { content: { ...link, action: { kind: "hologram" } } })).status).toBe(422);
  const place = { type: "location", latitude: 91, longitude: 0 };
  expect((await post("composed", { content: place })).status).toBe(422);
  await settle();
  expect(phones.sim.messages("lia")).toHaveLength(before);
});

it("the same key sends a card once, and a closed window keeps it back", async () => {
  const body = { key: "once-only-0000", content: { type: "location", ...PLACE } };
  const count = (): number => phones.sim.messages("lia").filter(({ type }) => type === "location").length;
  const before = count();
  for (let time = 0; time < 2; time++)
    expect((await desk.ask("POST", `/api/conversations/${conversation}/composed`, body)).status).toBe(200);
  await settle();
  expect(count()).toBe(before + 1);
  desk.world.clock.advance(25 * 3_600_000);
  const late = await post("composed", { content: { type: "location", ...PLACE } });
  expect(late).toMatchObject({ status: 409, body: { code: "service_window_closed" } });
});
