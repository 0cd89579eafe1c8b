import { MENU_LIMITS } from "../bot/present.ts";
import { LONGEST_CAPTION } from "../files/files.ts";
import { firstNameOf } from "../text/variables.ts";
import type { AgentContent } from "./types.ts";

/** characters of a text (wire facts, section 9) */
const LONGEST_TEXT = 4096;

/** The line above what an agent writes; a name's own marks would undo the bold. */
const lineOf = (name: string): string => `*${firstNameOf(name.replace(/[*_~`]/gu, ""))}:*\n`;

const fits = (text: string, most: number): boolean => Array.from(text).length <= most;

/**
 * What the customer gets of an agent whose team puts names before texts: "*Ana:*" and a new line. Only the customer does: the desk shows
 * the author by itself. What carries no text, and what would become too long, goes as it is.
 */
export function signed<C extends AgentContent>(content: C, agentName: string): C {
  const line = lineOf(agentName);
  if (content.type === "interactive" && content.body === null) return content;
  if (
    content.type === "text" ||
    content.type === "buttons" ||
    content.type === "list" ||
    content.type === "interactive"
  ) {
    const body = `${line}${content.body}`;
    return fits(body, content.type === "text" ? LONGEST_TEXT : MENU_LIMITS.body)
      ? { ...content, body }
      : content;
  }
  if (!("caption" in content) || content.caption === null) return content;
  const caption = line + content.caption;
  return fits(caption, LONGEST_CAPTION) ? { ...content, caption } : content;
}
