import { observeElementOffset } from "@tanstack/react-virtual";
import { useCallback, useRef } from "react";

type Observe = typeof observeElementOffset<HTMLDivElement>;
/** Is the thread held at its end? Asked at each scroll, shown nowhere. */
export type Stuck = { is: () => boolean; set: (isStuck: boolean) => void };

/** `begin`: is it held there when it opens? */
export function stuckOf(begin: boolean): Stuck {
  let isStuck = begin;
  return {
    is: () => isStuck,
    set: (next) => {
      isStuck = next;
    },
  };
}

/**
 * Held at its end the thread moves by itself: nobody scrolls, and nothing has to be drawn for the beginning and the end of it. Where it moved
 * to is told at once (`moved`), so that what comes into sight is drawn with what came in, and not once more with the next frame.
 */
export function useQuietEnd(stuck: Stuck): { observe: Observe; moved: (top: number) => void } {
  const report = useRef<(top: number) => void>(() => undefined);
  const observe = useCallback<Observe>(
    (instance, tell) => {
      report.current = (top) => tell(top, false);
      return observeElementOffset(instance, (offset, isScrolling) =>
        tell(offset, isScrolling && !stuck.is()),
      );
    },
    [stuck],
  );
  const moved = useCallback((top: number): void => report.current(top), []);
  return { observe, moved };
}
