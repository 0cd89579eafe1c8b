import { describe, expect, it } from "vitest";
import { buildMarkRead, buildRequest, type OutgoingMessage, type RequestOptions } from "./build-request.ts";
import { lengthProblem } from "./limits.ts";

const options: RequestOptions = {
  recipient: { kind: "phone", value: "5511987654321" },
  opaque: "msg-1",
  quotedWamid: null,
};
const common = {
  messaging_product: "whatsapp",
  recipient_type: "individual",
  to: "+5511987654321",
  biz_opaque_callback_data: "msg-1",
};
const media = { mediaId: "880", caption: null, fileName: null, voice: false };
const some = (count: number, length = 5) =>
  Array.from({ length: count }, (_, index) => ({ id: `t:${index}`, title: `${index}`.padEnd(length, "x") }));

describe("what is sent (wire facts, section 7)", () => {
  it.each<[string, OutgoingMessage, Record<string, unknown>]>([
    ["text", { type: "text", body: "Olá" }, { type: "text", text: { body: "Olá", preview_url: false } }],
    [
      "text with a link shows its preview",
      { type: "text", body: "Veja HTTPS://loja.example/p/1" },
      { type: "text", text: { body: "Veja HTTPS://loja.example/p/1", preview_url: true } },
    ],
    [
      "buttons",
      {
        type: "buttons",
        body: "Com quem?",
        options: [
          { id: "t:0", title: "Comercial" },
          { id: "t:1", title: "Suporte" },
        ],
      },
      {
        type: "interactive",
        interactive: {
          type: "button",
          body: { text: "Com quem?" },
          action: {
            buttons: [
              { type: "reply", reply: { id: "t:0", title: "Comercial" } },
              { type: "reply", reply: { id: "t:1", title: "Suporte" } },
            ],
          },
        },
      },
    ],
    [
      "list",
      { type: "list", body: "Com quem?", button: "Ver opções", options: [{ id: "t:0", title: "Comercial" }] },
      {
        type: "interactive",
        interactive: {
          type: "list",
          body: { text: "Com quem?" },
          action: { button: "Ver opções", sections: [{ rows: [{ id: "t:0", title: "Comercial" }] }] },
        },
      },
    ],
    [
      "picture with caption",
      { ...media, type: "image", caption: "nota" },
      { type: "image", image: { id: "880", caption: "nota" } },
    ],
    ["film", { ...media, type: "video" }, { type: "video", video: { id: "880" } }],
    [
      "document with its name",
      { ...media, type: "document", fileName: "boleto.pdf", caption: "aqui" },
      { type: "document", document: { id: "880", caption: "aqui", filename: "boleto.pdf" } },
    ],
    [
      "voice: no caption, no name",
      { ...media, type: "audio", voice: true, caption: "x", fileName: "x.ogg" },
      { type: "audio", audio: { id: "880", voice: true } },
    ],
    ["sound file", { ...media, type: "audio" }, { type: "audio", audio: { id: "880" } }],
    [
      "sticker: no caption",
      { ...media, type: "sticker", caption: "x" },
      { type: "sticker", sticker: { id: "880" } },
    ],
    [
      "reaction",
      { type: "reaction", targetWamid: "wamid.IN", emoji: "✅" },
      { type: "reaction", reaction: { message_id: "wamid.IN", emoji: "✅" } },
    ],
    [
      "reaction taken back",
      { type: "reaction", targetWamid: "wamid.IN", emoji: "" },
      { type: "reaction", reaction: { message_id: "wamid.IN", emoji: "" } },
    ],
  ])("%s", (_name, message, content) => {
    expect(lengthProblem(message)).toBe(null);
    expect(buildRequest(message, options)).toEqual({ ...common, ...content });
  });

  const asked = (
    action: Extract<OutgoingMessage, { type: "interactive" }>["action"],
    texts: { header?: string; body?: string | null; footer?: string } = {},
  ): OutgoingMessage => ({
    type: "interactive",
    header: null,
    body: "Olá",
    footer: null,
    ...texts,
    action,
  });
  const body = { text: "Olá" };
  it.each<[string, OutgoingMessage, Record<string, unknown>]>([
    [
      "link button",
      asked(
        { kind: "link", label: "Ver", url: "https://loja.example/p" },
        { header: "Loja", footer: "até já" },
      ),
      {
        type: "cta_url",
        header: { type: "text", text: "Loja" },
        body,
        footer: { text: "até já" },
        action: { name: "cta_url", parameters: { display_text: "Ver", url: "https://loja.example/p" } },
      },
    ],
    [
      "location request",
      asked({ kind: "location_request" }),
      { type: "location_request_message", body, action: { name: "send_location" } },
    ],
    [
      "contact request",
      asked({ kind: "contact_request" }),
      { type: "request_contact_info", body, action: { name: "request_contact_info" } },
    ],
    [
      "call permission",
      asked({ kind: "call_permission" }),
      { type: "call_permission_request", body, action: { name: "call_permission_request" } },
    ],
    [
      "call button",
      asked({ kind: "call_button", label: "Ligar", minutes: 60 }),
      {
        type: "voice_call",
        body,
        action: {
          name: "voice_call",
          parameters: { display_text: "Ligar", ttl_minutes: 60, payload: "msg-1" },
        },
      },
    ],
    [
      "flow by its id, with what its first screen begins with",
      asked({
        kind: "flow",
        flow: "123",
        label: "Abrir",
        screen: "START",
        data: [{ name: "pedido", value: "42" }],
      }),
      {
        type: "flow",
        body,
        action: {
          name: "flow",
          parameters: {
            flow_message_version: "3",
            flow_id: "123",
            flow_cta: "Abrir",
            flow_token: "msg-1",
            mode: "published",
            flow_action: "navigate",
            flow_action_payload: { screen: "START", data: { pedido: "42" } },
          },
        },
      },
    ],
    [
      "flow by its name, from its own first screen",
      asked({ kind: "flow", flow: "cadastro", label: "Abrir", screen: null, data: [] }),
      {
        type: "flow",
        body,
        action: {
          name: "flow",
          parameters: {
            flow_message_version: "3",
            flow_name: "cadastro",
            flow_cta: "Abrir",
            flow_token: "msg-1",
            mode: "published",
            flow_action: "navigate",
          },
        },
      },
    ],
    [
      "one product, without words",
      asked({ kind: "product", catalogId: "61200", productId: "SKU-9" }, { body: null }),
      { type: "product", action: { catalog_id: "61200", product_retailer_id: "SKU-9" } },
    ],
    [
      "products in sections",
      asked(
        {
          kind: "product_list",
          catalogId: "61200",
          sections: [
            { title: "Vasos", productIds: ["V-1", "V-2"] },
            { title: "Plantas", productIds: ["P-1"] },
          ],
        },
        { header: "Novidades" },
      ),
      {
        type: "product_list",
        header: { type: "text", text: "Novidades" },
        body,
        action: {
          catalog_id: "61200",
          sections: [
            {
              title: "Vasos",
              product_items: [{ product_retailer_id: "V-1" }, { product_retailer_id: "V-2" }],
            },
            { title: "Plantas", product_items: [{ product_retailer_id: "P-1" }] },
          ],
        },
      },
    ],
    [
      "catalogue with the picture of a product",
      asked({ kind: "catalog", productId: "V-1" }),
      {
        type: "catalog_message",
        body,
        action: { name: "catalog_message", parameters: { thumbnail_product_retailer_id: "V-1" } },
      },
    ],
    [
      "catalogue with Meta's picture",
      asked({ kind: "catalog", productId: null }),
      { type: "catalog_message", body, action: { name: "catalog_message" } },
    ],
  ])("%s", (_name, message, interactive) => {
    expect(lengthProblem(message)).toBe(null);
    expect(buildRequest(message, options)).toEqual({ ...common, type: "interactive", interactive });
  });

  it("phones carry their plus, whatever they were written with", () => {
    for (const value of ["554187654321", "+55 (41) 8765-4321"])
      expect(
        buildRequest({ type: "text", body: "x" }, { ...options, recipient: { kind: "phone", value } }),
      ).toMatchObject({ to: "+554187654321" });
  });
  it("a BSUID goes into recipient and never into to", () => {
    const recipient = { kind: "bsuid" as const, value: "BR.7001002003004005" };
    const body = buildRequest({ type: "text", body: "x" }, { ...options, recipient });
    expect(body).toMatchObject({ recipient: "BR.7001002003004005" });
    expect(body).not.toHaveProperty("to");
  });
  it("quotes, except with a reaction", () => {
    const quoting = { ...options, quotedWamid: "wamid.Q" };
    expect(buildRequest({ type: "text", body: "x" }, quoting)).toMatchObject({
      context: { message_id: "wamid.Q" },
    });
    expect(buildRequest({ type: "reaction", targetWamid: "a", emoji: "👍" }, quoting)).not.toHaveProperty(
      "context",
    );
    expect(buildRequest({ type: "text", body: "x" }, options)).not.toHaveProperty("context");
  });
  it("marks as read, and shows that an answer is being written", () => {
    const read = { messaging_product: "whatsapp", status: "read", message_id: "wamid.IN" };
    expect(buildMarkRead("wamid.IN")).toEqual(read);
    expect(buildMarkRead("wamid.IN", true)).toEqual({ ...read, typing_indicator: { type: "text" } });
  });
});

