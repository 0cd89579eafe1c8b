import type { DeliveryNews, MessageStatus } from "./types.ts";

/** How far a message has come. Only ever upwards (wire facts, section 5.1). */
const RANK: Record<MessageStatus, number> = {
  queued: 0,
  cancelled: 0,
  sending: 1,
  unknown: 2,
  accepted: 3,
  sent: 4,
  failed: 4.5,
  delivered: 5,
  read: 6,
  played: 7,
  received: 9,
};

/** Answers of our own sending step; they say nothing once Meta has spoken. */
const STEP: Record<Exclude<DeliveryNews["type"], "status">, MessageStatus> = {
  calling: "sending",
  accepted: "accepted",
  unanswered: "unknown",
  refused: "failed",
  requeued: "queued",
  cancelled: "cancelled",
};

/**
 * The next state of a message. News come twice, late and in any order: the same set of statuses always ends in the same
 * state. `failed` overrides anything below delivered and nothing above (several devices); `unknown` is settled by whatever
 * comes; a cancelled message was never sent, yet if Meta proves otherwise the proof counts.
 */
export function onDelivery(current: MessageStatus, news: DeliveryNews): MessageStatus {
  if (current === "received") return current;
  if (news.type === "requeued") return current === "sending" ? "queued" : current;
  if (news.type === "cancelled") return current === "queued" ? "cancelled" : current;
  const next = news.type === "status" ? news.status : STEP[news.type];
  if (current === "cancelled" && news.type === "calling") return current;
  return RANK[next] > RANK[current] ? next : current;
}
