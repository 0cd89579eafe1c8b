import { array, asArray, asObject, filled, object, text, value, type Json } from "./read.ts";

/** What a template is made of, read from Meta's components (wire facts, section 11.2). */
export type TemplateParts = {
  header: { format: "TEXT" | "IMAGE" | "VIDEO" | "DOCUMENT" | "LOCATION"; text: string | null } | null;
  body: string;
  footer: string | null;
  buttons: { type: string; text: string; url?: string }[];
  /** Meta's examples by place: "header.1", "body.nome", "button.0" */
  samples: Record<string, string>;
  /** parts that a send cannot fill, by Meta's word: CAROUSEL, FLOW, GIF … */
  unsendable: string[];
};

const HEADERS = ["TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION"] as const;
const COMPONENTS: ReadonlySet<string> = new Set(["HEADER", "BODY", "FOOTER", "BUTTONS"]);
/** A button that needs nothing at sending, the end of an address, or a code. */
const BUTTONS: ReadonlySet<string> = new Set([
  "QUICK_REPLY",
  "URL",
  "PHONE_NUMBER",
  "COPY_CODE",
  "REQUEST_CONTACT_INFO",
  "VOICE_CALL",
]);

const wordOf = (source: Json | null, name: string): string => (filled(source, name) ?? "").toUpperCase();

/** Examples of a text: by number, or by name. */
function textSamples(where: "header" | "body", component: Json | null): [string, string][] {
  const example = object(component, "example");
  const named = array(example, `${where}_text_named_params`).flatMap((item): [string, string][] => {
    const name = filled(asObject(item), "param_name");
    const said = filled(asObject(item), "example");
    return name === null || said === null ? [] : [[`${where}.${name}`, said]];
  });
  const list = array(example, `${where}_text`);
  // the body's examples are a list of lists
  const numbered = where === "body" && Array.isArray(list[0]) ? asArray(list[0]) : list;
  return [
    ...numbered.flatMap((said, index): [string, string][] =>
      typeof said === "string" ? [[`${where}.${index + 1}`, said]] : [],
    ),
    ...named,
  ];
}

/** The example of an address is the whole of it; what is filled in is its end. */
function buttonSample(button: Json | null, url: string | null): string | null {
  const example = value(button, "example");
  const said = Array.isArray(example) ? example[0] : example;
  if (typeof said !== "string") return null;
  const start = url?.split("{{")[0] ?? "";
  return url !== null && said.startsWith(start) ? said.slice(start.length) : said;
}

function readButtons(component: Json | null, parts: TemplateParts): void {
  for (const [index, item] of array(component, "buttons").entries()) {
    const button = asObject(item);
    const type = wordOf(button, "type");
    const url = type === "PHONE_NUMBER" ? filled(button, "phone_number") : filled(button, "url");
    parts.buttons.push({ type, text: filled(button, "text") ?? "", ...(url === null ? {} : { url }) });
    if (!BUTTONS.has(type)) parts.unsendable.push(type || "BUTTONS");
    const sample = buttonSample(button, type === "URL" ? url : null);
    if (sample !== null && sample !== "") parts.samples[`button.${index}`] = sample;
  }
}

/** Never throws: what is not as Meta writes it is left out, and what cannot be filled is named in `unsendable`. */
export function templateParts(components: unknown): TemplateParts {
  const parts: TemplateParts = {
    header: null,
    body: "",
    footer: null,
    buttons: [],
    samples: {},
    unsendable: [],
  };
  for (const item of asArray(components)) {
    const component = asObject(item);
    const type = wordOf(component, "type");
    if (!COMPONENTS.has(type)) parts.unsendable.push(type || "UNKNOWN");
    if (type === "HEADER") {
      const word = wordOf(component, "format") || "TEXT";
      const format = HEADERS.find((known) => known === word);
      if (format) parts.header = { format, text: format === "TEXT" ? text(component, "text") : null };
      else parts.unsendable.push(word);
      for (const [key, said] of textSamples("header", component)) parts.samples[key] = said;
    } else if (type === "BODY") {
      parts.body = text(component, "text") ?? "";
      for (const [key, said] of textSamples("body", component)) parts.samples[key] = said;
    } else if (type === "FOOTER") parts.footer = filled(component, "text");
    else if (type === "BUTTONS") readButtons(component, parts);
  }
  return parts;
}
