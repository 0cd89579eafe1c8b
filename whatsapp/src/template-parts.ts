import { array, asArray, asObject, filled, flag, number, object, text, value, type Json } from "./read.ts";

type Button = {
  type: string;
  text: string;
  url?: string;
  flow?: { id: string; screen: string | null };
  otp?: string;
  /** what Meta keeps with it that is not written here, by its keys */
  more?: string[];
};
type Block = {
  header: { format: "TEXT" | "IMAGE" | "VIDEO" | "DOCUMENT" | "LOCATION"; text: string | null } | null;
  body: string;
  buttons: Button[];
};

/** What a template is made of, read from Meta's components (wire facts, section 11.2). */
export type TemplateParts = Block & {
  footer: string | null;
  cards: Block[];
  /** null = its words are the company's own */
  authentication: { advises: boolean; minutes: number | null } | null;
  /** Meta's examples by place: "header.1", "body.nome", "button.0", "card.0.body.1" */
  samples: Record<string, string>;
  /** parts that a send cannot fill, by Meta's word: LIMITED_TIME_OFFER, CATALOG, GIF … */
  unsendable: string[];
};

const HEADERS = ["TEXT", "IMAGE", "VIDEO", "DOCUMENT", "LOCATION"] as const;
const COMPONENTS: ReadonlySet<string> = new Set(["HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL"]);
const CARD_COMPONENTS: ReadonlySet<string> = new Set(["HEADER", "BODY", "BUTTONS"]);
/** A button that needs nothing at sending, the end of an address, or a code. */
const BUTTONS: ReadonlySet<string> = new Set([
  "QUICK_REPLY",
  "URL",
  "PHONE_NUMBER",
  "COPY_CODE",
  "FLOW",
  "OTP",
  "REQUEST_CONTACT_INFO",
  "VOICE_CALL",
]);
const BUTTON_KEYS: ReadonlySet<string> = new Set(
  "type text url phone_number example flow_id flow_action navigate_screen otp_type".split(" "),
);
/** What Meta's list makes of an OTP button [seen]; how the code is handed over stands in its query. */
const CODE_ADDRESS = /^https:\/\/www\.whatsapp\.com\/otp\/(?:code|copy)\/?(?:\?|$)/i;

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

/** Only what is written here is read: a flow that Meta holds in another way keeps its word and cannot be written. */
function flowOf(button: Json | null): Button["flow"] {
  const id = filled(button, "flow_id");
  const action = wordOf(button, "flow_action");
  if (id === null || (action !== "" && action !== "NAVIGATE")) return undefined;
  return { id, screen: filled(button, "navigate_screen") };
}

function otpOf(type: string, button: Json | null, url: string | null): string | null {
  if (type === "OTP") return wordOf(button, "otp_type") || "COPY_CODE";
  if (type !== "URL" || url === null || !CODE_ADDRESS.test(url)) return null;
  return (/[?&]otp_type=([a-z_]+)/i.exec(url)?.[1] ?? "COPY_CODE").toUpperCase();
}

function buttonOf(button: Json | null): Button {
  const type = wordOf(button, "type");
  const words = filled(button, "text") ?? "";
  const url = type === "PHONE_NUMBER" ? filled(button, "phone_number") : filled(button, "url");
  const otp = otpOf(type, button, url);
  if (otp !== null) return { type: "OTP", text: words, otp };
  const flow = type === "FLOW" ? flowOf(button) : undefined;
  const more = Object.entries(button ?? {}).flatMap(([key, held]) =>
    BUTTON_KEYS.has(key) || held === null ? [] : [key],
  );
  return {
    type,
    text: words,
    ...(url === null ? {} : { url }),
    ...(flow === undefined ? {} : { flow }),
    ...(more.length === 0 ? {} : { more }),
  };
}

type Samples = TemplateParts["samples"];
type Read = { samples: Samples; unsendable: string[] };

function readButtons(component: Json | null, block: Block, before: string, read: Read): void {
  for (const [index, item] of array(component, "buttons").entries()) {
    const button = buttonOf(asObject(item));
    block.buttons.push(button);
    if (!BUTTONS.has(button.type)) read.unsendable.push(button.type || "BUTTONS");
    if (button.type === "OTP") continue;
    const sample = buttonSample(asObject(item), button.type === "URL" ? (button.url ?? null) : null);
    if (sample !== null && sample !== "") read.samples[`${before}button.${index}`] = sample;
  }
}

function readBlockPart(type: string, component: Json | null, block: Block, before: string, read: Read): void {
  if (type === "HEADER") {
    const word = wordOf(component, "format") || "TEXT";
    const format = HEADERS.find((known) => known === word);
    if (format) block.header = { format, text: format === "TEXT" ? text(component, "text") : null };
    else read.unsendable.push(word);
    for (const [key, said] of textSamples("header", component)) read.samples[before + key] = said;
  } else if (type === "BODY") {
    block.body = text(component, "text") ?? "";
    for (const [key, said] of textSamples("body", component)) read.samples[before + key] = said;
  } else if (type === "BUTTONS") readButtons(component, block, before, read);
}

const emptyBlock = (): Block => ({ header: null, body: "", buttons: [] });

function readCards(component: Json | null, parts: TemplateParts): void {
  for (const [index, item] of array(component, "cards").entries()) {
    const block = emptyBlock();
    for (const part of array(asObject(item), "components")) {
      const type = wordOf(asObject(part), "type");
      if (!CARD_COMPONENTS.has(type)) parts.unsendable.push(type || "CAROUSEL");
      readBlockPart(type, asObject(part), block, `card.${index}.`, parts);
    }
    parts.cards.push(block);
  }
  if (parts.cards.length === 0) parts.unsendable.push("CAROUSEL");
}

/** Has Meta written these words itself? Where its list leaves out the choices, the words tell them. */
function authenticationOf(components: unknown, parts: TemplateParts): TemplateParts["authentication"] {
  if (!parts.buttons.some(({ type }) => type === "OTP")) return null;
  const part = (type: string): Json | null =>
    asArray(components)
      .map(asObject)
      .find((component) => wordOf(component, "type") === type) ?? null;
  const advises = value(part("BODY"), "add_security_recommendation");
  const minutes = number(part("FOOTER"), "code_expiration_minutes");
  const said = /\d+/.exec(parts.footer ?? "")?.[0];
  return {
    advises:
      typeof advises === "boolean"
        ? flag(part("BODY"), "add_security_recommendation")
        : /[.!。][^\p{L}]*\p{L}/u.test(parts.body),
    minutes: minutes ?? (said === undefined ? null : Number(said)),
  };
}

/** Never throws: what is not as Meta writes it is left out, and what cannot be filled is named in `unsendable`. */
export function templateParts(components: unknown): TemplateParts {
  const parts: TemplateParts = {
    ...emptyBlock(),
    footer: null,
    cards: [],
    authentication: null,
    samples: {},
    unsendable: [],
  };
  for (const item of asArray(components)) {
    const component = asObject(item);
    const type = wordOf(component, "type");
    if (!COMPONENTS.has(type)) parts.unsendable.push(type || "UNKNOWN");
    if (type === "FOOTER") parts.footer = filled(component, "text");
    else if (type === "CAROUSEL") readCards(component, parts);
    else readBlockPart(type, component, parts, "", parts);
  }
  parts.authentication = authenticationOf(components, parts);
  return parts;
}
