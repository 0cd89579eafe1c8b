import { figure, note, Times } from "./report.ts";
import { slowedLimits } from "./slowed.ts";

/**
 * Holds the figures of a screen to their budgets, and on a processor slowed `rate` times to what they were when they were last measured
 * so (docs/adr/0036-slowed-processor.md). What is held to them is the time that it would have taken on the machine of the budgets
 * (docs/adr/0049-speed-of-the-machine.md), and what was seen here stands beside it.
 */
export class Judge {
  readonly #rate: number;
  /** how many times longer this machine takes at the moment than that of the budgets */
  slowness = 1;

  constructor(rate: number) {
    this.#rate = rate;
  }

  /** Of keys: as many for the work of this machine as seventy milliseconds are for that of the budgets. Faster ones would wait for one another. */
  get pace(): { keyMs: number } {
    return { keyMs: 70 * this.slowness };
  }

  name(what: string): string {
    return this.#rate === 1 ? what : `${this.#rate}x slower: ${what}`;
  }

  /** So much for three of four, and so much for nineteen of twenty, in milliseconds. `work`: the processor time behind each. */
  budget(what: string, times: Times, goal: readonly [p75: number, p95: number], work?: Times): void {
    const [p75, p95] = this.#rate === 1 ? goal : slowedLimits(what);
    const [here75, here95] = [times.percentile(75), times.percentile(95)];
    figure(`${this.name(what)}, p75 of ${times.count}`, here75 / this.slowness, "ms", { atMost: p75 });
    figure("  p95", here95 / this.slowness, "ms", { atMost: p95 });
    figure("  as seen on this machine, p75", here75, "ms");
    figure("  as seen on this machine, p95", here95, "ms");
    if (work) figure("  processor time of the page each on this machine, p75", work.percentile(75), "ms");
    if (this.#rate !== 1) note(`its budget at full speed: ${goal.join(" and ")} ms`);
  }

  /** One figure in milliseconds, most of it waiting for something else than the processor: held to its goal as it was seen. */
  most(what: string, value: number, goal: number): void {
    figure(this.name(what), value, "ms", this.#rate === 1 ? { atMost: goal } : undefined);
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
