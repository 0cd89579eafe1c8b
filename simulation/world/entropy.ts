import { createHash } from "node:crypto";

/** The one source of chance of a run: every draw has a reason, and the same seed draws the same. */
export type Entropy = {
  /** a whole number from 0 to n - 1 */
  pick(reason: string, n: number): number;
  /** true in `rate` of the draws, 0 to 1 */
  chance(reason: string, rate: number): boolean;
  /** one of these */
  one<T>(reason: string, of: readonly T[]): T;
  /** writes what happened into the trace beside what was drawn */
  note(what: string): void;
  /** digest of all that was drawn and noted so far */
  hash(): string;
};

/** A draw that differs from the recorded one: the run is not the run that was recorded. */
export class Diverged extends Error {}

const MILLION = 1_000_000;
const FLUSH_AT = 8192;

/** mulberry32: small, fast, and good enough to shuffle with. */
function numbersOf(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** What is kept of a run, and what is held against it. */
export type Recording = {
  /** takes each draw as "reason/n=value" */
  draws?: string[];
  /** takes what happened, in its order */
  trace?: string[];
  /** the draws of a run before: the first that differs throws `Diverged` */
  replay?: readonly string[];
};

/** Entropy of a seed. */
export function entropyOf(seed: number, { draws, trace, replay }: Recording = {}): Entropy {
  const next = numbersOf(seed);
  const digest = createHash("sha256");
  let text = "";
  let count = 0;
  const write = (line: string): void => {
    text += `${line}\n`;
    if (text.length < FLUSH_AT) return;
    digest.update(text);
    text = "";
  };
  const pick = (reason: string, n: number): number => {
    const value = n <= 1 ? 0 : next() % n;
    const line = `${reason}/${n}=${value}`;
    const expected = replay?.[count];
    if (replay && expected !== line)
      throw new Diverged(`draw ${count} was ${expected ?? "none"}, is ${line}`);
    count++;
    draws?.push(line);
    write(line);
    return value;
  };
  return {
    pick,
    chance: (reason, rate) => rate > 0 && pick(reason, MILLION) < rate * MILLION,
    one<T>(reason: string, of: readonly T[]): T {
      const found = of[pick(reason, of.length)];
      if (found === undefined) throw new Error(`nothing to choose from: ${reason}`);
      return found;
    },
    note(what) {
      trace?.push(what);
      write(what);
    },
    hash: () => digest.copy().update(text).digest("hex").slice(0, 16),
  };
}
