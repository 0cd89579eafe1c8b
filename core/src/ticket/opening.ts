import type { TicketOpening } from "../conversation/types.ts";
import { longestRendering, variableProblems, type Variable } from "../text/variables.ts";

/** Abertura de chamados as it is saved. */
export type SavedOpening = Omit<TicketOpening, "email"> & {
  enabled: boolean;
  email: NonNullable<TicketOpening["email"]> | { mode: "off" };
};

/** What decisions about conversations make of what is saved; null = no ticket opens. */
export function openingOf(saved: SavedOpening): TicketOpening | null {
  if (!saved.enabled) return null;
  const { title, teamId, categoryId, typeId, priority, announcement, email } = saved;
  const opens = { title, teamId, categoryId, typeId, priority, announcement };
  return { ...opens, email: email.mode === "off" ? null : email };
}

/** The texts of Abertura de chamados, as an administrator writes them. */
export type OpeningTexts = {
  enabled: boolean;
  title: string;
  announcement: { enabled: boolean; text: string };
  email: { mode: "off" | "optional" | "mandatory"; question: string; repeat: string };
};
export type OpeningProblem = {
  path: "title" | "announcement.text" | "email.question" | "email.repeat";
  code: "required" | "too_long" | ReturnType<typeof variableProblems>[number]["code"];
};

/** The number is there once the ticket is: in every text but the title, which is the ticket's own. */
export const OPENED_VARIABLES: readonly Variable[] = ["chamado"];
/** A question may go out with a button, whose text has at most so many characters. */
const LONGEST_QUESTION = 1024;
const LONGEST_ANNOUNCEMENT = 4096;

/** What is wrong with these texts, by field; of what is switched off, only what could never be said. */
export function openingProblems({ enabled, title, announcement, email }: OpeningTexts): OpeningProblem[] {
  const check = (
    path: OpeningProblem["path"],
    text: string,
    { isNeeded, longest }: { isNeeded: boolean; longest: number | null },
  ): OpeningProblem[] => {
    if (text.trim() === "") return isNeeded ? [{ path, code: "required" }] : [];
    const [problem] = variableProblems(text, path === "title" ? [] : OPENED_VARIABLES);
    if (problem) return [{ path, code: problem.code }];
    return longest !== null && longestRendering(text) > longest ? [{ path, code: "too_long" }] : [];
  };
  const asks = enabled && email.mode !== "off";
  return [
    // one that is too long is cut
    ...check("title", title, { isNeeded: enabled, longest: null }),
    ...check("announcement.text", announcement.text, {
      isNeeded: enabled && announcement.enabled,
      longest: LONGEST_ANNOUNCEMENT,
    }),
    ...check("email.question", email.question, { isNeeded: asks, longest: LONGEST_QUESTION }),
    ...check("email.repeat", email.repeat, { isNeeded: asks, longest: LONGEST_QUESTION }),
  ];
}
