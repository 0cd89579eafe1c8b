import type { TemplateUses } from "@balcao/api";
import { templateKey } from "@balcao/core";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../lib/api.ts";
import { hasRole, useSelf } from "../lib/queries.ts";

export type TemplateUse = TemplateUses["items"][number];
type Named = Pick<TemplateUse, "name" | "language">;

/** Messages are scheduled and sent without a word to this query: how many wait is looked at again after a while. */
const COUNTED_MS = 60_000;

/**
 * What of the company sends templates by itself, and how those stand; asked for by who oversees. It goes by the word of the bot, which is
 * heard whenever triggers, settings or templates change: what is published is verified then too.
 */
export function useTemplateUses(): UseQueryResult<TemplateUses> {
  const sees = hasRole(useSelf(), "supervisor");
  return useQuery({
    queryKey: ["bot", "template-uses"],
    queryFn: () => api<TemplateUses>("/api/templates/uses"),
    enabled: sees,
    staleTime: COUNTED_MS,
  });
}

export const usesOf = ({ items }: Pick<TemplateUses, "items">, template: Named): TemplateUse[] =>
  items.filter((use) => templateKey(use) === templateKey(template));

export type Affected = { template: TemplateUses["templates"][number]; uses: TemplateUse[] };

/** Of what runs: a draft's trigger does not, and nothing stops with it. */
function affected(all: TemplateUses, is: (template: Affected["template"]) => boolean): Affected[] {
  const running = { items: all.items.filter(({ kind }) => kind !== "draft_trigger") };
  return all.templates
    .filter(is)
    .map((template) => ({ template, uses: usesOf(running, template) }))
    .filter(({ uses }) => uses.length > 0);
}

/** The templates that cannot be sent now and that something waits to send. */
export const stoppedOf = (all: TemplateUses): Affected[] => affected(all, ({ usable }) => !usable);
