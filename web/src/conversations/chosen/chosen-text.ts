import type { MessageView } from "@balcao/api";
import { revised } from "../thread/revisions.ts";

/** How the lines of copied messages name things. */
export type CopyWords = {
  /** a moment in epoch milliseconds, "23/11/2026 17:05" */
  when: (at: number) => string;
  author: (message: MessageView) => string;
  kind: (kind: string) => string;
  deleted: string;
};

/** What a message says in words: its text, else what it is and the name of its file. */
function wordsOf(message: MessageView, { kind, deleted }: CopyWords): string {
  const { now, isDeleted } = revised(message);
  if (isDeleted) return deleted;
  const { media, text } = now;
  if (!media) return text ?? kind(now.kind);
  const file = [kind(media.voice ? "voice" : now.kind), media.fileName].filter(Boolean).join(" ");
  return text === null ? `[${file}]` : `[${file}] ${text}`;
}

/** Messages for the clipboard, a line each with its moment and its author; one alone is its words and nothing else. */
export function chosenText(messages: readonly MessageView[], words: CopyWords): string {
  const [only] = messages;
  if (messages.length === 1 && only) return wordsOf(only, words);
  return messages
    .map(
      (message) =>
        `[${words.when(Date.parse(message.at))}] ${words.author(message)}: ${wordsOf(message, words)}`,
    )
    .join("\n");
}
