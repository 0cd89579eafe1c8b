import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useAgents, useTeams } from "../lib/queries.ts";

/** Names of teams and agents by id, as the reader may know them. */
export function useNames(): { team: (id: string | null) => string; agent: (id: string | null) => string } {
  const { t } = useTranslation("desk");
  const { data: teams } = useTeams();
  const { data: agents } = useAgents();
  return useMemo(() => {
    const teamNames = new Map((teams ?? []).map(({ id, name }) => [id, name]));
    const agentNames = new Map((agents ?? []).map(({ id, name }) => [id, name]));
    return {
      team: (id) => (id && teamNames.get(id)) || t("names.team"),
      agent: (id) => (id && agentNames.get(id)) || t("names.agent"),
    };
  }, [teams, agents, t]);
}
