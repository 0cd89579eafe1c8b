import type { Agent, Channel, Me, Team, TicketOpeningSettings } from "@balcao/api";
import {
  openingOf,
  type Bot,
  type RunningBot,
  type Templates,
  type TesterWorld,
  type Trigger,
} from "@balcao/core";
import type { Settings } from "../settings/queries.ts";

/** The account as decisions see it, whoever the customer is. */
export type Company = Omit<TesterWorld["context"], "contact"> & {
  /** what numbers do otherwise, by their ids */
  numbers: ReadonlyMap<string, Pick<Channel, "firstTeamId">>;
};
/** All that a bot leans on beside its triggers. */
export type Surroundings = { company: Company; texts: Settings["botTexts"] };

/** A team as decisions see it: who no longer works here is nobody who answers. */
const teamFacts =
  (agents: readonly Agent[]) =>
  ({ id, name, inactivityHours, businessHours, worksHolidays, memberIds }: Team) => {
    const hasMembers = agents.some((agent) => agent.active && memberIds.includes(agent.id));
    return [id, { id, name, inactivityHours, businessHours, worksHolidays, hasMembers }] as const;
  };

/** What the server's own decisions and its verifier lean on, of the same settings, teams, people and templates. */
export function surroundingsOf(
  account: Me["account"],
  settings: Settings,
  teams: readonly Team[],
  agents: readonly Agent[],
  templates: Templates,
  opening: TicketOpeningSettings | null = null,
  numbers: readonly Channel[] = [],
): Surroundings {
  const { firstTeamId, inactivityHours, warningHours, assignOnFirstReply } = settings;
  return {
    texts: settings.botTexts,
    company: {
      accountName: account.name,
      timeZone: account.timeZone,
      locale: account.locale,
      firstTeamId,
      inactivityHours,
      warningHours,
      assignOnFirstReply,
      autoMessages: settings.autoMessages,
      businessHours: settings.businessHours,
      holidays: settings.holidays,
      templates,
      opening: opening && openingOf(opening),
      personWords: settings.botTexts.personWords,
      teams: new Map(teams.map(teamFacts(agents))),
      numbers: new Map(numbers.map(({ id, firstTeamId }) => [id, { firstTeamId }])),
    },
  };
}

/** A world of tests as a customer finds it who writes to a number that begins its conversations in a team of its own. */
export function onNumber<W extends { company: Company; running: RunningBot | null }>(
  world: W,
  number: string | null,
): W {
  const team = number === null ? null : (world.company.numbers.get(number)?.firstTeamId ?? null);
  if (team === null) return world;
  const { company, running } = world;
  return {
    ...world,
    company: { ...company, firstTeamId: team },
    running: running && {
      ...running,
      bot: { ...running.bot, settings: { ...running.bot.settings, firstContactTeam: team } },
    },
  };
}

/** These triggers as a bot of this company. */
export const botWith = (triggers: readonly Trigger[], { company, texts }: Surroundings): Bot => ({
  triggers: [...triggers],
  teams: [...company.teams.values()].map(({ id, name, hasMembers }) => ({ id, name, hasMembers })),
  settings: { firstContactTeam: company.firstTeamId, ...texts },
});

/** The bot that speaks; without triggers there is none, as before the first publishing. */
export const runningOf = (
  triggers: readonly Trigger[],
  around: Surroundings,
  versionId: string,
): RunningBot | null => (triggers.length === 0 ? null : { versionId, bot: botWith(triggers, around) });
