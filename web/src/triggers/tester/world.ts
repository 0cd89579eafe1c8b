import type { Me, Team } from "@balcao/api";
import type { RunningBot, Templates, TesterWorld, Trigger } from "@balcao/core";
import type { Settings } from "../../settings/queries.ts";

/** The account as decisions see it, whoever the customer is. */
export type Company = Omit<TesterWorld["context"], "contact">;

/** What the server's own decisions lean on, of the same settings and teams. */
export function companyOf(
  account: Me["account"],
  settings: Settings,
  teams: readonly Team[],
  templates: Templates,
): Company {
  const { firstTeamId, inactivityHours, warningHours, assignOnFirstReply } = settings;
  return {
    accountName: account.name,
    timeZone: account.timeZone,
    locale: account.locale,
    firstTeamId,
    inactivityHours,
    warningHours,
    assignOnFirstReply,
    autoMessages: settings.autoMessages,
    businessHours: settings.businessHours,
    templates,
    teams: new Map(
      teams.map((team) => [
        team.id,
        {
          id: team.id,
          name: team.name,
          inactivityHours: team.inactivityHours,
          businessHours: team.businessHours,
          hasMembers: team.memberIds.length > 0,
        },
      ]),
    ),
  };
}

/** These triggers as the bot that speaks; none at all is no bot, as before the first publishing. */
export function runningOf(
  triggers: readonly Trigger[],
  company: Company,
  settings: Settings,
  versionId: string,
): RunningBot | null {
  if (triggers.length === 0) return null;
  const teams = [...company.teams.values()].map(({ id, name, hasMembers }) => ({ id, name, hasMembers }));
  return {
    versionId,
    bot: {
      triggers: [...triggers],
      teams,
      settings: { firstContactTeam: company.firstTeamId, ...settings.botTexts },
    },
  };
}
