import { localTime } from "../hours/wall-clock.ts";
import type { MessageStatus } from "../sending/types.ts";

/** Meta's words for what a message costs: why (`regular` = charged, else free for a reason) and of which kind. Kept as they come. */
export type Price = { type: string; category: string };

/** What is known of one message's price. Times are epoch milliseconds; `leftAt` is the earliest moment that any status names. */
export type Charge = { price: Price | null; leftAt: number; arrivedAt: number | null };

export type ChargeNews = { status: MessageStatus; at: number; price: Price | null };

/** Only the type tells whether it costs: `billable` is on its way out (wire facts, 13.3). */
export const REGULAR = "regular";
/** Meta's word for what is neither a template nor inside a free entry point. */
export const SERVICE = "service";
/** Free-form replies of one number in one calendar month that cost nothing (from 1 October 2026; wire facts, 13.3). */
export const FREE_SERVICE_MESSAGES = 1000;

const ARRIVED: ReadonlySet<MessageStatus> = new Set(["delivered", "read", "played"]);

const earlier = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/**
 * What is known after one more status. They come twice, late and in any order, and the price stands in one of them or in several: the same
 * set always ends in the same. `before` null = the first one.
 */
export function onChargeNews(before: Charge | null, { status, at, price }: ChargeNews): Charge {
  const arrivedAt = ARRIVED.has(status) ? at : null;
  if (before === null) return { price, leftAt: at, arrivedAt };
  return {
    price: before.price ?? price,
    leftAt: Math.min(before.leftAt, at),
    arrivedAt: earlier(before.arrivedAt, arrivedAt),
  };
}

/** Meta counts a message once it has arrived; of one that was only sent it asks nothing. */
export const isCounted = ({ price, arrivedAt }: Charge): boolean => price !== null && arrivedAt !== null;

/** The calendar month of the account in which a message left, as "2026-11": the free ones are counted by it. */
export const monthOf = (at: number, timeZone: string): string => localTime(at, timeZone).date.slice(0, 7);
