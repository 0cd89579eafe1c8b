import { figure, Times } from "./report.ts";

/** A figure by its budget: so much for three of four, so much for nineteen of twenty. `work`: the processor time behind each. */
export function budget(
  what: string,
  times: Times,
  [p75, p95]: readonly [number, number],
  work?: Times,
): void {
  figure(`${what}, p75 of ${times.count}`, times.percentile(75), "ms", { atMost: p75 });
  figure("  p95", times.percentile(95), "ms", { atMost: p95 });
  if (work) figure("  processor time of the page each, p75", work.percentile(75), "ms");
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
