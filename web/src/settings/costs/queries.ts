import type { CostReport, CostSettings } from "@balcao/api";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { keys, queryClient } from "../../lib/queries.ts";

const SETTINGS = [...keys.costs, "settings"] as const;

/** A month's costs; no event tells of each message, so it is asked for at each visit. */
export const useCosts = (month: string | undefined): UseQueryResult<CostReport> =>
  useQuery({
    queryKey: [...keys.costs, "report", month ?? "now"],
    queryFn: () => api<CostReport>(`/api/costs${month === undefined ? "" : `?month=${month}`}`),
    refetchOnMount: "always",
  });

export const useCostSettings = (): UseQueryResult<CostSettings> =>
  useQuery({ queryKey: SETTINGS, queryFn: () => api<CostSettings>("/api/settings/costs") });

export function keepCostSettings(saved: CostSettings): void {
  queryClient.setQueryData(SETTINGS, saved);
  void queryClient.invalidateQueries({ queryKey: [...keys.costs, "report"] });
}
