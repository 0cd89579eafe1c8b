import type { WebhookDetail, WebhookList, WebhookState } from "@balcao/api";
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
} from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { queryClient } from "../../lib/queries.ts";
import { queryOf, type LedgerFilter } from "./values.ts";

const KEY = ["webhooks"] as const;
const LIST = [...KEY, "list"] as const;
export const STATE = [...KEY, "state"] as const;

/** Meta posts all the time and nobody tells this page: it is asked for at each visit, and by its button. */
export const useDeliveries = (filter: LedgerFilter): UseInfiniteQueryResult<InfiniteData<WebhookList>> =>
  useInfiniteQuery({
    queryKey: [...LIST, queryOf(filter)],
    queryFn: ({ pageParam, signal }) =>
      api<WebhookList>("/api/webhooks", { query: { ...queryOf(filter), cursor: pageParam }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchOnMount: "always",
  });

export const useWebhookState = (): UseQueryResult<WebhookState> =>
  useQuery({
    queryKey: STATE,
    queryFn: () => api<WebhookState>("/api/webhooks/state"),
    refetchOnMount: "always",
  });

/** The first page anew, and how things stand. */
export async function lookAgain(): Promise<void> {
  await Promise.all([
    queryClient.resetQueries({ queryKey: LIST }),
    queryClient.invalidateQueries({ queryKey: STATE }),
  ]);
}

const detailKey = (id: string) => [...KEY, "one", id] as const;

/** One delivery; while it waits it is asked for again. */
export const useDelivery = (id: string): UseQueryResult<WebhookDetail> =>
  useQuery({
    queryKey: detailKey(id),
    queryFn: () => api<WebhookDetail>(`/api/webhooks/${id}`),
    refetchOnMount: "always",
    refetchInterval: ({ state }) => (state.data?.delivery.result === "waiting" ? 1_000 : false),
  });

/** The delivery in the pages of every list that is kept, as it is now. */
export function keepDelivery({ delivery }: WebhookDetail): void {
  queryClient.setQueriesData<InfiniteData<WebhookList>>(
    { queryKey: LIST },
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({
          ...page,
          items: page.items.map((item) => (item.id === delivery.id ? delivery : item)),
        })),
      },
  );
}

/** Has what was set aside and is of no delivery handled again. */
export const useReplayLoose = (): UseMutationResult<WebhookState, unknown, void> =>
  useMutation({
    mutationFn: () => api<WebhookState>("/api/webhooks/loose/replay", { method: "POST" }),
    onSuccess: (state) => queryClient.setQueryData(STATE, state),
  });

export const countAgain = (): Promise<void> => queryClient.invalidateQueries({ queryKey: STATE });

/** Has a delivery handled again. */
export const useReplay = (id: string): UseMutationResult<WebhookDetail, unknown, void> =>
  useMutation({
    mutationFn: () => api<WebhookDetail>(`/api/webhooks/${id}/replay`, { method: "POST" }),
    onSuccess: (detail) => queryClient.setQueryData(detailKey(id), detail),
  });
