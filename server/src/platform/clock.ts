import { readFileSync } from "node:fs";

/**
 * Business time. Everything that decides asks here and is tested with a clock of its own. In production it is the database's time (see
 * `databaseClock`); leases and heartbeats ask the database itself, because they compare the lives of processes, not of conversations.
 */
export type Clock = {
  /** epoch milliseconds */
  now(): number;
};

/** This machine's: for commands that look at one installation from beside it. */
export const systemClock: Clock = { now: () => Date.now() };

const REREAD_MS = 200;

/**
 * The system's clock moved by the offset (milliseconds, an integer) written in a file, so that the demo's phone can live
 * through a day in a minute. A missing or unreadable file means no offset. A change is seen within 200 ms, or at `reread`.
 */
export function fileOffsetClock(path: string): Clock & { reread(): void } {
  let offset = 0;
  let readAt = -Infinity;
  const read = (): number => {
    try {
      const value = Number(readFileSync(path, "utf8").trim());
      return Number.isSafeInteger(value) ? value : 0;
    } catch {
      return 0;
    }
  };
  return {
    reread() {
      readAt = -Infinity;
    },
    now() {
      const now = Date.now();
      if (now - readAt >= REREAD_MS || now < readAt) {
        offset = read();
        readAt = now;
      }
      return now + offset;
    },
  };
}

/** A clock that stands still until it is moved; for tests and simulations. */
export function manualClock(start: number): Clock & { set(now: number): void; advance(ms: number): void } {
  let now = start;
  return {
    now: () => now,
    set(value) {
      now = value;
    },
    advance(ms) {
      now += ms;
    },
  };
}
