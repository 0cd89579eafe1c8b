import { cardKey, cardReply, isFilled, templatePlaces, valueOf, VARIABLE, variablesOf } from "./places.ts";
import type {
  OutgoingTemplate,
  TemplateBlock,
  TemplateBlockParameters,
  TemplateBlockShown,
  TemplateButton,
  TemplateFacts,
  TemplatePlace,
  TemplateProblem,
  TemplateShown,
  TemplateText,
  TemplateUse,
} from "./types.ts";

/** characters of a filled body (wire facts, section 7.2) */
const LONGEST_BODY = 1024;
/** what Meta refuses in a filled text (132012): new lines, tabs, more than four spaces in a row */
const NOT_A_PARAMETER = /[\n\r\t]| {5}/;
const LINK = /^https:\/\/\S+$/i;
/** Meta takes codes of up to 15 characters, without addresses and emoji (its page about copy code buttons) */
const CODE = /^[^\s/\p{Extended_Pictographic}]{1,15}$/u;

/** Only these two may go to who wants no marketing; what Meta calls otherwise, or nobody knows, may not. */
export const isMarketing = (category: string): boolean =>
  category !== "UTILITY" && category !== "AUTHENTICATION";

type Values = TemplateUse["values"];

/** Fills a text in one pass: a value that looks like a variable stays the text it is. */
const fill = (text: string, key: string, values: Values): string =>
  text.replace(VARIABLE, (whole, name: string) => valueOf(values, `${key}.${name}`) ?? whole);

function shownHeader(
  header: TemplateBlock["header"],
  before: string,
  values: Values,
): TemplateShown["header"] {
  if (header === null) return null;
  const { format } = header;
  const key = `${before}header`;
  if (format === "TEXT") return { format, text: fill(header.text ?? "", key, values), link: null };
  if (format !== "LOCATION") return { format, text: null, link: valueOf(values, `${key}.link`) };
  const lines = ["name", "address"].flatMap((part) => valueOf(values, `${key}.${part}`) ?? []);
  return { format, text: lines.join("\n") || null, link: null };
}

/** `before`: what the keys of its places begin with. */
function shownBlock(
  { header, body, buttons }: TemplateBlock,
  before: string,
  values: Values,
): TemplateBlockShown {
  return {
    header: shownHeader(header, before, values),
    body: fill(body, `${before}body`, values),
    buttons: buttons.map((button, index) => {
      const value = valueOf(values, `${before}button.${index}`);
      if (button.url === undefined || value === null || !isFilled(button)) return { ...button };
      return { ...button, url: button.url.replace(VARIABLE, () => value) };
    }),
  };
}

/** What the phone will show. Places without a value keep their variable, so that a preview says what is missing. */
export function renderTemplate(facts: TemplateFacts, values: Values): TemplateShown {
  const cards = facts.cards.map((card, index) => shownBlock(card, cardKey(index), values));
  return {
    ...shownBlock(facts, "", values),
    footer: facts.footer,
    ...(cards.length > 0 ? { cards } : {}),
  };
}

type Format = TemplateFacts["parameterFormat"];

function textsOf(text: string, key: string, format: Format, values: Values): TemplateText[] {
  return variablesOf(text).map((name) => ({
    name: format === "NAMED" ? name : null,
    text: valueOf(values, `${key}.${name}`) ?? "",
  }));
}

function headerParameters(
  header: TemplateBlock["header"],
  before: string,
  format: Format,
  values: Values,
): TemplateBlockParameters["header"] {
  const value = (name: string): string => valueOf(values, `${before}header.${name}`) ?? "";
  switch (header?.format) {
    case undefined:
      return null;
    case "TEXT": {
      const texts = textsOf(header?.text ?? "", `${before}header`, format, values);
      return texts.length > 0 ? { kind: "text", texts } : null;
    }
    case "LOCATION":
      return {
        kind: "location",
        latitude: Number(value("latitude")),
        longitude: Number(value("longitude")),
        name: value("name"),
        address: value("address"),
      };
    case "IMAGE":
      return { kind: "image", link: value("link") };
    case "VIDEO":
      return { kind: "video", link: value("link") };
    case "DOCUMENT":
      return { kind: "document", link: value("link") };
  }
}

