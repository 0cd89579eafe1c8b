import type { EchoFact, Fact, MessageFact, WireContent, WireStatus } from "./facts.ts";
import { identityOf, peopleOf } from "./parse-identity.ts";
import { known, messageFact, placed, sharedOf, unreadableAt, type Place } from "./parse-message.ts";
import { array, asObject, filled, number, object, phone, seconds, type Json } from "./read.ts";

/** A call's length, when somebody took it. */
function lengthOf(call: Json): number | null {
  const lasted = number(call, "duration");
  return filled(call, "status") === "COMPLETED" && lasted !== null && lasted > 0 ? lasted : null;
}

/**
 * One element of `calls[]` (wire facts, section 16): a call of the customer's, which is an entry once it has ended, since only then is it known
 * whether somebody took it. Null = its beginning, or a call of ours: kept as a notice.
 */
export function callFact(entry: unknown, place: Place, content: Json, alone: boolean): Fact | null {
  const found = placed(asObject(entry), place);
  if (typeof found === "string") return unreadableAt(place, found.replace("message", "call"), entry);
  const { message: call, phoneNumberId, wamid, at } = found;
  if (filled(call, "direction") === "BUSINESS_INITIATED" || filled(call, "event") === "connect") return null;
  const named = {
    waId: phone(call, "from"),
    bsuid: filled(call, "from_user_id"),
    parentBsuid: filled(call, "from_parent_user_id"),
  };
  const from = identityOf(peopleOf(content), named, alone);
  if (!known(from)) return unreadableAt(place, "call_without_person", entry);
  const shared = sharedOf(call, phoneNumberId, wamid, at);
  const held: WireContent = { type: "call", seconds: lengthOf(call) };
  return { kind: "message", from, ...shared, content: held, quotedWamid: null } satisfies MessageFact;
}

const PAST: Readonly<Record<string, WireStatus>> = {
  SENT: "sent",
  PENDING: "sent",
  DELIVERED: "delivered",
  READ: "read",
  PLAYED: "played",
  ERROR: "failed",
};

/** A message of the app's history: the customer's when it comes from whom the thread is with, else ours. */
export function pastFact(entry: unknown, place: Place, person: string | null): Fact {
  const found = placed(asObject(entry), place);
  if (typeof found === "string") return unreadableAt(place, found, entry);
  const { message, phoneNumberId, wamid, at } = found;
  const from = phone(message, "from");
  const nobody = { username: null, profileName: null };
  const shared = { ...sharedOf(message, phoneNumberId, wamid, at), standing: "past" as const };
  const sender = { waId: from, bsuid: filled(message, "from_user_id"), parentBsuid: null, ...nobody };
  // outside a thread only what comes from somebody can be placed: it fills a place that is there already
  const isTheirs = person === null || from === person || (from === null && sender.bsuid !== null);
  if (isTheirs && known(sender)) return { kind: "message", from: sender, ...shared } satisfies MessageFact;
  const to = {
    waId: phone(message, "to") ?? person,
    bsuid: filled(message, "to_user_id"),
    parentBsuid: null,
    ...nobody,
  };
  if (!known(to)) return unreadableAt(place, "message_without_person", entry);
  const told = filled(object(message, "history_context"), "status")?.toUpperCase() ?? "";
  const pastStatus = Object.hasOwn(PAST, told) ? PAST[told] : undefined;
  return { kind: "echo", to, ...shared, ...(pastStatus ? { pastStatus } : {}) } satisfies EchoFact;
}

/** The changed ids of a withdrawn field, as the system message that tells of them today (wire facts, section 3.1). */
export function userIdFact(entry: unknown, place: Place): Fact {
  const source = asObject(entry);
  const ids = object(source, "user_id");
  const parents = object(source, "parent_user_id");
  const at = seconds(source, "timestamp") ?? place.at;
  const previous = filled(ids, "previous");
  const current = filled(ids, "current");
  if (place.phoneNumberId === null || at === null || current === null)
    return unreadableAt(place, "user_id_update_incomplete", entry);
  const waId = phone(source, "wa_id");
  if (previous === null && waId === null) return unreadableAt(place, "message_without_person", entry);
  const message = {
    from: waId ?? undefined,
    // Meta gives it no id: what it says is its name
    id: `user_id_update:${previous ?? waId}:${current}:${at}`,
    timestamp: String(at / 1000),
    type: "system",
    system: {
      type: "user_changed_user_id",
      body: filled(source, "detail") ?? undefined,
      user_id: current,
      previous_user_id: previous ?? undefined,
      parent_user_id: filled(parents, "current") ?? undefined,
      previous_parent_user_id: filled(parents, "previous") ?? undefined,
    },
  };
  return messageFact(message, place, peopleOf(null), false);
}

/** A name in the WhatsApp Business app's own list of people. */
export type SyncedContact = {
  waId: string | null;
  bsuid: string | null;
  name: string;
  username: string | null;
};

/** The people that the app tells of (wire facts, section 15). Those that it forgot stay with us, and are left out. */
export function syncedContacts(content: unknown): SyncedContact[] {
  return array(asObject(content), "state_sync").flatMap((item) => {
    const entry = asObject(item);
    const contact = object(entry, "contact");
    if (filled(entry, "action") === "remove" || contact === null) return [];
    const waId = phone(contact, "phone_number");
    const bsuid = filled(contact, "user_id");
    const name = filled(contact, "full_name") ?? filled(contact, "first_name");
    if (name === null || (waId === null && bsuid === null)) return [];
    return [{ waId, bsuid, name, username: filled(contact, "username")?.replace(/^@/, "") ?? null }];
  });
}
