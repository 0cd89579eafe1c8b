import type {
  OutgoingTemplate,
  TemplateFacts,
  TemplateParameters,
  TemplatePlace,
  TemplateProblem,
  TemplateShown,
  TemplateText,
  TemplateUse,
} from "./types.ts";

const VARIABLE = /\{\{\s*([^{}\s]+)\s*\}\}/g;
/** characters of a filled body (wire facts, section 7.2) */
const LONGEST_BODY = 1024;
/** what Meta refuses in a filled text (132012): new lines, tabs, more than four spaces in a row */
const NOT_A_PARAMETER = /[\n\r\t]| {5}/;
const LINK = /^https:\/\/\S+$/i;

/** The names of a text's variables, each once; numbers in their order. */
export function variablesOf(text: string): string[] {
  const names = [...new Set(Array.from(text.matchAll(VARIABLE), ([, name = ""]) => name))];
  return names.every((name) => /^\d+$/.test(name)) ? names.toSorted((a, b) => Number(a) - Number(b)) : names;
}

/** Only these two may go to who wants no marketing; what Meta calls otherwise, or nobody knows, may not. */
export const isMarketing = (category: string): boolean =>
  category !== "UTILITY" && category !== "AUTHENTICATION";

const valueOf = (values: TemplateUse["values"], key: string): string | null => {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  return value === undefined || value.trim() === "" ? null : value.trim();
};

function headerPlaces(header: TemplateFacts["header"]): Omit<TemplatePlace, "sample">[] {
  const place = (name: string, kind: TemplatePlace["kind"]): Omit<TemplatePlace, "sample"> => ({
    key: `header.${name}`,
    where: "header",
    kind,
    name,
  });
  switch (header?.format) {
    case undefined:
      return [];
    case "TEXT":
      return variablesOf(header?.text ?? "").map((name) => place(name, "text"));
    case "LOCATION":
      return [
        place("latitude", "number"),
        place("longitude", "number"),
        place("name", "text"),
        place("address", "text"),
      ];
    default:
      return [place("link", "link")];
  }
}

/** Does this button need something at sending: the end of its address, or the code to copy? */
const isFilled = (button: TemplateFacts["buttons"][number]): boolean =>
  button.type === "COPY_CODE" || (button.type === "URL" && variablesOf(button.url ?? "").length > 0);

/** What must be filled in before the template can be sent, from the header down. */
export function templatePlaces(facts: TemplateFacts): TemplatePlace[] {
  const body = variablesOf(facts.body).map((name) => ({
    key: `body.${name}`,
    where: "body" as const,
    kind: "text" as const,
    name,
  }));
  const buttons = facts.buttons.flatMap((button, index) =>
    isFilled(button)
      ? [{ key: `button.${index}`, where: "button" as const, kind: "text" as const, name: button.text }]
      : [],
  );
  return [...headerPlaces(facts.header), ...body, ...buttons].map((place) => ({
    ...place,
    sample: valueOf(facts.samples, place.key),
  }));
}

/** Fills a text in one pass: a value that looks like a variable stays the text it is. */
const fill = (text: string, where: "header" | "body", values: TemplateUse["values"]): string =>
  text.replace(VARIABLE, (whole, name: string) => valueOf(values, `${where}.${name}`) ?? whole);

function shownHeader(
  header: TemplateFacts["header"],
  values: TemplateUse["values"],
): TemplateShown["header"] {
  if (header === null) return null;
  const { format } = header;
  if (format === "TEXT") return { format, text: fill(header.text ?? "", "header", values), link: null };
  if (format !== "LOCATION") return { format, text: null, link: valueOf(values, "header.link") };
  const lines = ["name", "address"].flatMap((part) => valueOf(values, `header.${part}`) ?? []);
  return { format, text: lines.join("\n") || null, link: null };
}

/** What the phone will show. Places without a value keep their variable, so that a preview says what is missing. */
export function renderTemplate(facts: TemplateFacts, values: TemplateUse["values"]): TemplateShown {
  return {
    header: shownHeader(facts.header, values),
    body: fill(facts.body, "body", values),
    footer: facts.footer,
    buttons: facts.buttons.map((button, index) => {
      const value = valueOf(values, `button.${index}`);
      if (button.url === undefined || value === null || !isFilled(button)) return { ...button };
      return { ...button, url: button.url.replace(VARIABLE, () => value) };
    }),
  };
}

function textsOf(
  facts: TemplateFacts,
  where: "header" | "body",
  values: TemplateUse["values"],
): TemplateText[] {
  const text = where === "body" ? facts.body : (facts.header?.text ?? "");
  return variablesOf(text).map((name) => ({
    name: facts.parameterFormat === "NAMED" ? name : null,
    text: valueOf(values, `${where}.${name}`) ?? "",
  }));
}

function headerParameters(facts: TemplateFacts, values: TemplateUse["values"]): TemplateParameters["header"] {
  const value = (name: string): string => valueOf(values, `header.${name}`) ?? "";
  switch (facts.header?.format) {
    case undefined:
      return null;
    case "TEXT": {
      const texts = textsOf(facts, "header", values);
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

/** The message that this use makes: how it looks and what goes on the wire. Only for a use without `templateProblems`. */
export function templateContent(
  facts: TemplateFacts,
  { values }: Pick<TemplateUse, "values">,
): OutgoingTemplate {
  const { name, language } = facts;
  return {
    type: "template",
    name,
    language,
    values,
    ...renderTemplate(facts, values),
    parameters: {
      header: headerParameters(facts, values),
      body: textsOf(facts, "body", values),
      buttons: facts.buttons.flatMap((button, index) =>
        isFilled(button)
          ? [
              {
                index,
                kind: button.type === "COPY_CODE" ? ("copy_code" as const) : ("url" as const),
                text: valueOf(values, `button.${index}`) ?? "",
              },
            ]
          : [],
      ),
    },
  };
}

function isValid({ key, kind }: TemplatePlace, value: string): boolean {
  if (kind === "link") return LINK.test(value);
  if (kind === "text") return !NOT_A_PARAMETER.test(value);
  const most = key === "header.latitude" ? 90 : 180;
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
  const body = Array.from(renderTemplate(facts, use.values).body);
  return [
    ...unusable,
    ...filled,
    ...unknown.map((key) => ({ code: "place_unknown" as const, key })),
    ...(body.length > LONGEST_BODY ? [{ code: "template_too_long" as const }] : []),
  ];
}
