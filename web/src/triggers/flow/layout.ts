import { Graph, layout } from "@dagrejs/dagre";
import type { Box, Drawing, Line } from "./drawing.ts";

export type Point = { x: number; y: number };
/** `x`, `y`: the upper left corner. All lengths in pixels of the drawing. */
export type Placed<T> = T & Point & { width: number; height: number };
export type PlacedLine = Line & { points: Point[]; label: Placed<{ rows: string[] }> | null };
export type Layout = { boxes: Placed<Box>[]; lines: PlacedLine[]; width: number; height: number };

export const BOX = { width: 212, height: 66 };
const SMALL = { width: 170, height: 42 };
/** Of a label: what a letter takes on average at its size, the height of a row, and the most that is shown. */
export const LABEL = { letter: 6.1, row: 15, letters: 26, rows: 3, padding: 5 };
const MARGIN = 24;

/** A text in rows of at most `letters`; what does not fit into `rows` ends with an ellipsis. */
export function rowsOf(text: string, letters: number, rows: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  const cut = lines
    .slice(0, rows)
    .map((line) => (line.length > letters ? `${line.slice(0, letters - 1)}…` : line));
  const last = cut.at(-1);
  if (lines.length > rows && last !== undefined && !last.endsWith("…"))
    cut[cut.length - 1] = `${last.slice(0, letters - 1)}…`;
  return cut;
}

const sizeOf = ({ kind }: Box): typeof BOX => (kind === "start" || kind === "people" ? SMALL : BOX);

function labelSize(rows: readonly string[]): { width: number; height: number } {
  const longest = Math.max(0, ...rows.map((row) => row.length));
  return {
    width: Math.ceil(longest * LABEL.letter) + 2 * LABEL.padding,
    height: rows.length * LABEL.row + 2 * LABEL.padding,
  };
}

/** Puts the boxes from left to right along their lines, with room for what the lines say. */
export function layOut({ boxes, lines }: Drawing): Layout {
  const graph = new Graph();
  graph.setGraph({
    rankdir: "LR",
    ranker: "tight-tree",
    nodesep: 22,
    edgesep: 10,
    ranksep: 36,
    marginx: MARGIN,
    marginy: MARGIN,
  });
  for (const box of boxes) graph.setNode(box.id, { ...sizeOf(box) });
  const rows = lines.map(({ reasons }) => rowsOf(reasons.join(", "), LABEL.letters, LABEL.rows));
  lines.forEach(({ from, to, tone }, index) => {
    const size = labelSize(rows[index] ?? []);
    graph.setEdge(from, to, { ...size, labelpos: "c", weight: tone === "people" ? 1 : 2 });
  });
  layout(graph);
  const corner = (center: Point, { width, height }: { width: number; height: number }): Point => ({
    x: center.x - width / 2,
    y: center.y - height / 2,
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  return {
    width,
    height,
    boxes: boxes.map((box) => {
      const size = sizeOf(box);
      return { ...box, ...size, ...corner(graph.node(box.id) as Point, size) };
    }),
    lines: lines.map((line, index) => {
      const edge = graph.edge(line.from, line.to) as Partial<Point> & { points?: Point[] };
      const shown = rows[index] ?? [];
      const size = labelSize(shown);
      const { x, y, points = [] } = edge;
      const label =
        x === undefined || y === undefined ? null : { rows: shown, ...size, ...corner({ x, y }, size) };
      return { ...line, points, label };
    }),
  };
}

/** A smooth path through the points, as SVG writes it. */
export function pathThrough(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const at = ({ x, y }: Point): string => `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
  const middle = (one: Point, other: Point): Point => ({
    x: (one.x + other.x) / 2,
    y: (one.y + other.y) / 2,
  });
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? point;
    return `Q${at(point)} ${at(index === rest.length - 2 ? next : middle(point, next))}`;
  });
  const last = rest.at(-1);
  return [`M${at(first)}`, ...bends, ...(last ? [`L${at(last)}`] : [])].join(" ");
}
