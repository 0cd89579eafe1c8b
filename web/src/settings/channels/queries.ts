import type { Channel } from "@balcao/api";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { keys } from "../../lib/queries.ts";

/** The account's numbers. When Meta last called one, nobody tells: it is asked for at each visit. */
export const useChannels = (): UseQueryResult<Channel[]> =>
  useQuery({
    queryKey: keys.channels,
    queryFn: async () => (await api<{ items: Channel[] }>("/api/channels")).items,
    refetchOnMount: "always",
  });
