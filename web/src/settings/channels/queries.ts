import type { Channel, ChannelView } from "@balcao/api";
import { useMutation, useQuery, type UseMutationResult, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { keys, queryClient } from "../../lib/queries.ts";

/** The account's numbers. When Meta last called one, nobody tells: it is asked for at each visit. For administrators: `enabled` = it is one. */
export const useChannels = (enabled = true): UseQueryResult<Channel[]> =>
  useQuery({
    enabled,
    queryKey: keys.channels,
    queryFn: async () => (await api<{ items: Channel[] }>("/api/channels")).items,
    refetchOnMount: "always",
  });

const keyOf = (id: string) => [...keys.channels, id] as const;

/** A number with what was found when it was last looked at. The sentences come in the page's language. */
export const useChannel = (id: string, language: string): UseQueryResult<ChannelView> =>
  useQuery({
    queryKey: [...keyOf(id), language],
    queryFn: () => api<ChannelView>(`/api/channels/${id}`),
    refetchOnMount: "always",
  });

export const keepChannel = (view: ChannelView, language: string): void =>
  void queryClient.setQueryData([...keyOf(view.channel.id), language], view);

/** What is done about a number: its address under /api/channels/:id, and what it takes. */
export type Doing = { path: string; method?: "POST" | "PUT"; body?: unknown };

/** Does something about a number; what was found then takes the place of what is shown. */
export const useDoing = (id: string, language: string): UseMutationResult<ChannelView, unknown, Doing> =>
  useMutation({
    mutationFn: ({ path, method = "POST", body }: Doing) =>
      api<ChannelView>(`/api/channels/${id}/${path}`, { method, body }),
    onSuccess: (view) => keepChannel(view, language),
  });
