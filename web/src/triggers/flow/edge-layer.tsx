import { memo, type ReactElement } from "react";
import classes from "./flow.module.css";
import { LABEL, type Layout, type PlacedLine } from "./layout.ts";

function LineView({ line, isLit }: { line: PlacedLine; isLit: boolean }): ReactElement {
  const { label, path, tone } = line;
  return (
    <g className={classes.line} data-tone={tone} data-lit={isLit || undefined}>
      <path d={path} markerEnd={`url(#flow-end-${isLit ? "lit" : "plain"})`} />
      {label && label.rows.length > 0 && (
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
}

/** All lines of the drawing with what they say. Boxes read them out, so they are silent themselves. */
export const EdgeLayer = memo(function EdgeLayer({
  layout,
  lit,
}: {
  layout: Layout;
  lit: ReadonlySet<string>;
}): ReactElement {
  const { width, height, lines } = layout;
  const ordered = lines.toSorted((a, b) => Number(lit.has(a.id)) - Number(lit.has(b.id)));
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
        <LineView key={line.id} line={line} isLit={lit.has(line.id)} />
      ))}
    </svg>
  );
});
