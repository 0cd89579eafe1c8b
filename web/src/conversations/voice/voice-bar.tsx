import { Mic, Pause, SendHorizontal, Trash2 } from "lucide-react";
import { Suspense, useEffect, useRef, useState, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { lazyAhead } from "../../lib/ahead.ts";
import { toast } from "../../lib/toast.ts";
import { focusComposer } from "../focus.ts";
import { clockText } from "./clock-text.ts";
import { cancelVoice, LONGEST_MS, pauseVoice, resumeVoice, startVoice, useVoice } from "./voice.ts";
import classes from "./voice-bar.module.css";

const VoicePlayer = lazyAhead(async () => ({ default: (await import("./voice-player.tsx")).VoicePlayer }));

const TICK_MS = 100;
const LEVELS = 48;

/** What was loud of late, and how long it lasts; moves while it records. */
function Meter(): ReactElement {
  const recording = useVoice((state) => state.recording);
  const isOn = useVoice((state) => state.phase === "recording");
  const [{ levels, elapsed }, setShown] = useState<{ levels: readonly number[]; elapsed: number }>({
    levels: [],
    elapsed: 0,
  });
  useEffect(() => {
    if (!recording || !isOn) return;
    const timer = setInterval(() => {
      const milliseconds = recording.elapsed();
      if (milliseconds >= LONGEST_MS) void pauseVoice("full");
      setShown((before) => ({
        levels: [...before.levels, recording.level()].slice(-LEVELS),
        elapsed: milliseconds,
      }));
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [recording, isOn]);
  return (
    <>
      <span className={classes.time} role="timer">
        {clockText(elapsed / 1000)}
      </span>
      {isOn && (
        <span className={classes.levels} aria-hidden>
          {levels.map((level, index) => (
            <i key={index} style={{ height: `${12 + level * 88}%` }} />
          ))}
        </span>
      )}
    </>
  );
}

function Problem({ conversationId }: { conversationId: string }): ReactElement | null {
  const { t } = useTranslation("composer");
  const problem = useVoice((state) => state.problem);
  if (!problem) return null;
  return (
    <>
      <span className={classes.problem} role="alert">
        {t(`voice.problems.${problem}`)}
      </span>
      <button
        type="button"
        className={classes.plain}
        onClick={() => {
          cancelVoice();
          focusComposer();
        }}
      >
        {t("voice.close")}
      </button>
      {problem !== "insecure" && problem !== "unsupported" && (
        <button type="button" className={classes.plain} onClick={() => void startVoice(conversationId)}>
          {t("voice.retry")}
        </button>
      )}
    </>
  );
}

/** Throws it away, with the way back; the keyboard returns to the field. */
function useDiscard(): () => void {
  const { t } = useTranslation("composer");
  return () => {
    const undo = cancelVoice();
    if (undo) {
      const action = {
        label: t("voice.undo"),
        run: () => void undo().catch(() => toast(t("voice.failedToSend"), { tone: "error" })),
      };
      toast(t("voice.discarded"), { action });
    }
    // the field is in the page again with the next picture
    requestAnimationFrame(focusComposer);
  };
}

/** In the place of the field while a voice message is recorded. */
export function VoiceBar({
  conversationId,
  send,
}: {
  conversationId: string;
  send: () => void;
}): ReactElement {
  const { t } = useTranslation("composer");
  const { phase, heard } = useVoice();
  const discard = useDiscard();
  const main = useRef<HTMLButtonElement>(null);
  const hasMain = phase !== "failed" && phase !== "asking";
  useEffect(() => {
    if (hasMain) main.current?.focus();
  }, [hasMain]);
  if (phase === "failed")
    return (
      <div className={`${classes.bar} ${classes.trouble}`}>
        <Problem conversationId={conversationId} />
      </div>
    );
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Esc anywhere in it discards
    <div
      className={classes.bar}
      role="group"
      aria-label={t("voice.section")}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        discard();
      }}
    >
      <div className={classes.now}>
        <span className={classes.state} data-on={phase === "recording" || undefined} role="status">
          {phase === "asking" ? t("voice.asking") : <span>{t(`voice.${phase}`)}</span>}
        </span>
        {hasMain && !heard && <Meter />}
        {heard && (
          <span className={classes.heard}>
            <Suspense>
              <VoicePlayer key={heard.id} url={heard.url} label={t("player.label")} />
            </Suspense>
          </span>
        )}
      </div>
      <div className={classes.acts}>
        <button
          type="button"
          className={classes.icon}
          data-tone="danger"
          title={`${t("voice.cancel")} (Esc)`}
          aria-label={t("voice.cancel")}
          onClick={discard}
        >
          <Trash2 size={18} />
        </button>
        {(phase === "recording" || phase === "paused") && (
          <button
            type="button"
            className={classes.icon}
            title={t(phase === "recording" ? "voice.pause" : "voice.resume")}
            aria-label={t(phase === "recording" ? "voice.pause" : "voice.resume")}
            onClick={() => (phase === "recording" ? void pauseVoice() : resumeVoice())}
          >
            {phase === "recording" ? <Pause size={18} /> : <Mic size={18} />}
          </button>
        )}
        {hasMain && (
          <button
            ref={main}
            type="button"
            className={classes.send}
            aria-label={t("voice.send")}
            title={t("voice.send")}
            onClick={send}
          >
            <SendHorizontal size={18} />
          </button>
        )}
      </div>
    </div>
  );
}
