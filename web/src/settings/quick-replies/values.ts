import type { QuickReply, QuickReplyScope } from "@balcao/api";

/** The form of a quick reply. `teamId` "" = none chosen. */
export type ReplyValues = {
  scope: QuickReplyScope;
  teamId: string;
  shortcut: string;
  title: string;
  text: string;
};
export type ReplyProblem = { path: keyof ReplyValues; code: "required" | "shortcut" | "long" };

export const LONGEST_TEXT = 4096;
const SHORTCUT = /^[\p{L}\p{N}_-]{1,30}$/u;

export const newReplyValues = (): ReplyValues => ({
  scope: "personal",
  teamId: "",
  shortcut: "",
  title: "",
  text: "",
});

export const valuesOfReply = ({ scope, teamId, shortcut, title, text }: QuickReply): ReplyValues => ({
  scope,
  teamId: teamId ?? "",
  shortcut,
  title,
  text,
});

/** What would be refused, in the order of the fields. */
export function problemsOfReply(values: ReplyValues): ReplyProblem[] {
  const problems: ReplyProblem[] = [];
  if (values.scope === "team" && values.teamId === "") problems.push({ path: "teamId", code: "required" });
  if (!SHORTCUT.test(bare(values.shortcut))) problems.push({ path: "shortcut", code: "shortcut" });
  if (values.title.trim() === "") problems.push({ path: "title", code: "required" });
  if (values.text.trim() === "") problems.push({ path: "text", code: "required" });
  else if (values.text.trim().length > LONGEST_TEXT) problems.push({ path: "text", code: "long" });
  return problems;
}

/** As typed, with or without the sign that calls it up. */
const bare = (shortcut: string): string => shortcut.trim().replace(/^\//u, "");

/** The request; for values without problems. */
export const fieldsOfReply = ({ scope, teamId, shortcut, title, text }: ReplyValues) => ({
  scope,
  teamId: scope === "team" ? teamId : null,
  shortcut: bare(shortcut),
  title: title.trim(),
  text: text.trim(),
});
