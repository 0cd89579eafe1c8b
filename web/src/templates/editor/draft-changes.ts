import {
  cardKey,
  EMPTY_DRAFT,
  fold,
  nextVariable,
  type DraftButton,
  type DraftCard,
  type TemplateDraft,
} from "@balcao/core";

const VARIABLE = /\{\{\s*([^{}\s]+)\s*\}\}/g;

/** What Meta takes as a name, of a title as people write it: "Pedido enviado!" is pedido_enviado. */
export const nameOfTitle = (title: string): string =>
  fold(title.replaceAll("_", " "))
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "")
    .slice(0, 512);

/** Another category; the words of a template with a code to sign in are Meta's, and those that were written wait. */
export function withCategory(
  { authentication }: TemplateDraft,
  category: string,
): Pick<TemplateDraft, "category" | "authentication"> {
  const isCode = category === "AUTHENTICATION";
  return {
    category,
    authentication: isCode ? (authentication ?? { advises: true, minutes: 10, button: "" }) : null,
  };
}

type Samples = TemplateDraft["samples"];
type Place = (index: number) => number | null;

/** Samples stand under numbered places, which move when a button or a card comes or goes. `before`: what stands before the number. */
function moved(samples: Samples, before: RegExp, place: Place): Samples {
  return Object.fromEntries(
    Object.entries(samples).flatMap(([key, sample]): [string, string][] => {
      const found = new RegExp(`^(${before.source})(\\d+)(.*)$`).exec(key);
      if (found === null) return [[key, sample]];
      const [, start = "", index = "", end = ""] = found;
      const next = place(Number(index));
      return next === null ? [] : [[`${start}${next}${end}`, sample]];
    }),
  );
}

const OWN_BUTTONS = /button\./;
const CARD_BUTTONS = /card\.\d+\.button\./;
const CARDS = /card\./;

const comes =
  (at: number): Place =>
  (index) =>
    index < at ? index : index + 1;
const goes =
  (at: number): Place =>
  (index) =>
    index === at ? null : index < at ? index : index - 1;

type Parts = Pick<TemplateDraft, "buttons" | "samples">;
const emptyButton = (type: DraftButton["type"]): DraftButton => ({ type, text: "", value: "" });

/** One more button: a quick reply after the others of its kind, anything else at the end, so that quick replies stand together. */
export function withButton({ buttons, samples }: Parts, type: DraftButton["type"]): Parts & { at: number } {
  const last = buttons.findLastIndex((button) => button.type === "QUICK_REPLY");
  const at = type === "QUICK_REPLY" ? last + 1 : buttons.length;
  return {
    at,
    buttons: buttons.toSpliced(at, 0, emptyButton(type)),
    samples: moved(samples, OWN_BUTTONS, comes(at)),
  };
}

export function withoutButton({ buttons, samples }: Parts, at: number): Parts {
  return { buttons: buttons.toSpliced(at, 1), samples: moved(samples, OWN_BUTTONS, goes(at)) };
}

type Cards = Pick<TemplateDraft, "cards" | "samples">;

const emptyCard = (like: DraftCard | undefined): DraftCard => ({
  header: { format: like?.header.format ?? "IMAGE", handle: null },
  body: "",
  buttons: like?.buttons.map(({ type, text }) => ({ ...emptyButton(type), text })) ?? [
    emptyButton("QUICK_REPLY"),
  ],
});

/** The least a carousel is. */
export const firstCards = (): DraftCard[] => [emptyCard(undefined), emptyCard(undefined)];

/** One more card, of the same make as the others and with the same words on its buttons. */
export const withCard = ({ cards, samples }: Cards): Cards => ({
  cards: [...cards, emptyCard(cards[0])],
  samples,
});

export const withoutCard = ({ cards, samples }: Cards, at: number): Cards => ({
  cards: cards.toSpliced(at, 1),
  samples: moved(samples, CARDS, goes(at)),
});

/** A card a step to the front or to the end; its samples go along. */
export function movedCard({ cards, samples }: Cards, at: number, step: 1 | -1): Cards {
  const card = cards[at];
  const to = at + step;
  if (card === undefined || to < 0 || to >= cards.length) return { cards, samples };
  return {
    cards: cards.toSpliced(at, 1).toSpliced(to, 0, card),
    samples: moved(samples, CARDS, (index) => (index === at ? to : index === to ? at : index)),
  };
}

/** All cards with files of that kind; files of the other are not theirs any more. */
export const withCardFiles = (
  cards: readonly DraftCard[],
  format: DraftCard["header"]["format"],
): DraftCard[] =>
  cards.map((card) => (card.header.format === format ? card : { ...card, header: { format, handle: null } }));

/** One more button on every card. */
export const withCardButton = ({ cards, samples }: Cards, type: DraftButton["type"]): Cards => ({
  cards: cards.map((card) => ({ ...card, buttons: [...card.buttons, emptyButton(type)] })),
  samples,
});

export const withoutCardButton = ({ cards, samples }: Cards, at: number): Cards => ({
  cards: cards.map((card) => ({ ...card, buttons: card.buttons.toSpliced(at, 1) })),
  samples: moved(samples, CARD_BUTTONS, goes(at)),
});

type Format = TemplateDraft["parameterFormat"];

/** A text with variables of the other kind, and what each is called now. */
function renamed(text: string, parameterFormat: Format): { text: string; names: Map<string, string> } {
  const names = new Map<string, string>();
  const next = text.replace(VARIABLE, (_whole, name: string) => {
    const body = [...names.values()].map((one) => `{{${one}}}`).join(" ");
    const known = names.get(name) ?? nextVariable({ ...EMPTY_DRAFT, parameterFormat, body }, "body");
    names.set(name, known);
    return `{{${known}}}`;
  });
  return { text: next, names };
}

/** The same draft with variables of the other kind; their samples go with them. */
export function withFormat(draft: TemplateDraft, parameterFormat: Format): TemplateDraft {
  if (draft.parameterFormat === parameterFormat) return draft;
  const { header, body, cards, samples } = draft;
  const names = new Map<string, ReadonlyMap<string, string>>();
  const change = (key: string, text: string): string => {
    const next = renamed(text, parameterFormat);
    names.set(key, next.names);
    return next.text;
  };
  return {
    ...draft,
    parameterFormat,
    header: header?.format === "TEXT" ? { format: "TEXT", text: change("header", header.text) } : header,
    body: change("body", body),
    cards: cards.map((card, index) => ({ ...card, body: change(`${cardKey(index)}body`, card.body) })),
    samples: Object.fromEntries(
      Object.entries(samples).map(([key, sample]) => {
        const dot = key.lastIndexOf(".");
        const name = names.get(key.slice(0, dot))?.get(key.slice(dot + 1));
        return [name === undefined ? key : `${key.slice(0, dot)}.${name}`, sample];
      }),
    ),
  };
}
