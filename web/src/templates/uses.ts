import type { TemplateList, TemplateUses, TemplateView } from "@balcao/api";
import { templateKey, templateUnusable } from "@balcao/core";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../lib/api.ts";
import { hasRole, keys, useSelf } from "../lib/queries.ts";

export type TemplateUse = TemplateUses["items"][number];

/** What of the company sends templates by itself; asked for by who oversees. */
export function useTemplateUses(): UseQueryResult<TemplateUse[]> {
  const sees = hasRole(useSelf(), "supervisor");
  return useQuery({
    queryKey: [...keys.templates, "uses"],
    queryFn: async () => (await api<TemplateUses>("/api/templates/uses")).items,
    enabled: sees,
  });
}

export const usesOf = (
  uses: readonly TemplateUse[],
  template: Pick<TemplateView, "name" | "language">,
): TemplateUse[] => uses.filter((use) => templateKey(use) === templateKey(template));

export type Stopped = { template: TemplateView; uses: TemplateUse[] };

/** The templates that cannot be sent now and that something waits to send. A draft's trigger does not run, and stops nothing. */
export const stoppedOf = (list: TemplateList, uses: readonly TemplateUse[]): Stopped[] =>
  list.items
    .filter((template) => templateUnusable(template).length > 0)
    .map((template) => ({
      template,
      uses: usesOf(uses, template).filter(({ kind }) => kind !== "draft_trigger"),
    }))
    .filter((stopped) => stopped.uses.length > 0);
