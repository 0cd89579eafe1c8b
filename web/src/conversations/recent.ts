import type { Conversation, ConversationRow } from "@balcao/api";
import { create } from "zustand";
import { queryClient } from "../lib/queries.ts";
import { CONVERSATION } from "../realtime/cache.ts";
import { rowOf } from "./queries.ts";

const MOST = 8;
const useRecent = create<{ ids: readonly string[] }>(() => ({ ids: [] }));

/** Remembers, for as long as the page lives, that a conversation was opened. */
export const noteOpened = (id: string): void =>
  useRecent.setState(({ ids }) => ({ ids: [id, ...ids.filter((other) => other !== id)].slice(0, MOST) }));

/** Conversations opened before the one that is open (`openId`), the last first, as far as they are still known. */
export function useRecentRows(openId: string | undefined): ConversationRow[] {
  const ids = useRecent((state) => state.ids);
  return ids.flatMap((id) => {
    if (id === openId) return [];
    const row = rowOf(id) ?? queryClient.getQueryData<Conversation>([CONVERSATION, id]);
    return row ? [row] : [];
  });
}
