import { INTERACTIVE } from "./interactive-shapes.ts";
import { anything, either, flag, list, number, one, record, text, whole, type Shape } from "./shape.ts";

/**
 * What Meta takes, in our own words, from its OpenAPI description of the Business Messaging API, v23.0 (November 2025, MIT, Copyright Meta
 * Platforms, Inc.), where that is right. It is known to be wrong, and corrected here from Meta's pages of 2026, in: `language` of a
 * template send (no `policy`), `index` of a button (any), `type` of an interactive message (more kinds), `context` (no product), a
 * location (numbers, name and address optional), recipients (`recipient` beside `to`), `biz_opaque_callback_data`, lengths, types of phones.
 */

const ID = text({ like: /^\d{5,20}$/ });
const PIN = text({ like: /^\d{6}$/ });
const URL_TEXT = text({ like: /^https?:\/\// });
const whatsapp = one("whatsapp");

const media = (more: Readonly<Record<string, Shape>> = {}): Shape =>
  either(record({ id: ID }, more), record({ link: URL_TEXT }, more));
const CAPTION = { caption: text({ most: 1024 }) };
const named = record({ text: text({ least: 1, most: 1024 }) });

const BUTTONS = record({
  type: one("button"),
  body: named,
  action: record({
    buttons: list(
      record({
        type: one("reply"),
        reply: record({ id: text({ least: 1, most: 256 }), title: text({ least: 1, most: 20 }) }),
      }),
      { least: 1, most: 3 },
    ),
  }),
});
const ROW = record(
  { id: text({ least: 1, most: 200 }), title: text({ least: 1, most: 24 }) },
  { description: text({ most: 72 }) },
);
const LIST = record({
  type: one("list"),
  body: named,
  action: record({
    button: text({ least: 1, most: 20 }),
    sections: list(record({ rows: list(ROW, { least: 1, most: 10 }) }, { title: text({ most: 24 }) }), {
      least: 1,
      most: 10,
    }),
  }),
});

const CARD = record(
  {
    name: record(
      { formatted_name: text({ least: 1 }), first_name: text({ least: 1 }) },
      { last_name: text(), middle_name: text(), prefix: text(), suffix: text() },
    ),
  },
  {
    phones: list(record({ phone: text({ least: 1 }) }, { type: text(), wa_id: text({ like: /^\d+$/ }) })),
    emails: list(record({ email: text({ like: /@/ }) }, { type: text() })),
    org: record({}, { company: text(), department: text(), title: text() }),
  },
);

const TEXT_PARAMETER = record(
  { type: one("text"), text: text({ least: 1 }) },
  { parameter_name: text({ like: /^[a-z_]+$/ }) },
);
const FILE_PARAMETER = either(
  ...(["image", "video", "document"] as const).map((kind) =>
    record({ type: one(kind), [kind]: media({ filename: text() }) }),
  ),
);
const PLACE_PARAMETER = record({
  type: one("location"),
  location: record({ latitude: number, longitude: number, name: text(), address: text() }),
});
const FILLED = [
  record({
    type: one("header"),
    parameters: list(either(TEXT_PARAMETER, FILE_PARAMETER, PLACE_PARAMETER), { least: 1 }),
  }),
  record({ type: one("body"), parameters: list(TEXT_PARAMETER, { least: 1 }) }),
  record({
    type: one("button"),
    sub_type: one("url", "copy_code", "quick_reply", "flow"),
    index: text({ like: /^\d$/ }),
    parameters: list(
      either(
        record({ type: one("text"), text: text({ least: 1 }) }),
        record({ type: one("coupon_code"), coupon_code: text({ least: 1, most: 20 }) }),
        record({ type: one("payload"), payload: text({ most: 256 }) }),
        record({ type: one("action"), action: record({ flow_token: text({ least: 1 }) }) }),
      ),
      { least: 1, most: 1 },
    ),
  }),
] as const;
const COMPONENT = either(
  ...FILLED,
  record({
    type: one("carousel"),
    cards: list(record({ card_index: whole, components: list(either(...FILLED), { least: 1 }) }), {
      least: 2,
      most: 10,
    }),
  }),
);

const CONTENT: Readonly<Record<string, Shape>> = {
  text: record({ body: text({ least: 1, most: 4096 }) }, { preview_url: flag }),
  image: media(CAPTION),
  video: media(CAPTION),
  document: media({ ...CAPTION, filename: text() }),
  audio: media({ voice: flag }),
  sticker: media(),
  location: record({ latitude: number, longitude: number }, { name: text(), address: text() }),
  contacts: list(CARD, { least: 1, most: 5 }),
  reaction: record({ message_id: text({ like: /^wamid\./ }), emoji: text() }),
  interactive: either(BUTTONS, LIST, ...INTERACTIVE),
  template: record(
    {
      name: text({ like: /^[a-z0-9_]{1,512}$/ }),
      language: record({ code: text({ like: /^[a-z]{2,3}(_[A-Z]{2})?$/ }) }),
    },
    { components: list(COMPONENT) },
  ),
};

const MESSAGE = (value: unknown, path: string): string[] => {
  const type = String((value as { type?: unknown }).type);
  const content = CONTENT[type];
  if (!content) return [`${path}.type ${type} is unknown`];
  const base = {
    messaging_product: whatsapp,
    recipient_type: one("individual", "group"),
    type: one(type),
    [type]: content,
  };
  const more = {
    context: record({ message_id: text({ like: /^wamid\./ }) }),
    biz_opaque_callback_data: text({ most: 512 }),
  };
  return either(
    record({ ...base, to: text({ like: /^\+\d{8,15}$/ }) }, more),
    record({ ...base, recipient: text({ like: /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/ }) }, more),
  )(value, path);
};
const READ = record(
  { messaging_product: whatsapp, status: one("read"), message_id: text({ like: /^wamid\./ }) },
  { typing_indicator: record({ type: one("text") }) },
);

const EXAMPLE = record(
  {},
  {
    header_text: list(text()),
    header_handle: list(text({ like: /^4:/ }), { least: 1, most: 1 }),
    body_text: list(list(text({ least: 1 })), { least: 1, most: 1 }),
    header_text_named_params: list(record({ param_name: text(), example: text() })),
    body_text_named_params: list(record({ param_name: text(), example: text() })),
  },
);
const BUTTON = either(
  record({ type: one("QUICK_REPLY"), text: text({ least: 1, most: 25 }) }),
  record(
    { type: one("URL"), text: text({ least: 1, most: 25 }), url: URL_TEXT },
    { example: list(URL_TEXT, { most: 1 }) },
  ),
  record({
    type: one("PHONE_NUMBER"),
    text: text({ least: 1, most: 25 }),
    phone_number: text({ like: /^\+?\d{8,20}$/ }),
  }),
  record({ type: one("COPY_CODE"), example: text({ least: 1, most: 20 }) }),
  record(
    {
      type: one("FLOW"),
      text: text({ least: 1, most: 25 }),
      flow_id: text({ like: /^\d+$/ }),
      flow_action: one("navigate"),
    },
    { navigate_screen: text({ least: 1 }) },
  ),
  record({ type: one("OTP"), otp_type: one("COPY_CODE") }, { text: text({ least: 1, most: 25 }) }),
);
const CARD_PARTS = list(
  either(
    record({ type: one("HEADER"), format: one("IMAGE", "VIDEO"), example: EXAMPLE }),
    record({ type: one("BODY"), text: text({ least: 1, most: 160 }) }, { example: EXAMPLE }),
    record({ type: one("BUTTONS"), buttons: list(BUTTON, { least: 1, most: 2 }) }),
  ),
  { least: 2 },
);
const PARTS = list(
  either(
    record({ type: one("HEADER"), format: one("TEXT"), text: text({ most: 60 }) }, { example: EXAMPLE }),
    record({ type: one("HEADER"), format: one("IMAGE", "VIDEO", "DOCUMENT"), example: EXAMPLE }),
    record({ type: one("HEADER"), format: one("LOCATION") }),
    record({ type: one("BODY"), text: text({ least: 1, most: 1024 }) }, { example: EXAMPLE }),
    record({ type: one("FOOTER"), text: text({ least: 1, most: 60 }) }),
    record({ type: one("BUTTONS"), buttons: list(BUTTON, { least: 1, most: 10 }) }),
    record({ type: one("BODY"), add_security_recommendation: flag }),
    record({ type: one("FOOTER"), code_expiration_minutes: whole }),
    record({
      type: one("CAROUSEL"),
      cards: list(record({ components: CARD_PARTS }), { least: 2, most: 10 }),
    }),
  ),
  { least: 1 },
);
const CATEGORY = one("MARKETING", "UTILITY", "AUTHENTICATION");
const FORMAT = one("POSITIONAL", "NAMED");

const BLOCK = record({
  messaging_product: whatsapp,
  block_users: list(
    either(
      record({ user: text({ like: /^\+\d{8,15}$/ }) }),
      record({ user_id: text({ like: /^[A-Z]{2}\./ }) }),
    ),
    {
      least: 1,
      most: 1000,
    },
  ),
});

/** A call: how it is known by method and path (`{id}` a node), and what its body must be; null = it has none. */
export type KnownCall = { call: string; body: Shape | null };

/** The calls a help desk makes. Multipart bodies and files are checked where they are made. */
export const CALLS: readonly KnownCall[] = [
  { call: "POST {id}/messages", body: either(MESSAGE, READ) },
  { call: "POST {id}/media", body: anything },
  { call: "GET {id}", body: null },
  { call: "POST {id}/block_users", body: BLOCK },
  { call: "DELETE {id}/block_users", body: BLOCK },
  { call: "GET {id}/message_templates", body: null },
  {
    call: "POST {id}/message_templates",
    body: record({
      name: text({ like: /^[a-z0-9_]{1,512}$/ }),
      language: text({ like: /^[a-z]{2,3}(_[A-Z]{2})?$/ }),
      category: CATEGORY,
      parameter_format: FORMAT,
      components: PARTS,
    }),
  },
  { call: "DELETE {id}/message_templates", body: null },
  { call: "POST {id}/unpause", body: null },
  { call: "GET debug_token", body: null },
  { call: "POST {id}/uploads", body: null },
  { call: "POST {upload}", body: anything },
  { call: "GET {id}/phone_numbers", body: null },
  { call: "GET {id}/subscribed_apps", body: null },
  {
    call: "POST {id}/subscribed_apps",
    body: either(record({}), record({ override_callback_uri: URL_TEXT, verify_token: text() })),
  },
  { call: "DELETE {id}/subscribed_apps", body: null },
  { call: "GET {id}/subscriptions", body: null },
  {
    call: "POST {id}/subscriptions",
    body: record({
      object: one("whatsapp_business_account"),
      callback_url: URL_TEXT,
      verify_token: text({ least: 1 }),
      fields: text({ like: /^[a-z_]+(,[a-z_]+)*$/ }),
    }),
  },
  {
    call: "POST {id}/register",
    body: record(
      { messaging_product: whatsapp, pin: PIN },
      { data_localization_region: text({ like: /^[A-Z]{2}$/ }) },
    ),
  },
  { call: "POST {id}/deregister", body: record({ messaging_product: whatsapp }) },
  {
    call: "POST {id}/request_code",
    body: record({ code_method: one("SMS", "VOICE"), language: text({ like: /^[a-z]{2}_[A-Z]{2}$/ }) }),
  },
  { call: "POST {id}/verify_code", body: record({ code: PIN }) },
  {
    call: "POST {id}",
    body: either(
      record({ pin: PIN }),
      record({ webhook_configuration: record({ override_callback_uri: text() }, { verify_token: text() }) }),
      record({ parameter_format: FORMAT, components: PARTS }, { category: CATEGORY }),
    ),
  },
  { call: "GET oauth/access_token", body: null },
  // the address a media id answers with, at a host of Meta's own
  { call: "GET /whatsapp_business/attachments/", body: null },
];
