/** Delivery states of one message. `received` is for what came in. Times are epoch milliseconds. */
export type MessageStatus =
  | "received"
  | "queued"
  | "sending"
  | "accepted"
  | "sent"
  | "delivered"
  | "read"
  | "played"
  | "failed"
  | "unknown"
  | "cancelled";

/** What Meta (or our own check) said happened to a message. */
export type DeliveryNews =
  | { type: "calling" }
  | { type: "accepted" }
  | { type: "unanswered" }
  | { type: "refused" }
  | { type: "requeued" }
  | { type: "cancelled" }
  | { type: "status"; status: "sent" | "delivered" | "read" | "played" | "failed" };

/** A token bucket: `tokens` as they were at `at`. */
export type Bucket = { tokens: number; at: number };
export type Rate = { capacity: number; perSecond: number };
