import {
  around,
  AT,
  error,
  LIA,
  media,
  METADATA,
  one,
  OURS,
  said,
  USER,
  type Example,
  type Json,
} from "./webhook-corpus-parts.ts";

const status = (name: string, word: string, more: Json, tells = `status ${word}`): Example => ({
  name,
  field: "messages",
  value: around({ statuses: [{ id: "wamid.OUT", status: word, timestamp: AT, recipient_id: LIA, ...more }] }),
  tells: [tells],
});
const calls = (name: string, value: Json, ...tells: string[]): Example => ({
  name,
  field: "calls",
  value: { messaging_product: "whatsapp", metadata: METADATA, ...value },
  tells,
});
const price = (type: string, category: string): Json => ({
  pricing: { billable: type === "regular", pricing_model: "PMP", type, category },
});

/** What the wire facts list beside their examples: the other values of an enum, and shapes told of in prose. */
const MESSAGES: Example[] = [
  {
    name: "the empty envelope",
    field: "messages",
    value: around({ messages: [], statuses: [], errors: [] }),
    tells: ["notice messages"],
  },
  {
    name: "people in another order than their messages",
    field: "messages",
    value: {
      messaging_product: "whatsapp",
      metadata: { ...METADATA, display_phone_number: "+55 11 90000-0001" },
      contacts: [
        { profile: { name: "Rui" }, wa_id: "5521999990000", user_id: "BR.2" },
        { profile: { name: "Lia", username: "@lia.prado" }, wa_id: LIA, user_id: USER },
      ],
      messages: [
        said("text", { id: "wamid.lia", text: { body: "oi" } }),
        {
          from: "5521999990000",
          from_user_id: "BR.2",
          id: "wamid.rui",
          timestamp: AT,
          type: "text",
          text: { body: "olá" },
        },
      ],
    },
    tells: ["message text", "message text"],
  },
  one("sound file", said("audio", { audio: media({ mime_type: "audio/mpeg" }) }), "message media audio"),
  one("moving sticker", said("sticker", { sticker: media({ animated: true }) }), "message media sticker"),
  one(
    "row without a description",
    said("interactive", {
      interactive: { type: "list_reply", list_reply: { id: "fin", title: "Financeiro" } },
    }),
    "message reply",
  ),
  one(
    "form without its token",
    said("interactive", {
      interactive: {
        type: "nfm_reply",
        nfm_reply: { name: "address_message", response_json: '{"cidade":"Rio"}' },
      },
    }),
    "message form",
  ),
  one(
    "calls not allowed",
    said("interactive", {
      interactive: {
        type: "call_permission_reply",
        call_permission_reply: { response: "reject", response_source: "automatic" },
      },
    }),
    "message call_permission",
  ),
  one(
    "old order",
    said("order", {
      order: {
        catalog_id: "612",
        product_items: [{ product_retailer_id: "S", quantity: 1, item_price: "19.90" }],
      },
    }),
    "message order",
  ),
  ...["edit", "group_invite", "pin", "poll_update", "keep_in_chat", "media_placeholder"].map((type) =>
    one(
      `unsupported ${type}`,
      said("unsupported", { unsupported: { type }, errors: [error(131051, "Message type unknown")] }),
      "message unsupported unsupported",
    ),
  ),
  one(
    "quoting by the number's id",
    said("text", { context: { from: METADATA.phone_number_id, id: "wamid.Q" }, text: { body: "a" } }),
    "message text",
  ),
  one(
    "quoting a hidden phone",
    said("text", { context: { from_user_id: USER, id: "wamid.Q" }, text: { body: "a" } }),
    "message text",
  ),
  one(
    "from a post",
    said("text", {
      referral: { source_type: "post", source_url: "https://fb.me/abc" },
      text: { body: "oi" },
    }),
    "message text",
  ),
  one("picture in a group", said("image", { group_id: "G1", image: media() }), "message media image"),
];

