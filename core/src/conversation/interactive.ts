/** What the customer can do in a message that an agent put together, beside the options of a menu (wire facts, section 7.2). */
export type InteractiveAction =
  | { kind: "link"; label: string; url: string }
  | { kind: "location_request" }
  | { kind: "contact_request" }
  | { kind: "call_permission" }
  /** calls the company on WhatsApp; the button works for so many `minutes` */
  | { kind: "call_button"; label: string; minutes: number }
  /** a form of Meta's: `flow` is its id or its name, `data` what its first screen begins with */
  | {
      kind: "flow";
      flow: string;
      label: string;
      screen: string | null;
      data: { name: string; value: string }[];
    }
  | { kind: "product"; catalogId: string; productId: string }
  | { kind: "product_list"; catalogId: string; sections: { title: string | null; productIds: string[] }[] }
  /** `productId`: whose picture stands for the catalogue; null = Meta's choice */
  | { kind: "catalog"; productId: string | null };

export type InteractiveKind = InteractiveAction["kind"];

export type InteractiveContent = {
  type: "interactive";
  header: string | null;
  body: string | null;
  footer: string | null;
  action: InteractiveAction;
};

type Part = "none" | "may" | "must";

/** The texts around what can be done, by kind (wire facts, section 7.2; Meta's OpenAPI for products). */
export const INTERACTIVE_PARTS: Readonly<
  Record<InteractiveKind, Record<"header" | "body" | "footer", Part>>
> = {
  link: { header: "may", body: "must", footer: "may" },
  location_request: { header: "none", body: "must", footer: "none" },
  contact_request: { header: "none", body: "must", footer: "none" },
  call_permission: { header: "none", body: "must", footer: "none" },
  call_button: { header: "none", body: "must", footer: "none" },
  flow: { header: "may", body: "must", footer: "may" },
  product: { header: "none", body: "may", footer: "may" },
  product_list: { header: "must", body: "must", footer: "may" },
  catalog: { header: "none", body: "must", footer: "may" },
};

/** Most characters of each text, and most products, sections and minutes; the smaller where Meta's pages disagree (wire facts, section 9). */
export const INTERACTIVE_LIMITS = {
  header: 60,
  body: 1024,
  footer: 60,
  label: 20,
  url: 2000,
  id: 100,
  value: 1000,
  data: 20,
  sections: 10,
  sectionTitle: 24,
  products: 30,
  minutes: 43_200,
} as const;

export type InteractiveProblem = {
  /** the field, as in "action.sections.0.title" */
  path: string;
  code:
    | "required"
    | "too_long"
    | "more_than_fit"
    | "not_used"
    | "not_a_link"
    | "not_a_catalog"
    | "emoji"
    | "out_of_range"
    | "repeated_product";
};

const lengthOf = (text: string): number => Array.from(text).length;

function textProblems(text: string | null, path: string, most: number, part: Part): InteractiveProblem[] {
  if (text === null || text.trim() === "") return part === "must" ? [{ path, code: "required" }] : [];
  if (part === "none") return [{ path, code: "not_used" }];
  return lengthOf(text) > most ? [{ path, code: "too_long" }] : [];
}

