import type { EchoFact, Fact, MessageFact, ParsedDelivery, StatusFact, UnreadableFact, WireError, WireIdentity, WireStatus } from "./facts.ts";
import { parseContent } from "./parse-content.ts";
import { array, asObject, filled, flag, number, object, seconds, text, value, type Json } from "./read.ts";

/** Deeper than any payload of Meta's; JSON.parse itself stands far more, our readers and the database's do not need to. */
const MOST_DEPTH = 64;
const MOST_CHANGES = 5000;
const STATUSES: ReadonlySet<string> = new Set(["sent", "delivered", "read", "played", "failed"]);

type Place = { phoneNumberId: string | null; wabaId: string | null; field: string };
type People = { byUser: Map<string, Json>; byPhone: Map<string, Json>; only: Json | null };

function depthWithin(bytes: Uint8Array): boolean {
  let depth = 0;
  let inText = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (inText) {
      if (byte === 0x5c) i++;
      else if (byte === 0x22) inText = false;
    } else if (byte === 0x22) inText = true;
    else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > MOST_DEPTH) return false;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return true;
}

/** `contacts[]` stands beside `messages[]` without a common index: it is joined by BSUID, else by phone. */
function peopleOf(content: Json): People {
  const people: People = { byUser: new Map(), byPhone: new Map(), only: null };
  const entries = array(content, "contacts").map(asObject).filter((entry): entry is Json => entry !== null);
  for (const entry of entries) {
    const user = filled(entry, "user_id");
    const phone = filled(entry, "wa_id");
    if (user !== null) people.byUser.set(user, entry);
    if (phone !== null) people.byPhone.set(phone, entry);
  }
  people.only = entries.length === 1 ? (entries[0] ?? null) : null;
  return people;
}

function identity(people: People, waId: string | null, bsuid: string | null, parentBsuid: string | null, alone: boolean): WireIdentity {
  const named = bsuid === null && waId === null ? (alone ? people.only : null) : null;
  const entry = (bsuid !== null ? people.byUser.get(bsuid) : undefined) ?? (waId !== null ? people.byPhone.get(waId) : undefined) ?? named;
  const profile = object(entry ?? null, "profile");
  const username = filled(profile, "username")?.replace(/^@/, "") ?? null;
  return {
    waId: waId ?? filled(entry ?? null, "wa_id"),
    bsuid: bsuid ?? filled(entry ?? null, "user_id"),
    parentBsuid: parentBsuid ?? filled(entry ?? null, "parent_user_id"),
    username,
    profileName: filled(profile, "name"),
  };
}

function errorsOf(source: Json): WireError[] {
  return array(source, "errors").flatMap((entry) => {
    const error = asObject(entry);
    const code = number(error, "code");
    if (error === null || code === null) return [];
    return [{ code, title: filled(error, "title"), message: filled(error, "message"), details: filled(object(error, "error_data"), "details") }];
  });
}

const unreadable = (place: Place, reason: string, raw: unknown): UnreadableFact => ({ kind: "unreadable", phoneNumberId: place.phoneNumberId, field: place.field, reason, raw });

function messageFact(entry: unknown, place: Place, people: People, alone: boolean, echo: boolean): Fact {
  const message = asObject(entry);
  const wamid = filled(message, "id");
  const at = seconds(message, "timestamp");
  if (message === null || place.phoneNumberId === null || wamid === null || at === null) return unreadable(place, "message_without_id_time_or_number", entry);
  const [phone, user, parent] = echo ? ["to", "to_user_id", "to_parent_user_id"] : ["from", "from_user_id", "from_parent_user_id"];
  const person = identity(people, filled(message, phone ?? ""), filled(message, user ?? ""), filled(message, parent ?? ""), alone);
  const content = parseContent(message);
  if (content.type === "system" && person.waId === null && person.bsuid === null) person.bsuid = content.previousBsuid;
  if (person.waId === null && person.bsuid === null) return unreadable(place, "message_without_person", entry);
  const context = object(message, "context");
  const shared: Omit<MessageFact, "kind" | "from"> = {
    phoneNumberId: place.phoneNumberId,
    wamid,
    at,
    groupId: filled(message, "group_id"),
    content,
    quotedWamid: filled(context, "id"),
    forwarded: flag(context, "frequently_forwarded") ? "many" : flag(context, "forwarded") ? "once" : "no",
    referral: object(message, "referral"),
    errors: errorsOf(message),
    raw: entry,
  };
  if (!echo) return { kind: "message", from: person, ...shared } satisfies MessageFact;
  return { kind: "echo", to: person, ...shared } satisfies EchoFact;
}

