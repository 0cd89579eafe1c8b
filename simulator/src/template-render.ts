import { GraphError } from "./graph/graph-error.ts";
import type { JsonObject, Template, TemplateComponent } from "./model.ts";
import { isObject } from "./model.ts";

const VARIABLE = /\{\{\s*([\w]+)\s*\}\}/g;

/** The template as the person sees it, with its variables filled in. */
type RenderedBlock = {
  header: { type: string; text?: string; media?: JsonObject } | null;
  body: string;
  buttons: { type: string; text: string; payload: string | null; url: string | null }[];
};
export type RenderedTemplate = RenderedBlock & {
  footer: string | null;
  /** of a carousel */
  cards?: RenderedBlock[];
};

/**
 * Checks a `template` send object against the templates of the account and fills the texts.
 * Throws a GraphError: 132001 missing or not approved, 132015 paused, 132016 disabled, 132000 counts, 132012 format,
 * 132005 too long.
 */
export function renderTemplate(
  templates: readonly Template[],
  send: JsonObject,
): { template: Template; rendered: RenderedTemplate } {
  const code = isObject(send.language) ? send.language.code : undefined;
  const template = templates.find((one) => one.name === send.name && one.language === code);
  if (template?.status === "PAUSED")
    throw new GraphError(132015, "Template is Paused", "Template was paused for low quality.");
  if (template?.status === "DISABLED")
    throw new GraphError(132016, "Template is Disabled", "Template was disabled for low quality.");
  if (!template || template.status !== "APPROVED") {
    const details = `template name (${String(send.name)}) does not exist in ${String(code)}`;
    throw new GraphError(132001, "Template name does not exist in the translation", details, { http: 404 });
  }
  const given = Array.isArray(send.components) ? send.components.filter(isObject) : [];
  const { parameter_format: format, components } = template;
  const block = renderBlock({ format, components, given });
  if (block.body.length > 1024)
    throw new GraphError(132005, "Translated text too long", "body is longer than 1024 characters");
  const cards = renderCards(template, given);
  return {
    template,
    rendered: {
      ...block,
      footer: find(components, "FOOTER")?.text ?? null,
      ...(cards === null ? {} : { cards }),
    },
  };
}

/** The parts of a template, or of a card of its carousel, and what was sent to fill them. */
type Filling = {
  format: Template["parameter_format"];
  components: readonly TemplateComponent[];
  given: JsonObject[];
};

const renderBlock = (filling: Filling): RenderedBlock => ({
  header: renderHeader(filling),
  body: fill(filling, "body", find(filling.components, "BODY")?.text ?? ""),
  buttons: renderButtons(filling),
});

/** Every card of the template has to be sent, each with its own file. */
function renderCards(
  { components, parameter_format: format }: Template,
  given: JsonObject[],
): RenderedBlock[] | null {
  const known = find(components, "CAROUSEL")?.cards;
  if (known === undefined) return null;
  const carousel = given.find((one) => String(one.type).toLowerCase() === "carousel");
  const sent = Array.isArray(carousel?.cards) ? carousel.cards.filter(isObject) : [];
  return known.map((card, index) => {
    const one = sent.find((other) => Number(other.card_index) === index);
    if (!one)
      throw new GraphError(132012, "Parameter format does not match", `carousel: card ${index} is missing`);
    const parts = Array.isArray(one.components) ? one.components.filter(isObject) : [];
    return renderBlock({ format, components: card.components, given: parts });
  });
}

function find(components: readonly TemplateComponent[], type: string): TemplateComponent | undefined {
  return components.find((component) => component.type.toUpperCase() === type);
}

function parametersOf(given: JsonObject[], type: string): JsonObject[] {
  const component = given.find((one) => String(one.type).toLowerCase() === type);
  return Array.isArray(component?.parameters) ? component.parameters.filter(isObject) : [];
}

function renderHeader(filling: Filling): RenderedTemplate["header"] {
  const header = find(filling.components, "HEADER");
  if (!header) return null;
  const parameters = parametersOf(filling.given, "header");
  if ((header.format ?? "TEXT") === "TEXT")
    return { type: "text", text: fill(filling, "header", header.text ?? "") };
  const kind = (header.format ?? "").toLowerCase();
  const parameter = parameters[0];
  if (!parameter)
    throw new GraphError(132012, "Parameter format does not match", `header: a ${kind} parameter is needed`);
  const media = parameter[kind];
  if (parameter.type !== kind || !isObject(media)) {
    throw new GraphError(
      132012,
      "Parameter format does not match",
      `header: Format mismatch, expected ${header.format}, received ${String(parameter.type)}`,
    );
  }
  return { type: kind, media };
}

function renderButtons({ components, given }: Filling): RenderedTemplate["buttons"] {
  return (find(components, "BUTTONS")?.buttons ?? []).map((button, index) => {
    const sent = given.find(
      (one) => String(one.type).toLowerCase() === "button" && Number(one.index) === index,
    );
    const parameter = Array.isArray(sent?.parameters) ? sent.parameters.find(isObject) : undefined;
    const text = typeof parameter?.text === "string" ? parameter.text : null;
    if (button.url?.includes("{{") && text === null) {
      throw new GraphError(
        131008,
        "Required parameter is missing",
        `buttons: Button at index ${index} of type Url requires a parameter`,
      );
    }
    if (button.type === "COPY_CODE" && typeof parameter?.coupon_code !== "string") {
      throw new GraphError(
        131008,
        "Required parameter is missing",
        `buttons: Button at index ${index} of type CopyCode requires a coupon_code`,
      );
    }
    const action = isObject(parameter?.action) ? parameter.action : null;
    if (button.type === "FLOW" && action === null)
      throw new GraphError(
        131008,
        "Required parameter is missing",
        `buttons: Button at index ${index} of type Flow requires an action`,
      );
    const url = button.url?.replace(VARIABLE, text ?? "") ?? null;
    const payload = typeof parameter?.payload === "string" ? parameter.payload : null;
    return { type: button.type, text: button.text ?? "", payload, url };
  });
}

function fill({ format, given }: Filling, place: "header" | "body", text: string): string {
  const parameters = parametersOf(given, place);
  const names = [...new Set([...text.matchAll(VARIABLE)].map((match) => match[1] ?? ""))];
  if (names.length !== parameters.length) {
    const details = `${place}: number of localizable_params (${parameters.length}) does not match the expected number of params (${names.length})`;
    throw new GraphError(
      132000,
      "Number of parameters does not match the expected number of params",
      details,
    );
  }
  return text.replace(VARIABLE, (_whole, name: string) => {
    const parameter =
      format === "NAMED"
        ? parameters.find((one) => one.parameter_name === name)
        : parameters[Number(name) - 1];
    return parameterText(place, name, parameter);
  });
}

function parameterText(place: string, name: string, parameter: JsonObject | undefined): string {
  if (!parameter)
    throw new GraphError(132012, "Parameter format does not match", `${place}: parameter ${name} is missing`);
  const nested = parameter[String(parameter.type)];
  const text = isObject(nested) ? nested.fallback_value : parameter.text;
  if (typeof text !== "string")
    throw new GraphError(
      132012,
      "Parameter format does not match",
      `${place}: parameter ${name} has no text`,
    );
  if (text === "")
    throw new GraphError(131008, "Required parameter is missing", `${place}: parameter ${name} is empty`);
  if (/[\n\t]| {5}/.test(text)) {
    throw new GraphError(
      132012,
      "Parameter format does not match",
      "Param text cannot have new-line/tab characters or more than 4 consecutive spaces",
    );
  }
  return text;
}
