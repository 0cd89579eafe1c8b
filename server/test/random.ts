/** Seeded randomness for tests: the same seed draws the same numbers. */
export type Random = {
  /** a whole number from 0 to n - 1 */
  below(n: number): number;
  /** true with this probability */
  chance(probability: number): boolean;
};

/** mulberry32: small, fast, and good enough to shuffle with. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { below: (n) => Math.floor(next() * n), chance: (probability) => next() < probability };
}
