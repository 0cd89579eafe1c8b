import { useTranslation } from "../lib/texts.ts";
import type templates from "../i18n/templates.pt-BR.json";

type Texts = typeof templates;
const known = <K extends string>(words: readonly K[], word: string): K | undefined =>
  words.find((one) => one === word);

const STATUSES = [
  "APPROVED",
  "PENDING",
  "REJECTED",
  "PAUSED",
  "DISABLED",
  "IN_APPEAL",
  "PENDING_DELETION",
  "DELETED",
  "LIMIT_EXCEEDED",
  "ARCHIVED",
  "LOCKED",
] as const satisfies readonly (keyof Texts["status"])[];
const CATEGORIES = [
  "MARKETING",
  "UTILITY",
  "AUTHENTICATION",
] as const satisfies readonly (keyof Texts["category"])[];
const QUALITIES = [
  "GREEN",
  "YELLOW",
  "RED",
  "UNKNOWN",
] as const satisfies readonly (keyof Texts["quality"])[];
const REASONS = [
  "ABUSIVE_CONTENT",
  "CATEGORY_NOT_AVAILABLE",
  "INCORRECT_CATEGORY",
  "INVALID_FORMAT",
  "PROMOTIONAL",
  "SCAM",
  "TAG_CONTENT_MISMATCH",
  "FIRST_PAUSE",
  "SECOND_PAUSE",
  "RATE_LIMITING_PAUSE",
  "DISABLED",
] as const satisfies readonly (keyof Texts["reason"])[];
const PROBLEMS = [
  "graph_refused",
  "graph_unreachable",
  "permission_missing",
  "token_refused",
  "too_many_requests",
  "waba_missing",
  "waba_unknown",
] as const satisfies readonly (keyof Texts["problem"])[];

export type Words = Record<
  "status" | "category" | "quality" | "reason" | "problem" | "language",
  (word: string) => string
>;

/** Meta's words in the reader's language; a word that is new is shown as Meta writes it. */
export function useWords(): Words {
  const { t, i18n } = useTranslation("templates");
  const of =
    <K extends string>(words: readonly K[], say: (word: K) => string) =>
    (word: string): string => {
      const found = known(words, word);
      return found === undefined ? word : say(found);
    };
  const languages = new Intl.DisplayNames(i18n.language, { type: "language", fallback: "code" });
  return {
    status: of(STATUSES, (word) => t(`status.${word}`)),
    category: of(CATEGORIES, (word) => t(`category.${word}`)),
    quality: of(QUALITIES, (word) => t(`quality.${word}`)),
    reason: of(REASONS, (word) => t(`reason.${word}`)),
    problem: of(PROBLEMS, (word) => t(`problem.${word}`)),
    language: (code) => {
      try {
        return languages.of(code.replace("_", "-")) ?? code;
      } catch {
        // not a language tag: a code of Meta's own
        return code;
      }
    },
  };
}
