/**
 * What three of four, and nineteen of twenty, took on a processor slowed four times, in milliseconds of the machine of the budgets, when it
 * was last measured with nothing else running: the slower of two machines on which the same pages ran on 2026-11-27 (the first of 2026-11-26).
 * `ux.md` lets a change make the slowed screen 20 % slower at most; two machines differ by more, yardstick or not (ADR 49).
 */
const LAST: Readonly<Record<string, readonly [p75: number, p95: number]>> = {
  "open a conversation known, or switch back": [125, 155],
  "send to own bubble": [64.4, 87.1],
  "open a conversation not known yet": [265, 437],
  "key to letter in the answer": [36.8, 42.5],
  "first load to a usable inbox, 10 Mbit/s": [1387, 1422],
  "loaded again": [768, 784],
  "frame while scrolling": [31.9, 42.4],
  "message came in: the screen's work": [67.4, 90.3],
  "message came in: phone to screen": [138, 162],
  "key to letter in the search of 10,000": [26.2, 68],
  "from one place to another": [105, 121],
  "Ctrl+K to the palette": [168, 185],
};

const WORSE = 1.2;

/** How much a figure of the slowed screen may be; anything for one that is not noted here yet. */
export function slowedLimits(what: string): readonly [p75: number, p95: number] {
  const [p75, p95] = LAST[what] ?? [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  return [p75 * WORSE, p95 * WORSE];
}
