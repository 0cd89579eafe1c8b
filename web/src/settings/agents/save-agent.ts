import type { Agent, Role, Team, TeamUpdate } from "@balcao/api";
import type { z } from "zod";
import { api, ApiError } from "../../lib/api.ts";
import { keys, queryClient } from "../../lib/queries.ts";
import { keepAgent, keepTeam } from "../queries.ts";

export type AgentValues = { name: string; role: Role; active: boolean; phone: string; teamIds: string[] };

export const valuesOfAgent = ({ name, role, active, phone, teamIds }: Agent): AgentValues => ({
  name,
  role,
  active,
  phone: phone ?? "",
  teamIds: [...teamIds].sort(),
});

/** The teams whose list of people must change, with the list they get. */
export function membershipChanges(
  agentId: string,
  teamIds: readonly string[],
  teams: readonly Team[],
): { team: Team; memberIds: string[] }[] {
  return teams.flatMap((team) => {
    const isMember = team.memberIds.includes(agentId);
    if (isMember === teamIds.includes(team.id)) return [];
    const memberIds = isMember ? team.memberIds.filter((id) => id !== agentId) : [...team.memberIds, agentId];
    return [{ team, memberIds }];
  });
}

/** A team as it is saved anew, with this person in it or out of it, and all else as it is. */
export function withMember(team: Team, agentId: string, isMember: boolean): z.infer<typeof TeamUpdate> {
  const {
    id: _id,
    kind: _kind,
    openConversations: _open,
    entryTrigger: _entry,
    firstContact: _first,
    ...rest
  } = team;
  const others = team.memberIds.filter((id) => id !== agentId);
  return { ...rest, memberIds: isMember ? [...others, agentId] : others };
}

/** Another look at a team that somebody saved meanwhile is enough: only this one person moves in or out. */
const TRIES = 3;

async function putMembers(agentId: string, start: Team, isMember: boolean): Promise<void> {
  let team = start;
  for (let attempt = 1; ; attempt++) {
    try {
      const body = withMember(team, agentId, isMember);
      keepTeam(await api<Team>(`/api/teams/${team.id}`, { method: "PUT", body }));
      return;
    } catch (error) {
      const current = error instanceof ApiError ? error.problem?.data?.["current"] : undefined;
      if (current === undefined || attempt === TRIES) throw error;
      team = current as Team;
    }
  }
}

/**
 * Saves a person: name, role and active at once, then each team they join or leave, since teams own their members. What was
 * done before a refusal stays done, and is seen in what is fetched again.
 */
export async function saveAgent(values: AgentValues, agent: Agent, teams: readonly Team[]): Promise<Agent> {
  const { teamIds, ...fields } = values;
  const saved = await api<Agent>(`/api/agents/${agent.id}`, {
    method: "PATCH",
    body: { ...fields, name: fields.name.trim(), phone: fields.phone.trim() || null },
  });
  keepAgent(saved);
  try {
    for (const { team } of membershipChanges(agent.id, teamIds, teams))
      await putMembers(agent.id, team, teamIds.includes(team.id));
  } finally {
    await queryClient.invalidateQueries({ queryKey: keys.agents });
  }
  return { ...saved, teamIds };
}
