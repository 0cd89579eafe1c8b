import type { ClientFrame } from "@balcao/api";
import { IDLE_AFTER_MS, TYPING_EVERY_MS, TYPING_LASTS_MS } from "@balcao/core";

export type Here = Extract<ClientFrame, { type: "here" }>;
export type HereClock = {
  now: () => number;
  later: (run: () => void, ms: number) => ReturnType<typeof setTimeout>;
};

/** What a window tells of itself; `say` carries it, and loses it while the line is down. */
export class HereTeller {
  #shown: string | null = null;
  #isVisible = true;
  #typedAt = -Infinity;
  #toldAt = -Infinity;
  #touchedAt: number;
  #told = "";
  #again: ReturnType<typeof setTimeout> | undefined;
  readonly #clock: HereClock;
  say: (here: Here) => void = () => undefined;

  constructor(clock: HereClock) {
    this.#clock = clock;
    this.#touchedAt = clock.now();
  }

  /** The conversation on the screen; null = none, or one that is read without being seen. */
  show(conversationId: string | null): void {
    if (this.#shown === conversationId) return;
    this.#shown = conversationId;
    this.#endTyping();
    this.#tell();
  }

  /** Is the window in sight at all? */
  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    if (!isVisible) this.#endTyping();
    this.#tell();
  }

  /** A word of an answer was typed: told at most every 3 s, and once more for the last one. */
  type(conversationId: string): void {
    if (conversationId !== this.#shown || !this.#isVisible) return;
    this.#typedAt = this.#clock.now();
    const wait = this.#toldAt + TYPING_EVERY_MS - this.#typedAt;
    if (wait <= 0) this.#tell(true);
    else this.#again ??= this.#clock.later(() => this.#tell(true), wait);
  }

  /** The answer was sent or given up. */
  stopTyping(): void {
    if (this.#typedAt === -Infinity) return;
    this.#endTyping();
    this.#tell();
  }

  /** The next word begins anew and is told at once: a colleague who read "viewing" believes that nobody types. */
  #endTyping(): void {
    this.#typedAt = -Infinity;
    this.#toldAt = -Infinity;
  }

  /** Somebody is there: a key, the mouse, a finger. */
  touch(): void {
    const wasIdle = this.#isIdle();
    this.#touchedAt = this.#clock.now();
    if (wasIdle) this.#tell();
  }

  /** Looks whether nobody has been there for long; called every now and then. */
  look(): void {
    this.#tell();
  }

  /** Says everything, changed or not: the line is new. */
  announce(): void {
    this.#told = "";
    this.#tell();
  }

  #isIdle(): boolean {
    return this.#clock.now() - this.#touchedAt >= IDLE_AFTER_MS;
  }

  #tell(isWord = false): void {
    const now = this.#clock.now();
    const typing = now - this.#typedAt < TYPING_LASTS_MS;
    const conversationId = this.#isVisible ? this.#shown : null;
    const here: Here = { type: "here", conversationId, typing, idle: this.#isIdle() };
    const text = JSON.stringify(here);
    if (text === this.#told && !(isWord && typing)) return;
    clearTimeout(this.#again);
    this.#again = undefined;
    this.#told = text;
    if (typing) this.#toldAt = now;
    this.say(here);
  }
}

/** This window. */
export const here = new HereTeller({ now: () => performance.now(), later: (run, ms) => setTimeout(run, ms) });

const LOOK_MS = 15_000;
const SIGNS = ["pointermove", "pointerdown", "keydown", "wheel", "touchstart"] as const;

/** Follows whether somebody is at this window and whether it is in sight. Gives the way to stop. */
export function watchPerson(): () => void {
  const touch = (): void => here.touch();
  const see = (): void => here.setVisible(document.visibilityState === "visible");
  const timer = setInterval(() => here.look(), LOOK_MS);
  for (const sign of SIGNS) window.addEventListener(sign, touch, { passive: true, capture: true });
  document.addEventListener("visibilitychange", see);
  see();
  return () => {
    clearInterval(timer);
    for (const sign of SIGNS) window.removeEventListener(sign, touch, { capture: true });
    document.removeEventListener("visibilitychange", see);
  };
}
