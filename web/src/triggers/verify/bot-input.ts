import type { Agent, Team } from "@balcao/api";
import { factsOf, type BotInput, type Templates, type Trigger, type VerifyFacts } from "@balcao/core";
import type { Settings } from "../../settings/queries.ts";

/** What the verifier is asked about. */
export type Question = { bot: BotInput; facts: VerifyFacts };

/** The triggers as a bot of this company, with what settings and teams mean for it: as the server verifies it at publishing. */
export function questionOf(
  triggers: readonly Trigger[],
  teams: readonly Team[],
  settings: Settings,
  agents: readonly Agent[],
  templates: Templates,
): Question {
  const present = new Set(agents.flatMap(({ id, active }) => (active ? [id] : [])));
  const facts = teams.map(({ id, name, inactivityHours, businessHours, memberIds }) => ({
    id,
    name,
    inactivityHours,
    businessHours,
    hasMembers: memberIds.some((id) => present.has(id)),
  }));
  const { firstTeamId, inactivityHours, businessHours, autoMessages, botTexts } = settings;
  return {
    bot: { triggers, teams: facts, settings: { firstContactTeam: firstTeamId, ...botTexts } },
    facts: factsOf({
      inactivityHours,
      businessHours,
      autoMessages,
      templates,
      teams: new Map(facts.map((team) => [team.id, team])),
    }),
  };
}

/** A trigger of the list without what the server adds, so that another count of firings is no other question. */
export const plainTrigger = (trigger: Trigger): Trigger => {
  const { id, description, team, fires, idle, expectedReply, action, position, active } = trigger;
  return { id, description, team, fires, idle, expectedReply, action, position, active };
};
