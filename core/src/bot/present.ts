import { longestRendering } from "../text/variables.ts";
import type { MenuOption, PresentedMessage, Presentation } from "./types.ts";

/** WhatsApp's limits on menus: how many options, and characters of a title and of the message (wire facts, section 9). */
export const MENU_LIMITS = { buttons: { most: 3, title: 20 }, list: { most: 10, title: 24 }, body: 1024 };

const length = (text: string): number => Array.from(text).length;
const fits = (keywords: readonly string[], limits: { most: number; title: number }): boolean =>
  keywords.length <= limits.most &&
  keywords.every((keyword) => keyword.trim() !== "" && length(keyword) <= limits.title) &&
  new Set(keywords).size === keywords.length;

function chosen(
  text: string,
  keywords: readonly string[],
  wanted: Presentation,
): PresentedMessage["presentation"] {
  if (keywords.length === 0 || wanted === "text" || longestRendering(text) > MENU_LIMITS.body) return "text";
  const buttons = fits(keywords, MENU_LIMITS.buttons);
  const list = fits(keywords, MENU_LIMITS.list);
  if (wanted === "list") return list ? "list" : "text";
  return buttons ? "buttons" : list ? "list" : "text";
}

/**
 * A smart message as it will be sent: up to 3 short keywords as buttons, up to 10 as a list, otherwise numbered lines. A
 * presentation that was asked for but does not fit falls back to the next that does.
 */
export function present(
  text: string,
  keywords: readonly string[],
  wanted: Presentation,
  triggerId: string,
): PresentedMessage {
  const options: MenuOption[] = keywords.map((keyword, index) => ({ id: `${triggerId}:${index}`, keyword }));
  const presentation = chosen(text, keywords, wanted);
  const numbered = options.map((option, index) => `${index + 1}. ${option.keyword}`).join("\n");
  return {
    text: presentation === "text" && options.length > 0 ? `${text}\n\n${numbered}` : text,
    presentation,
    options,
  };
}
