import { fold } from "../text/fold.ts";
import { longestRendering, variableProblems } from "../text/variables.ts";
import { present } from "./present.ts";
import type { Trigger } from "./types.ts";

export type TriggerProblem = {
  path: string;
  code:
    | "required"
    | "unknown_team"
    | "hours_not_positive"
    | "too_long"
    | "repeated_keyword"
    | "empty_keyword"
    | "unknown_variable"
    | "fallback_missing"
    | "silence_needs_idle"
    | "silence_expects_no_reply"
    | "template_needs_silence";
};

const LONGEST_TEXT = 4096;

function keywordProblems(keywords: readonly string[]): TriggerProblem[] {
  const seen = new Set<string>();
  return keywords.flatMap((keyword, index): TriggerProblem[] => {
    const folded = fold(keyword);
    const path = `action.keywords.${index}`;
    if (folded === "") return [{ path, code: "empty_keyword" }];
    if (seen.has(folded)) return [{ path, code: "repeated_keyword" }];
    seen.add(folded);
    return [];
  });
}

/** What stands in the way of saving a trigger, by field. Traps between triggers are the verifier's matter. */
export function triggerProblems(
  trigger: Omit<Trigger, "id" | "position">,
  teamIds: ReadonlySet<string>,
): TriggerProblem[] {
  const problems: TriggerProblem[] = [];
  const add = (path: string, code: TriggerProblem["code"]): void => void problems.push({ path, code });
  if (trigger.description.trim() === "") add("description", "required");
  if (!teamIds.has(trigger.team.team)) add("team.team", "unknown_team");
  if (trigger.idle !== null && !(trigger.idle.hours > 0)) add("idle.hours", "hours_not_positive");
  for (const [index, entry] of (trigger.expectedReply ?? []).entries())
    if (fold(typeof entry === "string" ? entry : entry.word) === "")
      add(`expectedReply.${index}`, "empty_keyword");
  if (trigger.fires === "on_silence") {
    if (trigger.idle?.operator !== "greater_than") add("idle", "silence_needs_idle");
    if (trigger.expectedReply !== null && trigger.expectedReply.length > 0)
      add("expectedReply", "silence_expects_no_reply");
  }
  if (trigger.action.type === "hand_over") {
    if (!teamIds.has(trigger.action.team)) add("action.team", "unknown_team");
    return problems;
  }
  if (trigger.action.text.trim() === "") add("action.text", "required");
  const { text, keywords, presentation } = trigger.action;
  // the options' lines are part of what is sent
  if (longestRendering(present(text, keywords, presentation, "").text) > LONGEST_TEXT)
    add("action.text", "too_long");
  for (const problem of variableProblems(trigger.action.text)) add("action.text", problem.code);
  const { template } = trigger.action;
  if (template !== null && trigger.fires !== "on_silence") add("action.template", "template_needs_silence");
  for (const [key, value] of Object.entries(template?.values ?? {}))
    for (const problem of variableProblems(value)) add(`action.template.values.${key}`, problem.code);
  return [...problems, ...keywordProblems(trigger.action.keywords)];
}
