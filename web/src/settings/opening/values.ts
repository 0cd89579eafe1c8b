import type { TicketOpeningSettings } from "@balcao/api";
import { OPENED_VARIABLES, openingProblems, variableProblems, type OpeningProblem } from "@balcao/core";

/** The form of Abertura de chamados: one key per field that two people could change at once, numbers as they are typed. */
export type OpeningValues = Pick<
  TicketOpeningSettings,
  "enabled" | "title" | "teamId" | "categoryId" | "typeId" | "priority"
> & {
  announces: boolean;
  announcement: string;
  mode: TicketOpeningSettings["email"]["mode"];
  attempts: string;
  silence: string;
  question: string;
  repeat: string;
};

export const MOST_ATTEMPTS = 5;
export const MOST_SILENCE = 240;
export const LONGEST_TITLE = 200;

export function valuesOfOpening(saved: TicketOpeningSettings): OpeningValues {
  const { enabled, title, teamId, categoryId, typeId, priority, announcement, email } = saved;
  return {
    enabled,
    title,
    teamId,
    categoryId,
    typeId,
    priority,
    announces: announcement.enabled,
    announcement: announcement.text,
    mode: email.mode,
    attempts: String(email.attempts),
    silence: String(email.silenceMinutes),
    question: email.question,
    repeat: email.repeat,
  };
}

/** The request for values without problems. */
export function openingOfValues(values: OpeningValues, version: number): TicketOpeningSettings {
  const { enabled, title, teamId, categoryId, typeId, priority, mode, question, repeat } = values;
  return {
    enabled,
    title,
    teamId,
    categoryId,
    typeId,
    priority,
    announcement: { enabled: values.announces, text: values.announcement },
    email: {
      mode,
      attempts: Number(values.attempts),
      silenceMinutes: Number(values.silence),
      question,
      repeat,
    },
    version,
  };
}

export type ValueProblem = {
  path: OpeningProblem["path"] | "email.attempts" | "email.silenceMinutes";
  code: OpeningProblem["code"] | "attempts_range" | "silence_range";
  /** the variable that is meant */
  about?: string;
};

const isWhole = (text: string, most: number): boolean =>
  /^\d{1,3}$/u.test(text.trim()) && Number(text) >= 1 && Number(text) <= most;

/** All that keeps these values from being saved, in the order of the page. */
export function problemsOf(values: OpeningValues): ValueProblem[] {
  const texts = openingProblems(openingOfValues(values, 0)).map(({ path, code }): ValueProblem => {
    const text =
      path === "title"
        ? values.title
        : path === "announcement.text"
          ? values.announcement
          : path === "email.question"
            ? values.question
            : values.repeat;
    const [problem] = variableProblems(text, path === "title" ? [] : OPENED_VARIABLES);
    return { path, code, ...(problem ? { about: problem.variable } : {}) };
  });
  return [
    ...texts,
    ...(isWhole(values.attempts, MOST_ATTEMPTS)
      ? []
      : [{ path: "email.attempts", code: "attempts_range" } as const]),
    ...(isWhole(values.silence, MOST_SILENCE)
      ? []
      : [{ path: "email.silenceMinutes", code: "silence_range" } as const]),
  ];
}

const FIELD_OF: Record<ValueProblem["path"], keyof OpeningValues> = {
  title: "title",
  "announcement.text": "announcement",
  "email.question": "question",
  "email.repeat": "repeat",
  "email.attempts": "attempts",
  "email.silenceMinutes": "silence",
};

/** The field of the form that a path of the contract leads to; null = it says itself which it is. */
export const fieldOf = (path: string): keyof OpeningValues | null =>
  FIELD_OF[path as ValueProblem["path"]] ?? null;
