/** A part of an icon as Lucide describes it: an element and its attributes. */
export type IconPart = readonly [element: string, attributes: Readonly<Record<string, string>>];

const NUMBER = "-?(?:\\d+\\.?\\d*|\\.\\d+)";
const RELATIVE_START = new RegExp(`^m\\s*(${NUMBER})[\\s,]*(${NUMBER})`, "u");
/** Attributes that say where a part is; with any other it is drawn otherwise than its neighbours. */
const PLACES = new Set([
  "d",
  "cx",
  "cy",
  "r",
  "rx",
  "ry",
  "x",
  "y",
  "width",
  "height",
  "x1",
  "x2",
  "y1",
  "y2",
]);

/** A path that may stand behind another: a beginning relative to nothing becomes absolute, what follows it stays as it was. */
const standing = (d: string): string =>
  d.replace(RELATIVE_START, (start, x: string, y: string) =>
    /^[\s,]*[-.\d]/u.test(d.slice(start.length)) ? `M${x} ${y}l` : `M${x} ${y}`,
  );

const ellipse = (cx: number, cy: number, rx: number, ry: number): string =>
  `M${cx - rx} ${cy}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0`;

function rectangle(x: number, y: number, width: number, height: number, r: number): string {
  const corner = (dx: number, dy: number): string => (r === 0 ? "" : `a${r} ${r} 0 0 1 ${dx} ${dy}`);
  return (
    `M${x + r} ${y}h${width - 2 * r}${corner(r, r)}v${height - 2 * r}${corner(-r, r)}` +
    `h${2 * r - width}${corner(-r, -r)}v${2 * r - height}${corner(r, -r)}z`
  );
}

function pathOf([element, attributes]: IconPart): string | null {
  if (Object.keys(attributes).some((name) => name !== "key" && !PLACES.has(name))) return null;
  const at = (name: string): number => Number(attributes[name] ?? 0);
  switch (element) {
    case "path":
      return standing(attributes["d"] ?? "");
    case "circle":
      return ellipse(at("cx"), at("cy"), at("r"), at("r"));
    case "ellipse":
      return ellipse(at("cx"), at("cy"), at("rx"), at("ry"));
    case "line":
      return `M${at("x1")} ${at("y1")}L${at("x2")} ${at("y2")}`;
    case "rect":
      return rectangle(at("x"), at("y"), at("width"), at("height"), at("rx") || at("ry"));
    default:
      return null;
  }
}

/** An icon's parts as one path, and those that cannot be part of it. */
export function onePath(parts: readonly IconPart[]): { d: string; others: IconPart[] } {
  const paths = parts.map((part) => ({ part, d: pathOf(part) }));
  return {
    d: paths.flatMap(({ d }) => d ?? []).join(""),
    others: paths.flatMap(({ d, part }) => (d === null ? [part] : [])),
  };
}