function statusFact(entry: unknown, place: Place, people: People, alone: boolean): Fact | null {
  const source = asObject(entry);
  // call statuses share the key with other ids (wire facts, section 16)
  if (text(source, "type") === "call" || text(source, "id")?.startsWith("wacid.")) return { kind: "notice", ...notice(place, entry) };
  const wamid = filled(source, "id");
  const status = text(source, "status");
  const at = seconds(source, "timestamp");
  if (source === null || place.phoneNumberId === null || wamid === null || at === null || status === null) return unreadable(place, "status_without_id_time_or_number", entry);
  if (!STATUSES.has(status)) return { kind: "notice", ...notice(place, entry) };
  const price = object(source, "pricing");
  return {
    kind: "status",
    phoneNumberId: place.phoneNumberId,
    wamid,
    status: status as WireStatus,
    at,
    recipient: identity(
      people,
      filled(source, "recipient_id"),
      filled(source, "recipient_user_id"),
      // renamed on 5 May 2026: both are read (wire facts, section 5.2)
      filled(source, "recipient_parent_user_id") ?? filled(source, "parent_recipient_user_id"),
      alone,
    ),
    opaque: filled(source, "biz_opaque_callback_data"),
    errors: errorsOf(source),
    pricing: price === null ? null : { type: filled(price, "type"), category: filled(price, "category"), model: filled(price, "pricing_model") },
    raw: entry,
  } satisfies StatusFact;
}

const notice = (place: Place, content: unknown): { phoneNumberId: string | null; wabaId: string | null; field: string; value: unknown } => ({ ...place, value: content });

function changeFacts(change: Json, wabaId: string | null): Fact[] {
  const field = text(change, "field") ?? "unknown";
  const content = object(change, "value");
  const place: Place = { phoneNumberId: filled(object(content, "metadata"), "phone_number_id"), wabaId, field };
  if (content === null) return [unreadable(place, "change_without_value", change)];
  const people = peopleOf(content);
  if (field === "messages") {
    const messages = array(content, "messages");
    const statuses = array(content, "statuses");
    const facts = [
      ...messages.map((entry) => messageFact(entry, place, people, messages.length === 1, false)),
      ...statuses.flatMap((entry) => statusFact(entry, place, people, statuses.length === 1) ?? []),
    ];
    if (facts.length === 0 || array(content, "errors").length > 0) facts.push({ kind: "notice", ...notice(place, content) });
    return facts;
  }
  if (field === "smb_message_echoes" || field === "message_echoes") {
    const echoes = array(content, "message_echoes");
    return echoes.map((entry) => messageFact(entry, place, people, echoes.length === 1, true));
  }
  return [{ kind: "notice", ...notice(place, value(change, "value")) }];
}

/**
 * A webhook body as facts, in the order written. Every level is looped: many entries, changes, messages and statuses,
 * for several numbers (wire facts, section 0, rule 3). An item that cannot be read is told as `unreadable` and its
 * neighbours go on; only bytes that are no delivery at all answer `ok: false`.
 */
export function parseDelivery(bytes: Uint8Array): ParsedDelivery {
  if (!depthWithin(bytes)) return { ok: false, reason: "too_deep" };
  let root: Json | null;
  try {
    root = asObject(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return { ok: false, reason: "not_json" };
  }
  if (root === null || !Array.isArray(value(root, "entry"))) return { ok: false, reason: "not_a_delivery" };
  const facts: Fact[] = [];
  let changes = 0;
  for (const entry of array(root, "entry")) {
    const source = asObject(entry);
    const wabaId = filled(source, "id");
    for (const item of array(source, "changes")) {
      if (++changes > MOST_CHANGES) return { ok: false, reason: "too_many_changes" };
      const change = asObject(item);
      if (change === null) facts.push({ kind: "unreadable", phoneNumberId: null, field: null, reason: "change_not_an_object", raw: item });
      else facts.push(...changeFacts(change, wabaId));
    }
  }
  return { ok: true, facts };
}
