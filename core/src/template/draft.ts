import { fixedWords } from "./fixed-words.ts";
import { variablesOf } from "./places.ts";
import type { TemplateBlock, TemplateButton, TemplateFacts } from "./types.ts";

export const TEMPLATE_CATEGORIES = ["UTILITY", "MARKETING", "AUTHENTICATION"] as const;
export const DRAFT_HEADERS = ["TEXT", "IMAGE", "VIDEO", "DOCUMENT"] as const;
export const DRAFT_BUTTONS = ["QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE", "FLOW"] as const;
/** What a card of a carousel may show and offer (Meta's page about media card carousels). */
export const CARD_HEADERS = ["IMAGE", "VIDEO"] as const;
export const CARD_BUTTONS = ["QUICK_REPLY", "URL", "PHONE_NUMBER"] as const;

export type DraftButton = {
  type: (typeof DRAFT_BUTTONS)[number];
  /** "" for COPY_CODE, whose text is WhatsApp's own */
  text: string;
  /** the address of a URL, `{{1}}` at its end perhaps; the phone of a PHONE_NUMBER; Meta's id of the form of a FLOW; else "" */
  value: string;
  /** the screen that a FLOW begins with; none = the form's first */
  screen?: string;
};
/** `handle`: Meta's, of the file that serves as an example (wire facts, section 10.3), or `keptFile` of an earlier template */
export type DraftFile<F extends string> = { format: F; handle: string | null };
export type DraftCard = {
  header: DraftFile<(typeof CARD_HEADERS)[number]>;
  body: string;
  buttons: DraftButton[];
};

/** A template as it is written here, before Meta sees it. */
export type TemplateDraft = {
  name: string;
  language: string;
  category: string;
  parameterFormat: "POSITIONAL" | "NAMED";
  header: { format: "TEXT"; text: string } | DraftFile<"IMAGE" | "VIDEO" | "DOCUMENT"> | null;
  body: string;
  footer: string;
  buttons: DraftButton[];
  /** of a carousel: all of one kind of file and with the same buttons; none = it is no carousel */
  cards: DraftCard[];
  /** of an AUTHENTICATION template, whose body and footer are Meta's; `button`: "" = Meta's word for it */
  authentication: { advises: boolean; minutes: number | null; button: string } | null;
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
  cards: [],
  authentication: null,
  samples: {},
};

const KEPT = /^kept:(header|card\.\d+)$/;

/** In the place of a handle: the file that the template has at Meta already, of its header or of one of its cards. */
export const keptFile = (card: number | null): string => `kept:${card === null ? "header" : `card.${card}`}`;

/** Of which place of the earlier template a file is kept; null = the handle is Meta's. */
export function keptPlace(handle: string | null): { card: number | null } | null {
  const place = KEPT.exec(handle ?? "")?.[1];
  if (place === undefined) return null;
  return { card: place === "header" ? null : Number(place.split(".")[1]) };
}

function buttonFacts({ type, text, value, screen = "" }: DraftButton): TemplateButton {
  if (type === "FLOW") return { type, text, flow: { id: value.trim(), screen: screen.trim() || null } };
  return { type, text, ...(type === "URL" || type === "PHONE_NUMBER" ? { url: value } : {}) };
}

const blockFacts = ({ header, body, buttons }: DraftCard): TemplateBlock => ({
  header: { format: header.format, text: null },
  body,
  buttons: buttons.map(buttonFacts),
});

/** What a draft will be once it is approved: to show it, and to ask for its places. */
export function draftFacts(draft: TemplateDraft): TemplateFacts {
  const { header, footer, buttons, cards, authentication, ...rest } = draft;
  const known = {
    ...rest,
    status: "APPROVED",
    reason: null,
    cards: cards.map(blockFacts),
    unsendable: [],
  };
  if (authentication !== null) {
    const { advises, minutes } = authentication;
    const words = fixedWords(draft.language, authentication, authentication.button);
    return {
      ...known,
      parameterFormat: "POSITIONAL",
      header: null,
      body: words.body,
      footer: words.footer,
      buttons: [{ type: "OTP", text: words.button, otp: "COPY_CODE" }],
      cards: [],
      authentication: { advises, minutes },
    };
  }
  return {
    ...known,
    header: header && { format: header.format, text: header.format === "TEXT" ? header.text : null },
    footer: footer.trim() === "" ? null : footer,
    buttons: buttons.map(buttonFacts),
    authentication: null,
  };
}

