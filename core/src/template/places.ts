import type { TemplateBlock, TemplateFacts, TemplatePlace, TemplateUse } from "./types.ts";

export const VARIABLE = /\{\{\s*([^{}\s]+)\s*\}\}/g;

/** The names of a text's variables, each once; numbers in their order. */
export function variablesOf(text: string): string[] {
  const names = [...new Set(Array.from(text.matchAll(VARIABLE), ([, name = ""]) => name))];
  return names.every((name) => /^\d+$/.test(name)) ? names.toSorted((a, b) => Number(a) - Number(b)) : names;
}

/** What is filled in at a place; null when nothing is. */
export const valueOf = (values: TemplateUse["values"], key: string): string | null => {
  const value = Object.hasOwn(values, key) ? values[key] : undefined;
  return value === undefined || value.trim() === "" ? null : value.trim();
};

/** What the keys of a card's places begin with. */
export const cardKey = (card: number): string => `card.${card}.`;

/** What a tap on a quick reply of a card comes back with: cards have the same words on them, and this says which it was. */
export const cardReply = (card: number, text: string): string => `${cardKey(card)}${text}`;

/** The card of our carousel that was tapped, from 0; null = it was no card. */
export function tappedCard(id: string): number | null {
  const card = /^card\.(\d)\./.exec(id)?.[1];
  return card === undefined ? null : Number(card);
}

/** Does this button need something at sending: the end of its address, or the code to copy? */
export const isFilled = (button: TemplateBlock["buttons"][number]): boolean =>
  button.type === "COPY_CODE" || (button.type === "URL" && variablesOf(button.url ?? "").length > 0);

type Bare = Omit<TemplatePlace, "sample" | "card">;

function headerPlaces(header: TemplateBlock["header"]): Bare[] {
  const place = (name: string, kind: TemplatePlace["kind"]): Bare => ({
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

function blockPlaces({ header, body, buttons }: TemplateBlock, bodyKind: TemplatePlace["kind"]): Bare[] {
  return [
    ...headerPlaces(header),
    ...variablesOf(body).map((name) => ({
      key: `body.${name}`,
      where: "body" as const,
      kind: bodyKind,
      name,
    })),
    ...buttons.flatMap((button, index) =>
      isFilled(button)
        ? [{ key: `button.${index}`, where: "button" as const, kind: "text" as const, name: button.text }]
        : [],
    ),
  ];
}

/** What must be filled in before the template can be sent, from the header down, then card by card. */
export function templatePlaces(facts: TemplateFacts): TemplatePlace[] {
  const own = blockPlaces(facts, facts.authentication === null ? "text" : "code");
  const cards = facts.cards.flatMap((block, card) =>
    blockPlaces(block, "text").map((place) => ({ ...place, key: cardKey(card) + place.key, card })),
  );
  return [...own.map((place) => ({ ...place, card: null })), ...cards].map((place) => ({
    ...place,
    sample: valueOf(facts.samples, place.key),
  }));
}
