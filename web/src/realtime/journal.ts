import type { RealtimeChange } from "@balcao/api";

const KEPT = 2_000;

/** Changes received lately, so that an answer asked for before them is not shown without them. */
export type Journal = {
  mark: () => number;
  record: (changes: readonly RealtimeChange[]) => void;
  /** what came after the mark; null when some of it is no longer kept */
  since: (mark: number) => RealtimeChange[] | null;
};

export function createJournal(kept = KEPT): Journal {
  let total = 0;
  let changes: RealtimeChange[] = [];
  return {
    mark: () => total,
    record: (incoming) => {
      total += incoming.length;
      changes = [...changes, ...incoming].slice(-kept);
    },
    since: (mark) => (total - mark > changes.length ? null : changes.slice(changes.length - (total - mark))),
  };
}

/** What this browser's line has told. */
export const journal = createJournal();