function unwritableButton({ type, flow, otp, more = [] }: TemplateButton): string[] {
  if (more.length > 0) return more.map((key) => `${type} ${key}`);
  if (type === "OTP") return otp === "COPY_CODE" ? [] : [otp ?? type];
  if (type === "FLOW") return flow === undefined ? [type] : [];
  return DRAFT_BUTTONS.some((one) => one === type) ? [] : [type];
}

function unwritableCard({ header, buttons }: TemplateBlock): string[] {
  const file = CARD_HEADERS.some((one) => one === header?.format) ? [] : [header?.format ?? "CAROUSEL"];
  const kinds = buttons.map(({ type }) => type).filter((type) => !CARD_BUTTONS.some((one) => one === type));
  return [...file, ...kinds, ...buttons.flatMap(unwritableButton)];
}

/** What stands in a template that cannot be written here: it is edited in Meta's own manager. Empty = it can be. */
export function unwritable(facts: TemplateFacts): string[] {
  const isOtherCode = facts.category === "AUTHENTICATION" && facts.authentication === null;
  return [
    ...new Set([
      ...facts.unsendable,
      ...(facts.header?.format === "LOCATION" ? ["LOCATION"] : []),
      ...(isOtherCode ? ["AUTHENTICATION"] : []),
      ...facts.buttons.flatMap(unwritableButton),
      ...facts.cards.flatMap(unwritableCard),
    ]),
  ];
}

const buttonDraft = ({ type, text, url, flow }: TemplateButton): DraftButton[] => {
  const known = DRAFT_BUTTONS.find((one) => one === type);
  if (known === undefined) return [];
  const screen = flow?.screen ?? null;
  return [
    {
      type: known,
      text: known === "COPY_CODE" ? "" : text,
      value: flow?.id ?? url ?? "",
      ...(screen === null ? {} : { screen }),
    },
  ];
};

function cardDraft({ header, body, buttons }: TemplateBlock, card: number): DraftCard[] {
  const format = CARD_HEADERS.find((one) => one === header?.format);
  if (format === undefined) return [];
  return [
    { header: { format, handle: keptFile(card) }, body, buttons: buttons.flatMap((one) => buttonDraft(one)) },
  ];
}

/** A template taken up again, to edit it or to make another one after it. Its files are those it has at Meta. */
export function draftOf(facts: TemplateFacts): TemplateDraft {
  const { name, language, category, parameterFormat, header, body, footer, buttons, samples } = facts;
  const { cards, authentication } = facts;
  const known = { name, language, category, parameterFormat };
  if (authentication !== null) {
    const button = buttons.find(({ type }) => type === "OTP")?.text ?? "";
    return { ...EMPTY_DRAFT, ...known, authentication: { ...authentication, button } };
  }
  return {
    ...known,
    header:
      header === null || header.format === "LOCATION"
        ? null
        : header.format === "TEXT"
          ? { format: "TEXT", text: header.text ?? "" }
          : { format: header.format, handle: keptFile(null) },
    body,
    footer: footer ?? "",
    buttons: buttons.flatMap(buttonDraft),
    cards: cards.flatMap(cardDraft),
    authentication: null,
    samples: { ...samples },
  };
}

/** The name of the next variable that is put into a text: a number after those that are there, or a word. `card`: of which card's. */
export function nextVariable(
  draft: TemplateDraft,
  where: "header" | "body",
  card: number | null = null,
): string {
  const body = card === null ? draft.body : (draft.cards[card]?.body ?? "");
  const text = where === "body" ? body : draft.header?.format === "TEXT" ? draft.header.text : "";
  const taken = new Set(variablesOf(text));
  if (draft.parameterFormat === "POSITIONAL") return String(taken.size + 1);
  const words = ["nome", "numero", "data", "valor", "codigo", "texto"];
  const all = new Set([...taken, ...variablesOf(body)]);
  return words.find((word) => !all.has(word)) ?? `campo_${"abcdefghijklmnopqrstuvwxyz"[taken.size % 26]}`;
}
