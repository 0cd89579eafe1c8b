import type { BotFinding } from "@balcao/api";
import type { Finding, Severity } from "@balcao/core";

/** A finding as it is shown: of our own verifier, or of a server that may know more of them. */
export type ShownFinding = Omit<Finding, "code"> & { code: string };

/** Findings out of an answer of the server; what JSON leaves out is absent, never undefined. */
export const fromServer = (findings: readonly BotFinding[]): ShownFinding[] => findings as ShownFinding[];

export const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];

/** What makes two findings of two runs the same. */
export const findingKey = ({ code, triggerIds, data }: Finding): string =>
  JSON.stringify([code, triggerIds, data]);

export type Mark = { severity: Severity; count: number };

/** By trigger, the worst that is said of it and how often: what a row of the list and a box of the drawing show. */
export function marksOf(findings: readonly ShownFinding[]): Map<string, Mark> {
  const marks = new Map<string, Mark>();
  for (const { severity, triggerIds } of findings)
    for (const id of new Set(triggerIds)) {
      const known = marks.get(id);
      const rank = SEVERITIES.indexOf(severity);
      if (!known || rank < SEVERITIES.indexOf(known.severity)) marks.set(id, { severity, count: 1 });
      else if (known.severity === severity) marks.set(id, { severity, count: known.count + 1 });
    }
  return marks;
}

/** How many of each severity. */
export function countOf(findings: readonly ShownFinding[]): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/**
 * What concerns one trigger as it is being edited: all that names it, and what is found only with the change. Problems of its
 * fields are left out: the fields themselves tell them.
 */
export function findingsOfEdit(
  edited: readonly Finding[],
  before: readonly Finding[],
  triggerId: string,
): Finding[] {
  const known = new Set(before.map(findingKey));
  return edited.filter(
    (finding) =>
      !(finding.code === "text_problem" && finding.triggerIds[0] === triggerId) &&
      (finding.triggerIds.includes(triggerId) || !known.has(findingKey(finding))),
  );
}

/** The field that a finding is about, where it is about one: its path in the form. */
export function fieldOf({ code, data }: Pick<ShownFinding, "code" | "data">): string | null {
  switch (code) {
    case "text_problem":
      return String(data["path"]);
    case "opening_too_eager":
    case "silence_after_window":
    case "silence_never":
      return "idle.hours";
    case "keyword_unanswered":
    case "keywords_equal":
    case "option_does_not_fit":
      return "action.keywords";
    case "number_unanswered":
      return "action.text";
    case "template_unusable":
    case "template_reply_unanswered":
      return "action.template";
    case "word_hidden":
    case "reply_never_offered":
      return "expectedReply";
    case "team_without_people":
    case "team_without_entry":
    case "hand_over_out_of_hours":
      return "action.team";
    default:
      return null;
  }
}
