import { useStore } from "@xyflow/react";
import { memo, useMemo, type ReactElement } from "react";
import classes from "./flow.module.css";
import { LABEL, type Layout, type PlacedLine } from "./layout.ts";
import { isIn, seenPart } from "./seen.ts";

const LineView = memo(function LineView({
  line,
  isLit,
  isLegible,
}: {
  line: PlacedLine;
  isLit: boolean;
  isLegible: boolean;
}): ReactElement {
  const { label, path, tone } = line;
  return (
    <g className={classes.line} data-tone={tone} data-lit={isLit || undefined}>
      <path d={path} markerEnd={`url(#flow-end-${isLit ? "lit" : "plain"})`} />
      {isLegible && label && label.rows.length > 0 && (
        <>
          <rect x={label.x} y={label.y} width={label.width} height={label.height} rx={6} />
          <text>
            {label.rows.map((row, index) => (
              <tspan
                key={index}
                x={label.x + label.width / 2}
                y={label.y + LABEL.padding + (index + 0.75) * LABEL.row}
              >
                {row}
              </tspan>
            ))}
          </text>
        </>
      )}
    </g>
  );
});

/** The lines that can be seen, with what they say where it can be read. Boxes read them out, so they are silent themselves. */
export const EdgeLayer = memo(function EdgeLayer({
  layout,
  lit,
}: {
  layout: Layout;
  lit: ReadonlySet<string>;
}): ReactElement {
  const { width, height, lines } = layout;
  // a text, so that what moves within a part draws nothing again
  const part = useStore(({ transform, width: across, height: down }) =>
    JSON.stringify(seenPart(transform, { width: across, height: down })),
  );
  const { area, isLegible } = useMemo(() => JSON.parse(part) as ReturnType<typeof seenPart>, [part]);
  const ordered = lines
    .filter((line) => isIn(line.area, area))
    .sort((a, b) => Number(lit.has(a.id)) - Number(lit.has(b.id)));
  return (
    <svg className={classes.lines} width={width} height={height} aria-hidden>
      <defs>
        {(["plain", "lit"] as const).map((kind) => (
          <marker
            key={kind}
            id={`flow-end-${kind}`}
            viewBox="0 0 8 8"
            refX={7}
            refY={4}
            markerWidth={7}
            markerHeight={7}
            orient="auto"
          >
            <path d="M0,0 L8,4 L0,8 Z" className={classes.end} data-lit={kind === "lit" || undefined} />
          </marker>
        ))}
      </defs>
      {ordered.map((line) => (
        <LineView key={line.id} line={line} isLit={lit.has(line.id)} isLegible={isLegible} />
      ))}
    </svg>
  );
});
