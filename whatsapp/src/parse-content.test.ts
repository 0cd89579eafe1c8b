import { describe, expect, it } from "vitest";
import type { WireContent } from "./facts.ts";
import { contentOf, read } from "./testing/deliveries.ts";

const SHA = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=";
const URL = "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2&hash=3";
const media = (
  kind: "image" | "video" | "audio" | "document" | "sticker",
  over: Partial<Extract<WireContent, { type: "media" }>> = {},
): WireContent => ({
  type: "media",
  kind,
  mediaId: "7700880099001122",
  mimeType: null,
  sha256: null,
  caption: null,
  fileName: null,
  voice: false,
  animated: false,
  ...over,
});
const file = { id: "7700880099001122", sha256: SHA, url: URL };
const unsupported = (over: Partial<Extract<WireContent, { type: "unsupported" }>>): WireContent => ({
  type: "unsupported",
  wireType: "unsupported",
  subtype: null,
  errorCode: null,
  detail: null,
  ...over,
});

describe("every type of message a customer can send (wire facts, section 4.2)", () => {
  it.each<[string, string, Record<string, unknown>, WireContent]>([
    [
      "text",
      "text",
      { text: { body: "Oi, não chegou 😀 a/b x@y" } },
      { type: "text", body: "Oi, não chegou 😀 a/b x@y" },
    ],
    ["an empty text", "text", { text: { body: "" } }, { type: "text", body: "" }],
    [
      "picture with caption",
      "image",
      { image: { ...file, mime_type: "image/jpeg", caption: "nota fiscal" } },
      media("image", { mimeType: "image/jpeg", sha256: SHA, caption: "nota fiscal" }),
    ],
    ["picture as bare as can be", "image", { image: { id: "7700880099001122" } }, media("image")],
    [
      "film",
      "video",
      { video: { ...file, mime_type: "video/mp4" } },
      media("video", { mimeType: "video/mp4", sha256: SHA }),
    ],
    [
      "voice note",
      "audio",
      { audio: { ...file, mime_type: "audio/ogg; codecs=opus", voice: true } },
      media("audio", { mimeType: "audio/ogg; codecs=opus", sha256: SHA, voice: true }),
    ],
    ["sound file", "audio", { audio: { ...file, voice: false } }, media("audio", { sha256: SHA })],
    ["voice note by its old name", "voice", { voice: file }, media("audio", { sha256: SHA, voice: true })],
    [
      "document",
      "document",
      { document: { ...file, mime_type: "application/pdf", filename: "boleto.pdf", caption: "aqui" } },
      media("document", {
        mimeType: "application/pdf",
        sha256: SHA,
        fileName: "boleto.pdf",
        caption: "aqui",
      }),
    ],
    ["document without name", "document", { document: file }, media("document", { sha256: SHA })],
    [
      "moving sticker",
      "sticker",
      { sticker: { ...file, mime_type: "image/webp", animated: true } },
      media("sticker", { mimeType: "image/webp", sha256: SHA, animated: true }),
    ],
    [
      "place",
      "location",
      {
        location: {
          latitude: -23.5614,
          longitude: -46.6559,
          name: "Praça Clara",
          address: "Rua Um, 10",
          url: "https://example.com",
        },
      },
      {
        type: "location",
        latitude: -23.5614,
        longitude: -46.6559,
        name: "Praça Clara",
        address: "Rua Um, 10",
        url: "https://example.com",
      },
    ],
    [
      "position as text, without a name",
      "location",
      { location: { latitude: "-23.5", longitude: "-46" } },
      { type: "location", latitude: -23.5, longitude: -46, name: null, address: null, url: null },
    ],
    [
      "quick reply of a template",
      "button",
      { context: { id: "wamid.T" }, button: { payload: "CONFIRMA_123", text: "Confirmo" } },
      { type: "reply", source: "button", id: "CONFIRMA_123", title: "Confirmo", description: null },
    ],
    [
      "quick reply without payload",
      "button",
      { button: { text: "Confirmo" } },
      { type: "reply", source: "button", id: "Confirmo", title: "Confirmo", description: null },
    ],
    [
      "button",
      "interactive",
      { interactive: { type: "button_reply", button_reply: { id: "opt_1", title: "Segunda via" } } },
      { type: "reply", source: "button_reply", id: "opt_1", title: "Segunda via", description: null },
    ],
    [
      "list row",
      "interactive",
      {
        interactive: {
          type: "list_reply",
          list_reply: { id: "fin", title: "Financeiro", description: "Boletos e notas" },
        },
      },
      {
        type: "reply",
        source: "list_reply",
        id: "fin",
        title: "Financeiro",
        description: "Boletos e notas",
      },
    ],
    [
      "form",
      "interactive",
      {
        interactive: {
          type: "nfm_reply",
          nfm_reply: { name: "flow", body: "Sent", response_json: '{"flow_token":"t-1","cpf":"000"}' },
        },
      },
      { type: "form", name: "flow", body: "Sent", responseJson: '{"flow_token":"t-1","cpf":"000"}' },
    ],
    [
      "form whose answer is no text",
      "interactive",
      { interactive: { type: "nfm_reply", nfm_reply: { response_json: { cpf: "0" } } } },
      { type: "form", name: null, body: null, responseJson: '{"cpf":"0"}' },
    ],
    [
      "order",
      "order",
      {
        order: {
          catalog_id: "612",
          text: "pode entregar hoje?",
          product_items: [
            { product_retailer_id: "SKU-9", quantity: 2, item_price: 19.9, currency: "BRL" },
            { product_retailer_id: "SKU-8", quantity: "3", item_price: "5.5" },
            { quantity: 1 },
          ],
        },
      },
      {
        type: "order",
        catalogId: "612",
        text: "pode entregar hoje?",
        items: [
          { productId: "SKU-9", quantity: 2, price: 19.9, currency: "BRL" },
          { productId: "SKU-8", quantity: 3, price: 5.5, currency: null },
        ],
      },
    ],
    [
      "reaction",
      "reaction",
      { reaction: { message_id: "wamid.AAA", emoji: "👍" } },
      { type: "reaction", targetWamid: "wamid.AAA", emoji: "👍" },
    ],
    [
      "reaction taken back",
      "reaction",
      { reaction: { message_id: "wamid.AAA", emoji: "" } },
      { type: "reaction", targetWamid: "wamid.AAA", emoji: null },
    ],
    [
      "reaction taken back, the other way",
      "reaction",
      { reaction: { message_id: "wamid.AAA" } },
      { type: "reaction", targetWamid: "wamid.AAA", emoji: null },
    ],
    ["first opening of the chat", "request_welcome", {}, { type: "welcome_request" }],
    [
      "edit",
      "edit",
      {
        edit: {
          original_message_id: "wamid.AAA",
          message: { context: { id: "x" }, type: "text", text: { body: "texto corrigido" } },
        },
      },
      { type: "edit", targetWamid: "wamid.AAA", body: "texto corrigido" },
    ],
    [
      "edit of a caption",
      "edit",
      { edit: { original_message_id: "wamid.AAA", message: { type: "image", image: { caption: "nova" } } } },
      { type: "edit", targetWamid: "wamid.AAA", body: "nova" },
    ],
    [
      "deletion",
      "revoke",
      { revoke: { original_message_id: "wamid.AAA" } },
      { type: "revoke", targetWamid: "wamid.AAA" },
    ],
    [
      "known not to be supported",
      "unsupported",
      {
        unsupported: { type: "poll_creation" },
        errors: [
          {
            code: 131051,
            title: "Message type unknown",
            error_data: { details: "Message type is currently not supported." },
          },
        ],
      },
      unsupported({
        subtype: "poll_creation",
        errorCode: 131051,
        detail: "Message type is currently not supported.",
      }),
    ],
    [
      "not supported, before 2025",
      "unsupported",
      { errors: [{ code: 131051, title: "Unknown" }] },
      unsupported({ errorCode: 131051, detail: "Unknown" }),
    ],
    [
      "lost content after onboarding",
      "unsupported",
      { errors: [{ code: 131060, message: "This message is unavailable" }] },
      unsupported({ errorCode: 131060, detail: "This message is unavailable" }),
    ],
    [
      "a file too large to fetch",
      "video",
      { errors: [{ code: 131052, title: "Media too large" }] },
      unsupported({ wireType: "video", errorCode: 131052, detail: "Media too large" }),
    ],
    [
      "damaged interactive",
      "interactive",
      { errors: [{ code: 131000, title: "unsupported webhook payload" }] },
      unsupported({ wireType: "interactive", errorCode: 131000, detail: "unsupported webhook payload" }),
    ],
    [
      "leave to call, until a moment",
      "interactive",
      {
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
      "leave to call, for good and by itself",
      "interactive",
      {
        interactive: {
          type: "call_permission_reply",
          call_permission_reply: { response: "accept", is_permanent: true, response_source: "automatic" },
        },
      },
      { type: "call_permission", allowed: true, until: null, automatic: true },
    ],
    [
      "no leave to call",
      "interactive",
      { interactive: { type: "call_permission_reply", call_permission_reply: { response: "reject" } } },
      { type: "call_permission", allowed: false, until: null, automatic: false },
    ],
    [
      "answer to a call request",
      "interactive",
      { interactive: { type: "call_permission_reply", call_permission_reply: { response: "perhaps" } } },
      unsupported({ wireType: "interactive", subtype: "call_permission_reply" }),
    ],
    [
      "a type yet to be invented",
      "hologram",
      { hologram: { id: "1" } },
      unsupported({ wireType: "hologram" }),
    ],
    ["the old name of unknown", "unknown", {}, unsupported({ wireType: "unknown" })],
    ["a name that is a property of every object", "__proto__", {}, unsupported({ wireType: "__proto__" })],
    ["a text without its part", "text", {}, unsupported({ wireType: "text" })],
    ["a text that is none", "text", { text: { body: 7 } }, unsupported({ wireType: "text" })],
    [
      "a place outside the world",
      "location",
      { location: { latitude: 91, longitude: 0 } },
      unsupported({ wireType: "location" }),
    ],
  ])("%s", (_name, type, part, content) => expect(contentOf(type, part)).toEqual(content));

  it("contacts: names, phones, whose number they prove", () => {
    const card = {
      name: { formatted_name: "Rui Melo", first_name: "Rui" },
      phones: [
        { phone: "+55 21 99999-0000", wa_id: "5521999990000", type: "CELL" },
        { phone: "3333" },
        { wa_id: "5521" },
        {},
      ],
      emails: [{ email: "rui@example.com", type: "WORK" }, {}],
      org: { company: "Loja Azul" },
    };
    const plain = {
      name: "Rui Melo",
      phones: [
        { phone: "+55 21 99999-0000", waId: "5521999990000", type: "CELL" },
        { phone: "3333", waId: null, type: null },
        { phone: "5521", waId: "5521", type: null },
      ],
      emails: ["rui@example.com"],
      organisation: "Loja Azul",
      requested: false,
    };
    const cards = (part: Record<string, unknown>) => contentOf("contacts", part);
    expect(cards({ contacts: [card] })).toEqual({ type: "contacts", cards: [plain] });
    const proven = { type: "contacts", cards: [{ ...plain, requested: true }] };
    expect(cards({ contacts: [{ ...card, origin: "contact_request" }] })).toEqual(proven);
    expect(cards({ origin: "contact_request", contacts: [card] })).toEqual(proven);
    // shared by hand: proves nothing, whatever it says
    for (const origin of ["other", "contact_request"])
      expect(cards({ contacts: [{ ...card, origin, vcard: "BEGIN:VCARD" }] })).toEqual({
        type: "contacts",
        cards: [plain],
      });
    expect(cards({ contacts: [{ name: { first_name: "Rui", last_name: "Melo" } }, null] })).toMatchObject({
      cards: [{ name: "Rui Melo", phones: [] }, { name: "" }],
    });
    expect(cards({ contacts: "x" })).toEqual(unsupported({ wireType: "contacts" }));
  });
});

describe("around the content (sections 4.1, 4.3, 4.4)", () => {
  it("keeps the element as it came, with its place and time", () => {
    const fact = read("text", { text: { body: "ação" }, novelty: { deep: [1] } });
    expect(fact).toMatchObject({
      phoneNumberId: "400500600700800",
      wamid: "wamid.IN",
      at: 1_790_000_000_000,
      groupId: null,
      quotedWamid: null,
      forwarded: "no",
      referral: null,
      product: null,
      errors: [],
      raw: { type: "text", text: { body: "ação" }, novelty: { deep: [1] } },
    });
  });
  it.each<[Record<string, unknown>, object]>([
    [
      { from: "5511900000001", id: "wamid.QUOTED" },
      { quotedWamid: "wamid.QUOTED", forwarded: "no" },
    ],
    [{ forwarded: true }, { quotedWamid: null, forwarded: "once" }],
    [{ frequently_forwarded: true }, { forwarded: "many" }],
    [{ forwarded: true, frequently_forwarded: true }, { forwarded: "many" }],
    [
      { id: "wamid.P", referred_product: { catalog_id: 612, product_retailer_id: "SKU-9" } },
      { quotedWamid: "wamid.P", product: { catalogId: "612", productId: "SKU-9" } },
    ],
  ])("context %j", (context, told) =>
    expect(read("text", { text: { body: "x" }, context })).toMatchObject(told),
  );
  it("the advertisement it came from, whole", () => {
    const referral = {
      source_url: "https://fb.me/abc123",
      source_id: "120200000000000000",
      source_type: "ad",
      headline: "Fale com a gente",
      ctwa_clid: "ARAk",
      welcome_message: { text: "Oi!\u0000" },
    };
    expect(read("text", { text: { body: "oi" }, referral }).referral).toEqual({
      ...referral,
      welcome_message: { text: "Oi!\ufffd" },
    });
    expect(read("text", { text: { body: "oi" }, referral: "x" }).referral).toBe(null);
  });
  it("group and errors", () => {
    const fact = read("text", {
      text: { body: "oi" },
      group_id: "120363",
      errors: [{ code: "131000", title: "t", error_data: "plain" }, { title: "no code" }, null],
    });
    expect(fact.groupId).toBe("120363");
    expect(fact.errors).toEqual([{ code: 131000, title: "t", message: null, details: "plain" }]);
  });
  it("half characters and NUL cannot live in a database: they are replaced in what we read, kept in raw", () => {
    const fact = read("text", { text: { body: "a\ud83d\u0000b" } });
    expect(fact.content).toEqual({ type: "text", body: "a\ufffd\ufffdb" });
    expect(fact.raw).toMatchObject({ text: { body: "a\ud83d\u0000b" } });
  });
});
