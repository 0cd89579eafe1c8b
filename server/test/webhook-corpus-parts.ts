export type Json = Record<string, unknown>;
/** One change as Meta writes it, and what is read of it, a line for each fact: kind, then content, status, field or reason. */
export type Example = { name: string; field: string; value: Json; tells: string[] };

export const NUMBER = "400500600700800";
export const OURS = "5511900000001";
export const LIA = "5511987654321";
export const USER = "BR.7001002003004005";
export const AT = "1790000000";
export const METADATA = { display_phone_number: OURS, phone_number_id: NUMBER };
export const PERSON = {
  profile: { name: "Lia Prado", username: "lia.prado" },
  wa_id: LIA,
  user_id: USER,
  parent_user_id: "BR.ENT.8800990011002200",
  identity_key_hash: "kZ3q0a1b2c=",
};

/** A value of field `messages` and its like, around what is given. */
export const around = (value: Json): Json => ({
  messaging_product: "whatsapp",
  metadata: METADATA,
  contacts: [PERSON],
  ...value,
});
/** A message of Lia's. */
export const said = (type: string, part: Json = {}): Json => ({
  from: LIA,
  from_user_id: USER,
  id: `wamid.${type}`,
  timestamp: AT,
  type,
  ...part,
});
export const one = (name: string, message: Json, ...tells: string[]): Example => ({
  name,
  field: "messages",
  value: around({ messages: [message] }),
  tells,
});
export const media = (more: Json = {}): Json => ({
  id: "7700880099001122",
  mime_type: "image/jpeg",
  sha256: "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=",
  url: "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2&hash=3",
  ...more,
});
export const quoting = { context: { from: OURS, id: "wamid.QUOTED" } };
export const error = (code: number, title: string): Json => ({
  code,
  title,
  message: title,
  error_data: { details: `${title}.` },
});
export const gone = (system: Json, more: Json = {}): Json => ({
  messaging_product: "whatsapp",
  metadata: METADATA,
  messages: [{ from: LIA, id: "wamid.SYS", timestamp: AT, type: "system", system, ...more }],
});
export const card: Json = {
  name: { formatted_name: "Rui Melo", first_name: "Rui", last_name: "Melo", middle_name: "", prefix: "" },
  phones: [{ phone: "+55 21 99999-0000", wa_id: "5521999990000", type: "CELL" }],
  emails: [{ email: "rui@example.com", type: "WORK" }],
  addresses: [{ street: "Rua Um", city: "Rio", country_code: "br", type: "HOME" }],
  org: { company: "Melo", department: "TI", title: "Dev" },
  urls: [{ url: "https://example.com", type: "WORK" }],
  birthday: "1990-01-31",
};
