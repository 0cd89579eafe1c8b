import type { Box } from "./drawing.ts";
import type { Layout } from "./layout.ts";

export type Direction = "ArrowRight" | "ArrowLeft" | "ArrowUp" | "ArrowDown" | "Home" | "End";

/** Boxes whose centres are no farther apart than this stand in one column, in pixels. */
const COLUMN = 60;

type Place = { id: string; x: number; y: number; width: number };
const isEnd = ({ kind }: Box): number => Number(kind === "people" || kind === "closing");
const center = ({ x, width }: Place): number => x + width / 2;
const byHeight = (a: Place, b: Place): number => a.y - b.y;

/** Boxes as one reads them: column by column, each from above. */
export function readingOrder<T extends Place>(boxes: readonly T[]): T[] {
  return boxes.toSorted((a, b) => {
    const across = center(a) - center(b);
    return Math.abs(across) > COLUMN ? across : byHeight(a, b);
  });
}

/**
 * Where a key leads from a box: right and left along the lines, up and down to the neighbours in its column, Home and End to
 * the first and last. Null when nothing is there.
 */
export function walk({ boxes, lines }: Layout, from: string, key: Direction): string | null {
  const ordered = readingOrder(boxes);
  if (key === "Home") return ordered[0]?.id ?? null;
  if (key === "End") return ordered.at(-1)?.id ?? null;
  const here = boxes.find(({ id }) => id === from);
  if (!here) return null;
  if (key === "ArrowRight" || key === "ArrowLeft") {
    const ids = new Set(
      key === "ArrowRight"
        ? lines.filter((line) => line.from === from).map(({ to }) => to)
        : lines.filter((line) => line.to === from).map((line) => line.from),
    );
    ids.delete(from);
    const ends = boxes
      .filter(({ id }) => ids.has(id))
      .toSorted(
        // towards what the bot says before what ends with people or not at all
        (a, b) => isEnd(a) - isEnd(b) || byHeight(a, b),
      );
    // a line that leads back is the last that one would take
    const onwards = ends.filter((box) =>
      key === "ArrowRight" ? center(box) > center(here) : center(box) < center(here),
    );
    return (onwards[0] ?? ends[0])?.id ?? null;
  }
  const column = boxes.filter((box) => Math.abs(center(box) - center(here)) <= COLUMN).toSorted(byHeight);
  const at = column.findIndex(({ id }) => id === from);
  return column[at + (key === "ArrowDown" ? 1 : -1)]?.id ?? null;
}
