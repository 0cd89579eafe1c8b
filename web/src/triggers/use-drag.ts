import { useCallback, useEffect, useRef, useState, type PointerEvent, type RefObject } from "react";

/** Pixels from the edge of the page where dragging scrolls it, and how far in one frame. */
const EDGE = 70;
const PACE = 14;

export type Drag = { id: string; before: string | null };
type Start = (event: PointerEvent<HTMLElement>, id: string) => void;

const rowsOf = (list: HTMLElement): HTMLElement[] => [
  ...list.querySelectorAll<HTMLElement>("[data-trigger]"),
];

const middleOf = (row: HTMLElement): number => {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
};

function scroller(from: HTMLElement): HTMLElement | null {
  for (let place = from.parentElement; place; place = place.parentElement)
    if (/auto|scroll/u.test(getComputedStyle(place).overflowY)) return place;
  return null;
}

/** Follows the pointer frame by frame, scrolling the page at its edges, until `stop` aborts. */
function follow(
  list: HTMLElement,
  handle: HTMLElement,
  from: number,
  look: (y: number) => void,
  stop: AbortSignal,
): void {
  const page = scroller(list);
  let y = from;
  handle.addEventListener("pointermove", ({ clientY }: globalThis.PointerEvent) => void (y = clientY), {
    signal: stop,
  });
  const tick = (): void => {
    if (stop.aborted) return;
    const box = page?.getBoundingClientRect();
    if (page && box && y < box.top + EDGE) page.scrollTop -= PACE;
    else if (page && box && y > box.bottom - EDGE) page.scrollTop += PACE;
    look(y);
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}

/**
 * Drags a row by its handle, with mouse, pen or finger; Esc leaves it where it was. `move` puts one row before another;
 * `behind` = id of what follows a shown row in the whole list.
 */
export function useDrag(
  list: RefObject<HTMLElement | null>,
  move: (id: string, before: string | null) => void,
  behind: (id: string) => string | null,
): { drag: Drag | null; start: Start } {
  const [drag, setDrag] = useState<Drag | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const latest = useRef({ move, behind });
  latest.current = { move, behind };
  const start = useCallback<Start>(
    (event, id) => {
      if (event.button !== 0 || !list.current) return;
      event.preventDefault();
      const handle = event.currentTarget;
      handle.focus();
      const stop = new AbortController();
      running.current = stop;
      stop.signal.addEventListener("abort", () => setDrag(null));
      let before: string | null | undefined;
      const look = (y: number): void => {
        const rows = list.current ? rowsOf(list.current) : [];
        const below = rows.find((row) => y < middleOf(row));
        const last = rows.at(-1)?.dataset["trigger"];
        before = below?.dataset["trigger"] ?? (last ? latest.current.behind(last) : null);
        setDrag((now) => (now?.before === before ? now : { id, before: before ?? null }));
      };
      const on = { signal: stop.signal };
      handle.setPointerCapture(event.pointerId);
      handle.addEventListener(
        "pointerup",
        () => {
          if (before !== undefined && before !== id && before !== latest.current.behind(id))
            latest.current.move(id, before);
          stop.abort();
        },
        on,
      );
      handle.addEventListener("pointercancel", () => stop.abort(), on);
      window.addEventListener("keydown", ({ key }) => key === "Escape" && stop.abort(), on);
      follow(list.current, handle, event.clientY, look, stop.signal);
    },
    [list],
  );
  return { drag, start };
}
