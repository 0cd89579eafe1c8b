import type { ConversationCost, FreeReplies } from "@balcao/api";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../lib/api.ts";
import { keys } from "../lib/queries.ts";

/** So long an answer about the month's free replies is good enough. */
const FRESH_MS = 5 * 60_000;
/** No event tells of each price: a conversation that is opened again is asked for again after this. */
const FRESH_COST_MS = 30_000;

type UsedFree = { used: number; free: number; charged: boolean };

/** What a number has used of the month's free replies; null = not known yet. */
export function useFreeReplies(channelId: string, enabled: boolean): UsedFree | null {
  const { data } = useQuery({
    queryKey: [...keys.costs, "free"],
    queryFn: () => api<FreeReplies>("/api/costs/free"),
    staleTime: FRESH_MS,
    enabled,
  });
  if (!data) return null;
  const { used = 0, charged = false } = data.items.find((one) => one.channelId === channelId) ?? {};
  return { used, charged, free: data.free };
}

/** What a conversation cost so far, for who oversees. */
export const useConversationCost = (id: string): UseQueryResult<ConversationCost> =>
  useQuery({
    queryKey: [...keys.costs, "conversation", id],
    queryFn: () => api<ConversationCost>(`/api/conversations/${id}/costs`),
    staleTime: FRESH_COST_MS,
  });
