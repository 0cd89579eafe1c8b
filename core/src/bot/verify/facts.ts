import { calendarOf } from "../../conversation/auto-message.ts";
import type { ConversationContext, WeeklyHours } from "../../conversation/types.ts";
import type { VerifyFacts } from "./findings.ts";

type Company = Pick<
  ConversationContext,
  "inactivityHours" | "businessHours" | "holidays" | "timeZone" | "teams" | "autoMessages"
> &
  Partial<Pick<ConversationContext, "templates">> & {
    /** what numbers do otherwise than the account, by their ids */
    numbers?: ReadonlyMap<string, { firstTeamId: string | null }>;
  };

const DAY_MINUTES = 24 * 60;

/** Stretches of a day do not overlap (checked when they are saved), so their lengths add up. */
const isEverClosed = ({ days }: WeeklyHours): boolean =>
  days.some((day) => day.reduce((sum, { from, to }) => sum + to - from, 0) < DAY_MINUTES);

/** What settings and teams mean for a bot's traps: the same for the editor in the browser and for publishing. */
export function factsOf(company: Company): VerifyFacts {
  const { inactivityHours, teams, autoMessages, templates, numbers = new Map() } = company;
  const own = [...teams.values()].flatMap(({ id, inactivityHours: hours }): [string, number][] =>
    hours === null ? [] : [[id, hours]],
  );
  const limited = [...teams.keys()].filter((id) => {
    const { hours, holidays } = calendarOf(id, company);
    const hasHolidays = holidays.national.length + holidays.own.length > 0;
    return hours !== null && (hasHolidays || isEverClosed(hours));
  });
  const { enabled, text } = autoMessages.out_of_hours;
  const starts = [...numbers].flatMap(([number, { firstTeamId: team }]) =>
    team === null ? [] : [{ number, team }],
  );
  return {
    starts,
    inactivityHours: new Map([["", inactivityHours], ...own]),
    limitedHours: new Set(limited),
    answersOutOfHours: enabled && text.trim() !== "",
    templates,
  };
}
