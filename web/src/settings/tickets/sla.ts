import type { SlaPolicy, SlaPolicyDraft, SlaSettingsView } from "@balcao/api";
import { useMutation, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, sentenceOf } from "../../lib/api.ts";
import { keys, queryClient } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";

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

/** Puts the policies in another order; the screen changes first. */
export function useSlaOrder(settings: SlaSettingsView): (policies: SlaPolicy[]) => void {
  return useMutation({
    // one after the other, each over what the one before it saved: who moves a policy by two places presses twice
    scope: { id: "sla-order" },
    mutationFn: (policies: SlaPolicy[]) =>
      savePolicies(policies, queryClient.getQueryData<SlaSettingsView>(keys.sla) ?? settings),
    onMutate: (policies) => void queryClient.setQueryData(keys.sla, { ...settings, policies }),
    onError: (error) => {
      toast(sentenceOf(error), { tone: "error" });
      void queryClient.invalidateQueries({ queryKey: keys.sla });
    },
  }).mutate;
}
