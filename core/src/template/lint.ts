import { DRAFT_BUTTONS, draftFacts, type DraftButton, type TemplateDraft } from "./draft.ts";
import { TEMPLATE_LANGUAGES } from "./languages.ts";
import { templatePlaces, variablesOf } from "./template.ts";

/** Lengths in characters (wire facts, section 9). Where Meta's pages disagree, the smaller. */
export const TEMPLATE_LIMITS = {
  header: 60,
  body: 1024,
  footer: 60,
  button: 25,
  url: 2000,
  code: 15,
} as const;
const MOST_BUTTONS = { all: 10, QUICK_REPLY: 10, URL: 2, PHONE_NUMBER: 1, COPY_CODE: 1 } as const;
const MOST_EMOJIS = 10;

/** One rule of section 11.4 that a draft does not keep. `path`: of the field in the draft. */
export type DraftProblem = {
  path: string;
  code:
    | "required"
    | "template_name"
    | "template_name_taken"
    | "template_language"
    | "template_category"
    | "too_long"
    | "template_variable_word"
    | "template_variable_gap"
    | "template_variable_edge"
    | "template_variable_neighbours"
    | "template_variable_words"
    | "template_header_form"
    | "template_header_variables"
    | "template_body_form"
    | "template_emojis"
    | "template_footer_variable"
    | "template_sample"
    | "template_file"
    | "template_url"
    | "template_url_shortener"
    | "template_url_variable"
    | "template_phone"
    | "template_button_twice"
    | "template_buttons_count"
    | "template_replies_apart"
    /** Meta takes it, and may call it marketing */
    | "template_promotional";
  data: Record<string, string | number>;
};

/** What Meta takes all the same: told, and not in the way. */
export const isAdvice = ({ code }: DraftProblem): boolean => code === "template_promotional";

