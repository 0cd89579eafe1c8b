import type { Team } from "@balcao/api";
import { fromHoursDraft, hoursProblems, toHoursDraft, type HoursDraft } from "../parts/hours.ts";
import { readDecimal, writeDecimal } from "../parts/numbers.ts";
import { stretchPath } from "../parts/paths.ts";

/** The form of a team. `inactivityHours` as typed; "" = the account's. `memberIds` in one order, so that equal teams are equal. */
export type TeamValues = {
  name: string;
  color: string;
  description: string;
  active: boolean;
  inactivityHours: string;
  businessHours: HoursDraft;
  memberIds: string[];
  signsReplies: boolean;
  worksHolidays: boolean;
};
export type TeamProblem = {
  path: string;
  code: "required" | "hours_range" | "first_contact_active" | "incomplete" | "backwards" | "overlap";
  day?: number;
};

const MOST_HOURS = 720;

/** Dots that can be told apart on both grounds. */
export const COLORS = [
  { name: "teal", hex: "#0b7567" },
  { name: "blue", hex: "#2563eb" },
  { name: "violet", hex: "#7c3aed" },
  { name: "magenta", hex: "#c026d3" },
  { name: "pink", hex: "#db2777" },
  { name: "red", hex: "#dc2626" },
  { name: "orange", hex: "#ea580c" },
  { name: "ochre", hex: "#b45309" },
  { name: "green", hex: "#65a30d" },
  { name: "cyan", hex: "#0891b2" },
  { name: "grey", hex: "#475569" },
] as const;

export const newTeamValues = (): TeamValues => ({
  name: "",
  color: COLORS[0].hex,
  description: "",
  active: true,
  inactivityHours: "",
  businessHours: toHoursDraft(null),
  memberIds: [],
  signsReplies: false,
  worksHolidays: false,
});

export function valuesOfTeam(team: Team, locale: string): TeamValues {
  return {
    name: team.name,
    color: team.color.toLowerCase(),
    description: team.description,
    active: team.active,
    inactivityHours: writeDecimal(team.inactivityHours, locale),
    businessHours: toHoursDraft(team.businessHours),
    memberIds: [...team.memberIds].sort(),
    signsReplies: team.signsReplies,
    worksHolidays: team.worksHolidays,
  };
}

export function problemsOfTeam(values: TeamValues, isFirstContact: boolean): TeamProblem[] {
  const problems: TeamProblem[] = [];
  if (values.name.trim() === "") problems.push({ path: "name", code: "required" });
  if (isFirstContact && !values.active) problems.push({ path: "active", code: "first_contact_active" });
  if (values.inactivityHours.trim() !== "") {
    const hours = readDecimal(values.inactivityHours);
    if (hours === null || hours <= 0 || hours > MOST_HOURS)
      problems.push({ path: "inactivityHours", code: "hours_range" });
  }
  for (const { day, stretch, code } of hoursProblems(values.businessHours))
    problems.push({ path: stretchPath(day, stretch), code, day });
  return problems;
}

/** The part of the request that a new team and a changed one share; for values without problems. */
export const fieldsOfTeam = (values: TeamValues) => ({
  name: values.name.trim(),
  color: values.color,
  description: values.description.trim(),
  active: values.active,
  inactivityHours: values.inactivityHours.trim() === "" ? null : readDecimal(values.inactivityHours),
  businessHours: fromHoursDraft(values.businessHours),
  memberIds: values.memberIds,
  signsReplies: values.signsReplies,
  worksHolidays: values.worksHolidays,
});
