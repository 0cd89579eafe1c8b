import { threadPlace } from "@balcao/core";
import { calm } from "../lib/calm.ts";
import { queryClient } from "../lib/queries.ts";
import { THREAD_PAGE, type ThreadData } from "./apply.ts";
import { CONVERSATION, THREAD } from "./cache.ts";

/** So many conversations are kept, so that coming back to one asks nobody. */
export const KEPT_CONVERSATIONS = 200;

const TIDY_MS = 1_000;

/** Ids of conversations by their last opening, the oldest first. */
const opened = new Set<string>();

/** Pure: the end of a thread that is longer than `most`; what is before is read again when somebody scrolls there. A stretch before the end stays. */
export function endOf(thread: ThreadData, most = THREAD_PAGE): ThreadData {
  if (thread.after !== null || thread.entries.length <= most) return thread;
  const entries = thread.entries.slice(-most);
  const [first] = entries;
  return first ? { ...thread, entries, before: threadPlace(first) } : thread;
}

/** Pure: of all that are known those to let go, so that no more than `most` are left: first what was never opened, then what was opened longest ago. */
export function tooMany(
  known: readonly string[],
  byOpening: ReadonlySet<string>,
  most = KEPT_CONVERSATIONS,
): string[] {
  const order = [
    ...known.filter((id) => !byOpening.has(id)),
    ...[...byOpening].filter((id) => known.includes(id)),
  ];
  return order.slice(0, Math.max(0, order.length - most));
}

function tidy(): void {
  const resting = queryClient
    .getQueryCache()
    .findAll({ queryKey: [THREAD], type: "inactive", fetchStatus: "idle" });
  for (const { queryKey, state } of resting) {
    const thread = state.data as ThreadData | undefined;
    const end = thread && endOf(thread);
    if (end !== thread) queryClient.setQueryData(queryKey, end, { updatedAt: state.dataUpdatedAt });
  }
  for (const left of tooMany(
    resting.map(({ queryKey }) => queryKey[1] as string),
    opened,
  )) {
    opened.delete(left);
    for (const what of [THREAD, CONVERSATION])
      queryClient.removeQueries({ queryKey: [what, left], type: "inactive" });
  }
}
const tidySoon = calm(TIDY_MS, tidy);

/**
 * This conversation is open now: what is kept of all others is brought back within bounds, so that a day's work does not pile up. Not at
 * once: the opening itself comes first.
 */
export function noteKept(id: string): void {
  opened.delete(id);
  opened.add(id);
  tidySoon();
}
