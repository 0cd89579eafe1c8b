import { figure, note, Times } from "./report.ts";
import { slowedLimits } from "./slowed.ts";

/**
 * Holds the figures of a screen to their budgets, and on a processor slowed `rate` times to what they were when they were last measured
 * so (docs/adr/0036-slowed-processor.md).
 */
export class Judge {
  readonly #rate: number;

  constructor(rate: number) {
    this.#rate = rate;
  }

  name(what: string): string {
    return this.#rate === 1 ? what : `${this.#rate}x slower: ${what}`;
  }

  /** So much for three of four, and so much for nineteen of twenty, in milliseconds. `work`: the processor time behind each. */
  budget(what: string, times: Times, goal: readonly [p75: number, p95: number], work?: Times): void {
    const [p75, p95] = this.#rate === 1 ? goal : slowedLimits(what);
    figure(`${this.name(what)}, p75 of ${times.count}`, times.percentile(75), "ms", { atMost: p75 });
    figure("  p95", times.percentile(95), "ms", { atMost: p95 });
    if (work) figure("  processor time of the page each, p75", work.percentile(75), "ms");
    if (this.#rate !== 1) note(`its budget at full speed: ${goal.join(" and ")} ms`);
  }

  /** One figure in milliseconds. */
  most(what: string, value: number, goal: number): void {
    figure(this.name(what), value, "ms", { atMost: this.#rate === 1 ? goal : slowedLimits(what)[1] });
    if (this.#rate !== 1) note(`its budget at full speed: ${goal} ms`);
  }
}

/** Times of acts, and of the work that each was for the page. */
export class Acts {
  readonly ms = new Times();
  readonly work = new Times();

  add({ ms, workMs }: { ms: number; workMs: number }): void {
    this.ms.add(ms);
    this.work.add(workMs);
  }
}

export const timesOf = (values: readonly number[]): Times => {
  const times = new Times();
  for (const value of values) times.add(value);
  return times;
};
