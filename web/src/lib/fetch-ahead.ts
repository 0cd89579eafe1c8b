import i18next from "i18next";
import { markedAhead } from "./ahead.ts";
import { textsBesideInbox } from "./i18n.ts";

/** The line belongs to the first screen for this long. */
const FIRST_SCREEN_MS = 3_000;
/** A person who has not touched the keyboard for this long is between two thoughts, not between two letters. */
const REST_MS = 1_000;

/** Runs once, when the first screen has had its time and nobody types. Gives what calls it off. */
export function atRest(keyboard: EventTarget, run: () => void): () => void {
  const over = new AbortController();
  let timer = setTimeout(rested, FIRST_SCREEN_MS);
  const first = performance.now() + FIRST_SCREEN_MS;
  function rested(): void {
    over.abort();
    run();
  }
  const typed = (): void => {
    clearTimeout(timer);
    timer = setTimeout(rested, Math.max(REST_MS, first - performance.now()));
  };
  keyboard.addEventListener("keydown", typed, { capture: true, signal: over.signal });
  return () => {
    over.abort();
    clearTimeout(timer);
  };
}

/**
 * Fetches all marked parts and their texts, but not while somebody types: their styles make the browser lay out the whole page once more. One that
 * fails is asked for again when it is needed, and then says why. Gives what calls it off.
 */
export const fetchAhead = (): (() => void) =>
  atRest(
    window,
    () =>
      void Promise.allSettled([
        // a dialog that is there, but not its words, waits like one that is not
        i18next.loadNamespaces(textsBesideInbox()),
        ...[...markedAhead].map((load) => load()),
      ]),
  );
