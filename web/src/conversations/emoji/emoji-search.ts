import { fold } from "@balcao/core";
import { emojiLocale, loadEmoji } from "./emoji-data.ts";

export type NamedEmoji = { emoji: string; label: string; words: readonly string[] };

const wordsOf = (text: string): string[] => fold(text).split(/[^\p{L}\p{N}]+/u);

/** All emoji with the words they are found by, in the language of the screen. */
export async function namedEmoji(language: string): Promise<NamedEmoji[]> {
  const { emojis } = await loadEmoji(emojiLocale(language));
  return emojis.map(({ emoji, label, tags }) => ({
    emoji,
    label,
    words: [...wordsOf(label), ...tags.flatMap(wordsOf)],
  }));
}

/** Those with a word that begins like the query, the shortest names first and those used of late before all. */
export function searchEmoji(
  all: readonly NamedEmoji[],
  query: string,
  recent: readonly string[],
  most: number,
): NamedEmoji[] {
  const wanted = wordsOf(query).filter(Boolean);
  if (wanted.length === 0) return [];
  const place = ({ emoji, label }: NamedEmoji): number => {
    const used = recent.indexOf(emoji);
    return used === -1 ? 100 + label.length : used;
  };
  return all
    .filter(({ words }) => wanted.every((part) => words.some((word) => word.startsWith(part))))
    .sort((a, b) => place(a) - place(b))
    .slice(0, most);
}
