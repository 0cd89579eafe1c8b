import { errorByCode, GraphError } from "./graph/graph-error.ts";
import { isObject } from "./model.ts";
import type { JsonObject, TemplateButton, TemplateComponent } from "./model.ts";

/** The rules of section 11.4, as Meta checks them before a template goes to review. Each throws what Meta answers. */

const EMOJI = /\p{Extended_Pictographic}/gu;
const VARIABLE = /\{\{([^{}]*)\}\}/g;
const SHORTENERS = /^https?:\/\/(www\.)?(wa\.me|bit\.ly|tinyurl\.com|goo\.gl|t\.co|is\.gd|cutt\.ly)(\/|$)/i;
const PROMOTIONAL =
  /\b(promoç[ãa]o|desconto|oferta|cupom|frete gr[áa]tis|discount|sale|coupon|free shipping)/i;
const LIMITS = { header: 60, body: 1024, footer: 60, button: 25, url: 2000, phone: 20, code: 15 };
/** how many of each kind may stand in a template (11.2) */
const MOST_BUTTONS: Record<string, number> = {
  QUICK_REPLY: 10,
  URL: 2,
  PHONE_NUMBER: 1,
  COPY_CODE: 1,
  FLOW: 1,
  REQUEST_CONTACT_INFO: 1,
  VOICE_CALL: 1,
};

export type CheckedTemplate = {
  category: "MARKETING" | "UTILITY" | "AUTHENTICATION";
  parameter_format: "POSITIONAL" | "NAMED";
  components: TemplateComponent[];
};
type Format = CheckedTemplate["parameter_format"];

const invalid = (message: string): GraphError =>
  new GraphError(100, "Invalid parameter", message, { userTitle: "Invalid parameter" });

const textOf = (component: JsonObject): string => {
  if (typeof component.text !== "string" || component.text.trim() === "")
    throw invalid(`component of type ${String(component.type)} is missing expected field(s) (text)`);
  return component.text;
};

const variablesIn = (text: string): string[] =>
  [...text.matchAll(VARIABLE)].map((match) => (match[1] ?? "").trim());

/** Names of the format, without gaps; `error` is what Meta answers for this part of the template. */
function checkVariables(text: string, format: Format, error: number): string[] {
  const names = [...new Set(variablesIn(text))];
  if (format === "NAMED") {
    if (names.some((name) => !/^[a-z_]+$/.test(name))) throw errorByCode(error);
    return names;
  }
  const numbers = names.map(Number).toSorted((a, b) => a - b);
  if (numbers.some((number, index) => number !== index + 1)) throw errorByCode(error);
  return numbers.map(String);
}

/** Every variable has an example, in the shape of its format. */
function checkExamples(
  component: JsonObject,
  part: "header" | "body",
  names: string[],
  format: Format,
): void {
  if (names.length === 0) return;
  const example = isObject(component.example) ? component.example : {};
  const error = errorByCode(part === "header" ? 2388047 : 2388072);
  if (format === "NAMED") {
    const given = example[`${part}_text_named_params`];
    const known = Array.isArray(given) ? given.filter(isObject) : [];
    const isThere = (name: string): boolean =>
      known.some((one) => one.param_name === name && typeof one.example === "string" && one.example !== "");
    if (!names.every(isThere)) throw error;
    return;
  }
  const list = example[`${part}_text`];
  const given: unknown = part === "body" && Array.isArray(list) ? list[0] : list;
  if (
    !Array.isArray(given) ||
    given.length !== names.length ||
    given.some((one) => typeof one !== "string" || one === "")
  )
    throw error;
}

function checkHeader(component: JsonObject, format: Format, isHandle: (handle: string) => boolean): void {
  const kind = String(component.format ?? "").toUpperCase();
  if (kind === "TEXT") {
    const text = textOf(component);
    if (text.length > LIMITS.header) throw errorByCode(2388040);
    if (/[\n\r*_~]/.test(text.replace(VARIABLE, "")) || text.match(EMOJI)) throw errorByCode(2388047);
    const names = checkVariables(text, format, 2388047);
    if (names.length > 1) throw errorByCode(2388047);
    return checkExamples(component, "header", names, format);
  }
  if (kind === "LOCATION") return;
  if (!["IMAGE", "VIDEO", "DOCUMENT", "GIF"].includes(kind)) throw errorByCode(2388047);
  const handles = isObject(component.example) ? component.example.header_handle : undefined;
  const handle: unknown = Array.isArray(handles) ? handles[0] : undefined;
  if (typeof handle !== "string" || !isHandle(handle)) throw errorByCode(2388047);
}

function checkBody(component: JsonObject, format: Format): void {
  const text = textOf(component);
  if (text.length > LIMITS.body) throw errorByCode(2388040);
  if (/\t|\n{5,}| {5,}/.test(text) || (text.match(EMOJI)?.length ?? 0) > 10) throw errorByCode(2388072);
  const names = checkVariables(text, format, 2388072);
  // trailing punctuation or emoji does not rescue it (11.4)
  const words = text.replace(EMOJI, "").replace(/^[^\p{L}\p{N}{]+|[^\p{L}\p{N}}]+$/gu, "");
  if (/^\{\{[^{}]*\}\}/.test(words) || /\{\{[^{}]*\}\}$/.test(words)) throw errorByCode(2388299);
  if (/\}\}\s*\{\{/.test(text)) throw errorByCode(2388072);
  const others = text
    .replace(VARIABLE, " ")
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
  if (names.length > 0 && others < 2 * names.length + 1) throw errorByCode(2388293);
  checkExamples(component, "body", names, format);
}

