import { useMemo } from "react";
import { hasRole, useAgents, useSelf, useTeams } from "../lib/queries.ts";
import { useChannels } from "../settings/channels/queries.ts";
import { useOpening } from "../settings/opening/queries.ts";
import { useSettings } from "../settings/queries.ts";
import { useSharedTemplates } from "../templates/queries.ts";
import { surroundingsOf, type Surroundings } from "./company.ts";

/** What a bot of this account leans on, once all of it is there; the same object while nothing of it changed. */
export function useSurroundings(): { around: Surroundings | null; error: unknown; retry: () => void } {
  const me = useSelf();
  const { account } = me;
  // who may not see the numbers verifies nothing but what begins where the account does
  const numbers = useChannels(hasRole(me, "administrator"));
  const [settings, teams, agents] = [useSettings(), useTeams(), useAgents()];
  const [templates, opening] = [useSharedTemplates(), useOpening()];
  const around = useMemo(
    () =>
      settings.data && teams.data && agents.data && templates.data && opening.data && !numbers.isLoading
        ? surroundingsOf(
            account,
            settings.data,
            teams.data,
            agents.data,
            templates.data,
            opening.data,
            numbers.data,
          )
        : null,
    [
      account,
      settings.data,
      teams.data,
      agents.data,
      templates.data,
      opening.data,
      numbers.data,
      numbers.isLoading,
    ],
  );
  const asked = [settings, teams, agents, templates, opening, numbers];
  return {
    around,
    error: asked.find(({ error }) => error !== null)?.error ?? null,
    retry: () => {
      for (const query of asked) if (query.error) void query.refetch();
    },
  };
}
