import { makeObjectId } from "./ids.ts";
import type { SeededRandom } from "./random.ts";
import type { JsonObject, Template, TemplateComponent } from "./model.ts";
import { isObject } from "./model.ts";
import { GraphError } from "./graph/graph-error.ts";

type Parts = [
  name: string,
  language: string,
  category: Template["category"],
  components: TemplateComponent[],
];

const approved = (random: SeededRandom, ...[name, language, category, components]: Parts): Template => ({
  id: makeObjectId(random),
  name,
  language,
  status: "APPROVED",
  category,
  parameter_format: "POSITIONAL",
  components,
  rejected_reason: "NONE",
  quality_score: { score: "UNKNOWN", date: 0 },
});

/** The templates every account is born with here: Meta's own sample and a few approved ones in Brazilian Portuguese. */
export function starterTemplates(random: SeededRandom): Template[] {
  const make = (...parts: Parts): Template => approved(random, ...parts);
  return [
    make("hello_world", "en_US", "UTILITY", [
      { type: "HEADER", format: "TEXT", text: "Hello World" },
      {
        type: "BODY",
        text: "Welcome and congratulations. This message shows that your number can send templates.",
      },
      { type: "FOOTER", text: "Sample message" },
    ]),
    make("retomar_atendimento", "pt_BR", "UTILITY", [
      {
        type: "BODY",
        text: "Olá, {{1}}. Voltamos sobre o seu atendimento. Podemos continuar?",
        example: { body_text: [["Lia"]] },
      },
      {
        type: "BUTTONS",
        buttons: [
          { type: "QUICK_REPLY", text: "Sim, continuar" },
          { type: "QUICK_REPLY", text: "Agora não" },
        ],
      },
    ]),
    make("pedido_enviado", "pt_BR", "UTILITY", [
      { type: "HEADER", format: "TEXT", text: "Pedido {{1}}", example: { header_text: ["A-77"] } },
      {
        type: "BODY",
        text: "Oi, {{1}}. O pedido {{2}} saiu para entrega hoje.",
        example: { body_text: [["Lia", "A-77"]] },
      },
      { type: "FOOTER", text: "Loja Girassol" },
      {
        type: "BUTTONS",
        buttons: [
          {
            type: "URL",
            text: "Rastrear",
            url: "https://loja.example/r/{{1}}",
            example: ["https://loja.example/r/A77"],
          },
        ],
      },
    ]),
    make("promo_volta", "pt_BR", "MARKETING", [
      {
        type: "BODY",
        text: "{{1}}, sentimos sua falta. Nesta semana o frete é por nossa conta.",
        example: { body_text: [["Lia"]] },
      },
    ]),
  ];
}

const VARIABLE = /\{\{\s*([\w]+)\s*\}\}/g;

/** The template as the person sees it, with its variables filled in. */
export type RenderedTemplate = {
  header: { type: string; text?: string; media?: JsonObject } | null;
  body: string;
  footer: string | null;
  buttons: { type: string; text: string; payload: string | null; url: string | null }[];
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
  const body = fill(template, "body", find(template, "BODY")?.text ?? "", parametersOf(given, "body"));
  if (body.length > 1024)
    throw new GraphError(132005, "Translated text too long", "body is longer than 1024 characters");
  return {
    template,
    rendered: {
      header: renderHeader(template, given),
      body,
      footer: find(template, "FOOTER")?.text ?? null,
      buttons: renderButtons(template, given),
    },
  };
}

function find(template: Template, type: string): TemplateComponent | undefined {
  return template.components.find((component) => component.type.toUpperCase() === type);
}

function parametersOf(given: JsonObject[], type: string): JsonObject[] {
  const component = given.find((one) => String(one.type).toLowerCase() === type);
  return Array.isArray(component?.parameters) ? component.parameters.filter(isObject) : [];
}

function renderHeader(template: Template, given: JsonObject[]): RenderedTemplate["header"] {
  const header = find(template, "HEADER");
  if (!header) return null;
  const parameters = parametersOf(given, "header");
  if ((header.format ?? "TEXT") === "TEXT")
    return { type: "text", text: fill(template, "header", header.text ?? "", parameters) };
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

function renderButtons(template: Template, given: JsonObject[]): RenderedTemplate["buttons"] {
  return (find(template, "BUTTONS")?.buttons ?? []).map((button, index) => {
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
    const url = button.url?.replace(VARIABLE, text ?? "") ?? null;
    const payload = typeof parameter?.payload === "string" ? parameter.payload : null;
    return { type: button.type, text: button.text ?? "", payload, url };
  });
}

function fill(template: Template, place: string, text: string, parameters: JsonObject[]): string {
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
      template.parameter_format === "NAMED"
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
