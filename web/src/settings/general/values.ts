import type { AutoMessage, AutoMessageKind, WhatsAppSettings } from "@balcao/api";
import { fold, variableProblems } from "@balcao/core";
import { fromHoursDraft, hoursProblems, toHoursDraft, type HoursDraft } from "../parts/hours.ts";
import { readDecimal, writeDecimal } from "../parts/numbers.ts";
import { stretchPath } from "../parts/paths.ts";

export const AUTO_MESSAGES: readonly AutoMessageKind[] = [
  "welcome",
  "out_of_hours",
  "hand_over",
  "inactivity_warning",
  "inactivity_closing",
  "manual_closing",
  "survey",
];

/** The form of Integração com o WhatsApp: one key per field that two people could change at once, numbers as they are typed. */
export type WhatsAppValues = Record<AutoMessageKind, AutoMessage> & {
  firstTeamId: string;
  inactivityHours: string;
  warningHours: string;
  assignOnFirstReply: boolean;
  onlyResponsibleReplies: boolean;
  segmentedView: boolean;
  showsTyping: boolean;
  otherAnswerText: string;
  otherAnswerLimit: string;
  /** separated by commas */
  personWords: string;
  businessHours: HoursDraft;
};

export type ValueProblem = {
  path: string;
  code:
    | "required"
    | "too_long"
    | "unknown_variable"
    | "fallback_missing"
    | "hours_range"
    | "warning_late"
    | "limit_range"
    | "too_many_words"
    | "word_long"
    | "incomplete"
    | "backwards"
    | "overlap";
  /** the variable, word or weekday that is meant */
  about?: string;
};

export const LONGEST_TEXT = 4096;
export const LONGEST_BOT_TEXT = 1024;
const MOST_HOURS = 720;
const MOST_ANSWERS = 10;
const MOST_WORDS = 20;
const LONGEST_WORD = 60;

export function valuesOfSettings(saved: WhatsAppSettings, locale: string): WhatsAppValues {
  return {
    ...saved.autoMessages,
    firstTeamId: saved.firstTeamId,
    inactivityHours: writeDecimal(saved.inactivityHours, locale),
    warningHours: writeDecimal(saved.warningHours, locale),
    assignOnFirstReply: saved.assignOnFirstReply,
    onlyResponsibleReplies: saved.onlyResponsibleReplies,
    segmentedView: saved.segmentedView,
    showsTyping: saved.showsTyping,
    otherAnswerText: saved.botTexts.otherAnswerText,
    otherAnswerLimit: String(saved.botTexts.otherAnswerLimit),
    personWords: saved.botTexts.personWords.join(", "),
    businessHours: toHoursDraft(saved.businessHours),
  };
}

/** Words separated by commas, semicolons or lines; of those the bot would hear as one, the first. */
export function wordsOf(text: string): string[] {
  const words = new Map<string, string>();
  for (const word of text.split(/[,;\n]/u).map((part) => part.trim())) {
    if (word !== "" && !words.has(fold(word))) words.set(fold(word), word);
  }
  return [...words.values()];
}

/** The request for values without problems. */
export function settingsOf(values: WhatsAppValues, version: number): WhatsAppSettings {
  const autoMessages = Object.fromEntries(AUTO_MESSAGES.map((kind) => [kind, values[kind]]));
  return {
    firstTeamId: values.firstTeamId,
    inactivityHours: readDecimal(values.inactivityHours) ?? 0,
    warningHours: readDecimal(values.warningHours) ?? 0,
    assignOnFirstReply: values.assignOnFirstReply,
    onlyResponsibleReplies: values.onlyResponsibleReplies,
    segmentedView: values.segmentedView,
    showsTyping: values.showsTyping,
    autoMessages: autoMessages as WhatsAppSettings["autoMessages"],
    botTexts: {
      otherAnswerText: values.otherAnswerText,
      otherAnswerLimit: Number(values.otherAnswerLimit),
      personWords: wordsOf(values.personWords),
    },
    businessHours: fromHoursDraft(values.businessHours),
    version,
  };
}

export function textProblems(path: string, text: string, isNeeded: boolean, longest: number): ValueProblem[] {
  if (text.trim() === "") return isNeeded ? [{ path, code: "required" }] : [];
  if (text.length > longest) return [{ path, code: "too_long", about: String(text.length - longest) }];
  const [problem] = variableProblems(text);
  return problem ? [{ path, code: problem.code, about: problem.variable }] : [];
}

/** What is filled into the template behind a text, place by place. */
const templateProblems = (path: string, template: AutoMessage["template"]): ValueProblem[] =>
  Object.entries(template?.values ?? {}).flatMap(([key, value]) =>
    textProblems(`${path}.values.${key}`, value, false, LONGEST_TEXT),
  );

/** Hours of a field: more than none and at most thirty days. */
export const isHours = (hours: number | null): hours is number =>
  hours !== null && hours > 0 && hours <= MOST_HOURS;

function timeProblems({ inactivityHours, warningHours }: WhatsAppValues): ValueProblem[] {
  const closing = readDecimal(inactivityHours);
  const warning = readDecimal(warningHours);
  if (!isHours(closing)) return [{ path: "inactivityHours", code: "hours_range" }];
  if (!isHours(warning)) return [{ path: "warningHours", code: "hours_range" }];
  return warning >= closing ? [{ path: "warningHours", code: "warning_late" }] : [];
}

function wordProblems(text: string): ValueProblem[] {
  const path = "botTexts.personWords";
  const words = wordsOf(text);
  const long = words.find((word) => word.length > LONGEST_WORD);
  if (long) return [{ path, code: "word_long", about: long }];
  return words.length > MOST_WORDS ? [{ path, code: "too_many_words" }] : [];
}

/** All that keeps these values from being saved, in the order of the page. `weekday` names a day (0 = Sunday). */
export function problemsOf(values: WhatsAppValues, weekday: (day: number) => string): ValueProblem[] {
  const limit = /^\d{1,2}$/u.test(values.otherAnswerLimit.trim()) ? Number(values.otherAnswerLimit) : null;
  return [
    ...AUTO_MESSAGES.flatMap((kind) => [
      ...textProblems(`autoMessages.${kind}.text`, values[kind].text, values[kind].enabled, LONGEST_TEXT),
      ...templateProblems(`autoMessages.${kind}.template`, values[kind].template),
    ]),
    ...timeProblems(values),
    ...textProblems("botTexts.otherAnswerText", values.otherAnswerText, true, LONGEST_BOT_TEXT),
    ...(limit === null || limit > MOST_ANSWERS
      ? [{ path: "botTexts.otherAnswerLimit", code: "limit_range" } as const]
      : []),
    ...wordProblems(values.personWords),
    ...hoursProblems(values.businessHours).map(({ day, stretch, code }) => ({
      path: stretchPath(day, stretch),
      code,
      about: weekday(day),
    })),
  ];
}

/** Hours after the last message at which the warning goes out: never before half of the time, as the server does it. */
export const warningAfter = (closing: number, warning: number): number =>
  closing - Math.min(warning, closing / 2);
