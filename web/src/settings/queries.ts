import type {
  Agent,
  HolidaySettings,
  Invitation as InvitationSchema,
  PushSettingsView,
  Team,
  WhatsAppSettingsView,
} from "@balcao/api";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { z } from "zod";
import { api } from "../lib/api.ts";
import { keys, queryClient } from "../lib/queries.ts";

export type Settings = z.infer<typeof WhatsAppSettingsView>;
export type Invitation = z.infer<typeof InvitationSchema>;

/** Keys begin with the words by which the server says that something changed. */
export const SETTINGS = ["settings", "whatsapp"] as const;
const INVITATIONS = ["invitations"] as const;

export const useSettings = (): UseQueryResult<Settings> =>
  useQuery({ queryKey: SETTINGS, queryFn: () => api<Settings>("/api/settings/whatsapp") });

const HOLIDAYS = ["settings", "holidays"] as const;

export const useHolidays = (): UseQueryResult<HolidaySettings> =>
  useQuery({ queryKey: HOLIDAYS, queryFn: () => api<HolidaySettings>("/api/settings/holidays") });

/** What the server answered, into the cache; the settings tell them too. */
export function keepHolidays(holidays: HolidaySettings): void {
  queryClient.setQueryData(HOLIDAYS, holidays);
  void queryClient.invalidateQueries({ queryKey: SETTINGS });
}

export const PUSH_SETTINGS = ["settings", "push"] as const;

/** What the account allows of notices while Balcão is closed. */
export const usePushSettings = (): UseQueryResult<PushSettingsView> =>
  useQuery({ queryKey: PUSH_SETTINGS, queryFn: () => api<PushSettingsView>("/api/settings/push") });

export const useInvitations = (enabled: boolean): UseQueryResult<Invitation[]> =>
  useQuery({
    queryKey: INVITATIONS,
    queryFn: async () => (await api<{ items: Invitation[] }>("/api/invitations")).items,
    enabled,
  });

/** What the server answered, into the cache; what leans on it is fetched again. */
export function keepSettings(settings: Settings): void {
  queryClient.setQueryData(SETTINGS, settings);
  void queryClient.invalidateQueries({ queryKey: keys.me });
  void queryClient.invalidateQueries({ queryKey: keys.teams });
}

export function keepTeam(team: Team): void {
  queryClient.setQueryData<Team[]>(keys.teams, (teams) =>
    teams?.some(({ id }) => id === team.id)
      ? teams.map((other) => (other.id === team.id ? team : other))
      : [...(teams ?? []), team],
  );
  void queryClient.invalidateQueries({ queryKey: keys.agents });
}

export function keepAgent(agent: Agent): void {
  queryClient.setQueryData<Agent[]>(keys.agents, (agents) =>
    agents?.map((other) => (other.id === agent.id ? agent : other)),
  );
}

/** Teams and people are asked for again, and the open invitations. */
export function refreshPeople(): void {
  for (const queryKey of [keys.teams, keys.agents, INVITATIONS])
    void queryClient.invalidateQueries({ queryKey });
}
