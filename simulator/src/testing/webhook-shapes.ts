import { anything, either, flag, list, number, one, record, text, whole, type Shape } from "./shape.ts";

/** What Meta posts, as the wire facts have it (sections 2 to 6): ids and moments are texts, and no key is null. */

const ID = text({ like: /^\d{10,20}$/ });
const WAMID = text({ like: /^wamid\.[A-Za-z0-9+/=]+$/ });
const SECONDS = text({ like: /^\d{10}$/ });
const WA_ID = text({ like: /^\d{8,15}$/ });
const BSUID = text({ like: /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/ });
const URL_TEXT = text({ like: /^https?:\/\// });
const whatsapp = one("whatsapp");

const CONTACT = record(
  { profile: record({ name: text() }, { username: text({ like: /^[a-z0-9._]+$/ }) }), user_id: BSUID },
  { wa_id: WA_ID },
);
const METADATA = record({ display_phone_number: text({ like: /^\d+$/ }), phone_number_id: ID });
const ERRORS = list(
  record(
    { code: whole, title: text(), message: text(), error_data: record({ details: text() }) },
    { href: URL_TEXT },
  ),
  { least: 1 },
);
const PRICING = record({
  billable: flag,
  pricing_model: one("PMP"),
  type: one("regular", "free_customer_service", "free_entry_point"),
  category: one("authentication", "marketing", "utility", "service", "referral_conversion"),
});
const CONVERSATION = record(
  { id: text({ like: /^[0-9a-f]{32}$/ }), origin: record({ type: text() }) },
  { expiration_timestamp: SECONDS },
);

const STATUS_MORE = {
  recipient_id: WA_ID,
  biz_opaque_callback_data: text({ most: 512 }),
  conversation: CONVERSATION,
};
/** A status on its way to the person. */
const ARRIVING = record(
  {
    id: WAMID,
    status: one("sent", "delivered", "read", "played"),
    timestamp: SECONDS,
    recipient_user_id: BSUID,
  },
  { ...STATUS_MORE, pricing: PRICING },
);
/** A failure carries no price and no conversation, and names one id only (5.2). */
const failing = (id: Readonly<Record<string, Shape>>): Shape =>
  record(
    { id: WAMID, status: one("failed"), timestamp: SECONDS, errors: ERRORS, ...id },
    { biz_opaque_callback_data: text({ most: 512 }) },
  );
const FAILING = either(failing({ recipient_id: WA_ID }), failing({ recipient_user_id: BSUID }));

const FILE = {
  id: ID,
  mime_type: text({ like: /\// }),
  sha256: text({ like: /^[A-Za-z0-9+/]{43}=$/ }),
};
const file = (more: Readonly<Record<string, Shape>>): Shape => record(FILE, { url: URL_TEXT, ...more });
/** Contents by type (4.2). */
const CONTENTS: Readonly<Record<string, Shape>> = {
  text: record({ body: text({ least: 1, most: 4096 }) }),
  image: file({ caption: text() }),
  video: file({ caption: text() }),
  audio: file({ voice: flag }),
  document: file({ filename: text(), caption: text() }),
  sticker: file({ animated: flag }),
  location: record({ latitude: number, longitude: number }, { name: text(), address: text(), url: URL_TEXT }),
  contacts: list(anything, { least: 1 }),
  button: record({ payload: text(), text: text() }),
  interactive: either(
    record({ type: one("button_reply"), button_reply: record({ id: text(), title: text() }) }),
    record({
      type: one("list_reply"),
      list_reply: record({ id: text(), title: text() }, { description: text() }),
    }),
    record({
      type: one("nfm_reply"),
      nfm_reply: record({ name: text(), body: text(), response_json: text() }),
    }),
    record({
      type: one("call_permission_reply"),
      call_permission_reply: record(
        { response: one("accept", "reject") },
        {
          is_permanent: flag,
          expiration_timestamp: number,
          response_source: one("user_action", "automatic"),
        },
      ),
    }),
  ),
  order: anything,
  reaction: record({ message_id: WAMID }, { emoji: text() }),
  unsupported: record({ type: text() }),
  edit: anything,
  revoke: record({ original_message_id: WAMID }),
  system: record(
    {
      type: one("user_changed_number", "user_changed_user_id"),
      body: text(),
      user_id: BSUID,
      previous_user_id: BSUID,
    },
    { wa_id: WA_ID },
  ),
};
const CONTEXT = either(
  record({ from: WA_ID, id: WAMID }),
  record({ forwarded: one(true) }),
  record({ frequently_forwarded: one(true) }),
);

function inbound(value: unknown, path: string): string[] {
  const type = String((value as { type?: unknown }).type);
  const content = CONTENTS[type];
  if (!content) return [`${path}.type ${type} is unknown`];
  const isSystem = type === "system";
  const required: Record<string, Shape> = {
    id: WAMID,
    timestamp: SECONDS,
    type: one(type),
    ...(isSystem ? {} : { from_user_id: BSUID }),
  };
  const must: Record<string, Shape> = type === "unsupported" ? { errors: ERRORS } : { [type]: content };
  const may = {
    from: WA_ID,
    context: CONTEXT,
    referral: anything,
    ...(type === "unsupported" ? { unsupported: content } : {}),
  };
  return record({ ...required, ...must }, may)(value, path);
}

const HEAD = { messaging_product: whatsapp, metadata: METADATA };
const CONTACTS = list(CONTACT, { least: 1 });
/** What a value says alone: messages with their people, notices of a changed number without (4.2), statuses; failures without people (5.2). */
const ALONE = either(
  record({ ...HEAD, contacts: CONTACTS, messages: list(inbound, { least: 1, most: 1 }) }),
  record({ ...HEAD, messages: list(inbound, { least: 1, most: 1 }) }),
  record({ ...HEAD, contacts: CONTACTS, statuses: list(ARRIVING, { least: 1, most: 1 }) }),
  record({ ...HEAD, statuses: list(FAILING, { least: 1, most: 1 }) }),
);
/** Several of them in one value. */
const TOGETHER = record(HEAD, {
  contacts: CONTACTS,
  messages: list(inbound, { least: 1 }),
  statuses: list(either(ARRIVING, FAILING), { least: 1 }),
});

const webhook = (value: Shape): Shape =>
  record({
    object: one("whatsapp_business_account"),
    entry: list(
      record(
        {
          id: ID,
          changes: list(
            either(
              record({ field: one("messages"), value }),
              record({ field: text({ like: /^(?!messages$)[a-z_]+$/ }), value: anything }),
            ),
            { least: 1 },
          ),
        },
        { time: whole },
      ),
      { least: 1 },
    ),
  });

/** Webhooks, each alone or batched; values of fields other than `messages` are checked where they are made. */
export const WEBHOOKS = { alone: webhook(ALONE), batched: webhook(TOGETHER) };