const STATUSES: Example[] = [
  status("by an advertisement", "delivered", {
    ...price("free_entry_point", "referral_conversion"),
    conversation: { id: "3f", expiration_timestamp: "1790259200", origin: { type: "referral_conversion" } },
  }),
  ...[
    ["free_customer_service", "service"],
    ["regular", "authentication-international"],
    ["regular", "marketing_lite"],
    ["free_group_customer_service", "group_service"],
    ["a_type_of_tomorrow", "general_purpose_ai"],
  ].map(([type = "", category = ""]) =>
    status(`price ${type} ${category}`, "delivered", price(type, category)),
  ),
  status("price of old", "sent", { pricing: { billable: true, pricing_model: "CBP", category: "service" } }),
  status("warning of old", "warning", {}, "notice messages"),
  status("failed by user id", "failed", {
    recipient_id: undefined,
    recipient_user_id: USER,
    errors: [error(131047, "Re-engagement message")],
  }),
  {
    name: "of several in a group",
    field: "messages",
    value: around({
      statuses: [LIA, "5521999990000"].map((participant) => ({
        id: "wamid.OUT",
        status: "delivered",
        timestamp: AT,
        recipient_id: "G1",
        recipient_type: "group",
        recipient_participant_id: participant,
      })),
    }),
    tells: ["status delivered", "status delivered"],
  },
];

const CALLS: Example[] = [
  calls(
    "missed call",
    {
      calls: [
        {
          id: "wacid.MISSED",
          from: LIA,
          to: OURS,
          event: "terminate",
          status: "FAILED",
          timestamp: AT,
          direction: "USER_INITIATED",
        },
      ],
    },
    "message call",
  ),
  ...["RINGING", "ACCEPTED"].map((word) =>
    calls(
      `call ${word.toLowerCase()}`,
      { statuses: [{ id: "wacid.1", type: "call", status: word, timestamp: AT, recipient_id: LIA }] },
      "notice calls",
    ),
  ),
];

const APP: Example[] = [
  {
    name: "taken off the app's list",
    field: "smb_app_state_sync",
    value: {
      messaging_product: "whatsapp",
      metadata: METADATA,
      state_sync: [
        {
          type: "contact",
          contact: { phone_number: LIA, user_id: USER },
          action: "remove",
          metadata: { timestamp: AT },
        },
      ],
    },
    tells: ["notice smb_app_state_sync"],
  },
  {
    name: "edited in the app",
    field: "smb_message_echoes",
    value: {
      messaging_product: "whatsapp",
      metadata: METADATA,
      message_echoes: [
        {
          from: OURS,
          to: LIA,
          id: "wamid.E2",
          timestamp: AT,
          type: "edit",
          edit: { original_message_id: "wamid.E0", message: { type: "text", text: { body: "corrigido" } } },
        },
      ],
    },
    tells: ["echo edit"],
  },
  {
    name: "history of a hidden phone, not read yet",
    field: "history",
    value: {
      messaging_product: "whatsapp",
      metadata: METADATA,
      history: [
        {
          metadata: { phase: 2, chunk_order: 7, progress: 100 },
          threads: [
            {
              id: LIA,
              messages: ["PENDING", "ERROR", "PLAYED"].map((word) => ({
                from: OURS,
                to: LIA,
                id: `wamid.H.${word}`,
                timestamp: "1775000000",
                type: "text",
                text: { body: word },
                history_context: { status: word },
              })),
            },
          ],
        },
      ],
    },
    tells: ["echo text", "echo text", "echo text"],
  },
  {
    name: "marketing again",
    field: "user_preferences",
    value: around({
      user_preferences: [
        {
          wa_id: LIA,
          user_id: USER,
          category: "marketing_messages",
          value: "resume",
          timestamp: 1_790_000_002,
        },
      ],
    }),
    tells: ["notice user_preferences"],
  },
];

export const VARIANTS: readonly Example[] = [...MESSAGES, ...STATUSES, ...CALLS, ...APP];
