import type { Agent, CustomField, Label, Me, Role, SignInOptions, Team } from "@balcao/api";
import { QueryClient, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import { api, ApiError } from "./api.ts";
import { setServerNow } from "./clock.ts";

/**
 * First words of every query key. `teams`, `agents`, `settings`, `bot`, `channels`, `me`, `invitations`, `mentions`, `templates`, `labels`, `views`, `fields`, `organisations`, `contacts`, `tickets`, `ticket-choices`, `sla` and `costs` are also the words of the realtime
 * `refetch` change: a query whose key starts with one of them is fetched again when the server says so.
 */
export const keys = {
  me: ["me"] as const,
  teams: ["teams"] as const,
  agents: ["agents"] as const,
  templates: ["templates"] as const,
  channels: ["channels"] as const,
  mentions: ["mentions"] as const,
  labels: ["labels"] as const,
  views: ["views"] as const,
  tickets: ["tickets"] as const,
  ticketChoices: ["ticket-choices"] as const,
  sla: ["sla"] as const,
  fields: ["fields"] as const,
  organisations: ["organisations"] as const,
  contacts: ["contacts"] as const,
  costs: ["costs"] as const,
  signInOptions: ["sign-in-options"] as const,
};

/** The socket keeps what is cached true, so nothing goes stale by time; what failed for lack of an answer is tried again. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 30 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      retry: (failures, error) =>
        failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
    },
  },
});

/** Who is signed in; takes the server's clock along. */
export async function fetchMe(): Promise<Me> {
  const me = await api<Me>("/api/me");
  setServerNow(me.now);
  return me;
}

/** Who is signed in, as soon as that is known. One place of the page asks, all others read `SelfContext`. */
export const useKnownSelf = (): Me | null =>
  useQuery({ queryKey: keys.me, queryFn: fetchMe, enabled: ({ state }) => state.data !== undefined }).data ??
  null;

/** An observer of the query for each bubble and row that asks would be most of what it costs to draw one. */
export const SelfContext = createContext<Me | null>(null);

/** The person signed in, inside pages that are only reached signed in. */
export function useSelf(): Me {
  // just signed in: the page that asks can be drawn before the context hears of it, and is then drawn again
  const me = useContext(SelfContext) ?? queryClient.getQueryData<Me>(keys.me);
  if (!me) throw new Error("useSelf outside the signed-in pages");
  return me;
}

const RANK: Record<Role, number> = { agent: 0, supervisor: 1, administrator: 2 };
/** Does this person have at least that role? */
export const hasRole = (me: Pick<Me, "agent">, role: Role): boolean => RANK[me.agent.role] >= RANK[role];

const items = async <T>(path: string): Promise<T[]> => (await api<{ items: T[] }>(path)).items;

export const useTeams = (enabled = true): UseQueryResult<Team[]> =>
  useQuery({ queryKey: keys.teams, queryFn: () => items<Team>("/api/teams"), enabled });
export const useAgents = (enabled = true): UseQueryResult<Agent[]> =>
  useQuery({ queryKey: keys.agents, queryFn: () => items<Agent>("/api/agents"), enabled });
export const useLabels = (enabled = true): UseQueryResult<Label[]> =>
  useQuery({ queryKey: keys.labels, queryFn: () => items<Label>("/api/labels"), enabled });
export const useFields = (): UseQueryResult<CustomField[]> =>
  useQuery({ queryKey: keys.fields, queryFn: () => items<CustomField>("/api/fields") });
export const useSignInOptions = (enabled = true): UseQueryResult<SignInOptions> =>
  useQuery({
    queryKey: keys.signInOptions,
    queryFn: () => api<SignInOptions>("/api/sign-in-options"),
    enabled,
  });
