/** How a number has been heard from: what the alarm for its silence looks at. Times in epoch ms. */
export type Hearing = {
  /** the last delivery; null = none yet */
  lastAt: number | null;
  /** deliveries on each of the last seven days in the stretch of the day in which it is silent now, yesterday first */
  before: readonly number[];
};

export type Silence = {
  since: number;
  /** deliveries that came in such a stretch, in the middle of those days */
  usual: number;
};

const DAY_MS = 24 * 3_600_000;
/** Shorter silences happen to everybody. */
const LEAST_MS = 15 * 60_000;
/** So many deliveries in the same stretch make a day that was not silent. */
const LOUD = 5;
/** On so many of seven days it must have been loud: a weekend is no alarm. */
const DAYS = 5;

/** The stretch of time to count on each of the last seven days: as long as the silence, a day at most. */
export function stretchOf(lastAt: number, now: number): { from: number; to: number } {
  return { from: lastAt, to: Math.min(now, lastAt + DAY_MS) };
}

/**
 * Is a number silent though it should not be? Yes when nothing has come for a quarter of an hour and on five of the last seven days at
 * the same hours at least five deliveries came. A number that few people write to never alarms.
 */
export function silenceOf({ lastAt, before }: Hearing, now: number): Silence | null {
  if (lastAt === null || now - lastAt < LEAST_MS) return null;
  if (before.filter((count) => count >= LOUD).length < DAYS) return null;
  const sorted = before.toSorted((one, other) => one - other);
  return { since: lastAt, usual: sorted[Math.floor(sorted.length / 2)] ?? 0 };
}
