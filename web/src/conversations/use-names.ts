import type { Label } from "@balcao/api";
import { createContext, useContext, useMemo } from "react";
import { useAgents, useLabels, useTeams } from "../lib/queries.ts";
import { textsIn } from "../lib/texts.ts";

type Names = {
  team: (id: string | null) => string;
  agent: (id: string | null) => string;
  label: (id: string) => string;
  /** the account's labels by id, in the order of their names; one that was deleted is not there */
  labels: ReadonlyMap<string, Label>;
};

const named = (items: readonly { id: string; name: string }[] = []): ReadonlyMap<string, string> =>
  new Map(items.map(({ id, name }) => [id, name]));

/** Reads the names that `NamesContext` hands to the page, once somebody is signed in. */
export function useKnownNames(language: string, enabled: boolean): Names {
  const { data: teams } = useTeams(enabled);
  const { data: agents } = useAgents(enabled);
  const { data: labels } = useLabels(enabled);
  return useMemo(() => {
    const t = textsIn(language, "desk");
    const [teamNames, agentNames] = [named(teams), named(agents)];
    const labelOf = new Map((labels ?? []).map((label) => [label.id, label]));
    return {
      team: (id) => (id && teamNames.get(id)) || t("names.team"),
      agent: (id) => (id && agentNames.get(id)) || t("names.agent"),
      label: (id) => labelOf.get(id)?.name ?? t("history.labelGone"),
      labels: labelOf,
    };
  }, [teams, agents, labels, language]);
}

export const NamesContext = createContext<Names | null>(null);

/** Names of teams, agents and labels by id, as the reader may know them. */
export function useNames(): Names {
  const names = useContext(NamesContext);
  if (!names) throw new Error("useNames outside of the desk");
  return names;
}
