/** A send without an answer holds its conversation's next message this long at most, then lets it go (architecture, section 8). */
export const HOLD_UNKNOWN_MS = 10_000;
