import type { Actor } from "../../platform/actor.ts";

export type TemplateChooser = Pick<Actor, "role" | "teamIds">;

/** Who oversees, everybody when it belongs to no team, and else those who are in one of its teams. */
export const mayChoose = ({ role, teamIds }: TemplateChooser, of: readonly string[]): boolean =>
  role !== "agent" || of.length === 0 || of.some((teamId) => teamIds.includes(teamId));

/** What is remembered about a template, for those who look after it. */
export const mayReadNote = ({ role }: Pick<Actor, "role">): boolean => role !== "agent";
