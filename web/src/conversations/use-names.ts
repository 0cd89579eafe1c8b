import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useAgents, useLabels, useTeams } from "../lib/queries.ts";

/** Names of teams, agents and labels by id, as the reader may know them. */
export function useNames(): {
  team: (id: string | null) => string;
  agent: (id: string | null) => string;
  label: (id: string) => string;
} {
  const { t } = useTranslation("desk");
  const { data: teams } = useTeams();
  const { data: agents } = useAgents();
  const { data: labels } = useLabels();
  return useMemo(() => {
    const teamNames = new Map((teams ?? []).map(({ id, name }) => [id, name]));
    const labelNames = new Map((labels ?? []).map(({ id, name }) => [id, name]));
    const agentNames = new Map((agents ?? []).map(({ id, name }) => [id, name]));
    return {
      team: (id) => (id && teamNames.get(id)) || t("names.team"),
      agent: (id) => (id && agentNames.get(id)) || t("names.agent"),
      label: (id) => labelNames.get(id) ?? t("history.labelGone"),
    };
  }, [teams, agents, labels, t]);
}
