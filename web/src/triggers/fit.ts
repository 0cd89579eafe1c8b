import { MENU_LIMITS, present, type Presentation, type PresentedMessage } from "@balcao/core";

/** Why a menu is not shown the way it was wished, or not with buttons. */
export type FitReason =
  | { code: "buttonsMany" | "listMany" | "body"; count: number; most: number }
  | { code: "buttonsLong" | "listLong"; word: string; count: number; most: number }
  | { code: "twin"; word: string };

export type Fit = { presentation: PresentedMessage["presentation"]; reasons: FitReason[] };

/** Length as WhatsApp counts it, in characters. */
export const lengthOf = (text: string): number => Array.from(text).length;

function against(keywords: readonly string[], kind: "buttons" | "list"): FitReason[] {
  const { most, title } = MENU_LIMITS[kind];
  if (keywords.length > most) return [{ code: `${kind}Many`, count: keywords.length, most }];
  const long = keywords.find((word) => lengthOf(word) > title);
  return long === undefined ? [] : [{ code: `${kind}Long`, word: long, count: lengthOf(long), most: title }];
}

/** How the menu will really be shown, by the same function that sends it, and what kept it from the form before. */
export function fitOf(text: string, keywords: readonly string[], wanted: Presentation): Fit {
  const { presentation } = present(text, keywords, wanted, "");
  if (keywords.length === 0 || wanted === "text" || presentation === "buttons")
    return { presentation, reasons: [] };
  if (lengthOf(text) > MENU_LIMITS.body)
    return { presentation, reasons: [{ code: "body", count: lengthOf(text), most: MENU_LIMITS.body }] };
  const twin = keywords.find((word, index) => keywords.indexOf(word) < index);
  if (twin !== undefined) return { presentation, reasons: [{ code: "twin", word: twin }] };
  return {
    presentation,
    reasons: [
      ...(wanted === "list" ? [] : against(keywords, "buttons")),
      ...(presentation === "text" ? against(keywords, "list") : []),
    ],
  };
}
