import type { EchoFact, Fact, MessageFact, NoticeFact, UnreadableFact, WireIdentity } from "./facts.ts";
import { parseContent } from "./parse-content.ts";
import { errorsOf, identityOf, type Named, type People } from "./parse-identity.ts";
import { systemSubject } from "./parse-system.ts";
import { asObject, cleanJson, filled, flag, id, object, phone, seconds, type Json } from "./read.ts";

/** Where in a delivery an item stands. */
export type Place = {
  phoneNumberId: string | null;
  wabaId: string | null;
  field: string;
  /** `entry.time`, epoch milliseconds */
  at: number | null;
};

export const noticeAt = (place: Place, content: unknown): NoticeFact => ({
  kind: "notice",
  phoneNumberId: place.phoneNumberId,
  wabaId: place.wabaId,
  field: place.field,
  at: place.at,
  value: content,
});

export const unreadableAt = (place: Place, reason: string, raw: unknown): UnreadableFact => ({
  kind: "unreadable",
  phoneNumberId: place.phoneNumberId,
  field: place.field,
  reason,
  raw,
});

type Shared = Omit<MessageFact, "kind" | "from">;

export function sharedOf(message: Json, phoneNumberId: string, wamid: string, at: number): Shared {
  const context = object(message, "context");
  const referral = object(message, "referral");
  const product = object(context, "referred_product");
  return {
    phoneNumberId,
    wamid,
    at,
    groupId: id(message, "group_id"),
    content: parseContent(message),
    quotedWamid: filled(context, "id"),
    forwarded: flag(context, "frequently_forwarded") ? "many" : flag(context, "forwarded") ? "once" : "no",
    referral: referral === null ? null : asObject(cleanJson(referral)),
    product:
      product === null
        ? null
        : { catalogId: id(product, "catalog_id"), productId: id(product, "product_retailer_id") },
    errors: errorsOf(message),
    raw: message,
  };
}

/** What every item needs to be placed; a reason when it lacks one. */
export function placed(
  message: Json | null,
  place: Place,
): { message: Json; phoneNumberId: string; wamid: string; at: number } | string {
  if (message === null) return "message_not_an_object";
  if (place.phoneNumberId === null) return "message_without_number";
  const wamid = filled(message, "id");
  if (wamid === null) return "message_without_id";
  const at = seconds(message, "timestamp");
  if (at === null) return "message_without_time";
  return { message, phoneNumberId: place.phoneNumberId, wamid, at };
}

export const known = (person: WireIdentity): boolean => person.waId !== null || person.bsuid !== null;

/** One element of `messages[]`. `alone` = it is the only one of its change. */
export function messageFact(
  entry: unknown,
  place: Place,
  people: People,
  alone: boolean,
  standing?: "past" | "observed",
): Fact {
  const found = placed(asObject(entry), place);
  if (typeof found === "string") return unreadableAt(place, found, entry);
  const { message, phoneNumberId, wamid, at } = found;
  const shared = sharedOf(message, phoneNumberId, wamid, at);
  const named: Named =
    shared.content.type === "system"
      ? systemSubject(message, shared.content)
      : {
          waId: phone(message, "from"),
          bsuid: filled(message, "from_user_id"),
          parentBsuid: filled(message, "from_parent_user_id"),
        };
  const from = identityOf(people, named, alone);
  if (known(from))
    return { kind: "message", from, ...shared, ...(standing ? { standing } : {}) } satisfies MessageFact;
  // a change that names nobody is kept for a person to link (wire facts, section 4.2)
  if (shared.content.type === "system") return noticeAt(place, { messages: [entry] });
  return unreadableAt(place, "message_without_person", entry);
}

/** One element of `message_echoes[]`: typed by a person in the WhatsApp Business app (wire facts, section 15). */
export function echoFact(entry: unknown, place: Place, people: People, alone: boolean): Fact {
  const found = placed(asObject(entry), place);
  if (typeof found === "string") return unreadableAt(place, found, entry);
  const { message, phoneNumberId, wamid, at } = found;
  const named: Named = {
    waId: phone(message, "to"),
    bsuid: filled(message, "to_user_id"),
    parentBsuid: filled(message, "to_parent_user_id"),
  };
  const to = identityOf(people, named, alone);
  if (!known(to)) return unreadableAt(place, "message_without_person", entry);
  return { kind: "echo", to, ...sharedOf(message, phoneNumberId, wamid, at) } satisfies EchoFact;
}
