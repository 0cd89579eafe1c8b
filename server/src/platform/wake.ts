/**
 * Wake-ups inside one process and, through NOTIFY, to the others. Only a hint: whoever sleeps also polls, so a lost
 * wake-up costs time, never a message.
 */
const TOPICS = [
  "facts",
  "outbox",
  "events",
  "timers",
  "files",
  "templates",
  "presence",
  "notices",
  "blocks",
  "reads",
  "mails",
] as const;
export type Topic = (typeof TOPICS)[number];

export const isTopic = (word: string): word is Topic => (TOPICS as readonly string[]).includes(word);

export type Wake = {
  /** tell this process at once and the others within a few milliseconds (coalesced, outside any transaction) */
  signal(topic: Topic): void;
  /** called for signals of this and other processes; returns the way to stop */
  on(topic: Topic, listener: () => void): () => void;
};

/** For one process without others, and for tests. */
export function localWake(): Wake {
  const listeners = new Map<Topic, Set<() => void>>();
  return {
    signal(topic) {
      for (const listener of listeners.get(topic) ?? []) listener();
    },
    on(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set);
      set.add(listener);
      return () => void set.delete(listener);
    },
  };
}
