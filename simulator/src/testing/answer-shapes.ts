import { anything, flag, list, one, record, text, whole, type Shape } from "./shape.ts";

/**
 * What Meta answers, as the wire facts have it (sections 7 to 13): the same types (ids and moments as texts), the same keys left
 * out, no null where Meta leaves a key out. Management answers also follow Meta's OpenAPI (v23.0, MIT) where that is right.
 */

const ID = text({ like: /^\d{10,20}$/ });
const WAMID = text({ like: /^wamid\.[A-Za-z0-9+/=]+$/ });
const WA_ID = text({ like: /^\d{8,15}$/ });
const BSUID = text({ like: /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/ });
const URL_TEXT = text({ like: /^https?:\/\// });
const whatsapp = one("whatsapp");
const success = record({ success: one(true) });
const cursors = record({ cursors: record({ before: text(), after: text() }) }, { next: URL_TEXT });

const ABLE = one("AVAILABLE", "LIMITED", "BLOCKED");
const HEALTH = record({
  can_send_message: ABLE,
  entities: list(
    record(
      { entity_type: one("PHONE_NUMBER", "WABA", "BUSINESS", "APP"), id: ID, can_send_message: ABLE },
      {
        errors: list(record({ error_code: whole, error_description: text(), possible_solution: text() })),
      },
    ),
    { least: 1 },
  ),
});

const NUMBER = record(
  { id: ID },
  {
    display_phone_number: text({ like: /^\+\d/ }),
    verified_name: text(),
    quality_rating: one("GREEN", "YELLOW", "RED", "UNKNOWN", "NA"),
    status: one("PENDING", "CONNECTED", "FLAGGED", "RESTRICTED", "BANNED", "UNVERIFIED"),
    name_status: one("APPROVED", "AVAILABLE_WITHOUT_REVIEW", "DECLINED", "EXPIRED", "PENDING_REVIEW", "NONE"),
    code_verification_status: one("VERIFIED", "NOT_VERIFIED", "EXPIRED"),
    platform_type: one("CLOUD_API", "ON_PREMISE", "NOT_APPLICABLE"),
    throughput: record({ level: one("STANDARD", "HIGH", "NOT_APPLICABLE") }),
    account_mode: one("LIVE", "SANDBOX"),
    is_official_business_account: flag,
    is_pin_enabled: flag,
    is_on_biz_app: flag,
    whatsapp_business_manager_messaging_limit: one(
      "TIER_250",
      "TIER_2K",
      "TIER_10K",
      "TIER_100K",
      "TIER_UNLIMITED",
    ),
    webhook_configuration: record(
      {},
      { phone_number: URL_TEXT, whatsapp_business_account: URL_TEXT, application: URL_TEXT },
    ),
    health_status: HEALTH,
  },
);

const ACCOUNT = record(
  { id: ID },
  {
    name: text(),
    currency: text({ like: /^[A-Z]{3}$/ }),
    timezone_id: text({ like: /^\d+$/ }),
    message_template_namespace: text(),
    account_review_status: one("APPROVED", "PENDING", "REJECTED", "RESTRICTED"),
    business_verification_status: text(),
    country: text({ like: /^[A-Z]{2}$/ }),
    ownership_type: text(),
    health_status: HEALTH,
  },
);

const TEMPLATE = record(
  { id: ID },
  {
    name: text({ like: /^[a-z0-9_]+$/ }),
    language: text({ like: /^[a-z]{2,3}(_[A-Z]{2})?$/ }),
    status: text({ like: /^[A-Z_]+$/ }),
    category: one("MARKETING", "UTILITY", "AUTHENTICATION"),
    previous_category: text(),
    parameter_format: one("POSITIONAL", "NAMED"),
    components: list(
      record(
        { type: text({ like: /^[A-Z_]+$/ }) },
        { format: text(), text: text(), example: anything, buttons: list(anything) },
      ),
    ),
    rejected_reason: text(),
    quality_score: record(
      { score: one("GREEN", "YELLOW", "RED", "UNKNOWN"), date: whole },
      { reasons: list(text()) },
    ),
  },
);

const SENT_ITEM = record(
  { id: WAMID },
  { message_status: one("accepted", "held_for_quality_assessment", "paused") },
);
const PERSON = record({ input: text() }, { wa_id: WA_ID });
const BLOCKED = record({
  messaging_product: whatsapp,
  block_users: record({}, { added_users: list(PERSON), removed_users: list(PERSON) }),
});

/** The error envelope of 7.4: only message, type, code and trace are always there. */
export const ERROR = record({
  error: record(
    {
      message: text({ least: 1 }),
      type: text({ like: /Exception$/ }),
      code: whole,
      fbtrace_id: text({ least: 1 }),
    },
    {
      error_data: record({ messaging_product: whatsapp, details: text({ least: 1 }) }),
      error_subcode: whole,
      is_transient: flag,
      error_user_title: text(),
      error_user_msg: text(),
    },
  ),
});

/** Answers by what is asked. */
export const ANSWERS = {
  sentToPhone: record({
    messaging_product: whatsapp,
    contacts: list(record({ input: text(), wa_id: WA_ID }), { least: 1, most: 1 }),
    messages: list(SENT_ITEM, { least: 1, most: 1 }),
  }),
  sentToUser: record({
    messaging_product: whatsapp,
    contacts: list(record({ input: BSUID, user_id: BSUID }), { least: 1, most: 1 }),
    messages: list(SENT_ITEM, { least: 1, most: 1 }),
  }),
  success,
  uploaded: record({ id: ID }),
  media: record({
    messaging_product: whatsapp,
    url: URL_TEXT,
    mime_type: text({ like: /\// }),
    sha256: text({ like: /^[0-9a-f]{64}$/ }),
    file_size: whole,
    id: ID,
  }),
  number: NUMBER,
  numbers: record({ data: list(NUMBER, { least: 1 }), paging: cursors }),
  account: ACCOUNT,
  added: record({ id: ID }),
  verified: record({ success: one(true) }, { id: ID }),
  apps: record({
    data: list(
      record(
        { whatsapp_business_api_data: record({ id: ID, name: text(), link: URL_TEXT }) },
        { override_callback_uri: URL_TEXT },
      ),
      { least: 1 },
    ),
  }),
  subscriptions: record({
    data: list(
      record({
        object: one("whatsapp_business_account"),
        callback_url: URL_TEXT,
        active: flag,
        fields: list(record({ name: text(), version: text({ like: /^v\d+\.\d$/ }) }), { least: 1 }),
      }),
      { least: 1 },
    ),
  }),
  token: record({
    data: record({
      app_id: ID,
      type: one("SYSTEM_USER"),
      application: text(),
      is_valid: flag,
      expires_at: whole,
      data_access_expires_at: whole,
      issued_at: whole,
      scopes: list(text()),
      granular_scopes: list(record({ scope: text(), target_ids: list(ID) })),
      user_id: ID,
    }),
  }),
  exchanged: record({ access_token: text({ least: 10 }), token_type: one("bearer") }),
  profile: record({
    data: list(
      record(
        { messaging_product: whatsapp },
        {
          about: text({ most: 139 }),
          address: text(),
          description: text(),
          email: text(),
          profile_picture_url: URL_TEXT,
          websites: list(URL_TEXT, { most: 2 }),
          vertical: text(),
        },
      ),
      { least: 1, most: 1 },
    ),
  }),
  blocked: BLOCKED,
  blockList: record(
    { data: list(record({ messaging_product: whatsapp, wa_id: WA_ID })) },
    { paging: cursors },
  ),
  templates: record({ data: list(TEMPLATE, { least: 1 }), paging: cursors }),
  template: TEMPLATE,
  created: record({ id: ID, status: text(), category: text() }),
  edited: record({ success: one(true) }, { id: ID, name: text(), category: text() }),
  uploadSession: record({ id: text({ like: /^upload:/ }) }),
  uploadEnd: record({ h: text({ like: /^4:/ }) }),
  history: record({
    data: list(
      record({
        id: ID,
        message_id: WAMID,
        events: record({
          data: list(
            record(
              {
                id: ID,
                delivery_status: one("SENT", "DELIVERED", "READ", "FAILED", "DELETED"),
                webhook_update_state: one("PENDING", "DELIVERED", "FAILED", "RETRYING"),
                timestamp: whole,
                application: record({ id: ID }),
              },
              { webhook_uri: URL_TEXT, error_description: text() },
            ),
          ),
        }),
      }),
      { most: 1 },
    ),
  }),
  appData: record({ messaging_product: whatsapp, request_id: text({ least: 1 }) }),
} satisfies Record<string, Shape>;
