import type { SlaPolicy, SlaPolicyDraft } from "@balcao/api";

/** A policy as its dialog holds it: targets and warning as they are typed, "" = none. */
export type PolicyValues = {
  name: string;
  priorities: SlaPolicy["priorities"];
  categoryIds: string[];
  organisationIds: string[];
  firstAnswer: string;
  solution: string;
  warn: string;
};
export type PolicyFault = { field: "firstAnswer" | "solution" | "warn"; code: "time" | "percent" | "target" };

const MOST_MINUTES = 525_600;

/** "8", "8:00", "8h" and "1h30" as minutes; null for anything else. */
export function readTime(text: string): number | null {
  const found = /^(\d{1,4})(?:\s*[:h]\s*([0-5]?\d)?)?$/iu.exec(text.trim());
  if (!found) return null;
  const minutes = Number(found[1]) * 60 + Number(found[2] ?? 0);
  return minutes >= 1 && minutes <= MOST_MINUTES ? minutes : null;
}

/** 90 as "1:30". */
export const writeTime = (minutes: number | null): string =>
  minutes === null ? "" : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;

export const valuesOfPolicy = (policy: SlaPolicy | null): PolicyValues =>
  policy
    ? {
        name: policy.name,
        priorities: policy.priorities,
        categoryIds: policy.categoryIds,
        organisationIds: policy.organisationIds,
        firstAnswer: writeTime(policy.firstAnswerMinutes),
        solution: writeTime(policy.solutionMinutes),
        warn: policy.warnPercent === null ? "" : String(policy.warnPercent),
      }
    : {
        name: "",
        priorities: [],
        categoryIds: [],
        organisationIds: [],
        firstAnswer: "1:00",
        solution: "8:00",
        warn: "80",
      };

const readPercent = (text: string): number | null => {
  const percent = /^\d{1,2}$/u.test(text.trim()) ? Number(text) : 0;
  return percent >= 1 ? percent : null;
};

/** What is wrong with what was typed; a policy promises something. */
export function faultsOfPolicy({ firstAnswer, solution, warn }: PolicyValues): PolicyFault[] {
  const isBad = (text: string): boolean => text.trim() !== "" && readTime(text) === null;
  const faults: PolicyFault[] = [];
  if (isBad(firstAnswer)) faults.push({ field: "firstAnswer", code: "time" });
  if (isBad(solution)) faults.push({ field: "solution", code: "time" });
  if (firstAnswer.trim() === "" && solution.trim() === "") faults.push({ field: "solution", code: "target" });
  if (warn.trim() !== "" && readPercent(warn) === null) faults.push({ field: "warn", code: "percent" });
  return faults;
}

/** What to save, a new one without an id; for values without faults. */
export const policyOf = (id: string | null, values: PolicyValues): SlaPolicyDraft => ({
  id,
  name: values.name.trim(),
  priorities: values.priorities.toSorted((a, b) => b - a),
  categoryIds: values.categoryIds,
  organisationIds: values.organisationIds,
  firstAnswerMinutes: values.firstAnswer.trim() === "" ? null : readTime(values.firstAnswer),
  solutionMinutes: values.solution.trim() === "" ? null : readTime(values.solution),
  warnPercent: values.warn.trim() === "" ? null : readPercent(values.warn),
});

/** Does it ask nothing of a ticket, so that no policy below it is ever reached? */
export const isForAll = ({ priorities, categoryIds, organisationIds }: SlaPolicyDraft): boolean =>
  priorities.length + categoryIds.length + organisationIds.length === 0;