const EMOJI = /\p{Extended_Pictographic}/gu;
const VARIABLES = /\{\{[^{}]*\}\}/g;
const SHORTENERS =
  /^https?:\/\/(?:www\.)?(?:wa\.me|api\.whatsapp\.com|bit\.ly|tinyurl\.com|goo\.gl|t\.co|is\.gd|ow\.ly|cutt\.ly|encurtador\.com\.br)(?:[/?#]|$)/i;
const PROMOTIONAL =
  /promo[cç][aã]o|desconto|oferta|cupom|frete gr[aá]tis|black friday|liquida[cç][aã]o|aproveite|compre agora|discount|coupon|free shipping|\bsale\b|buy now|special offer/iu;

type Find = (path: string, code: DraftProblem["code"], data?: DraftProblem["data"]) => DraftProblem;
const problem: Find = (path, code, data = {}) => ({ path, code, data });
const lengthOf = (text: string): number => Array.from(text).length;

function tooLong(path: string, text: string, most: number): DraftProblem[] {
  return lengthOf(text) > most ? [problem(path, "too_long", { most })] : [];
}

/** The names of a text's variables fit the format, and numbers have no gap. */
function variableProblems(
  path: string,
  text: string,
  format: TemplateDraft["parameterFormat"],
): DraftProblem[] {
  const names = variablesOf(text);
  const form = format === "NAMED" ? /^[a-z_]+$/ : /^\d+$/;
  const wrong = names.find((name) => !form.test(name));
  // what is not closed, or empty, is no variable and would be shown to the customer
  if (wrong !== undefined || /\{\{|\}\}/.test(text.replace(/\{\{\s*[^{}\s]+\s*\}\}/g, "")))
    return [problem(path, "template_variable_word", { name: wrong ?? "{{ }}" })];
  if (format === "POSITIONAL") {
    const gap = names.findIndex((name, index) => Number(name) !== index + 1);
    if (gap !== -1) return [problem(path, "template_variable_gap", { name: gap + 1 })];
  }
  return [];
}

function headerProblems({ header, parameterFormat }: TemplateDraft): DraftProblem[] {
  if (header === null) return [];
  const path = "header.text";
  if (header.format !== "TEXT")
    return header.handle === null ? [problem("header.handle", "template_file")] : [];
  const { text } = header;
  if (text.trim() === "") return [problem(path, "required")];
  const bare = text.replace(VARIABLES, "");
  return [
    ...tooLong(path, text, TEMPLATE_LIMITS.header),
    ...(/[\n\r*_~]/.test(bare) || bare.match(EMOJI) ? [problem(path, "template_header_form")] : []),
    ...(variablesOf(text).length > 1 ? [problem(path, "template_header_variables")] : []),
    ...variableProblems(path, text, parameterFormat),
  ];
}

function bodyProblems({ body, parameterFormat }: TemplateDraft): DraftProblem[] {
  const path = "body";
  if (body.trim() === "") return [problem(path, "required")];
  const names = variablesOf(body);
  // signs and emoji around a variable do not rescue it (2388299)
  const words = body.replace(EMOJI, "").replace(/^[^\p{L}\p{N}{]+|[^\p{L}\p{N}}]+$/gu, "");
  const others = body
    .replace(VARIABLES, " ")
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  const least = 2 * names.length + 1;
  return [
    ...tooLong(path, body, TEMPLATE_LIMITS.body),
    ...variableProblems(path, body, parameterFormat),
    ...(/^\{\{[^{}]*\}\}|\{\{[^{}]*\}\}$/.test(words) ? [problem(path, "template_variable_edge")] : []),
    ...(/\}\}\s*\{\{/.test(body) ? [problem(path, "template_variable_neighbours")] : []),
    ...(names.length > 0 && others < least ? [problem(path, "template_variable_words", { least })] : []),
    ...(/\t|(?:\r?\n){5,}| {5,}/.test(body) ? [problem(path, "template_body_form")] : []),
    ...((body.match(EMOJI)?.length ?? 0) > MOST_EMOJIS
      ? [problem(path, "template_emojis", { most: MOST_EMOJIS })]
      : []),
  ];
}

function urlProblems(path: string, url: string): DraftProblem[] {
  if (!/^https?:\/\/[^\s/{}?#]+\.[^\s]*$/i.test(url)) return [problem(path, "template_url")];
  if (SHORTENERS.test(url)) return [problem(path, "template_url_shortener")];
  const isPlain = !/[{}]/.test(url);
  const endsWell = /^[^{}]+\{\{1\}\}$/.test(url);
  return [
    ...tooLong(path, url, TEMPLATE_LIMITS.url),
    ...(isPlain || endsWell ? [] : [problem(path, "template_url_variable")]),
  ];
}

function buttonProblems({ type, text, value }: DraftButton, index: number): DraftProblem[] {
  const path = `buttons.${index}`;
  const words =
    type === "COPY_CODE"
      ? []
      : text.trim() === ""
        ? [problem(`${path}.text`, "required")]
        : [
            ...tooLong(`${path}.text`, text, TEMPLATE_LIMITS.button),
            ...(/[\n{}]/.test(text)
              ? [problem(`${path}.text`, "template_variable_word", { name: "{{ }}" })]
              : []),
          ];
  if (type === "URL") return [...words, ...urlProblems(`${path}.value`, value.trim())];
  const isPhone = /^\+[1-9]\d{7,14}$/.test(value.replace(/[\s().-]/g, ""));
  return [
    ...words,
    ...(type === "PHONE_NUMBER" && !isPhone ? [problem(`${path}.value`, "template_phone")] : []),
  ];
}

function buttonsProblems({ buttons }: TemplateDraft): DraftProblem[] {
  const many = DRAFT_BUTTONS.find(
    (type) => buttons.filter((one) => one.type === type).length > MOST_BUTTONS[type],
  );
  const changes = buttons.filter(
    ({ type }, index) =>
      index > 0 && (type === "QUICK_REPLY") !== (buttons[index - 1]?.type === "QUICK_REPLY"),
  ).length;
  const texts = buttons.map(({ text }) => text.trim().toLowerCase());
  const twice = texts.findIndex((text, index) => text !== "" && texts.indexOf(text) < index);
  return [
    ...buttons.flatMap(buttonProblems),
    ...(many !== undefined || buttons.length > MOST_BUTTONS.all
      ? [problem("buttons", "template_buttons_count", { most: many ? MOST_BUTTONS[many] : MOST_BUTTONS.all })]
      : []),
    ...(changes > 1 ? [problem("buttons", "template_replies_apart")] : []),
    ...(twice === -1 ? [] : [problem(`buttons.${twice}.text`, "template_button_twice")]),
  ];
}

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

/**
 * What Meta would refuse about a draft, field by field, before it is submitted; empty when it would go to review. `taken`: is there a
 * template of this name and language already? An edited one is none to itself.
 */
export function draftProblems(
  draft: TemplateDraft,
  taken: (name: string, language: string) => boolean,
): DraftProblem[] {
  const { name, language, category, footer } = draft;
  const texts = [draft.header?.format === "TEXT" ? draft.header.text : "", draft.body, footer].join("\n");
  return [
    ...(/^[a-z0-9_]{1,512}$/.test(name)
      ? taken(name, language)
        ? [problem("name", "template_name_taken")]
        : []
      : [problem("name", name === "" ? "required" : "template_name")]),
    ...(TEMPLATE_LANGUAGES.includes(language) ? [] : [problem("language", "template_language")]),
    ...(["UTILITY", "MARKETING"].includes(category) ? [] : [problem("category", "template_category")]),
    ...headerProblems(draft),
    ...bodyProblems(draft),
    ...tooLong("footer", footer, TEMPLATE_LIMITS.footer),
    ...(/\{\{|\}\}/.test(footer) ? [problem("footer", "template_footer_variable")] : []),
    ...buttonsProblems(draft),
    ...sampleProblems(draft),
    ...(category === "UTILITY" && PROMOTIONAL.test(texts)
      ? [problem("category", "template_promotional")]
      : []),
  ];
}
