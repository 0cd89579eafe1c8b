import type { WireContent } from "./facts.ts";
import { filled, object, phone, text, type Json } from "./read.ts";

export type SystemContent = Extract<WireContent, { type: "system" }>;

const EVENTS = new Map<string, SystemContent["event"]>([
  ["user_changed_number", "number_changed"],
  ["customer_changed_number", "number_changed"],
  ["user_changed_user_id", "user_id_changed"],
  ["customer_identity_changed", "identity_changed"],
]);

const CHANGED = /\bfrom (\S+) to (\S+?)\.?\s*$/;
const BSUID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;
const PHONE = /^\+?\d{5,20}$/;

/** The two identifiers in Meta's sentence; samples from spring 2026 name the previous one nowhere else. */
type Told = {
  oldPhone: string | null;
  newPhone: string | null;
  oldBsuid: string | null;
  newBsuid: string | null;
};

function toldBy(body: string | null): Told {
  const [, before = "", after = ""] = CHANGED.exec(body ?? "") ?? [];
  const phoneIn = (word: string): string | null => (PHONE.test(word) ? word.replace("+", "") : null);
  const bsuidIn = (word: string): string | null => (BSUID.test(word) ? word : null);
  return {
    oldPhone: phoneIn(before),
    newPhone: phoneIn(after),
    oldBsuid: bsuidIn(before),
    newBsuid: bsuidIn(after),
  };
}

/** A `system` message: what changed about a person. Null when the object is missing. */
export function parseSystem(message: Json): SystemContent | null {
  const source = object(message, "system");
  if (source === null) return null;
  const event = EVENTS.get(text(source, "type") ?? "") ?? "other";
  const body = filled(source, "body");
  const told = toldBy(body);
  const moved = event === "number_changed";
  return {
    type: "system",
    event,
    body,
    newWaId: phone(source, "wa_id") ?? phone(source, "new_wa_id") ?? (moved ? told.newPhone : null),
    newBsuid: filled(source, "user_id") ?? told.newBsuid,
    previousBsuid: filled(source, "previous_user_id") ?? told.oldBsuid,
    newParentBsuid: filled(source, "parent_user_id"),
    previousParentBsuid: filled(source, "previous_parent_user_id"),
  };
}

/**
 * Whom a system message is about, under the OLD ids: `from` is the old phone, then Meta's sentence, then the legacy
 * `customer` (wire facts, section 4.2). An id that is the new one does not count as the old.
 */
export function systemSubject(
  message: Json,
  content: SystemContent,
): { waId: string | null; bsuid: string | null; parentBsuid: string | null } {
  const told = toldBy(content.body);
  const legacy = phone(object(message, "system"), "customer");
  const sender = filled(message, "from_user_id");
  const changes = content.event === "number_changed" || content.event === "user_id_changed";
  const before = sender !== null && changes && sender === content.newBsuid ? null : sender;
  const customer = legacy !== null && legacy !== content.newWaId ? legacy : null;
  return {
    waId: phone(message, "from") ?? told.oldPhone ?? customer,
    bsuid: content.previousBsuid ?? before,
    parentBsuid: content.previousParentBsuid ?? (changes ? null : filled(message, "from_parent_user_id")),
  };
}
