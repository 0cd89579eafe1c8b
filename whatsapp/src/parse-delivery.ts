import { depthOfBytes, isDeeperThan } from "./depth.ts";
import type { Fact, ParsedDelivery } from "./facts.ts";
import { echoFact, messageFact, noticeAt, unreadableAt, type Place } from "./parse-message.ts";
import { callFact, pastFact, userIdFact } from "./parse-more.ts";
import { peopleOf } from "./parse-identity.ts";
import { statusFact } from "./parse-status.ts";
import { array, asObject, filled, id, object, phone, seconds, value, type Json } from "./read.ts";

/** Deeper than any item of Meta's (about 12 levels); what is written back as JSON must not exhaust a stack. */
const MOST_ITEM_DEPTH = 64;
/** The engine's parser stands far more, but memory and time grow with each level. */
const MOST_DELIVERY_DEPTH = 100_000;

const decoder = new TextDecoder();

/** The elements of a list that may be missing; told as unreadable when it is there and not a list. */
function items(content: Json, name: string, place: Place, facts: Fact[]): unknown[] {
  const list = value(content, name);
  if (list !== undefined && list !== null && !Array.isArray(list))
    facts.push(unreadableAt(place, `${name}_not_a_list`, list));
  return array(content, name);
}

function readMessages(content: Json, place: Place, facts: Fact[], standing?: "observed"): void {
  const before = facts.length;
  const people = peopleOf(content);
  const messages = items(content, "messages", place, facts);
  for (const entry of messages)
    facts.push(messageFact(entry, place, people, messages.length === 1, standing));
  const statuses = items(content, "statuses", place, facts);
  for (const entry of statuses) facts.push(statusFact(entry, place, content, people, statuses.length === 1));
  const errors = items(content, "errors", place, facts);
  if (errors.length > 0)
    facts.push(noticeAt(place, { metadata: value(content, "metadata") ?? null, errors }));
  // nothing that we know of: kept whole
  if (facts.length === before) facts.push(noticeAt(place, content));
}

function readEchoes(content: Json, place: Place, facts: Fact[]): void {
  const before = facts.length;
  const people = peopleOf(content);
  const echoes = items(content, "message_echoes", place, facts);
  for (const entry of echoes) facts.push(echoFact(entry, place, people, echoes.length === 1));
  if (facts.length === before) facts.push(noticeAt(place, content));
}

function readCalls(content: Json, place: Place, facts: Fact[]): void {
  const before = facts.length;
  const calls = items(content, "calls", place, facts);
  for (const entry of calls) {
    const fact = callFact(entry, place, content, calls.length === 1);
    facts.push(fact ?? noticeAt(place, { calls: [entry] }));
  }
  if (facts.length === before) facts.push(noticeAt(place, content));
}

/** Threads of the app's history, and the files that follow them on their own. */
function readHistory(content: Json, place: Place, facts: Fact[]): void {
  const before = facts.length;
  for (const chunk of items(content, "history", place, facts)) {
    const part = asObject(chunk);
    // declined by the company, or a chunk without threads
    if (!Array.isArray(value(part, "threads"))) facts.push(noticeAt(place, { history: [chunk] }));
    for (const item of array(part, "threads")) {
      const thread = asObject(item);
      for (const entry of items(thread ?? {}, "messages", place, facts))
        facts.push(pastFact(entry, place, phone(thread, "id")));
    }
  }
  for (const entry of items(content, "messages", place, facts)) facts.push(pastFact(entry, place, null));
  if (facts.length === before) facts.push(noticeAt(place, content));
}

function readUserIds(content: Json, place: Place, facts: Fact[]): void {
  const before = facts.length;
  for (const entry of items(content, "user_id_update", place, facts)) facts.push(userIdFact(entry, place));
  if (facts.length === before) facts.push(noticeAt(place, content));
}

const READERS: Readonly<Record<string, (content: Json, place: Place, facts: Fact[]) => void>> = {
  messages: readMessages,
  standby: (content, place, facts) => readMessages(content, place, facts, "observed"),
  smb_message_echoes: readEchoes,
  // dead on the wire, but living on in old recordings
  message_echoes: readEchoes,
  calls: readCalls,
  history: readHistory,
  user_id_update: readUserIds,
};

function readChange(item: unknown, wabaId: string | null, at: number | null, facts: Fact[]): void {
  const change = asObject(item);
  const field = filled(change, "field") ?? "unknown";
  const content = object(change, "value");
  const phoneNumberId = id(object(content, "metadata"), "phone_number_id");
  const place: Place = { phoneNumberId, wabaId, field, at };
  if (change === null) facts.push(unreadableAt(place, "change_not_an_object", item));
  else if (content === null) facts.push(unreadableAt(place, "change_without_value", item));
  else {
    const read = Object.hasOwn(READERS, field) ? READERS[field] : undefined;
    if (read) read(content, place, facts);
    else facts.push(noticeAt(place, content));
  }
}

function readEntry(item: unknown, facts: Fact[]): void {
  const entry = asObject(item);
  const wabaId = id(entry, "id");
  const at = seconds(entry, "time");
  const changes = value(entry, "changes");
  if (entry !== null && Array.isArray(changes)) {
    for (const change of changes) readChange(change, wabaId, at, facts);
    return;
  }
  const place: Place = { phoneNumberId: null, wabaId, field: "unknown", at };
  // a key we do not know beside `changes` says nothing; an entry without `changes` may say everything
  facts.push(unreadableAt(place, entry === null ? "entry_not_an_object" : "entry_without_changes", item));
}

/** An item nested absurdly deep is told as unreadable without its JSON; its neighbours go on. */
function shallow(fact: Fact): Fact {
  const carried = fact.kind === "notice" ? fact.value : fact.raw;
  if (!isDeeperThan(carried, MOST_ITEM_DEPTH)) return fact;
  const field = fact.kind === "notice" || fact.kind === "unreadable" ? fact.field : "messages";
  return { kind: "unreadable", phoneNumberId: fact.phoneNumberId, field, reason: "too_deep", raw: null };
}

/**
 * A webhook body as facts, in the order written. Every level is looped: many entries, changes, messages and statuses,
 * for several numbers (wire facts, section 0, rule 3). An item that cannot be read is told as `unreadable` and its
 * neighbours go on; only bytes that are no delivery at all answer `ok: false` (`not_json`, `not_a_delivery`, `too_deep`).
 * Never throws. Texts in facts are free of NUL and lone surrogates; `raw` and `value` are as parsed.
 */
export function parseDelivery(bytes: Uint8Array): ParsedDelivery {
  const depth = depthOfBytes(bytes);
  if (depth > MOST_DELIVERY_DEPTH) return { ok: false, reason: "too_deep" };
  let root: Json | null;
  try {
    root = asObject(JSON.parse(decoder.decode(bytes)));
  } catch {
    return { ok: false, reason: "not_json" };
  }
  const entries = value(root, "entry");
  if (!Array.isArray(entries)) return { ok: false, reason: "not_a_delivery" };
  const facts: Fact[] = [];
  for (const entry of entries) readEntry(entry, facts);
  return { ok: true, facts: depth > MOST_ITEM_DEPTH ? facts.map(shallow) : facts };
}
