import type { ReactElement } from "react";
import { BARS } from "./peaks.ts";
import classes from "./voice-player.module.css";

const WIDTH = BARS * 3;
const HEIGHT = 28;
/** a bar is seen even where there is silence */
const LEAST = 2;

/** The shape of a recording; `played` is the part that was heard, 0 to 1. Without a shape all bars are low. */
export function Waveform({
  peaks,
  played,
}: {
  peaks: readonly number[] | null;
  played: number;
}): ReactElement {
  return (
    <svg
      className={classes.waveform}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden
    >
      {Array.from({ length: BARS }, (_, bar) => {
        const height = Math.max(LEAST, (peaks?.[bar] ?? 0.12) * HEIGHT);
        return (
          <rect
            key={bar}
            x={bar * 3}
            y={(HEIGHT - height) / 2}
            width={2}
            height={height}
            rx={1}
            data-played={(bar + 0.5) / BARS <= played || undefined}
          />
        );
      })}
    </svg>
  );
}
