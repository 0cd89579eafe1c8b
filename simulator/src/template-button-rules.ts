import { errorByCode } from "./graph/graph-error.ts";
import type { JsonObject, TemplateButton } from "./model.ts";
import { invalid, LIMITS, variablesIn } from "./template-limits.ts";

const SHORTENERS = /^https?:\/\/(www\.)?(wa\.me|bit\.ly|tinyurl\.com|goo\.gl|t\.co|is\.gd|cutt\.ly)(\/|$)/i;
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
  if (type === "FLOW" && typeof button.flow_id !== "string") throw invalid("A flow button needs a flow_id.");
  if (type === "COPY_CODE") {
    const code: unknown = Array.isArray(button.example) ? button.example[0] : button.example;
    if (typeof code !== "string" || code === "" || code.length > LIMITS.code) throw errorByCode(2388040);
  }
}

/** Of the buttons under a template: how many of each kind, and each of them. */
export function checkButtons(component: JsonObject): void {
  const buttons = (Array.isArray(component.buttons) ? component.buttons : []) as TemplateButton[];
  if (buttons.length === 0 || buttons.length > 10) throw invalid("A template has 1 to 10 buttons.");
  for (const [type, most] of Object.entries(MOST_BUTTONS))
    if (buttons.filter((button) => button.type === type).length > most)
      throw invalid(`Too many buttons of type ${type}.`);
  if (buttons.some(({ type }) => !Object.hasOwn(MOST_BUTTONS, type)))
    throw invalid("Unknown type of button.");
  // quick replies stand together
  const changes = buttons.filter(
    ({ type }, index) =>
      index > 0 && (type === "QUICK_REPLY") !== (buttons[index - 1]?.type === "QUICK_REPLY"),
  ).length;
  if (changes > 1) throw invalid("Quick replies and other buttons cannot be mixed.");
  for (const button of buttons) checkButton(button);
}

/** Of the buttons of a card: one or two, of three kinds. */
export function checkCardButtons(component: JsonObject): void {
  const buttons = (Array.isArray(component.buttons) ? component.buttons : []) as TemplateButton[];
  if (buttons.length < 1 || buttons.length > 2) throw invalid("A card has 1 or 2 buttons.");
  if (buttons.some(({ type }) => !["QUICK_REPLY", "URL", "PHONE_NUMBER"].includes(type)))
    throw invalid("Unknown type of button in a card.");
  for (const button of buttons) checkButton(button);
}
