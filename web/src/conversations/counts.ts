import type { ConversationCounts } from "@balcao/api";
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { z } from "zod";
import { api } from "../lib/api.ts";
import { COUNTS } from "../realtime/cache.ts";

type Counts = z.infer<typeof ConversationCounts>;

export const countsOptions = (team?: string) => ({
  queryKey: [COUNTS, team ?? null],
  queryFn: () => api<Counts>("/api/conversations/counts", { query: { team } }),
});
export const useCounts = (team?: string): UseQueryResult<Counts> =>
  useQuery({ ...countsOptions(team), placeholderData: keepPreviousData });

/** Unread messages that wait for this person: theirs, and those nobody took yet. */
export function unreadForMe(counts: Counts | undefined, segmented: boolean): number {
  if (!counts) return 0;
  return segmented
    ? (counts.tabs.mine?.unread ?? 0) + (counts.tabs.new?.unread ?? 0)
    : (counts.tabs.all?.unread ?? 0);
}
