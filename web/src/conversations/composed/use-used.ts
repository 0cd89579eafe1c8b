import type { UsedInteractive } from "@balcao/api";
import { useQuery } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";

const NONE: UsedInteractive = { flows: [], catalogs: [] };

/** Flows and catalogues that were sent from this account before. Without them their ids are typed. */
export function useUsed(): UsedInteractive {
  const { data } = useQuery({
    queryKey: ["interactive-used"],
    queryFn: () => api<UsedInteractive>("/api/interactive/used"),
    // what was just sent is offered in the next message
    refetchOnMount: "always",
  });
  return data ?? NONE;
}
