import { carouselProblems } from "./lint-cards.ts";
import { draftFacts, TEMPLATE_CATEGORIES, type TemplateDraft } from "./draft.ts";
import { TEMPLATE_LANGUAGES } from "./languages.ts";
import { buttonsProblems } from "./lint-buttons.ts";
import {
  bodyProblems,
  headerProblems,
  problem,
  TEMPLATE_LIMITS,
  tooLong,
  type DraftProblem,
} from "./lint-text.ts";
import { templatePlaces } from "./places.ts";

/** What Meta takes all the same: told, and not in the way. */
export const isAdvice = ({ code }: DraftProblem): boolean => code === "template_promotional";

/** For how long a code may hold, in minutes (Meta's page about copy code buttons). */
export const CODE_MINUTES = { least: 1, most: 90 } as const;

const PROMOTIONAL =
  /promo[cç][aã]o|desconto|oferta|cupom|frete gr[aá]tis|black friday|liquida[cç][aã]o|aproveite|compre agora|discount|coupon|free shipping|\bsale\b|buy now|special offer/iu;

function sampleProblems(draft: TemplateDraft): DraftProblem[] {
  return templatePlaces(draftFacts(draft))
    .filter(({ kind }) => kind === "text")
    .flatMap(({ key, sample }): DraftProblem[] => {
      const path = `samples.${key}`;
      if (sample === null) return [problem(path, "template_sample")];
      const isCode =
        draft.buttons[Number(key.split(".")[1])]?.type === "COPY_CODE" && key.startsWith("button.");
      return isCode ? tooLong(path, sample, TEMPLATE_LIMITS.code) : [];
    });
}

function nameProblems(
  { name, language, category, authentication }: TemplateDraft,
  taken: (name: string, language: string) => boolean,
): DraftProblem[] {
  const isCode = category === "AUTHENTICATION";
  const isKnown = TEMPLATE_CATEGORIES.some((one) => one === category) && isCode === (authentication !== null);
  return [
    ...(/^[a-z0-9_]{1,512}$/.test(name)
      ? taken(name, language)
        ? [problem("name", "template_name_taken")]
        : []
      : [problem("name", name === "" ? "required" : "template_name")]),
    ...(TEMPLATE_LANGUAGES.includes(language) ? [] : [problem("language", "template_language")]),
    ...(isKnown ? [] : [problem("category", "template_category")]),
  ];
}

function codeProblems({ minutes, button }: NonNullable<TemplateDraft["authentication"]>): DraftProblem[] {
  const { least, most } = CODE_MINUTES;
  const isWrong = minutes !== null && !(Number.isInteger(minutes) && minutes >= least && minutes <= most);
  return [
    ...(isWrong ? [problem("authentication.minutes", "template_minutes", { least, most })] : []),
    ...tooLong("authentication.button", button, TEMPLATE_LIMITS.button),
  ];
}

function wordProblems(draft: TemplateDraft): DraftProblem[] {
  const { category, body, footer, parameterFormat, cards } = draft;
  const header = draft.header?.format === "TEXT" ? draft.header.text : "";
  const texts = [header, body, footer, ...cards.map((card) => card.body)].join("\n");
  return [
    ...headerProblems(draft),
    ...bodyProblems("body", body, parameterFormat, TEMPLATE_LIMITS.body),
    ...tooLong("footer", footer, TEMPLATE_LIMITS.footer),
    ...(/\{\{|\}\}/.test(footer) ? [problem("footer", "template_footer_variable")] : []),
    ...buttonsProblems(draft),
    ...carouselProblems(draft),
    ...sampleProblems(draft),
    ...(category === "UTILITY" && PROMOTIONAL.test(texts)
      ? [problem("category", "template_promotional")]
      : []),
  ];
}

/**
 * What Meta would refuse about a draft, field by field, before it is submitted; empty when it would go to review. `taken`: is there a
 * template of this name and language already? An edited one is none to itself.
 */
export function draftProblems(
  draft: TemplateDraft,
  taken: (name: string, language: string) => boolean,
): DraftProblem[] {
  const { authentication } = draft;
  return [
    ...nameProblems(draft, taken),
    ...(authentication === null ? wordProblems(draft) : codeProblems(authentication)),
  ];
}
