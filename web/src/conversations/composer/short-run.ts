import type { ThreadEntry } from "@balcao/api";
import type { OutboxItem } from "../outbox.ts";

/** A text that might as well have been a line of the one before it, in characters. */
const SHORT = 60;
/** What was said longer ago is no line of what is said now (milliseconds). */
const RUN_MS = 5 * 60_000;
/** Fewer in a row are how people talk. */
export const FEWEST = 3;
/** Longest text WhatsApp takes. */
const LONGEST = 4096;

const isShort = (text: string | null): boolean => text !== null && text.length <= SHORT;

/** Is this nothing but words? */
const isPlain = ({ file, composed, note, quoted }: OutboxItem): boolean =>
  file === undefined && composed === undefined && note === undefined && quoted === null;

/**
 * How many short texts in a row this person has ended a conversation with, those that wait unsent among them: each is a message, and is
 * charged as one. Notes and lines of history between them are nothing to the customer. `now`: epoch milliseconds.
 */
export function shortRun(
  entries: readonly ThreadEntry[],
  waiting: readonly OutboxItem[],
  agentId: string,
  now: number,
): number {
  if (waiting.some((item) => item.note === undefined && !(isPlain(item) && isShort(item.text)))) return 0;
  let run = waiting.filter(({ note }) => note === undefined).length;
  for (const entry of entries.toReversed()) {
    if (entry.entry !== "message") continue;
    const isOwn = entry.author === "agent" && entry.agentId === agentId && entry.kind === "text";
    if (!isOwn || !isShort(entry.text) || now - Date.parse(entry.at) > RUN_MS) break;
    if (entry.status !== "failed") run++;
  }
  return run;
}

/**
 * The texts that wait behind the first of a conversation, as one of several lines. The first is left as it is: it may have reached the server
 * already, whose answer was lost. Null when there are not two, or they are too long for one.
 */
export function joined(
  items: readonly OutboxItem[],
  conversationId: string,
): { put: OutboxItem; gone: string[] } | null {
  const waiting = items.filter((item) => item.conversationId === conversationId && item.state === "waiting");
  const rest = waiting.slice(1);
  const end = rest.findIndex((item) => !isPlain(item));
  const run = end === -1 ? rest : rest.slice(0, end);
  const [first, ...others] = run;
  if (!first || others.length === 0) return null;
  const text = run.map((item) => item.text).join("\n");
  if (Array.from(text).length > LONGEST) return null;
  return { put: { ...first, text, draftAt: run.at(-1)?.draftAt }, gone: others.map(({ key }) => key) };
}
