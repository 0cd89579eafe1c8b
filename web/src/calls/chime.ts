import { isTyping } from "../lib/keys.ts";
import { read, write } from "../lib/storage.ts";

/** One sound at most in this time, in all windows of this browser. */
const PAUSE_MS = 3_000;
const LAST = "balcao.chimed";
/** Two soft notes, a fourth apart (hertz), and how long each rings (seconds). */
const NOTES = [659.25, 880];
const RING_S = 0.45;
const APART_S = 0.13;
/** at full volume it is still soft */
const LOUDEST = 0.22;

let context: AudioContext | null = null;

function unlockSound(): void {
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
}

/**
 * Browsers let a page sound once somebody has used it: listens for the first click, or the first key that types nothing. Not for the
 * first letter: the browser starts its sound while the page waits, which took 50 ms. Gives what ends the listening.
 */
export function unlockAtFirstUse(): () => void {
  const listening = new AbortController();
  const unlock = (event: Event): void => {
    if (event instanceof KeyboardEvent && isTyping(event)) return;
    listening.abort();
    unlockSound();
  };
  for (const type of ["pointerup", "keydown"])
    window.addEventListener(type, unlock, { signal: listening.signal });
  return () => listening.abort();
}

/** Sounds at once. `volume`: 0 to 100. */
export function ring(volume: number): void {
  unlockSound();
  if (!context || volume <= 0) return;
  for (const [index, pitch] of NOTES.entries()) {
    const from = context.currentTime + index * APART_S;
    const note = context.createOscillator();
    const loudness = context.createGain();
    note.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.0001, from);
    loudness.gain.exponentialRampToValueAtTime((LOUDEST * volume) / 100, from + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, from + RING_S);
    note.connect(loudness).connect(context.destination);
    note.start(from);
    note.stop(from + RING_S);
  }
}

/** Sounds unless something sounded just now. */
export function chime(volume: number): void {
  const now = Date.now();
  if (Math.abs(now - Number(read(LAST) ?? 0)) < PAUSE_MS) return;
  write(LAST, String(now));
  ring(volume);
}
