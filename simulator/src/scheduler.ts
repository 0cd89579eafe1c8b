import type { VirtualClock } from "./clock.ts";

export type JobKind = "status" | "webhook" | "other";

/** `run` gets the moment the job was due, which is earlier than now after a jump of the clock. */
export type Job = {
  at: number;
  kind: JobKind;
  run: (dueAt: number) => void;
  cancelled: boolean;
  sequence: number;
};

const LONGEST_TIMEOUT_MS = 2_000_000_000;

/** Runs jobs in the order they are due by the virtual clock (a binary heap behind one real timer). */
export class Scheduler {
  readonly #clock: VirtualClock;
  readonly #onError: (error: unknown) => void;
  readonly #heap: Job[] = [];
  #sequence = 0;
  #timer: NodeJS.Timeout | null = null;
  #timerAt = Infinity;
  #running = false;
  #stopped = true;

  constructor(clock: VirtualClock, onError: (error: unknown) => void) {
    this.#clock = clock;
    this.#onError = onError;
  }

  start(): void {
    this.#stopped = false;
    this.wake();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#timerAt = Infinity;
  }

  clear(): void {
    this.#heap.length = 0;
  }

  /** Plans `run` for the virtual moment `at` (epoch ms; the past means at once on the next turn). */
  schedule(at: number, kind: JobKind, run: (dueAt: number) => void): Job {
    const job: Job = { at, kind, run, cancelled: false, sequence: this.#sequence++ };
    push(this.#heap, job);
    if (at < this.#timerAt) this.wake();
    return job;
  }

  /** When the next job of one of these kinds is due, or null. */
  nextDueAt(kinds: readonly JobKind[]): number | null {
    let best = Infinity;
    for (const job of this.#heap)
      if (!job.cancelled && job.at < best && kinds.includes(job.kind)) best = job.at;
    return best === Infinity ? null : best;
  }

  /** Runs everything due now; gives how many jobs ran. */
  runDue(): number {
    if (this.#running) return 0;
    this.#running = true;
    let ran = 0;
    try {
      let top = this.#heap[0];
      while (top !== undefined && top.at <= this.#clock.now()) {
        pop(this.#heap);
        if (!top.cancelled) {
          ran++;
          this.#runOne(top);
        }
        top = this.#heap[0];
      }
    } finally {
      this.#running = false;
    }
    this.wake();
    return ran;
  }

  /** Sets the real timer to the next due job; call after the clock jumped. */
  wake(): void {
    if (this.#stopped || this.#clock.manual || this.#running) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    this.#timerAt = Infinity;
    const top = this.#heap[0];
    if (top === undefined) return;
    this.#timerAt = top.at;
    const wait = Math.min(Math.max(0, top.at - this.#clock.now()), LONGEST_TIMEOUT_MS);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#timerAt = Infinity;
      this.runDue();
    }, wait);
  }

  #runOne(job: Job): void {
    try {
      job.run(job.at);
    } catch (error) {
      this.#onError(error);
    }
  }
}

function before(a: Job, b: Job): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence);
}

function push(heap: Job[], job: Job): void {
  let index = heap.push(job) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    const other = heap[parent] as Job;
    if (!before(job, other)) break;
    heap[index] = other;
    index = parent;
  }
  heap[index] = job;
}

function pop(heap: Job[]): void {
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1] as Job, heap[child] as Job)) child++;
    if (!before(heap[child] as Job, last)) break;
    heap[index] = heap[child] as Job;
    index = child;
  }
  heap[index] = last;
}
