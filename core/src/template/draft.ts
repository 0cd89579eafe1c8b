import type { TemplateFacts } from "./types.ts";
import { variablesOf } from "./template.ts";

export const TEMPLATE_CATEGORIES = ["UTILITY", "MARKETING"] as const;
export const DRAFT_HEADERS = ["TEXT", "IMAGE", "VIDEO", "DOCUMENT"] as const;
export const DRAFT_BUTTONS = ["QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE"] as const;

export type DraftButton = {
  type: (typeof DRAFT_BUTTONS)[number];
  /** "" for COPY_CODE, whose text is WhatsApp's own */
  text: string;
  /** the address of a URL, `{{1}}` at its end perhaps; the phone of a PHONE_NUMBER; else "" */
  value: string;
};

/** A template as it is written here, before Meta sees it. */
export type TemplateDraft = {
  name: string;
  language: string;
  category: string;
  parameterFormat: "POSITIONAL" | "NAMED";
  header:
    | { format: "TEXT"; text: string }
    /** `handle`: Meta's, of the file that serves as an example (wire facts, section 10.3) */
    | { format: "IMAGE" | "VIDEO" | "DOCUMENT"; handle: string | null }
    | null;
  body: string;
  footer: string;
  buttons: DraftButton[];
  /** an example for each place that is filled in when it is sent, by the keys of `templatePlaces` */
  samples: Record<string, string>;
};

export const EMPTY_DRAFT: TemplateDraft = {
  name: "",
  language: "pt_BR",
  category: "UTILITY",
  parameterFormat: "POSITIONAL",
  header: null,
  body: "",
  footer: "",
  buttons: [],
  samples: {},
};

/** What a draft will be once it is approved: to show it, and to ask for its places. */
export function draftFacts(draft: TemplateDraft): TemplateFacts {
  const { header, footer, buttons, ...rest } = draft;
  return {
    ...rest,
    status: "APPROVED",
    reason: null,
    header: header && { format: header.format, text: header.format === "TEXT" ? header.text : null },
    footer: footer.trim() === "" ? null : footer,
    buttons: buttons.map(({ type, text, value }) => ({
      type,
      text,
      ...(type === "URL" || type === "PHONE_NUMBER" ? { url: value } : {}),
    })),
    unsendable: [],
  };
}

/** What stands in a template that cannot be written here: it is edited in Meta's own manager. Empty = it can be. */
export function unwritable(facts: TemplateFacts): string[] {
  const kinds = facts.buttons
    .map(({ type }) => type)
    .filter((type) => !DRAFT_BUTTONS.some((one) => one === type));
  return [
    ...facts.unsendable,
    ...(facts.header?.format === "LOCATION" ? ["LOCATION"] : []),
    ...(facts.category === "AUTHENTICATION" ? ["AUTHENTICATION"] : []),
    ...kinds,
  ];
}

/** A template taken up again, to edit it or to make another one after it. A file of its header has to be given anew. */
export function draftOf(facts: TemplateFacts): TemplateDraft {
  const { name, language, category, parameterFormat, header, body, footer, buttons, samples } = facts;
  return {
    name,
    language,
    category,
    parameterFormat,
    header:
      header === null || header.format === "LOCATION"
        ? null
        : header.format === "TEXT"
          ? { format: "TEXT", text: header.text ?? "" }
          : { format: header.format, handle: null },
    body,
    footer: footer ?? "",
    buttons: buttons.flatMap(({ type, text, url }): DraftButton[] => {
      const known = DRAFT_BUTTONS.find((one) => one === type);
      return known ? [{ type: known, text: known === "COPY_CODE" ? "" : text, value: url ?? "" }] : [];
    }),
    samples: { ...samples },
  };
}

/** The name of the next variable that is put into a text: a number after those that are there, or a word. */
export function nextVariable(draft: TemplateDraft, where: "header" | "body"): string {
  const text = where === "body" ? draft.body : draft.header?.format === "TEXT" ? draft.header.text : "";
  const taken = new Set(variablesOf(text));
  if (draft.parameterFormat === "POSITIONAL") return String(taken.size + 1);
  const words = ["nome", "numero", "data", "valor", "codigo", "texto"];
  const all = new Set([...taken, ...variablesOf(draft.body)]);
  return words.find((word) => !all.has(word)) ?? `campo_${"abcdefghijklmnopqrstuvwxyz"[taken.size % 26]}`;
}
