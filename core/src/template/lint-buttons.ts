import { DRAFT_BUTTONS, type DraftButton, type TemplateDraft } from "./draft.ts";
import { problem, TEMPLATE_LIMITS, tooLong, type DraftProblem } from "./lint-text.ts";

const MOST_BUTTONS = { all: 10, QUICK_REPLY: 10, URL: 2, PHONE_NUMBER: 1, COPY_CODE: 1, FLOW: 1 } as const;
const SHORTENERS =
  /^https?:\/\/(?:www\.)?(?:wa\.me|api\.whatsapp\.com|bit\.ly|tinyurl\.com|goo\.gl|t\.co|is\.gd|ow\.ly|cutt\.ly|encurtador\.com\.br)(?:[/?#]|$)/i;

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

function buttonProblems({ type, text, value }: DraftButton, path: string): DraftProblem[] {
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
  if (type === "FLOW")
    return [
      ...words,
      ...(/^\d{1,30}$/.test(value.trim()) ? [] : [problem(`${path}.value`, "template_flow")]),
    ];
  if (type === "URL") return [...words, ...urlProblems(`${path}.value`, value.trim())];
  const isPhone = /^\+[1-9]\d{7,14}$/.test(value.replace(/[\s().-]/g, ""));
  return [
    ...words,
    ...(type === "PHONE_NUMBER" && !isPhone ? [problem(`${path}.value`, "template_phone")] : []),
  ];
}

/** Of each button by itself, and of two with the same words. `path`: of the list they stand in. */
export function eachButtonProblems(path: string, buttons: readonly DraftButton[]): DraftProblem[] {
  const texts = buttons.map(({ text }) => text.trim().toLowerCase());
  const twice = texts.findIndex((text, index) => text !== "" && texts.indexOf(text) < index);
  return [
    ...buttons.flatMap((button, index) => buttonProblems(button, `${path}.${index}`)),
    ...(twice === -1 ? [] : [problem(`${path}.${twice}.text`, "template_button_twice")]),
  ];
}

/** Of the buttons under a template: each, how many of a kind, and that quick replies stand together. */
export function buttonsProblems({ buttons }: TemplateDraft): DraftProblem[] {
  const many = DRAFT_BUTTONS.find(
    (type) => buttons.filter((one) => one.type === type).length > MOST_BUTTONS[type],
  );
  const changes = buttons.filter(
    ({ type }, index) =>
      index > 0 && (type === "QUICK_REPLY") !== (buttons[index - 1]?.type === "QUICK_REPLY"),
  ).length;
  return [
    ...eachButtonProblems("buttons", buttons),
    ...(many !== undefined || buttons.length > MOST_BUTTONS.all
      ? [problem("buttons", "template_buttons_count", { most: many ? MOST_BUTTONS[many] : MOST_BUTTONS.all })]
      : []),
    ...(changes > 1 ? [problem("buttons", "template_replies_apart")] : []),
  ];
}
