/**
 * What three of four, and nineteen of twenty, took on a processor slowed four times, in milliseconds, when it was last measured with
 * nothing else running (2026-11-26, two cores of an AMD EPYC). `ux.md` lets a change make the slowed screen 20 % slower at most.
 */
const LAST: Readonly<Record<string, readonly [p75: number, p95: number]>> = {
  "open a conversation known, or switch back": [125, 155],
  "key to letter in the answer": [46, 55],
  "send to own bubble": [77, 93],
};

const WORSE = 1.2;

/** How much a figure of the slowed screen may be; anything for one that is not noted here yet. */
export function slowedLimits(what: string): readonly [p75: number, p95: number] {
  const [p75, p95] = LAST[what] ?? [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  return [p75 * WORSE, p95 * WORSE];
}