function checkFooter(component: JsonObject): void {
  const text = textOf(component);
  if (text.length > LIMITS.footer) throw errorByCode(2388040);
  if (variablesIn(text).length > 0) throw errorByCode(2388073);
}

function checkUrl(button: TemplateButton): void {
  const url = button.url ?? "";
  if (url.length > LIMITS.url) throw errorByCode(2388040);
  if (!/^https?:\/\/[^\s/{}]+/i.test(url) || SHORTENERS.test(url))
    throw invalid(`The address ${url} is not allowed.`);
  const names = variablesIn(url);
  if (names.length > 1 || (names.length === 1 && !url.endsWith("{{1}}")))
    throw invalid("An address may end with one variable, {{1}}.");
  if (names.length === 1 && !(Array.isArray(button.example) && typeof button.example[0] === "string"))
    throw invalid("A button with a variable needs an example.");
}

function checkButton(button: TemplateButton): void {
  const { type } = button;
  if (type !== "COPY_CODE" && type !== "REQUEST_CONTACT_INFO") {
    if (typeof button.text !== "string" || button.text.trim() === "") throw invalid("A button needs a text.");
    if (button.text.length > LIMITS.button) throw errorByCode(2388040);
    if (variablesIn(button.text).length > 0) throw invalid("The text of a button cannot hold variables.");
  }
  if (type === "URL") checkUrl(button);
  if (type === "PHONE_NUMBER" && !/^\+?[1-9]\d{6,18}$/.test(button.phone_number ?? ""))
    throw invalid("phone_number must be in international form.");
  if (type === "COPY_CODE") {
    const code: unknown = Array.isArray(button.example) ? button.example[0] : button.example;
    if (typeof code !== "string" || code === "" || code.length > LIMITS.code) throw errorByCode(2388040);
  }
}

function checkButtons(component: JsonObject): void {
  const buttons = (Array.isArray(component.buttons) ? component.buttons : []) as TemplateButton[];
  if (buttons.length === 0 || buttons.length > 10) throw invalid("A template has 1 to 10 buttons.");
  for (const [type, most] of Object.entries(MOST_BUTTONS))
    if (buttons.filter((button) => button.type === type).length > most)
      throw invalid(`Too many buttons of type ${type}.`);
  if (buttons.some(({ type }) => !Object.hasOwn(MOST_BUTTONS, type) && type !== "OTP"))
    throw invalid("Unknown type of button.");
  // quick replies stand together
  const changes = buttons.filter(
    ({ type }, index) =>
      index > 0 && (type === "QUICK_REPLY") !== (buttons[index - 1]?.type === "QUICK_REPLY"),
  ).length;
  if (changes > 1) throw invalid("Quick replies and other buttons cannot be mixed.");
  for (const button of buttons) checkButton(button);
}

/**
 * The parts of a create or edit body when Meta would take them to review; `isHandle`: is this the handle of a file that was uploaded
 * (10.3)? Throws a GraphError, code 100 with the subcode of section 8.
 */
export function checkTemplateBody(body: JsonObject, isHandle: (handle: string) => boolean): CheckedTemplate {
  const category = String(body.category ?? "").toUpperCase();
  if (category !== "MARKETING" && category !== "UTILITY" && category !== "AUTHENTICATION")
    throw invalid(`category must be one of MARKETING, UTILITY, AUTHENTICATION.`);
  const format =
    String(body.parameter_format ?? "POSITIONAL").toUpperCase() === "NAMED" ? "NAMED" : "POSITIONAL";
  const given = (Array.isArray(body.components) ? body.components : []).filter(isObject);
  const components = given.map((component) => ({ ...component, type: String(component.type).toUpperCase() }));
  if (!components.some(({ type }) => type === "BODY")) throw invalid("A template needs a body.");
  for (const component of components as JsonObject[]) {
    if (category === "AUTHENTICATION") continue;
    if (component.type === "HEADER") checkHeader(component, format, isHandle);
    else if (component.type === "BODY") checkBody(component, format);
    else if (component.type === "FOOTER") checkFooter(component);
    else if (component.type === "BUTTONS") checkButtons(component);
    else throw invalid(`Unexpected component of type ${String(component.type)}.`);
  }
  return {
    // since April 2025 what is promotional is approved as what it is
    category: category === "UTILITY" && PROMOTIONAL.test(JSON.stringify(components)) ? "MARKETING" : category,
    parameter_format: format,
    components: components as TemplateComponent[],
  };
}

/** Name and language of a create body, as Meta takes them. */
export function checkTemplateName(body: JsonObject): { name: string; language: string } {
  const { name, language } = body;
  if (typeof name !== "string" || !/^[a-z0-9_]{1,512}$/.test(name))
    throw invalid("Message template name can only have lowercase letters, digits and underscores.");
  if (typeof language !== "string" || !/^[a-z]{2,3}(_[A-Z]{2,3})?$/.test(language) || language === "pt")
    throw invalid(`Language ${String(language)} is not supported.`);
  return { name, language };
}
