import type { MessageView } from "@balcao/api";
import { Bold, Code, Italic, SendHorizontal, Strikethrough, X } from "lucide-react";
import { useEffect, useLayoutEffect, useRef, type KeyboardEvent, type ReactElement } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../lib/format.ts";
import { useKeys } from "../../lib/keys.ts";
import { setPreference, usePreferences } from "../../lib/preferences.ts";
import { draftOf, setDraft, useDrafts } from "../drafts.ts";
import { focusComposer, focusThread } from "../focus.ts";
import { sendFiles, sendText } from "../outbox.ts";
import { FormattedLine, FormattedText, isFormatted } from "../thread/formatted-text.tsx";
import { attach, takeAttachments, useAttachmentsOf } from "./attachments.ts";
import classes from "./composer.module.css";
import { isSendPress, markOf, toggleMark, type Mark, type SendWith } from "./marks.ts";
import { AttachButton, Tray } from "./tray.tsx";
import { pastedFiles } from "./use-dropped-files.ts";

/** WhatsApp's limit for a text, and where its nearness begins to show. */
const LONGEST = 4096;
const COUNT_FROM = 3900;

type Props = {
  conversationId: string;
  contactName: string;
  quoted: MessageView | null;
  clearQuote: () => void;
};

function useAutoGrow(text: string): React.RefObject<HTMLTextAreaElement | null> {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "0";
    element.style.height = `${element.scrollHeight}px`;
  }, [text]);
  return field;
}

function QuoteBar({
  quoted,
  contactName,
  drop,
}: {
  quoted: MessageView;
  contactName: string;
  drop: () => void;
}): ReactElement {
  const { t } = useTranslation("desk");
  return (
    <div className={classes.quote}>
      <span>
        <strong>
          {t("composer.quoting", { name: quoted.author === "contact" ? contactName : t("author.us") })}
        </strong>
        <span className={classes.quoteText}>
          {quoted.text ? <FormattedLine text={quoted.text} /> : t("quote.noText")}
        </span>
      </span>
      <button type="button" onClick={drop} aria-label={t("composer.dropQuote")}>
        <X size={16} />
      </button>
    </div>
  );
}

