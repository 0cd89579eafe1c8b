import { useEffect, useRef, useState, type RefObject } from "react";
import { create } from "zustand";
import { read, write } from "../../lib/storage.ts";

export const SPEEDS = [1, 1.5, 2] as const;
const STORE = "balcao.voice-speed";
const stored = Number(read(STORE));

/** How fast voice messages are heard, all of them. */
export const useSpeed = create<{ speed: number }>(() => ({
  speed: SPEEDS.find((speed) => speed === stored) ?? 1,
}));

export function nextSpeed(): void {
  const { speed } = useSpeed.getState();
  const next = SPEEDS[(SPEEDS.findIndex((other) => other === speed) + 1) % SPEEDS.length] ?? 1;
  useSpeed.setState({ speed: next });
  write(STORE, String(next));
}

/** only one is heard at a time */
let heard: HTMLAudioElement | null = null;

export type Playback = {
  audio: RefObject<HTMLAudioElement | null>;
  isPlaying: boolean;
  hasFailed: boolean;
  /** seconds */
  at: number;
  length: number;
  toggle: () => void;
  /** to a moment, in seconds */
  seek: (seconds: number) => void;
};

/** What an audio element does, as state. */
export function usePlayback(): Playback {
  const audio = useRef<HTMLAudioElement>(null);
  const [state, setState] = useState({ isPlaying: false, hasFailed: false, at: 0, length: 0 });
  const speed = useSpeed((store) => store.speed);
  useEffect(() => {
    const element = audio.current;
    if (!element) return;
    const look = (): void =>
      setState({
        isPlaying: !element.paused && !element.ended,
        hasFailed: element.error !== null,
        at: element.currentTime,
        length: Number.isFinite(element.duration) ? element.duration : 0,
      });
    const onPlay = (): void => {
      if (heard !== element) heard?.pause();
      heard = element;
      look();
    };
    const events = ["pause", "ended", "timeupdate", "durationchange", "seeked", "error"] as const;
    element.addEventListener("play", onPlay);
    for (const name of events) element.addEventListener(name, look);
    look();
    return () => {
      element.removeEventListener("play", onPlay);
      for (const name of events) element.removeEventListener(name, look);
    };
  }, []);
  useEffect(() => {
    if (audio.current) audio.current.playbackRate = speed;
  }, [speed]);
  return {
    ...state,
    audio,
    toggle: () => {
      const element = audio.current;
      if (!element) return;
      element.playbackRate = speed;
      // a sound that cannot be played tells so by its error event
      if (element.paused) element.play().catch(() => undefined);
      else element.pause();
    },
    seek: (seconds) => {
      if (audio.current) audio.current.currentTime = Math.min(state.length, Math.max(0, seconds));
    },
  };
}
