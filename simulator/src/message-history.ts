import type { BusinessNumber, ChatMessage, JsonObject } from "./model.ts";
import { callbackOf } from "./number-facts.ts";

/** What a status says in `delivery_status` of the history; a played voice note stays read there. */
const WORDS: Record<string, string> = {
  sent: "SENT",
  delivered: "DELIVERED",
  read: "READ",
  failed: "FAILED",
};

/** GET /{phone}/message_history (12.6): the delivery events of one business message, and whether their webhooks arrived. */
export function messageHistory(number: BusinessNumber, message: ChatMessage | null): JsonObject {
  if (message === null) return { data: [] };
  const uri = callbackOf(number);
  const events = (message.events ?? []).flatMap(({ status, at, webhook, detail }, index) => {
    const word = WORDS[status];
    if (word === undefined) return [];
    return [
      {
        id: idOf(message.id, index + 1),
        delivery_status: word,
        webhook_update_state: webhook,
        timestamp: Math.floor(at / 1000),
        application: { id: number.appId },
        ...(uri === null ? {} : { webhook_uri: uri }),
        ...(detail === undefined ? {} : { error_description: detail }),
      },
    ];
  });
  return { data: [{ id: idOf(message.id, 0), message_id: message.id, events: { data: events } }] };
}

/** A number for a node of the history, the same at every call. */
function idOf(wamid: string, index: number): string {
  let sum = 0;
  for (const letter of wamid) sum = (sum * 31 + letter.charCodeAt(0)) % 1_000_000_007;
  return `7${String(sum).padStart(10, "0")}${String(index).padStart(4, "0")}`;
}
