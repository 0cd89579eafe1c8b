import type { Area } from "./layout.ts";

/** Pixels of the screen by which what is seen is rounded up to each side: within them nothing has to be drawn again. */
const STEP = 512;
/** Below this size nobody can read what a line says. */
const LEGIBLE_LABEL = 0.25;

/** The part of the drawing that the frame shows, with some more around it, and whether labels can be read there. */
export function seenPart(
  [x, y, zoom]: readonly [number, number, number],
  frame: { width: number; height: number },
): { area: Area; isLegible: boolean } {
  // a power of two, so that a little zooming keeps the steps
  const step = 2 ** Math.ceil(Math.log2(STEP / zoom));
  const from = (offset: number): number => (Math.floor(-offset / zoom / step) - 1) * step;
  const to = (offset: number, size: number): number => (Math.ceil((size - offset) / zoom / step) + 1) * step;
  const left = from(x);
  const top = from(y);
  return {
    area: { x: left, y: top, width: to(x, frame.width) - left, height: to(y, frame.height) - top },
    isLegible: zoom >= LEGIBLE_LABEL,
  };
}

/** Do they share a place? */
export const isIn = (one: Area, other: Area): boolean =>
  one.x <= other.x + other.width &&
  other.x <= one.x + one.width &&
  one.y <= other.y + other.height &&
  other.y <= one.y + one.height;
