import { interactiveProblems, type InteractiveProblem } from "./interactive.ts";
import { MENU_LIMITS, present } from "../bot/present.ts";
import { presentedContent } from "./bot-step.ts";
import type { MessageContent } from "./content.ts";

type Of<K extends MessageContent["type"]> = Extract<MessageContent, { type: K }>;

/** What an agent puts together of fields, as it is filled in. A menu without a wished form is shown in the best that it fits. */
export type Composition =
  | Omit<Of<"location">, "url">
  | Of<"contacts">
  | Of<"interactive">
  | { type: "menu"; body: string; options: string[]; presentation: "auto" | "list" };

type Fields<K extends Composition["type"]> = Extract<Composition, { type: K }>;

/** The message that a composition makes. */
export type ComposedContent = Of<"location" | "contacts" | "interactive" | "buttons" | "list">;

export type CompositionProblem = {
  /** the field, as in "cards.0.phones.1.phone" */
  path: string;
  code: InteractiveProblem["code"] | "invalid" | "not_a_phone" | "repeated_option";
};

/** Most characters of each field, and most cards, phones and addresses; WhatsApp's where it tells them (wire facts, section 9). */
export const COMPOSED_LIMITS = { placeText: 1000, name: 256, cards: 10, phones: 5, emails: 5 } as const;

/** Where the ids of an agent's options begin: no trigger has this id, so none takes the tap for its own. */
const OPTIONS_OF = "agent";

/** digits of any phone that can be dialled, from service numbers to the longest of E.164 */
const FEWEST_DIGITS = 3;
const MOST_DIGITS = 15;

function textProblem(text: string, path: string, most: number): CompositionProblem[] {
  if (text.trim() === "") return [{ path, code: "required" }];
  return Array.from(text).length > most ? [{ path, code: "too_long" }] : [];
}

const within = (value: number, most: number): boolean => Number.isFinite(value) && Math.abs(value) <= most;

function locationProblems({ latitude, longitude, name, address }: Fields<"location">): CompositionProblem[] {
  const problems: CompositionProblem[] = [];
  if (!within(latitude, 90)) problems.push({ path: "latitude", code: "invalid" });
  if (!within(longitude, 180)) problems.push({ path: "longitude", code: "invalid" });
  if (name !== null) problems.push(...textProblem(name, "name", COMPOSED_LIMITS.placeText));
  if (address !== null) problems.push(...textProblem(address, "address", COMPOSED_LIMITS.placeText));
  return problems;
}

function isDialled(phone: string): boolean {
  const digits = phone.replace(/\D/gu, "").length;
  return /^\+?[\d\s().-]+$/u.test(phone) && digits >= FEWEST_DIGITS && digits <= MOST_DIGITS;
}

function cardProblems(card: Of<"contacts">["cards"][number], path: string): CompositionProblem[] {
  const { name, phones, emails, organisation } = card;
  const problems = textProblem(name, `${path}.name`, COMPOSED_LIMITS.name);
  if (organisation !== null)
    problems.push(...textProblem(organisation, `${path}.organisation`, COMPOSED_LIMITS.name));
  if (phones.length === 0 && emails.length === 0)
    problems.push({ path: `${path}.phones.0.phone`, code: "required" });
  if (phones.length > COMPOSED_LIMITS.phones)
    problems.push({ path: `${path}.phones`, code: "more_than_fit" });
  if (emails.length > COMPOSED_LIMITS.emails)
    problems.push({ path: `${path}.emails`, code: "more_than_fit" });
  phones.forEach(({ phone }, index) => {
    if (!isDialled(phone)) problems.push({ path: `${path}.phones.${index}.phone`, code: "not_a_phone" });
  });
  emails.forEach((email, index) => {
    problems.push(...textProblem(email, `${path}.emails.${index}`, COMPOSED_LIMITS.name));
  });
  return problems;
}

function menuProblems({ body, options }: Fields<"menu">): CompositionProblem[] {
  const problems = textProblem(body, "body", MENU_LIMITS.body);
  if (options.length === 0) problems.push({ path: "options.0", code: "required" });
  if (options.length > MENU_LIMITS.list.most) problems.push({ path: "options", code: "more_than_fit" });
  options.forEach((option, index) => {
    problems.push(...textProblem(option, `options.${index}`, MENU_LIMITS.list.title));
    if (options.indexOf(option) < index) problems.push({ path: `options.${index}`, code: "repeated_option" });
  });
  return problems;
}

/** What WhatsApp would refuse of a composition, field by field, so that it is said before anything is sent. */
export function compositionProblems(composition: Composition): CompositionProblem[] {
  switch (composition.type) {
    case "location":
      return locationProblems(composition);
    case "contacts": {
      const { cards } = composition;
      if (cards.length === 0) return [{ path: "cards", code: "required" }];
      if (cards.length > COMPOSED_LIMITS.cards) return [{ path: "cards", code: "more_than_fit" }];
      return cards.flatMap((card, index) => cardProblems(card, `cards.${index}`));
    }
    case "interactive":
      return interactiveProblems(composition);
    case "menu":
      return menuProblems(composition);
  }
}

/**
 * The message of a composition without problems; null of one that has some. `locale` is the language of a list's button. A menu is
 * shown by the rule of the bot's menus (`present`).
 */
export function composed(composition: Composition, locale: "pt-BR" | "en"): ComposedContent | null {
  if (compositionProblems(composition).length > 0) return null;
  if (composition.type === "location") return { ...composition, url: null };
  if (composition.type !== "menu") return composition;
  const { body, options, presentation } = composition;
  const content = presentedContent(present(body, options, presentation, OPTIONS_OF), body, locale);
  return content.type === "text" ? null : content;
}
