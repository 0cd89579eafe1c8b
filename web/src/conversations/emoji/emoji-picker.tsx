import { EmojiPicker, type EmojiPickerListComponents } from "frimousse";
import type { ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { emojiLocale, EMOJI_URL, loadEmoji } from "./emoji-data.ts";
import classes from "./emoji-picker.module.css";
import { rememberEmoji, useOwnRecentEmoji } from "./recent-emoji.ts";

const COLUMNS = 8;

/** the library counts rows and columns from 0, ARIA from 1 */
const fromOne = (index: number | undefined): number => (index ?? 0) + 1;

const PARTS: Partial<EmojiPickerListComponents> = {
  CategoryHeader: ({ category, ...rest }) => (
    <div {...rest} className={classes.category}>
      {category.label}
    </div>
  ),
  Row: (props) => <div {...props} aria-rowindex={fromOne(props["aria-rowindex"])} className={classes.row} />,
  Emoji: ({ emoji, ...rest }) => (
    <button
      {...rest}
      type="button"
      role="gridcell"
      aria-colindex={fromOne(rest["aria-colindex"])}
      className={classes.emoji}
      data-active={emoji.isActive || undefined}
    >
      {emoji.emoji}
    </button>
  ),
};

/** It comes after the layer around it has opened and looked for whom to give the keyboard to. */
const focusOnce = (field: HTMLInputElement | null): void => field?.focus({ preventScroll: true });

function Recent({ pick }: { pick: (emoji: string) => void }): ReactElement | null {
  const { t } = useTranslation("composer");
  const recent = useOwnRecentEmoji();
  if (recent.length === 0) return null;
  return (
    <div className={classes.recent} role="group" aria-label={t("emoji.recent")}>
      {recent.slice(0, COLUMNS).map((emoji) => (
        <button key={emoji} type="button" className={classes.emoji} onClick={() => pick(emoji)}>
          {emoji}
        </button>
      ))}
    </div>
  );
}

/** All emoji, found by their names in the language of the screen; those used of late stand first. */
export function EmojiPick({ pick }: { pick: (emoji: string) => void }): ReactElement {
  const { t, i18n } = useTranslation("composer");
  const choose = (emoji: string): void => {
    rememberEmoji(emoji);
    pick(emoji);
  };
  return (
    <EmojiPicker.Root
      className={classes.picker}
      columns={COLUMNS}
      locale={emojiLocale(i18n.language)}
      emojibaseUrl={EMOJI_URL}
      resolveEmojiData={loadEmoji}
      onEmojiSelect={({ emoji }) => choose(emoji)}
    >
      <EmojiPicker.Search
        className={classes.search}
        ref={focusOnce}
        aria-label={t("emoji.search")}
        placeholder={t("emoji.search")}
      />
      <Recent pick={choose} />
      <EmojiPicker.Viewport className={classes.viewport}>
        <EmojiPicker.Loading className={classes.note}>{t("emoji.loading")}</EmojiPicker.Loading>
        <EmojiPicker.Empty className={classes.note}>{t("emoji.nothing")}</EmojiPicker.Empty>
        <EmojiPicker.List className={classes.list} components={PARTS} />
      </EmojiPicker.Viewport>
      <div className={classes.foot}>
        <EmojiPicker.ActiveEmoji>
          {({ emoji }) => (
            <span className={classes.name}>{emoji ? `${emoji.emoji} ${emoji.label}` : t("emoji.hint")}</span>
          )}
        </EmojiPicker.ActiveEmoji>
        <EmojiPicker.SkinToneSelector className={classes.emoji} aria-label={t("emoji.skinTone")} />
      </div>
    </EmojiPicker.Root>
  );
}