function MarkTools({ mark }: { mark: (sign: Mark) => void }): ReactElement {
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

/** How the text will look on the customer's phone, when that differs from how it is typed. */
function Preview({ text }: { text: string }): ReactElement | null {
  const { t } = useTranslation("desk");
  if (!isFormatted(text)) return null;
  return (
    <div className={classes.preview}>
      <span className={classes.previewLabel}>{t("composer.preview")}</span>
      <FormattedText text={text} />
    </div>
  );
}

/** Says which key sends, and switches it. */
function SendHabit({ sendWith }: { sendWith: SendWith }): ReactElement {
  const { t } = useTranslation("desk");
  const isEnter = sendWith === "enter";
  return (
    <button
      type="button"
      id="composer-help"
      className={classes.help}
      title={t(isEnter ? "composer.sendWithCtrl" : "composer.sendWithEnter")}
      onClick={() => void setPreference("sendWith", isEnter ? "ctrl-enter" : "enter")}
    >
      {t(isEnter ? "composer.helpEnter" : "composer.helpCtrl")}
    </button>
  );
}

/** The tools under the field, and the button that sends. */
function Bar({
  conversationId,
  length,
  isBlocked,
  mark,
}: {
  conversationId: string;
  length: number;
  /** nothing to send, or something that cannot be */
  isBlocked: boolean;
  mark: (sign: Mark) => void;
}): ReactElement {
  const { t } = useTranslation("desk");
  const formats = useFormats();
  const sendWith = usePreferences((state) => state.sendWith);
  const isTooLong = length > LONGEST;
  return (
    <div className={classes.bar}>
      <AttachButton conversationId={conversationId} />
      <MarkTools mark={mark} />
      <SendHabit sendWith={sendWith} />
      {length >= COUNT_FROM && (
        <span className={classes.count} data-over={isTooLong || undefined} role="status">
          {isTooLong
            ? t("composer.tooLong", { count: length - LONGEST })
            : `${formats.number(length)} / ${formats.number(LONGEST)}`}
        </span>
      )}
      <button type="submit" className={classes.send} disabled={isBlocked || isTooLong}>
        <span>{t("composer.send")}</span>
        <SendHorizontal size={16} aria-hidden />
      </button>
    </div>
  );
}

/** Where an answer is written. The text is a draft until it is sent, and stays when anything else happens. */
export function Composer({ conversationId, contactName, quoted, clearQuote }: Props): ReactElement {
  const { t } = useTranslation("desk");
  const text = useDrafts((state) => state.texts[conversationId] ?? "");
  const sendWith = usePreferences((state) => state.sendWith);
  const field = useAutoGrow(text);
  const length = [...text].length;
  const isTooLong = length > LONGEST;
  const files = useAttachmentsOf(conversationId);
  const hasProblem = files.some(({ problem }) => problem !== null);

  useEffect(() => {
    if (quoted) field.current?.focus();
  }, [quoted, field]);
  useKeys([
    {
      id: "reply",
      keys: "r",
      label: t("keys.reply"),
      group: "conversation",
      palette: true,
      run: focusComposer,
    },
  ]);

  const send = (): void => {
    const words = draftOf(conversationId).trim();
    if ((words === "" && files.length === 0) || hasProblem || [...words].length > LONGEST) return;
    const quote = quoted ? { id: quoted.id, author: quoted.author, preview: quoted.text ?? "" } : null;
    if (files.length > 0) sendFiles(conversationId, takeAttachments(conversationId), words, quote);
    else sendText(conversationId, words, quote);
    setDraft(conversationId, "");
    clearQuote();
  };
  const mark = (sign: Mark): void => {
    const element = field.current;
    if (!element) return;
    const next = toggleMark(
      { text: element.value, start: element.selectionStart, end: element.selectionEnd },
      sign,
    );
    element.focus();
    element.setSelectionRange(0, element.value.length);
    // typed as a person would, so that Ctrl+Z takes it back
    document.execCommand("insertText", false, next.text);
    element.setSelectionRange(next.start, next.end);
    setDraft(conversationId, element.value);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    const press = {
      key: event.key,
      shiftKey: event.shiftKey,
      ctrlKey: event.ctrlKey,
      metaKey: event.metaKey,
      altKey: event.altKey,
      isComposing: event.nativeEvent.isComposing,
    };
    const sign = markOf(press);
    if (sign) {
      event.preventDefault();
      mark(sign);
    } else if (isSendPress(press, sendWith)) {
      event.preventDefault();
      send();
    } else if (event.key === "Escape" && !press.isComposing) {
      event.preventDefault();
      if (quoted) clearQuote();
      else field.current?.blur();
    } else if (event.key === "ArrowUp" && text === "") {
      event.preventDefault();
      focusThread();
    }
  };

  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      {quoted && <QuoteBar quoted={quoted} contactName={contactName} drop={clearQuote} />}
      <Preview text={text} />
      <div className={classes.box}>
        <Tray conversationId={conversationId} text={text} />
        <textarea
          ref={field}
          data-composer
          rows={1}
          value={text}
          dir="auto"
          placeholder={t(files.length > 0 ? "files.caption" : "composer.placeholder")}
          aria-label={t("composer.label", { name: contactName })}
          aria-describedby="composer-help"
          aria-invalid={isTooLong || undefined}
          onChange={(event) => setDraft(conversationId, event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = pastedFiles(event.clipboardData);
            if (pasted.length === 0) return;
            event.preventDefault();
            attach(conversationId, pasted);
          }}
        />
        <Bar
          conversationId={conversationId}
          length={length}
          isBlocked={(text.trim() === "" && files.length === 0) || hasProblem}
          mark={mark}
        />
      </div>
    </form>
  );
}
