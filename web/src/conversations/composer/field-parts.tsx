import { Bold, Code, Italic, Strikethrough } from "lucide-react";
import { useLayoutEffect, useRef, type KeyboardEvent, type ReactElement, type RefObject } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useFormats } from "../../lib/format.ts";
import { setPreference } from "../../lib/preferences.ts";
import { FormattedText, isFormatted } from "../thread/formatted-text.tsx";
import classes from "./composer.module.css";
import type { Mode } from "../drafts.ts";
import type { Mark, Press, SendWith } from "./marks.ts";

/** WhatsApp's limit for a text, which notes share, and where its nearness begins to show. */
export const LONGEST = 4096;
const COUNT_FROM = 3900;

/** A text's length as its limit counts it. */
export const lengthOf = (text: string): number => [...text].length;

/** The browser can do it, without laying out the whole page twice at each letter. */
const growsItself = (): boolean => CSS.supports("field-sizing", "content");

/** A field that is as high as its text. */
export function useAutoGrow(text: string): RefObject<HTMLTextAreaElement | null> {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || growsItself()) return;
    element.style.height = "0";
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
  return field;
}

/** A keystroke as `markOf` and `isSendPress` judge it. */
export const pressOf = (event: KeyboardEvent): Press => ({
  key: event.key,
  shiftKey: event.shiftKey,
  ctrlKey: event.ctrlKey,
  metaKey: event.metaKey,
  altKey: event.altKey,
  isComposing: event.nativeEvent.isComposing,
});

/** The buttons that mark the selected words. */
export function MarkTools({ mark }: { mark: (sign: Mark) => void }): ReactElement {
  const { t } = useTranslation("desk");
  const tools = [
    { sign: "*", icon: Bold, label: t("composer.bold"), keys: "Ctrl+B" },
    { sign: "_", icon: Italic, label: t("composer.italic"), keys: "Ctrl+I" },
    { sign: "~", icon: Strikethrough, label: t("composer.strike"), keys: "Ctrl+Shift+X" },
    { sign: "`", icon: Code, label: t("composer.code"), keys: null },
  ] as const;
  return (
    <>
      {tools.map(({ sign, icon: Icon, label, keys }) => (
        <button
          key={sign}
          type="button"
          className={classes.tool}
          title={keys ? `${label} (${keys})` : label}
          aria-label={label}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => mark(sign)}
        >
          <Icon size={16} />
        </button>
      ))}
    </>
  );
}

/** How the text will look when it is read, when that differs from how it is typed. */
export function Preview({ text, label }: { text: string; label: string }): ReactElement | null {
  if (!isFormatted(text)) return null;
  return (
    <div className={classes.preview}>
      <span className={classes.previewLabel}>{label}</span>
      <FormattedText text={text} />
    </div>
  );
}

/** Says which key sends (or saves a note), and switches it. */
export function SendHabit({ sendWith, mode }: { sendWith: SendWith; mode: Mode }): ReactElement {
  const { t } = useTranslation("desk");
  const isEnter = sendWith === "enter";
  const texts = mode === "note" ? "note" : "composer";
  const [first, ...more] = t(isEnter ? `${texts}.helpEnter` : `${texts}.helpCtrl`).split(" · ");
  return (
    <button
      type="button"
      id="composer-help"
      className={classes.help}
      title={t(isEnter ? `${texts}.sendWithCtrl` : `${texts}.sendWithEnter`)}
      onClick={() => void setPreference("sendWith", isEnter ? "ctrl-enter" : "enter")}
    >
      {first}
      <span className={classes.helpMore}>{more.map((part) => ` · ${part}`)}</span>
    </button>
  );
}

/** How much room is left, once it gets little. */
export function Count({ length }: { length: number }): ReactElement | null {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  if (length < COUNT_FROM) return null;
  const isTooLong = length > LONGEST;
  return (
    <span className={classes.count} data-over={isTooLong || undefined} role="status">
      {isTooLong
        ? t("composer.tooLong", { count: length - LONGEST })
        : `${formats.number(length)} / ${formats.number(LONGEST)}`}
    </span>
  );
}