describe("lengths (section 9)", () => {
  const buttons = (options_: { id: string; title: string }[], body = "x"): OutgoingMessage => ({
    type: "buttons",
    body,
    options: options_,
  });
  const list = (options_: { id: string; title: string }[], body = "x", button = "Ver"): OutgoingMessage => ({
    type: "list",
    body,
    button,
    options: options_,
  });
  it.each<[string, OutgoingMessage, string | null]>([
    ["text of 4096", { type: "text", body: "x".repeat(4096) }, null],
    ["text of 4096 emoji", { type: "text", body: "😀".repeat(4096) }, null],
    ["text of 4097", { type: "text", body: "x".repeat(4097) }, "text_length"],
    ["no text", { type: "text", body: "" }, "text_length"],
    ["3 buttons of 20", buttons(some(3, 20)), null],
    ["4 buttons", buttons(some(4)), "too_many_options"],
    ["no button", buttons([]), "no_options"],
    ["a title of 21", buttons(some(1, 21)), "option_title_length"],
    ["an empty title", buttons([{ id: "a", title: "" }]), "option_title_length"],
    ["an id of 256", buttons([{ id: "i".repeat(256), title: "a" }]), null],
    ["an id of 257", buttons([{ id: "i".repeat(257), title: "a" }]), "option_id_length"],
    [
      "the same id twice",
      buttons([
        { id: "a", title: "a" },
        { id: "a", title: "b" },
      ]),
      "repeated_option_id",
    ],
    [
      "the same title twice",
      buttons([
        { id: "a", title: "a" },
        { id: "b", title: "a" },
      ]),
      "repeated_option_title",
    ],
    ["a body of 1024", buttons(some(1), "x".repeat(1024)), null],
    ["a body of 1025", buttons(some(1), "x".repeat(1025)), "body_length"],
    ["10 rows of 24", list(some(10, 24)), null],
    ["11 rows", list(some(11)), "too_many_options"],
    ["a row of 25", list(some(1, 25)), "option_title_length"],
    ["a row id of 201", list([{ id: "i".repeat(201), title: "a" }]), "option_id_length"],
    ["a label of 20", list(some(1), "x", "b".repeat(20)), null],
    ["a label of 21", list(some(1), "x", "b".repeat(21)), "button_length"],
    ["a list's body of 1025", list(some(1), "x".repeat(1025)), "body_length"],
    ["a caption of 1024", { ...media, type: "image", caption: "x".repeat(1024) }, null],
    ["a caption of 1025", { ...media, type: "image", caption: "x".repeat(1025) }, "caption_length"],
    ["a reaction", { type: "reaction", targetWamid: "a", emoji: "" }, null],
  ])("%s", (_name, message, problem) => expect(lengthProblem(message)).toBe(problem));
});
