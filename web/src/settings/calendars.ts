import type { Team } from "@balcao/api";
import { calendarOf, type BusinessCalendar } from "@balcao/core";
import { useSelf } from "../lib/queries.ts";
import { useSettings } from "./queries.ts";

/** When a team works, as the server sees it: its own hours or else the account's, and the holidays. Null until the settings are known. */
export function useCalendars(): ((team: Team) => BusinessCalendar) | null {
  const { timeZone } = useSelf().account;
  const { data: settings } = useSettings();
  if (!settings) return null;
  const { businessHours, holidays } = settings;
  return (team) => {
    const teams = new Map([[team.id, { ...team, hasMembers: team.memberIds.length > 0 }]]);
    return calendarOf(team.id, { teams, businessHours, holidays, timeZone });
  };
}
