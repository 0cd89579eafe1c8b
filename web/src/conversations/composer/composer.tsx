import type { MessageView } from "@balcao/api";
import { CalendarClock, SendHorizontal, X, Zap } from "lucide-react";
import { memo, Suspense, useEffect, type KeyboardEvent, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { lazyAhead } from "../../lib/ahead.ts";
import { setPreference, usePreferences } from "../../lib/preferences.ts";
import { here } from "../../realtime/here.ts";
import { draftOf, setDraft, takeDraft, useDrafts } from "../drafts.ts";
import { EmojiButton } from "../emoji/emoji-button.tsx";
import { useEmojiSource } from "../emoji/use-emoji-source.tsx";
import { focusThread } from "../focus.ts";
import { sendFiles, sendText } from "../outbox.ts";
import { useReplySource } from "../quick-replies/use-reply-source.tsx";
import { openScheduling } from "../scheduled/scheduling.ts";
import { useSecondAnswer } from "../second-answer/use-second-answer.tsx";
import { FormattedLine } from "../thread/formatted-text.tsx";
import { MicButton } from "../voice/mic-button.tsx";
import { useVoiceSend } from "../voice/use-voice-send.ts";
import { useVoice } from "../voice/voice.ts";
import { attach, takeAttachments, useAttachmentsOf } from "./attachments.ts";
import classes from "./composer.module.css";
import {
  Count,
  lengthOf,
  LONGEST,
  MarkTools,
  pressOf,
  Preview,
  SendHabit,
  useAutoGrow,
} from "./field-parts.tsx";
import { HabitOffer } from "./habit-offer.tsx";
import { isLaterPress, isSendPress, markOf, type Mark } from "./marks.ts";
import { useSuggestions } from "./suggestions.tsx";
import { AddMenu } from "./add-menu.tsx";
import { Tray } from "./tray.tsx";
import { useBlanks } from "./use-blanks.tsx";
import { typeIn, typeMark, typeSign } from "./typing.ts";
import { pastedFiles } from "./use-dropped-files.ts";

const VoiceBar = lazyAhead(async () => ({ default: (await import("../voice/voice-bar.tsx")).VoiceBar }));

type Props = {
  conversationId: string;
  contactName: string;
  quoted: MessageView | null;
  clearQuote: () => void;
  /** asked once when the field is there: shall the keyboard go into it? */
  takesFocus: () => boolean;
};

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

/** The tools under the field, and the button that sends. */
function Bar({
  conversationId,
  length,
  isBlocked,
  mark,
  type,
  callReplies,
  sendVoice,
  sendLater,
  quote,
  clearQuote,
}: {
  conversationId: string;
  quote: MessageView["quoted"];
  clearQuote: () => void;
  length: number;
  /** nothing to send, or something that cannot be */
  isBlocked: boolean;
  mark: (sign: Mark) => void;
  type: (text: string) => void;
  callReplies: () => void;
  sendVoice: () => void;
  sendLater: () => void;
}): ReactElement {
  const { t } = useTranslation(["desk", "composer"]);
  const sendWith = usePreferences((state) => state.sendWith);
  return (
    <div className={classes.bar}>
      <AddMenu conversationId={conversationId} quote={quote} clearQuote={clearQuote} />
      <EmojiButton className={classes.tool} type={type} />
      <button
        type="button"
        className={classes.tool}
        aria-label={t("composer:replies.title")}
        title={`${t("composer:replies.title")} (/)`}
        onMouseDown={(event) => event.preventDefault()}
        onClick={callReplies}
      >
        <Zap size={16} />
      </button>
      <MarkTools mark={mark} />
      <SendHabit sendWith={sendWith} mode="reply" />
      <Count length={length} />
      <MicButton conversationId={conversationId} className={classes.tool} send={sendVoice} />
      <button
        type="button"
        className={classes.tool}
        aria-label={t("composer:schedule")}
        title={`${t("composer:schedule")} (Ctrl+Shift+Enter)`}
        disabled={isBlocked || length > LONGEST}
        onClick={sendLater}
      >
        <CalendarClock size={16} />
      </button>
      <button
        type="submit"
        className={classes.send}
        aria-label={t("desk:composer.send")}
        disabled={isBlocked || length > LONGEST}
      >
        <span>{t("desk:composer.send")}</span>
        <SendHorizontal size={16} aria-hidden />
      </button>
    </div>
  );
}

/** Keeps what stands in the field; colleagues see that somebody writes. */
function keepWritten(conversationId: string, text: string): void {
  setDraft(conversationId, text);
  if (text.trim() === "") here.stopTyping();
  else here.type(conversationId);
}

/** Where an answer is written. The text is a draft until it is sent, and stays when anything else happens. */
export const Composer = memo(function Composer(props: Props): ReactElement {
  const { conversationId, contactName, quoted, clearQuote, takesFocus } = props;
  const { t } = useTranslation("desk");
  const text = useDrafts((state) => state.texts[conversationId] ?? "");
  const sendWith = usePreferences((state) => state.sendWith);
  const field = useAutoGrow(text);
  const length = lengthOf(text);
  const isTooLong = length > LONGEST;
  const files = useAttachmentsOf(conversationId);
  const hasProblem = files.some(({ problem }) => problem !== null);

  const quote = quoted ? { id: quoted.id, author: quoted.author, preview: quoted.text ?? "" } : null;
  const isRecording = useVoice((state) => state.conversationId === conversationId);
  const second = useSecondAnswer(conversationId);
  const sendRecorded = useVoiceSend(conversationId, quote, clearQuote);
  const sendVoice = (): void => second.guard(sendRecorded);

  useEffect(() => {
    if (takesFocus()) field.current?.focus();
  }, [takesFocus, field]);
  useEffect(() => () => here.stopTyping(), []);

  const suggestions = useSuggestions(field, text, [useReplySource(conversationId), useEmojiSource(text)]);
  const { prepare, blanks } = useBlanks(field, () => {
    const words = draftOf(conversationId).trim();
    return (words === "" && files.length === 0) || hasProblem || lengthOf(words) > LONGEST ? null : words;
  });
  const sendNow = (words: string): void =>
    second.guard(() => {
      here.stopTyping();
      void setPreference("habitKnown", true, "device");
      const draftAt = takeDraft(conversationId);
      if (files.length > 0) sendFiles(conversationId, takeAttachments(conversationId), words, quote, draftAt);
      else sendText(conversationId, words, quote, draftAt);
    });
  const send = (): void => prepare(sendNow);
  const sendLater = (): void => prepare(() => openScheduling(conversationId));
  const mark = (sign: Mark): void => {
    if (field.current) typeMark(field.current, sign);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (suggestions.onKeyDown(event)) return;
    const press = pressOf(event);
    const sign = markOf(press);
    if (sign) {
      event.preventDefault();
      mark(sign);
    } else if (isLaterPress(press)) {
      event.preventDefault();
      sendLater();
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
      <HabitOffer text={text} />
      <Preview text={text} label={t("composer.preview")} />
      <div className={classes.box} data-recording={isRecording || undefined}>
        <Suspense>{isRecording && <VoiceBar conversationId={conversationId} send={sendVoice} />}</Suspense>
        <Tray conversationId={conversationId} text={text} />
        {suggestions.popup}
        <textarea
          ref={field}
          {...suggestions.fieldProps}
          data-composer
          rows={1}
          value={text}
          dir="auto"
          placeholder={t(files.length > 0 ? "files.caption" : "composer.placeholder")}
          aria-label={t("composer.label", { name: contactName })}
          aria-describedby="composer-help"
          aria-invalid={isTooLong || undefined}
          onChange={(event) => keepWritten(conversationId, event.currentTarget.value)}
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
          type={(typed) => typeIn(field.current, typed)}
          callReplies={() => typeSign(field.current, "/")}
          sendVoice={sendVoice}
          sendLater={sendLater}
          quote={quote}
          clearQuote={clearQuote}
        />
      </div>
      <Suspense>
        {second.dialog}
        {blanks}
      </Suspense>
    </form>
  );
});