type ButtonParameter = TemplateBlockParameters["buttons"][number];

function buttonParameter(
  button: TemplateButton,
  index: number,
  card: number | null,
  values: Values,
): ButtonParameter[] {
  const before = card === null ? "" : cardKey(card);
  const { type, text } = button;
  if (isFilled(button)) {
    const kind = type === "COPY_CODE" ? "copy_code" : "url";
    return [{ index, kind, text: valueOf(values, `${before}button.${index}`) ?? "" }];
  }
  // the code goes twice: in the body, and in the button (wire facts, section 7.2)
  if (type === "OTP") return [{ index, kind: "url", text: valueOf(values, "body.1") ?? "" }];
  if (type === "FLOW") return [{ index, kind: "flow", text: "" }];
  if (type === "QUICK_REPLY" && card !== null)
    return [{ index, kind: "quick_reply", text: cardReply(card, text) }];
  return [];
}

function blockParameters(
  block: TemplateBlock,
  card: number | null,
  format: Format,
  values: Values,
): TemplateBlockParameters {
  const before = card === null ? "" : cardKey(card);
  return {
    header: headerParameters(block.header, before, format, values),
    body: textsOf(block.body, `${before}body`, format, values),
    buttons: block.buttons.flatMap((button, index) => buttonParameter(button, index, card, values)),
  };
}

/** The message that this use makes: how it looks and what goes on the wire. Only for a use without `templateProblems`. */
export function templateContent(
  facts: TemplateFacts,
  { values }: Pick<TemplateUse, "values">,
): OutgoingTemplate {
  const { name, language, parameterFormat: format } = facts;
  const cards = facts.cards.map((card, index) => blockParameters(card, index, format, values));
  return {
    type: "template",
    name,
    language,
    values,
    ...renderTemplate(facts, values),
    parameters: {
      ...blockParameters(facts, null, format, values),
      ...(cards.length > 0 ? { cards } : {}),
    },
  };
}

function isValid({ key, kind }: TemplatePlace, value: string): boolean {
  if (kind === "link") return LINK.test(value);
  if (kind === "code") return CODE.test(value);
  if (kind === "text") return !NOT_A_PARAMETER.test(value);
  const most = key.endsWith("header.latitude") ? 90 : 180;
  return /^-?\d+(\.\d+)?$/.test(value) && Math.abs(Number(value)) <= most;
}

/** Why this template itself cannot be sent now, whatever is filled in; nothing when it can. */
export function templateUnusable(facts: TemplateFacts | null): TemplateProblem[] {
  if (facts === null) return [{ code: "template_missing" }];
  const { status, reason } = facts;
  return [
    ...(status === "APPROVED" ? [] : [{ code: "template_not_approved" as const, status, reason }]),
    ...facts.unsendable.map((part) => ({ code: "template_unsendable" as const, part })),
  ];
}

/**
 * Why this use would not be sent, the gravest first; empty when it can be. `facts` is the template of the use's name and
 * language, null when the account has none. Values may still hold variables of ours: they are judged as the texts they are.
 */
export function templateProblems(
  facts: TemplateFacts | null,
  use: Pick<TemplateUse, "values">,
): TemplateProblem[] {
  const unusable = templateUnusable(facts);
  if (facts === null) return unusable;
  const places = templatePlaces(facts);
  const known = new Set(places.map(({ key }) => key));
  const filled = places.flatMap((place): TemplateProblem[] => {
    const value = valueOf(use.values, place.key);
    if (value === null) return [{ code: "place_missing", key: place.key }];
    return isValid(place, value) ? [] : [{ code: "place_invalid", key: place.key }];
  });
  const unknown = Object.keys(use.values).filter((key) => !known.has(key));
  const shown = renderTemplate(facts, use.values);
  const isTooLong = Array.from(shown.body).length > LONGEST_BODY;
  return [
    ...unusable,
    ...filled,
    ...unknown.map((key) => ({ code: "place_unknown" as const, key })),
    ...(isTooLong ? [{ code: "template_too_long" as const }] : []),
  ];
}
