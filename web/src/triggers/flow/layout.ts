import { Graph, layout } from "@dagrejs/dagre";
import type { Box, Drawing, Line } from "./drawing.ts";
import { orderRanks } from "./order.ts";

export type Point = { x: number; y: number };
/** `x`, `y`: the upper left corner. All lengths in pixels of the drawing. */
export type Placed<T> = T & Point & { width: number; height: number };
/** `area`: all that the line and its label cover. */
export type PlacedLine = Line & { label: Placed<{ rows: string[] }> | null; path: string; area: Area };
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

const sizeOf = ({ triggerId }: Box): typeof BOX => (triggerId === null ? SMALL : BOX);

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
    graph.setEdge(from, to, { ...size, labelpos: "c", weight: tone === "reply" ? 2 : 1 });
  });
  layout(graph, { customOrder: orderRanks });
  const corner = (center: Point, { width, height }: { width: number; height: number }): Point => ({
    x: center.x - width / 2,
    y: center.y - height / 2,
  });
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const placed = boxes.map((box) => {
    const size = sizeOf(box);
    return { ...box, ...size, ...corner(graph.node(box.id) as Point, size) };
  });
  const byId = new Map(placed.map((box) => [box.id, box]));
  return {
    width,
    height,
    boxes: placed,
    lines: lines.map((line, index) => {
      const edge = graph.edge(line.from, line.to) as Partial<Point> & { points?: Point[] };
      const shown = rows[index] ?? [];
      const size = labelSize(shown);
      const { x, y, points = [] } = edge;
      const label =
        x === undefined || y === undefined ? null : { rows: shown, ...size, ...corner({ x, y }, size) };
      const box = byId.get(line.from);
      if (line.from === line.to && box && label)
        return {
          ...line,
          label,
          path: loopPath(box, label),
          area: around([...cornersOf(box), ...cornersOf(label)]),
        };
      const bends = anchored(points, box, byId.get(line.to));
      const area = around([...bends, ...(label ? cornersOf(label) : [])]);
      return { ...line, label, path: pathThrough(bends), area };
    }),
  };
}

/** How far a line that leads back to its own box stands apart at it, and below, from the middle. */
const LOOP = { near: 30, far: 70 };

export type Area = Point & { width: number; height: number };
const cornersOf = ({ x, y, width, height }: Area): Point[] => [
  { x, y },
  { x: x + width, y: y + height },
];
function around(points: readonly Point[]): Area {
  const [x, y] = [Math.min(...points.map((point) => point.x)), Math.min(...points.map((point) => point.y))];
  const [right, bottom] = [
    Math.max(...points.map((point) => point.x)),
    Math.max(...points.map((point) => point.y)),
  ];
  return { x, y, width: right - x, height: bottom - y };
}
const middleOf = ({ x, y, width, height }: Area): Point => ({ x: x + width / 2, y: y + height / 2 });

/** A line onwards leaves at the right of its box and arrives at the left of the next; one that leads back goes as it may. */
function anchored(points: readonly Point[], from: Area | undefined, to: Area | undefined): Point[] {
  if (!from || !to || to.x < from.x + from.width) return [...points];
  const start = { x: from.x + from.width, y: middleOf(from).y };
  const end = { x: to.x, y: middleOf(to).y };
  return [start, ...points.slice(1, -1).filter(({ x }) => x > start.x && x < end.x), end];
}

const round = (value: number): number => Math.round(value * 10) / 10;
const at = ({ x, y }: Point): string => `${round(x)},${round(y)}`;

/** From below a box down to its label and back. */
function loopPath(box: Area, label: Area): string {
  const { x } = middleOf(box);
  const bottom = box.y + box.height;
  // a curve of this kind reaches three quarters of the way to what pulls it
  const y = bottom + ((middleOf(label).y - bottom) * 4) / 3;
  return [
    `M${at({ x: x + LOOP.near, y: bottom })}`,
    `C${at({ x: x + LOOP.far, y })} ${at({ x: x - LOOP.far, y })} ${at({ x: x - LOOP.near, y: bottom })}`,
  ].join(" ");
}

/** A smooth line through the points, level at each of them. */
export function pathThrough(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let before = first;
  const bends = rest.map((point) => {
    const half = (point.x - before.x) / 2;
    const bend = `C${at({ x: before.x + half, y: before.y })} ${at({ x: point.x - half, y: point.y })} ${at(point)}`;
    before = point;
    return bend;
  });
  return [`M${at(first)}`, ...bends].join(" ");
}
