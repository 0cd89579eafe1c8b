/** A send without an answer holds its conversation's next message this long at most, then lets it go (architecture, section 8). */
export const HOLD_UNKNOWN_MS = 10_000;

/**
 * A message that a stopped number holds for longer goes out no more, in milliseconds: an answer of the bot would come into another
 * talk, and what an agent wrote hours ago must be read again before it is sent.
 */
export const HELD_MOST_MS = { automatic: 30 * 60_000, written: 4 * 3_600_000 } as const;

/** Until when a message that Meta does not take for now may still go, in epoch milliseconds: later it would be stale. */
export const goesUntil = (queuedAt: number, automatic: boolean): number =>
  queuedAt + HELD_MOST_MS[automatic ? "automatic" : "written"];
