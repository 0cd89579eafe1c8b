import { errorByCode } from "./graph/graph-error.ts";
import { invalid, LIMITS, VARIABLE, variablesIn } from "./template-limits.ts";
import { isObject } from "./model.ts";
import type { JsonObject, TemplateComponent } from "./model.ts";
import { checkButtons, checkCardButtons } from "./template-button-rules.ts";

/** The rules of section 11.4, as Meta checks them before a template goes to review. Each throws what Meta answers. */

const EMOJI = /\p{Extended_Pictographic}/gu;
const PROMOTIONAL =
  /\b(promoç[ãa]o|desconto|oferta|cupom|frete gr[áa]tis|discount|sale|coupon|free shipping)/i;

export type CheckedTemplate = {
  category: "MARKETING" | "UTILITY" | "AUTHENTICATION";
  parameter_format: "POSITIONAL" | "NAMED";
  components: TemplateComponent[];
};
type Format = CheckedTemplate["parameter_format"];

const textOf = (component: JsonObject): string => {
  if (typeof component.text !== "string" || component.text.trim() === "")
    throw invalid(`component of type ${String(component.type)} is missing expected field(s) (text)`);
  return component.text;
};

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

function checkBody(component: JsonObject, format: Format, most = LIMITS.body): void {
  const text = textOf(component);
  if (text.length > most) throw errorByCode(2388040);
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

/** Two to ten cards, all with the same components (Meta's page about media card carousels). */
function checkCarousel(
  component: JsonObject,
  format: Format,
  isHandle: (handle: string) => boolean,
): JsonObject[] {
  const cards = (Array.isArray(component.cards) ? component.cards : []).filter(isObject);
  if (cards.length < 2 || cards.length > 10) throw invalid("A carousel has 2 to 10 cards.");
  const read = cards.map((card) => upperCase(card.components));
  const shapes = new Set(read.map((parts) => JSON.stringify(parts.map(shapeOf))));
  if (shapes.size > 1) throw invalid("All cards of a carousel must have the same components.");
  for (const parts of read) {
    const [header, ...rest] = parts;
    if (header?.type !== "HEADER" || !["IMAGE", "VIDEO"].includes(String(header.format).toUpperCase()))
      throw invalid("A card of a carousel begins with an image or a video.");
    checkHeader(header, format, isHandle);
    for (const part of rest) {
      if (part.type === "BODY") checkBody(part, format, LIMITS.card);
      else if (part.type === "BUTTONS") checkCardButtons(part);
      else throw invalid(`Unexpected component of type ${String(part.type)} in a card.`);
    }
    if (!rest.some(({ type }) => type === "BUTTONS")) throw invalid("A card of a carousel has a button.");
  }
  return read.map((components) => ({ components }));
}

const shapeOf = ({ type, format, buttons }: JsonObject): unknown => [
  type,
  format,
  Array.isArray(buttons) ? buttons.filter(isObject).map((button) => button.type) : null,
];

const upperCase = (components: unknown): JsonObject[] =>
  (Array.isArray(components) ? components : [])
    .filter(isObject)
    .map((component) => ({ ...component, type: String(component.type).toUpperCase() }));

/** Meta writes the words of these itself: what may be chosen is told, and nothing else stands in them. */
function checkAuthentication(components: JsonObject[]): void {
  for (const component of components) {
    const { type, text, code_expiration_minutes: minutes } = component;
    if (text !== undefined) throw invalid("The text of an authentication template is preset.");
    if (type === "HEADER" || type === "CAROUSEL")
      throw invalid(`Unexpected component of type ${String(type)} in an authentication template.`);
    if (type === "FOOTER" && !(Number.isInteger(minutes) && Number(minutes) >= 1 && Number(minutes) <= 90))
      throw invalid("code_expiration_minutes must be between 1 and 90.");
    if (type !== "BUTTONS") continue;
    const buttons = (Array.isArray(component.buttons) ? component.buttons : []).filter(isObject);
    const [button] = buttons;
    if (buttons.length !== 1 || String(button?.type).toUpperCase() !== "OTP")
      throw invalid("An authentication template has one button, of type OTP.");
    if (String(button?.otp_type).toUpperCase() !== "COPY_CODE" && button?.supported_apps === undefined)
      throw invalid("supported_apps is required for one-tap and zero-tap buttons.");
  }
  if (!components.some(({ type }) => type === "BUTTONS"))
    throw invalid("An authentication template has one button, of type OTP.");
}

function checkComponents(
  components: JsonObject[],
  format: Format,
  isHandle: (handle: string) => boolean,
): JsonObject[] {
  const isCarousel = components.some(({ type }) => type === "CAROUSEL");
  return components.map((component) => {
    const { type } = component;
    if (isCarousel && type !== "BODY" && type !== "CAROUSEL")
      throw invalid(`Unexpected component of type ${String(type)} beside a carousel.`);
    if (type === "CAROUSEL") return { ...component, cards: checkCarousel(component, format, isHandle) };
    if (type === "HEADER") checkHeader(component, format, isHandle);
    else if (type === "BODY") checkBody(component, format);
    else if (type === "FOOTER") checkFooter(component);
    else if (type === "BUTTONS") checkButtons(component);
    else throw invalid(`Unexpected component of type ${String(type)}.`);
    return component;
  });
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
  const given = upperCase(body.components);
  if (!given.some(({ type }) => type === "BODY")) throw invalid("A template needs a body.");
  if (category === "AUTHENTICATION") checkAuthentication(given);
  const components = category === "AUTHENTICATION" ? given : checkComponents(given, format, isHandle);
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
