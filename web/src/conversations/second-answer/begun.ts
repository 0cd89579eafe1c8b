import type { Begun } from "@balcao/core";
import { queryClient } from "../../lib/queries.ts";
import type { ThreadData } from "../../realtime/apply.ts";
import { THREAD } from "../../realtime/cache.ts";
import { useDrafts } from "../drafts.ts";

const begun = new Map<string, Begun>();

/** The last entry of a thread that this browser knows; null when it knows none. */
function lastSeq(conversationId: string): number | null {
  const entries = queryClient.getQueryData<ThreadData>([THREAD, conversationId])?.entries ?? [];
  return entries.length === 0 ? null : Math.max(...entries.map(({ seq }) => seq));
}

/**
 * When the answer that stands in a conversation's field was begun; null while there is none. What was written here is placed among
 * what was known then, so no clock is asked; what came from an earlier visit or another device, by its own moment.
 */
export const begunOf = (conversationId: string): Begun | null => begun.get(conversationId) ?? null;

useDrafts.subscribe(({ owner, all }, before) => {
  for (const [key, draft] of Object.entries(all)) {
    if (draft === before.all[key]) continue;
    if (draft.text === "") begun.delete(key);
    else if (!begun.has(key)) {
      const isWrittenHere = owner === before.owner && !draft.isSaved;
      begun.set(key, { afterSeq: isWrittenHere ? lastSeq(key) : null, at: draft.at });
    }
  }
  for (const key of begun.keys()) if (!(key in all)) begun.delete(key);
});
for (const [key, { text, at }] of Object.entries(useDrafts.getState().all))
  if (text !== "") begun.set(key, { afterSeq: null, at });
