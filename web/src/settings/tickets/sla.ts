import type { SlaPolicyDraft, SlaSettingsView } from "@balcao/api";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { keys, queryClient } from "../../lib/queries.ts";
import { reordered } from "../parts/moved.ts";
import { useListOrder, type ListOrder } from "../parts/use-list-order.ts";

export const useSlaSettings = (): UseQueryResult<SlaSettingsView> =>
  useQuery({ queryKey: keys.sla, queryFn: () => api<SlaSettingsView>("/api/settings/sla") });

/** Saves all policies over the version this screen showed. */
export async function savePolicies(
  policies: readonly SlaPolicyDraft[],
  { version }: Pick<SlaSettingsView, "version">,
): Promise<void> {
  const saved = await api<SlaSettingsView>("/api/settings/sla", {
    method: "PUT",
    body: { policies, version },
  });
  queryClient.setQueryData(keys.sla, saved);
}

/** Puts the policies in another order, each move over the version that the one before it saved. */
export const useSlaOrder = (settings: SlaSettingsView): ListOrder =>
  useListOrder({
    list: keys.sla,
    save: (ids) => {
      const current = queryClient.getQueryData<SlaSettingsView>(keys.sla) ?? settings;
      return savePolicies(reordered(current.policies, ids), current);
    },
  });
