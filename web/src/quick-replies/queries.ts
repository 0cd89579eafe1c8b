import type { QuickReply } from "@balcao/api";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../lib/api.ts";
import { queryClient } from "../lib/queries.ts";

/** the word by which the server says that they changed */
const REPLIES = ["quick-replies"] as const;

/** The quick replies this person may use. */
export const useQuickReplies = (): UseQueryResult<QuickReply[]> =>
  useQuery({
    queryKey: REPLIES,
    queryFn: async () => (await api<{ items: QuickReply[] }>("/api/quick-replies")).items,
  });

/** What the server answered, into the cache. */
export const keepReply = (reply: QuickReply): void =>
  void queryClient.setQueryData<QuickReply[]>(REPLIES, (replies) =>
    replies?.some(({ id }) => id === reply.id)
      ? replies.map((other) => (other.id === reply.id ? reply : other))
      : [...(replies ?? []), reply],
  );

export const dropReply = (id: string): void =>
  void queryClient.setQueryData<QuickReply[]>(REPLIES, (replies) =>
    replies?.filter((other) => other.id !== id),
  );
