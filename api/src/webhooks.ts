import { z } from "zod";
import { Id, isStorable, page, Time, Version } from "./common.ts";

/**
 * What became of a delivery: done · waiting: some of it is still in its lane · set_aside: some of it could not be handled and is kept
 * with its error · unreadable: it is no delivery of Meta's
 */
export const DeliveryResult = z.enum(["done", "waiting", "set_aside", "unreadable"]);
export type DeliveryResult = z.infer<typeof DeliveryResult>;

/** A webhook of Meta's as the list has it. */
export const WebhookDelivery = z.object({
  id: Id,
  channelId: Id,
  receivedAt: Time,
  /** milliseconds from the newest moment it speaks of until it arrived; null = it is not dated, or too large to read in a list */
  lagMs: z.int().nullable(),
  /** Meta's names of its fields; empty = too large to read in a list, or unreadable */
  fields: z.array(z.string()),
  /** how many facts were read in it */
  facts: z.int(),
  bytes: z.int(),
  result: DeliveryResult,
  /** why it, or the first part of it, failed */
  error: z.string().nullable(),
  /** when somebody last had it handled again */
  replayedAt: Time.nullable(),
});
export type WebhookDelivery = z.infer<typeof WebhookDelivery>;

/** GET /api/webhooks, by administrators, newest first */
export const WebhookListQuery = z
  .object({
    channelId: Id.optional(),
    /** problem: set aside or unreadable */
    result: z.enum(["problem", "waiting"]).optional(),
    /** one of Meta's fields, e.g. "messages" */
    field: z
      .string()
      .regex(/^[a-z0-9_]{2,60}$/)
      .optional(),
    /** a piece of what it says: a wamid, a phone, an id */
    search: z.string().trim().min(4).max(200).refine(isStorable).optional(),
    cursor: z.string().max(120).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  })
  .strict();
export const WebhookList = page(WebhookDelivery).extend({
  /** a search looks at so many deliveries at one time: how far back it has looked; null = to the end */
  searchedTo: Time.nullable(),
});
export type WebhookList = z.infer<typeof WebhookList>;

/** GET /api/webhooks/:id ; POST /api/webhooks/:id/replay has it handled again and answers the same */
export const WebhookDetail = z.object({
  delivery: WebhookDelivery,
  /** ids of the messages it speaks of, the first hundred */
  wamids: z.array(z.string()),
  /** its JSON, indented, secrets masked, at most 64 KB of it */
  raw: z.string(),
  isCut: z.boolean(),
  problems: z.array(z.object({ kind: z.string(), error: z.string(), at: Time })),
});
export type WebhookDetail = z.infer<typeof WebhookDetail>;

/** How a number hears from Meta. */
export const WebhookNumber = z.object({
  channelId: Id,
  name: z.string(),
  displayPhone: z.string(),
  lastAt: Time.nullable(),
  /** deliveries of the last 24 hours */
  day: z.int(),
  /** it is silent while on most of the last seven days it was not, at the same hours: since then, and how many deliveries came in such a time */
  /** it was disconnected; what still comes for it is kept */
  removed: z.boolean(),
  silence: z.object({ since: Time, usual: z.int() }).nullable(),
});
export type WebhookNumber = z.infer<typeof WebhookNumber>;

/** GET /api/webhooks/state */
export const WebhookState = z.object({
  numbers: z.array(WebhookNumber),
  /** deliveries with a part set aside, or unreadable */
  problems: z.int(),
  /** set aside and of no delivery, e.g. what became of a send: POST /api/webhooks/loose/replay has all of them handled again */
  loose: z.int(),
  /** days a delivery is kept */
  keepDays: z.int(),
  version: Version,
});
export type WebhookState = z.infer<typeof WebhookState>;

export const KEEP_DAYS = { least: 7, most: 365, usual: 30 } as const;
/** PUT /api/webhooks/settings ; answers WebhookState */
export const WebhookSettings = z
  .object({ keepDays: z.int().min(KEEP_DAYS.least).max(KEEP_DAYS.most), version: Version })
  .strict();
