import { Mic, Pause, Play } from "lucide-react";
import { useEffect, useState, type KeyboardEvent, type ReactElement } from "react";
import { useTranslation } from "../../lib/texts.ts";
import { useFormats } from "../../lib/format.ts";
import { useIsStop } from "../thread/stop.ts";
import { clockText } from "./clock-text.ts";
import { peaksOf } from "./peaks.ts";
import { nextSpeed, usePlayback, useSpeed, type Playback } from "./use-playback.ts";
import classes from "./voice-player.module.css";
import { Waveform } from "./waveform.tsx";

const STEP_SECONDS = 2;
const LEAP_SECONDS = 10;

/** Where a key takes the position, in seconds; null = the key is not meant for it. */
function moved(key: string, at: number, length: number): number | null {
  const moves: Record<string, number> = {
    ArrowLeft: at - STEP_SECONDS,
    ArrowDown: at - STEP_SECONDS,
    ArrowRight: at + STEP_SECONDS,
    ArrowUp: at + STEP_SECONDS,
    PageDown: at - LEAP_SECONDS,
    PageUp: at + LEAP_SECONDS,
    Home: 0,
    End: length,
  };
  return moves[key] ?? null;
}

function usePeaks(url: string): readonly number[] | null {
  const [peaks, setPeaks] = useState<readonly number[] | null>(null);
  useEffect(() => {
    let isOn = true;
    void peaksOf(url).then((found) => {
      if (isOn) setPeaks(found);
    });
    return () => {
      isOn = false;
    };
  }, [url]);
  return peaks;
}

function Position({
  playback,
  url,
  tabIndex,
}: {
  playback: Playback;
  url: string;
  tabIndex: number;
}): ReactElement {
  const { t } = useTranslation("composer");
  const { at, length, seek } = playback;
  const peaks = usePeaks(url);
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = moved(event.key, at, length);
    if (target === null) return;
    event.preventDefault();
    event.stopPropagation();
    seek(target);
  };
  return (
    <div
      className={classes.position}
      role="slider"
      tabIndex={tabIndex}
      aria-label={t("player.position")}
      aria-valuemin={0}
      aria-valuemax={Math.round(length)}
      aria-valuenow={Math.round(at)}
      aria-valuetext={t("player.positionOf", { at: clockText(at), length: clockText(length) })}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        seek(((event.clientX - box.left) / box.width) * length);
      }}
    >
      <Waveform peaks={peaks} played={length > 0 ? at / length : 0} />
    </div>
  );
}

/** A voice message: its shape, where one is in it, and how fast it is heard. `label` says whose it is. */
export function VoicePlayer({ url, label }: { url: string; label: string }): ReactElement {
  const { t } = useTranslation("composer");
  const formats = useFormats();
  const playback = usePlayback();
  const speed = useSpeed((state) => state.speed);
  const tabIndex = useIsStop() ? 0 : -1;
  const { isPlaying, hasFailed, at, length, toggle } = playback;
  const Icon = isPlaying ? Pause : Play;
  return (
    <div className={classes.player} role="group" aria-label={label}>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- a voice note brings no captions */}
      <audio ref={playback.audio} preload="metadata" src={url} />
      {hasFailed ? (
        <span className={classes.failed}>
          {t("player.failed")}{" "}
          <a href={url} download tabIndex={tabIndex}>
            {t("player.download")}
          </a>
        </span>
      ) : (
        <>
          <button
            type="button"
            className={classes.play}
            tabIndex={tabIndex}
            aria-label={t(isPlaying ? "player.pause" : "player.play")}
            onClick={toggle}
          >
            <Icon size={20} fill="currentColor" />
          </button>
          <div className={classes.middle}>
            <Position playback={playback} url={url} tabIndex={tabIndex} />
            <span className={classes.time}>
              <Mic size={12} aria-hidden /> {clockText(at > 0 ? at : length)}
            </span>
          </div>
          <button
            type="button"
            className={classes.speed}
            tabIndex={tabIndex}
            aria-label={t("player.speed", { speed: formats.number(speed) })}
            onClick={nextSpeed}
          >
            {formats.number(speed)}×
          </button>
        </>
      )}
    </div>
  );
}
