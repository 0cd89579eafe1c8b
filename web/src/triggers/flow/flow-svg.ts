import type { Box } from "./drawing.ts";
import { LABEL, rowsOf, type Layout, type Placed, type PlacedLine } from "./layout.ts";

/** Colours of the drawing as the page shows it now; a file knows no variables of ours. */
export type Palette = Record<
  | "canvas"
  | "surface"
  | "sunken"
  | "line"
  | "ink"
  | "ink-2"
  | "ink-3"
  | "accent"
  | "accent-soft"
  | "danger"
  | "warn"
  | "control",
  string
>;
const NAMES: readonly (keyof Palette)[] = [
  "canvas",
  "surface",
  "sunken",
  "line",
  "ink",
  "ink-2",
  "ink-3",
  "accent",
  "accent-soft",
  "danger",
  "warn",
  "control",
];

/** The palette that the page is drawn with at this moment. */
export function paletteNow(): Palette {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(
    NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]),
  ) as Palette;
}

const FONT = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
/** Of a box's text: what a letter takes at most on average, whatever font is there; what stands at its sides. */
const TITLE = { letter: 8, sides: 30, rows: 2, height: 17 };
/** What XML 1.0 cannot hold, even escaped. */
// oxlint-disable-next-line no-control-regex -- these are the characters that have to go
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu;

const escape = (text: string): string =>
  text
    .replaceAll(FORBIDDEN, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");

const textAt = (x: number, y: number, text: string, more: string): string =>
  `<text x="${x}" y="${y}" ${more}>${escape(text)}</text>`;

function lineSvg({ path: way, label, tone }: PlacedLine, isLit: boolean, colors: Palette): string {
  const color = isLit ? colors.accent : tone === "people" ? colors.control : colors["ink-3"];
  const dash = tone === "time" ? ' stroke-dasharray="5 4"' : "";
  const path = `<path d="${way}" fill="none" stroke="${color}" stroke-width="${isLit ? 3 : tone === "people" ? 1 : 1.5}"${dash} marker-end="url(#end${isLit ? "-lit" : ""})"/>`;
  if (!label || label.rows.length === 0) return path;
  const middle = label.x + label.width / 2;
  return [
    path,
    `<rect x="${label.x}" y="${label.y}" width="${label.width}" height="${label.height}" rx="6" fill="${colors.canvas}"/>`,
    ...label.rows.map((row, index) =>
      textAt(
        middle,
        label.y + LABEL.padding + (index + 0.75) * LABEL.row,
        row,
        `font-size="11.5" text-anchor="middle" fill="${tone === "people" ? colors["ink-3"] : colors["ink-2"]}"`,
      ),
    ),
  ].join("");
}

function boxSvg(box: Placed<Box>, isLit: boolean, colors: Palette): string {
  const { x, y, width, height, kind, title, team, mark, triggerId } = box;
  const ground =
    kind === "start"
      ? colors["accent-soft"]
      : kind === "people" || kind === "closing"
        ? colors.sunken
        : colors.surface;
  const severity =
    mark?.severity === "error" ? colors.danger : mark?.severity === "warning" ? colors.warn : null;
  const edge = isLit ? colors.accent : (severity ?? colors.line);
  const letters = Math.floor((width - TITLE.sides) / TITLE.letter);
  const rows = rowsOf(title, letters, TITLE.rows);
  const lines = rows.length + (triggerId === null ? 0 : 1);
  const top = y + (height - lines * TITLE.height) / 2 + 13;
  return [
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="10" fill="${ground}" stroke="${edge}" stroke-width="${isLit ? 2.5 : 1.2}"/>`,
    box.color
      ? `<rect x="${x}" y="${y + 6}" width="4" height="${height - 12}" rx="2" fill="${box.color}"/>`
      : "",
    ...rows.map((row, index) =>
      textAt(
        x + 16,
        top + index * TITLE.height,
        row,
        `font-size="13.5" font-weight="600" fill="${colors.ink}"`,
      ),
    ),
    triggerId === null
      ? ""
      : textAt(
          x + 16,
          top + rows.length * TITLE.height,
          rowsOf(team, letters, 1)[0] ?? "",
          `font-size="12" fill="${colors["ink-2"]}"`,
        ),
    severity ? `<circle cx="${x + width - 14}" cy="${y + 14}" r="5" fill="${severity}"/>` : "",
  ].join("");
}

/** The drawing as a file of its own: no variables, no fonts and no pictures from elsewhere. */
export function flowSvg(layout: Layout, lit: ReadonlySet<string>, colors: Palette, title: string): string {
  const { boxes, lines } = layout;
  const width = Math.ceil(layout.width);
  const height = Math.ceil(layout.height);
  const ends = new Set(lines.filter(({ id }) => lit.has(id)).flatMap(({ from, to }) => [from, to]));
  const end = (id: string, color: string): string =>
    `<marker id="${id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0 L8,4 L0,8 Z" fill="${color}"/></marker>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}">`,
    `<title>${escape(title)}</title>`,
    `<defs>${end("end", colors["ink-3"])}${end("end-lit", colors.accent)}</defs>`,
    `<rect width="${width}" height="${height}" fill="${colors.canvas}"/>`,
    ...lines
      .toSorted((a, b) => Number(lit.has(a.id)) - Number(lit.has(b.id)))
      .map((line) => lineSvg(line, lit.has(line.id), colors)),
    ...boxes.map((box) => boxSvg(box, ends.has(box.id), colors)),
    "</svg>",
  ].join("");
}

/** Sides and area that canvases of common browsers take, in pixels. */
const LONGEST_SIDE = 16_000;
const LARGEST = 120_000_000;
const SHARP = 2;

/** How much larger than drawn a picture may be: twice where it fits, less where it must; null when not even small. */
export function pngScale(width: number, height: number): number | null {
  const scale = Math.min(
    SHARP,
    LONGEST_SIDE / Math.max(width, height),
    Math.sqrt(LARGEST / Math.max(1, width * height)),
  );
  return scale >= 0.2 ? scale : null;
}

/** The SVG as a PNG. Rejects when the browser cannot draw so large a picture. */
export async function pngOf(svg: string, width: number, height: number): Promise<Blob> {
  const scale = pngScale(width, height);
  if (scale === null) throw new Error("the drawing is too large for a picture");
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error("the browser made no picture"))),
        "image/png",
      ),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
