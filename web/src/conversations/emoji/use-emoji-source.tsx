import { useEffect, useState } from "react";
import { useTranslation } from "../../lib/texts.ts";
import type { SuggestionSource } from "../composer/suggestions.tsx";
import type { NamedEmoji, searchEmoji } from "./emoji-search.ts";
import { rememberEmoji, useOwnRecentEmoji } from "./recent-emoji.ts";

const MOST = 24;
/** letters after the ":" before names are looked up */
const FROM = 2;

type Loaded = { language: string; all: readonly NamedEmoji[]; search: typeof searchEmoji };

/** What ":" calls up in the message field. The names are fetched when the first ":" is typed. */
export function useEmojiSource(text: string): SuggestionSource {
  const { t, i18n } = useTranslation("composer");
  const { language } = i18n;
  const recent = useOwnRecentEmoji();
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const isWanted = text.includes(":") && loaded?.language !== language;
  useEffect(() => {
    if (!isWanted) return;
    let isOn = true;
    import("./emoji-search.ts")
      .then(async ({ namedEmoji, searchEmoji: search }) => {
        const all = await namedEmoji(language);
        if (isOn) setLoaded({ language, all, search });
      })
      // without names ":" suggests nothing until it is typed anew
      .catch(() => undefined);
    return () => {
      isOn = false;
    };
  }, [isWanted, language]);
  return {
    trigger: ":",
    from: FROM,
    label: t("emoji.open"),
    count: (count) => t("emoji.count", { count }),
    items: (query) =>
      (loaded?.search(loaded.all, query, recent, MOST) ?? []).map(({ emoji, label }) => ({
        id: emoji,
        label: `${emoji} ${label}`,
      })),
    insert: ({ id }) => {
      rememberEmoji(id);
      return `${id} `;
    },
  };
}
