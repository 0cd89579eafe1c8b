import type { MessageView } from "@balcao/api";
import { contentOf } from "./content.ts";

/** What a message's author did to it after sending: the message as it stands now, and as it was: at first, and after each change. */
export type Revised = {
  now: MessageView;
  before: MessageView | null;
  versions: MessageView[];
  isDeleted: boolean;
};

function withText(message: MessageView, text: string): MessageView {
  const content = contentOf(message);
  if (content.type === "text") return { ...message, text, content: { ...content, body: text } };
  return "caption" in content ? { ...message, text, content: { ...content, caption: text } } : message;
}

/** Applies the revisions of a message: the last text counts, and what was taken back stays taken back. */
export function revised(message: MessageView): Revised {
  const text = message.revisions.findLast(({ body }) => body !== null)?.body ?? null;
  const isDeleted = message.revisions.some(({ deleted }) => deleted);
  const now = text === null ? message : withText(message, text);
  if (now === message) return { now, before: null, versions: [], isDeleted };
  const texts = message.revisions.flatMap(({ at, body }) => (body === null ? [] : [{ at, body }]));
  const between = texts.slice(0, -1).map(({ at, body }) => ({ ...withText(message, body), at }));
  return { now, before: message, versions: [message, ...between], isDeleted };
}
