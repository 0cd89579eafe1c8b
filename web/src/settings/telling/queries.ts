import type { TicketTellingSettings } from "@balcao/api";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { queryClient } from "../../lib/queries.ts";

const TELLING = ["settings", "ticket-telling"] as const;

export const useTelling = (): UseQueryResult<TicketTellingSettings> =>
  useQuery({ queryKey: TELLING, queryFn: () => api<TicketTellingSettings>("/api/settings/ticket-telling") });

export const keepTelling = (saved: TicketTellingSettings): void =>
  void queryClient.setQueryData(TELLING, saved);
