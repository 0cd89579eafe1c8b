import type { Fact, StatusFact, WireStatus } from "./facts.ts";
import { errorsOf, identityOf, type Named, type People } from "./parse-identity.ts";
import { noticeAt, unreadableAt, type Place } from "./parse-message.ts";
import { asObject, filled, id, object, phone, seconds, text, value, type Json } from "./read.ts";

const STATUSES = new Map<string, WireStatus>(
  (["sent", "delivered", "read", "played", "failed"] as const).map((status) => [status, status]),
);

/** Call statuses share the key `statuses` with those of messages (wire facts, section 16). */
const isOfCall = (status: Json): boolean =>
  text(status, "type") === "call" || (text(status, "id")?.startsWith("wacid.") ?? false);

/** The person: in a group the participant, since `recipient_id` is then the group. */
function recipientOf(status: Json, inGroup: boolean): Named {
  if (inGroup)
    return {
      waId: phone(status, "recipient_participant_id"),
      bsuid: filled(status, "recipient_participant_user_id"),
      parentBsuid: filled(status, "recipient_participant_parent_user_id"),
    };
  return {
    waId: phone(status, "recipient_id"),
    bsuid: filled(status, "recipient_user_id"),
    // renamed on 5 May 2026: both are read (wire facts, section 5.2)
    parentBsuid: filled(status, "recipient_parent_user_id") ?? filled(status, "parent_recipient_user_id"),
  };
}

function pricingOf(status: Json): StatusFact["pricing"] {
  const price = object(status, "pricing");
  if (price === null) return null;
  return {
    type: filled(price, "type"),
    category: filled(price, "category"),
    model: filled(price, "pricing_model"),
  };
}

/** What stays of a status that is no message's: a `value` of its own, so that it reads like any other notice. */
function leftOver(status: Json, content: Json): Json {
  const kept: Json = { statuses: [status] };
  for (const name of ["metadata", "contacts"]) {
    const beside = value(content, name);
    if (beside !== undefined) kept[name] = beside;
  }
  return kept;
}

/** One element of `statuses[]`. `content` = the change's value; `alone` = it is the only status of its change. */
export function statusFact(
  entry: unknown,
  place: Place,
  content: Json,
  people: People,
  alone: boolean,
): Fact {
  const status = asObject(entry);
  if (status === null) return unreadableAt(place, "status_not_an_object", entry);
  if (isOfCall(status)) return noticeAt(place, leftOver(status, content));
  const name = filled(status, "status");
  if (name === null) return unreadableAt(place, "status_without_name", entry);
  const known = STATUSES.get(name);
  // `deleted`, `warning` and what is yet to be invented
  if (known === undefined) return noticeAt(place, leftOver(status, content));
  const wamid = filled(status, "id");
  if (wamid === null) return unreadableAt(place, "status_without_id", entry);
  const at = seconds(status, "timestamp");
  if (at === null) return unreadableAt(place, "status_without_time", entry);
  if (place.phoneNumberId === null) return unreadableAt(place, "status_without_number", entry);
  const inGroup = text(status, "recipient_type") === "group";
  return {
    kind: "status",
    phoneNumberId: place.phoneNumberId,
    wamid,
    status: known,
    at,
    recipient: identityOf(people, recipientOf(status, inGroup), alone),
    groupId: inGroup ? id(status, "recipient_id") : null,
    opaque: filled(status, "biz_opaque_callback_data"),
    errors: errorsOf(status),
    pricing: pricingOf(status),
    raw: entry,
  } satisfies StatusFact;
}
