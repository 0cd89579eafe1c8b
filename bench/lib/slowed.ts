/**
 * What three of four, and nineteen of twenty, took on a processor slowed four times, in milliseconds of the machine of the budgets, when it
 * was last measured with nothing else running (2026-11-27; the first of 2026-11-26, of the next two the slower of two runs). `ux.md` lets a change make the
 * slowed screen 20 % slower at most.
 */
const LAST: Readonly<Record<string, readonly [p75: number, p95: number]>> = {
  "open a conversation known, or switch back": [125, 155],
  "send to own bubble": [49.2, 66.4],
  "open a conversation not known yet": [239, 424],
  "key to letter in the answer": [27.4, 36.3],
  "first load to a usable inbox, 10 Mbit/s": [1080, 1111],
  "loaded again": [564, 570],
  "frame while scrolling": [21.2, 42.4],
  "message came in: the screen's work": [56.4, 63.5],
  "message came in: phone to screen": [79.6, 111],
  "key to letter in the search of 10,000": [26.1, 68],
  "from one place to another": [86.8, 121],
  "Ctrl+K to the palette": [147, 185],
};

const WORSE = 1.2;

/** How much a figure of the slowed screen may be; anything for one that is not noted here yet. */
export function slowedLimits(what: string): readonly [p75: number, p95: number] {
  const [p75, p95] = LAST[what] ?? [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  return [p75 * WORSE, p95 * WORSE];
}
