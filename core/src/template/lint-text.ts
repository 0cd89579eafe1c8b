import type { TemplateDraft } from "./draft.ts";
import { variablesOf } from "./places.ts";

/** Lengths in characters (wire facts, section 9). Where Meta's pages disagree, the smaller. */
export const TEMPLATE_LIMITS = {
  header: 60,
  body: 1024,
  footer: 60,
  button: 25,
  url: 2000,
  code: 15,
  /** of a card of a carousel (Meta's page about media card carousels) */
  card: 160,
} as const;
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
    | "template_flow"
    | "template_carousel_alone"
    | "template_cards_count"
    | "template_cards_differ"
    | "template_card_buttons"
    | "template_minutes"
    /** Meta takes it, and may call it marketing */
    | "template_promotional";
  data: Record<string, string | number>;
};

const EMOJI = /\p{Extended_Pictographic}/gu;
const VARIABLES = /\{\{[^{}]*\}\}/g;
const MOST_EMOJIS = 10;

type Find = (path: string, code: DraftProblem["code"], data?: DraftProblem["data"]) => DraftProblem;
export const problem: Find = (path, code, data = {}) => ({ path, code, data });
const lengthOf = (text: string): number => Array.from(text).length;

export function tooLong(path: string, text: string, most: number): DraftProblem[] {
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

/** Of the words or the file above a template. */
export function headerProblems({ header, parameterFormat }: TemplateDraft): DraftProblem[] {
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

/** Of the text of a template, or of one of its cards. */
export function bodyProblems(
  path: string,
  body: string,
  parameterFormat: TemplateDraft["parameterFormat"],
  longest: number,
): DraftProblem[] {
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
    ...tooLong(path, body, longest),
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
