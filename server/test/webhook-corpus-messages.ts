import {
  said,
  one,
  media,
  quoting,
  error,
  card,
  AT,
  METADATA,
  OURS,
  USER,
  type Example,
} from "./webhook-corpus-parts.ts";

/** Section 4 of the wire facts: what people send. */
export const MESSAGES: Example[] = [
  one("text", said("text", { text: { body: "Oi, meu pedido não chegou" } }), "message text"),
  one("image", said("image", { image: media({ caption: "nota fiscal" }) }), "message media image"),
  one("video", said("video", { video: media({ mime_type: "video/mp4" }) }), "message media video"),
  one(
    "voice",
    said("audio", { audio: media({ mime_type: "audio/ogg; codecs=opus", voice: true }) }),
    "message media audio",
  ),
  one(
    "document",
    said("document", { document: media({ mime_type: "application/pdf", filename: "boleto.pdf" }) }),
    "message media document",
  ),
  one("document without a name", said("document", { document: media() }), "message media document"),
  one("sticker", said("sticker", { sticker: media({ animated: false }) }), "message media sticker"),
  one(
    "place",
    said("location", {
      location: {
        latitude: -23.5614,
        longitude: -46.6559,
        name: "Praça",
        address: "Rua Um, 10",
        url: "https://example.com",
      },
    }),
    "message location",
  ),
  one("point", said("location", { location: { latitude: -23.5, longitude: -46.6 } }), "message location"),
  one("contacts", said("contacts", { contacts: [card] }), "message contacts"),
  one(
    "contact asked for",
    said("contacts", { origin: "contact_request", contacts: [{ ...card, origin: "contact_request" }] }),
    "message contacts",
  ),
  one(
    "contact shared by hand",
    said("contacts", { contacts: [{ ...card, origin: "other", vcard: "BEGIN:VCARD" }] }),
    "message contacts",
  ),
  one(
    "template button",
    said("button", { ...quoting, button: { payload: "CONFIRMA_123", text: "Confirmo" } }),
    "message reply",
  ),
  one(
    "template button without context",
    said("button", { button: { payload: "x", text: "x" } }),
    "message reply",
  ),
  one(
    "button",
    said("interactive", {
      ...quoting,
      interactive: { type: "button_reply", button_reply: { id: "opt_1", title: "Segunda via" } },
    }),
    "message reply",
  ),
  one(
    "list row",
    said("interactive", {
      ...quoting,
      interactive: {
        type: "list_reply",
        list_reply: { id: "fin", title: "Financeiro", description: "Boletos" },
      },
    }),
    "message reply",
  ),
  one(
    "form",
    said("interactive", {
      interactive: {
        type: "nfm_reply",
        nfm_reply: { name: "flow", body: "Sent", response_json: '{"flow_token":"t-1","cpf":"0"}' },
      },
    }),
    "message form",
  ),
  one(
    "call permission",
    said("interactive", {
      interactive: {
        type: "call_permission_reply",
        call_permission_reply: {
          response: "accept",
          is_permanent: false,
          expiration_timestamp: 1_790_600_000,
          response_source: "user_action",
        },
      },
    }),
    "message call_permission",
  ),
  one(
    "order",
    said("order", {
      order: {
        catalog_id: "612",
        text: "pode entregar hoje?",
        product_items: [{ product_retailer_id: "SKU-9", quantity: 2, item_price: 19.9, currency: "BRL" }],
      },
    }),
    "message order",
  ),
  one(
    "reaction",
    said("reaction", { reaction: { message_id: "wamid.AAA", emoji: "👍" } }),
    "message reaction",
  ),
  one(
    "reaction taken back",
    said("reaction", { reaction: { message_id: "wamid.AAA", emoji: "" } }),
    "message reaction",
  ),
  one(
    "reaction taken back, too",
    said("reaction", { reaction: { message_id: "wamid.AAA" } }),
    "message reaction",
  ),
  one("welcome", said("request_welcome"), "message welcome_request"),
  one(
    "poll",
    said("unsupported", {
      unsupported: { type: "poll_creation" },
      errors: [error(131051, "Message type unknown")],
    }),
    "message unsupported unsupported",
  ),
  one(
    "old unknown",
    said("unknown", { errors: [error(131051, "Unsupported")] }),
    "message unsupported unknown",
  ),
  one(
    "first after coexistence",
    said("unsupported", { errors: [error(131060, "Unavailable")] }),
    "message unsupported unsupported",
  ),
  one(
    "file over 100 MB",
    said("video", { errors: [error(131052, "Media download error")] }),
    "message unsupported video",
  ),
  one("taken back", said("revoke", { revoke: { original_message_id: "wamid.AAA" } }), "message revoke"),
  one(
    "edited",
    said("edit", {
      edit: {
        original_message_id: "wamid.AAA",
        message: { context: { id: "wamid.Q" }, type: "text", text: { body: "corrigido" } },
      },
    }),
    "message edit",
  ),
  one(
    "edited caption",
    said("edit", {
      edit: { original_message_id: "wamid.AAA", message: { type: "image", image: { caption: "novo" } } },
    }),
    "message edit",
  ),
  one(
    "damaged interactive",
    said("interactive", { errors: [error(131000, "unsupported webhook payload")] }),
    "message unsupported interactive",
  ),
  one("quoted", said("text", { ...quoting, text: { body: "isso" } }), "message text"),
  one("passed on", said("text", { context: { forwarded: true }, text: { body: "veja" } }), "message text"),
  one(
    "passed on often",
    said("text", { context: { frequently_forwarded: true }, text: { body: "veja" } }),
    "message text",
  ),
  one(
    "about a product",
    said("text", {
      context: {
        from: OURS,
        id: "wamid.P",
        referred_product: { catalog_id: "612", product_retailer_id: "SKU-9" },
      },
      text: { body: "tem?" },
    }),
    "message text",
  ),
  one(
    "from an advertisement",
    said("text", {
      referral: {
        source_url: "https://fb.me/abc",
        source_id: "120",
        source_type: "ad",
        headline: "Fale",
        body: "Oferta",
        media_type: "image",
        image_url: "https://x.example",
        ctwa_clid: "ARAk",
        welcome_message: { text: "Oi!" },
      },
      text: { body: "oi" },
    }),
    "message text",
  ),
  one("in a group", said("text", { group_id: "G1", text: { body: "oi" } }), "message text"),
  one("a type of tomorrow", said("hologram", { hologram: { id: 1 } }), "message unsupported hologram"),
  {
    name: "hidden phone",
    field: "messages",
    value: {
      messaging_product: "whatsapp",
      metadata: METADATA,
      contacts: [{ profile: { name: "Lia", username: "lia.prado" }, user_id: USER }],
      messages: [{ from_user_id: USER, id: "wamid.X", timestamp: AT, type: "text", text: { body: "oi" } }],
    },
    tells: ["message text"],
  },
];
