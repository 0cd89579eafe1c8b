import type { Bucket, Rate } from "./types.ts";

/** One customer may get a burst of 45, then one message in 6 s (wire facts, section 9, pair rate). */
export const PAIR_RATE: Rate = { capacity: 45, perSecond: 1 / 6 };

/** A number's own ceiling: what it may send in a second, with one second's worth as the burst. */
export const numberRate = (messagesPerSecond: number): Rate => ({
  capacity: messagesPerSecond,
  perSecond: messagesPerSecond,
});

/** What a bucket holds at `now` (epoch milliseconds), parts of a token included. A clock that goes back fills nothing. */
export function tokensAt(bucket: Bucket, rate: Rate, now: number): number {
  const elapsed = Math.max(0, now - bucket.at) / 1000;
  return Math.min(
    rate.capacity,
    bucket.tokens + (elapsed === Infinity ? rate.capacity : elapsed * rate.perSecond),
  );
}

/** A whole token but for the rounding of fractions: without it, whoever comes at `waitUntil` may be told to come now. */
const ONE = 1 - 1e-9;

/**
 * Takes one token if there is one. `at` of the answer is `now`; `waitUntil` says when the next token is there
 * (epoch milliseconds), null when this one was given. A clock that goes back fills nothing and takes nothing away.
 */
export function take(bucket: Bucket, rate: Rate, now: number): { bucket: Bucket; waitUntil: number | null } {
  const filled = tokensAt(bucket, rate, now);
  const at = Math.max(now, bucket.at);
  if (filled >= ONE) return { bucket: { tokens: Math.max(0, filled - 1), at }, waitUntil: null };
  return {
    bucket: { tokens: filled, at },
    waitUntil: at + Math.ceil(((1 - filled) / rate.perSecond) * 1000),
  };
}

/** A bucket that is empty and gives its next token at `until` (epoch milliseconds): Meta refused what we thought we had. */
export const emptyUntil = (rate: Rate, until: number): Bucket => ({
  tokens: 0,
  at: until - 1000 / rate.perSecond,
});
