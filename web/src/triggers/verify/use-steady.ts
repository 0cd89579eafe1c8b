import { useEffect, useLayoutEffect, useRef, type RefObject } from "react";

const scrollerOf = (element: HTMLElement): HTMLElement | null => {
  for (let above = element.parentElement; above; above = above.parentElement)
    if (/auto|scroll/u.test(getComputedStyle(above).overflowY)) return above;
  return null;
};

/**
 * Keeps what one is typing in where it is while this box, above it and out of sight, grows or shrinks. The browser's own anchoring
 * gives up when a field beside it changes its height in the same moment; where this is used it is to be off (overflow-anchor).
 */
export function useSteady(): RefObject<HTMLDivElement | null> {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef<number | null>(null);
  const scrolled = useRef<number | null>(null);
  useEffect(() => {
    const scroller = box.current && scrollerOf(box.current);
    if (!scroller) return;
    const note = (): void => void (scrolled.current = scroller.scrollTop);
    scroller.addEventListener("scroll", note, { passive: true });
    return () => scroller.removeEventListener("scroll", note);
  }, []);
  useLayoutEffect(() => {
    const below = box.current?.nextElementSibling;
    if (!(below instanceof HTMLElement)) return;
    const was = before.current;
    before.current = below.offsetTop;
    if (was === null || was === below.offsetTop) return;
    const scroller = scrollerOf(below);
    if (!scroller) return;
    // a page that has become shorter is scrolled back by the browser at once: what counts is where one was
    const at = scrolled.current ?? scroller.scrollTop;
    if (was < at) scroller.scrollTop = at + below.offsetTop - was;
  });
  return box;
}
