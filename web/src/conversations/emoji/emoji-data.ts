import { defaultEmojiDataResolver, type EmojiData } from "frimousse";

/** our own copy, put there by the build (scripts/emoji-data.ts) */
export const EMOJI_URL = "/emoji/17";

/** the language of names, of the screen's */
export const emojiLocale = (language: string): string => (language.startsWith("pt") ? "pt" : "en");

/** what emojibase's Portuguese calls by another meaning of the word */
const RENAMED: Record<string, string> = { Comutadores: "Bandeiras" };

/** The emoji that this browser can draw, with their names in a language; fetched from our own server, once. */
export async function loadEmoji(
  locale: string,
  options: { emojibaseUrl?: string; emojiVersion?: number; signal?: AbortSignal } = {},
): Promise<EmojiData> {
  const data = await defaultEmojiDataResolver(locale, { ...options, emojibaseUrl: EMOJI_URL });
  const categories = data.categories.map(({ index, label }) => ({ index, label: RENAMED[label] ?? label }));
  return { ...data, categories };
}
