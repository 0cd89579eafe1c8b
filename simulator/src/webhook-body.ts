import { signBody } from "@balcao/whatsapp";
import { createHmac } from "node:crypto";
import type { SeededRandom } from "./random.ts";
import type { BusinessNumber, JsonObject } from "./model.ts";

/** One thing to tell: a `messages` value with one message or status, or the value of another field. */
export type WebhookItem = {
  number: BusinessNumber;
  field: string;
  value: JsonObject;
  /** `entry.time`, in epoch milliseconds: account, template and number fields carry it, messages do not (section 3) */
  at?: number;
  /** Called once, when a receiver has answered 200. */
  onDelivered: (() => void) | null;
  /** Called after every attempt that failed; `last` = it is given up. */
  onMissed?: (last: boolean) => void;
};

type Change = { field: string; value: JsonObject };
type Entry = { id: string; time?: number; changes: Change[] };

const LISTS = ["contacts", "messages", "statuses", "errors"] as const;

/** The headers of a webhook POST (2.2). */
export function webhookHeaders(body: Uint8Array, secret: string): Record<string, string> {
  return {
    "Content-Type": "application/json",
    "User-Agent": "facebookexternalua",
    "X-Hub-Signature": `sha1=${createHmac("sha1", secret).update(body).digest("hex")}`,
    "X-Hub-Signature-256": signBody(body, secret),
  };
}

/**
 * The envelope of section 3. Several items are spread by chance over the same value, another change or another entry,
 * so that a receiver has to loop at all four levels.
 */
export function buildEnvelope(items: readonly WebhookItem[], random: SeededRandom): JsonObject {
  const entries: Entry[] = [];
  for (const item of items) {
    const entry = entries.at(-1);
    const change = entry?.changes.at(-1);
    const time = item.at === undefined ? {} : { time: Math.floor(item.at / 1000) };
    const isSame = entry?.id === item.number.wabaId && entry.time === time.time;
    if (entry && change && isSame && mergeable(change, item) && random.chance(0.5)) {
      mergeInto(change.value, item.value);
    } else if (entry && isSame && random.chance(0.5)) {
      entry.changes.push({ field: item.field, value: copyLists(item.value) });
    } else {
      entries.push({
        id: item.number.wabaId,
        ...time,
        changes: [{ field: item.field, value: copyLists(item.value) }],
      });
    }
  }
  return { object: "whatsapp_business_account", entry: entries };
}

function mergeable(change: Change, item: WebhookItem): boolean {
  const metadata = change.value.metadata as JsonObject | undefined;
  return (
    change.field === "messages" &&
    item.field === "messages" &&
    metadata?.phone_number_id === item.number.phoneNumberId
  );
}

function copyLists(value: JsonObject): JsonObject {
  const copy = { ...value };
  for (const key of LISTS) if (Array.isArray(copy[key])) copy[key] = [...(copy[key] as unknown[])];
  return copy;
}

function mergeInto(target: JsonObject, source: JsonObject): void {
  for (const key of LISTS) {
    const added = source[key];
    if (!Array.isArray(added)) continue;
    target[key] = Array.isArray(target[key]) ? [...(target[key] as unknown[]), ...added] : [...added];
  }
}

/** An item no receiver can know: an invented message type or an invented field. */
export function unknownItem(
  number: BusinessNumber,
  wamid: string,
  at: number,
  random: SeededRandom,
): WebhookItem {
  const metadata = { display_phone_number: number.displayPhone, phone_number_id: number.phoneNumberId };
  if (random.chance(0.5)) {
    return {
      number,
      field: "simulated_unknown_field",
      value: { messaging_product: "whatsapp", metadata, event: "SOMETHING_NEW" },
      onDelivered: null,
    };
  }
  const message = {
    from: "5511900009999",
    from_user_id: "BR.1000000000000000",
    id: wamid,
    timestamp: String(Math.floor(at / 1000)),
    type: "hologram",
    hologram: { id: "1", depth: 3 },
  };
  const contacts = [
    { profile: { name: "Pessoa Desconhecida" }, wa_id: "5511900009999", user_id: "BR.1000000000000000" },
  ];
  return {
    number,
    field: "messages",
    value: { messaging_product: "whatsapp", metadata, contacts, messages: [message] },
    onDelivered: null,
  };
}
