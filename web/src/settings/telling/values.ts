import type { TicketStatus, TicketTellingSettings } from "@balcao/api";
import { NOTICE_VARIABLES, noticeProblems, variableProblems, type NoticeProblem } from "@balcao/core";

export type Notice = TicketTellingSettings["notices"][number];

/** The form of Avisos ao cliente: whether answers resume, and by its id the notice of each status. */
export type TellingValues = { resumes: boolean; [statusId: string]: boolean | Notice };

const nothing = (statusId: string): Notice => ({ statusId, enabled: false, text: "", template: null });

/** A field for every status that is offered, and for those that still have a notice. */
export function valuesOfTelling(
  { resumes, notices }: TicketTellingSettings,
  statuses: readonly TicketStatus[],
): TellingValues {
  const saved = new Map(notices.map((notice) => [notice.statusId, notice]));
  const shown = statuses.filter(({ id, active }) => active || saved.has(id));
  return { resumes, ...Object.fromEntries(shown.map(({ id }) => [id, saved.get(id) ?? nothing(id)])) };
}

export const noticeOf = (values: TellingValues, statusId: string): Notice | null => {
  const value = values[statusId];
  return typeof value === "object" ? value : null;
};

/** What is saved of these values: a notice that was never begun is none. */
export function tellingOfValues(values: TellingValues, version: number): TicketTellingSettings {
  const notices = Object.values(values).flatMap((value) =>
    typeof value === "object" && (value.enabled || value.text.trim() !== "" || value.template) ? [value] : [],
  );
  return { resumes: values.resumes, notices, version };
}

export type ValueProblem = {
  /** as the form knows the field: by its status, whatever place its notice has in the request */
  path: string;
  code: NoticeProblem["code"];
  /** the variable that is meant */
  about: string | undefined;
};

export const pathOf = (statusId: string): string => `notices.${statusId}`;

/** All that keeps these values from being saved. */
export function problemsOf(values: TellingValues): ValueProblem[] {
  const { notices } = tellingOfValues(values, 1);
  return noticeProblems(notices).map(({ path, code }) => {
    const [, index, ...field] = path.split(".");
    const notice = notices[Number(index)];
    const key = /^template\.values\.(.+)$/u.exec(field.join("."))?.[1];
    const text = key === undefined ? notice?.text : notice?.template?.values[key];
    const [problem] = variableProblems(text ?? "", NOTICE_VARIABLES);
    return { path: [pathOf(notice?.statusId ?? ""), ...field].join("."), code, about: problem?.variable };
  });
}
