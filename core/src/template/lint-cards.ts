import { CARD_BUTTONS, CARD_HEADERS, type DraftCard, type TemplateDraft } from "./draft.ts";
import { eachButtonProblems } from "./lint-buttons.ts";
import { bodyProblems, problem, TEMPLATE_LIMITS, type DraftProblem } from "./lint-text.ts";

/** How many cards a carousel has, and how many buttons a card (Meta's page about media card carousels). */
export const CAROUSEL_CARDS = { least: 2, most: 10 } as const;
export const MOST_CARD_BUTTONS = 2;

/** What must be the same in every card. */
const shapeOf = ({ header, body, buttons }: DraftCard): string =>
  [header.format, body.trim() !== "", ...buttons.map(({ type }) => type)].join(" ");

function cardProblems(
  { header, body, buttons }: DraftCard,
  index: number,
  draft: TemplateDraft,
): DraftProblem[] {
  const path = `cards.${index}`;
  const [first] = draft.cards;
  const isOther = first !== undefined && shapeOf(draft.cards[index] ?? first) !== shapeOf(first);
  const isTaken =
    CARD_HEADERS.includes(header.format) &&
    buttons.every(({ type }) => CARD_BUTTONS.some((one) => one === type));
  return [
    ...(header.handle === null ? [problem(`${path}.header.handle`, "template_file")] : []),
    ...(body.trim() === ""
      ? []
      : bodyProblems(`${path}.body`, body, draft.parameterFormat, TEMPLATE_LIMITS.card)),
    ...eachButtonProblems(`${path}.buttons`, buttons),
    ...(buttons.length < 1 || buttons.length > MOST_CARD_BUTTONS || !isTaken
      ? [problem(`${path}.buttons`, "template_card_buttons", { most: MOST_CARD_BUTTONS })]
      : []),
    ...(isOther ? [problem(`${path}.body`, "template_cards_differ")] : []),
  ];
}

/** Of a carousel: how many cards, each of them, and that they are alike. Nothing for a template without cards. */
export function carouselProblems(draft: TemplateDraft): DraftProblem[] {
  const { cards, header, footer, buttons } = draft;
  if (cards.length === 0) return [];
  const { least, most } = CAROUSEL_CARDS;
  const isAlone = header === null && footer.trim() === "" && buttons.length === 0;
  return [
    ...(isAlone ? [] : [problem("cards", "template_carousel_alone")]),
    ...(cards.length < least || cards.length > most
      ? [problem("cards", "template_cards_count", { least, most })]
      : []),
    ...cards.flatMap((card, index) => cardProblems(card, index, draft)),
  ];
}
