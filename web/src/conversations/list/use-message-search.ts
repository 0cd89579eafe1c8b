import type { MessageHit, MessageHitPage } from "@balcao/api";
import { keepPreviousData, useInfiniteQuery, type UseInfiniteQueryResult } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import type { ListFilter } from "../../realtime/order.ts";

/** What was said in all that one may see, newest first, page by page. The socket does not patch it: it is asked for anew. */
export const useMessageSearch = ({ q, team, status }: ListFilter): UseInfiniteQueryResult<MessageHit[]> =>
  useInfiniteQuery({
    queryKey: ["message-search", q, team, status],
    queryFn: ({ pageParam, signal }) =>
      api<MessageHitPage>("/api/messages/search", { query: { q, team, status, cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    select: ({ pages }) => pages.flatMap(({ items }) => items),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