/** A whole address of the web that is enciphered; nobody's name before the host, which only ever hides the host. */
const LINK = /^https:\/\/[^\s/?#.@]+(?:\.[^\s/?#.@]+)+(?:[/?#]\S*)?$/iu;

const catalogProblems = (id: string): InteractiveProblem[] =>
  /^\d{5,20}$/u.test(id)
    ? []
    : [{ path: "action.catalogId", code: id.trim() === "" ? "required" : "not_a_catalog" }];

type Of<K extends InteractiveKind> = Extract<InteractiveAction, { kind: K }>;

const labelProblems = ({ label }: { label: string }): InteractiveProblem[] =>
  textProblems(label, "action.label", INTERACTIVE_LIMITS.label, "must");

function linkProblems(action: Of<"link">): InteractiveProblem[] {
  const problems = textProblems(action.url, "action.url", INTERACTIVE_LIMITS.url, "must");
  if (problems.length === 0 && !LINK.test(action.url))
    problems.push({ path: "action.url", code: "not_a_link" });
  return [...labelProblems(action), ...problems];
}

function flowProblems(action: Of<"flow">): InteractiveProblem[] {
  const { id, value: longest, data: most } = INTERACTIVE_LIMITS;
  const { flow, label, screen, data } = action;
  const problems = [...textProblems(flow, "action.flow", id, "must"), ...labelProblems(action)];
  if (/\p{Extended_Pictographic}/u.test(label)) problems.push({ path: "action.label", code: "emoji" });
  // what a screen begins with belongs to the screen
  problems.push(...textProblems(screen, "action.screen", id, data.length > 0 ? "must" : "may"));
  if (data.length > most) problems.push({ path: "action.data", code: "more_than_fit" });
  data.forEach(({ name, value }, index) => {
    problems.push(...textProblems(name, `action.data.${index}.name`, id, "must"));
    problems.push(...textProblems(value, `action.data.${index}.value`, longest, "may"));
  });
  return problems;
}

function listProblems({ catalogId, sections }: Of<"product_list">): InteractiveProblem[] {
  const { id, sections: most, sectionTitle, products } = INTERACTIVE_LIMITS;
  const problems = catalogProblems(catalogId);
  if (sections.length === 0) problems.push({ path: "action.sections.0.productIds", code: "required" });
  if (sections.length > most) problems.push({ path: "action.sections", code: "more_than_fit" });
  const named: Part = sections.length > 1 ? "must" : "may";
  const seen = new Set<string>();
  let count = 0;
  sections.forEach(({ title, productIds }, index) => {
    const path = `action.sections.${index}.productIds`;
    problems.push(...textProblems(title, `action.sections.${index}.title`, sectionTitle, named));
    const found = new Set<InteractiveProblem["code"]>();
    if (productIds.length === 0) found.add("required");
    for (const productId of productIds) {
      for (const { code } of textProblems(productId, path, id, "must")) found.add(code);
      if (seen.has(productId)) found.add("repeated_product");
      seen.add(productId);
    }
    count += productIds.length;
    if (count > products) found.add("more_than_fit");
    problems.push(...[...found].map((code) => ({ path, code })));
  });
  return problems;
}

function actionProblems(action: InteractiveAction): InteractiveProblem[] {
  const { id, minutes: most } = INTERACTIVE_LIMITS;
  switch (action.kind) {
    case "link":
      return linkProblems(action);
    case "flow":
      return flowProblems(action);
    case "product_list":
      return listProblems(action);
    case "call_button": {
      const { minutes } = action;
      const isFit = Number.isInteger(minutes) && minutes >= 1 && minutes <= most;
      return [
        ...labelProblems(action),
        ...(isFit ? [] : [{ path: "action.minutes", code: "out_of_range" } as const]),
      ];
    }
    case "product":
      return [
        ...catalogProblems(action.catalogId),
        ...textProblems(action.productId, "action.productId", id, "must"),
      ];
    case "catalog":
      return textProblems(action.productId, "action.productId", id, "may");
    case "location_request":
    case "contact_request":
    case "call_permission":
      return [];
  }
}

/** What WhatsApp would refuse of an interactive message, field by field. */
export function interactiveProblems({
  header,
  body,
  footer,
  action,
}: InteractiveContent): InteractiveProblem[] {
  const parts = INTERACTIVE_PARTS[action.kind];
  return [
    ...textProblems(header, "header", INTERACTIVE_LIMITS.header, parts.header),
    ...textProblems(body, "body", INTERACTIVE_LIMITS.body, parts.body),
    ...textProblems(footer, "footer", INTERACTIVE_LIMITS.footer, parts.footer),
    ...actionProblems(action),
  ];
}
