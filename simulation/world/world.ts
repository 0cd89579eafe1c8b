import type { Entropy } from "./entropy.ts";

/** A life of a node: what belongs to one that died never happens. */
export type Epoch = { name: string; dead: boolean; pausedUntil: number };

type Pending = {
  at: number;
  order: number;
  epoch: Epoch | null;
  what: string;
  run: () => void;
  gone: boolean;
};

/** Something that was put on the list and can be taken off again. */
export type Ticket = { cancel(): void };

/** What happened less often than it must, or at all, is seen here. */
export class Sometimes {
  readonly counts = new Map<string, number>();
  saw(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }
}

const turn = (): Promise<void> => new Promise((resolve) => realImmediate(resolve));
const realImmediate = setImmediate;
const SOON_MS = 40;
/** Virtual time begins here: a Monday morning in São Paulo. */
export const BEGIN = Date.parse("2026-11-23T11:00:00Z");

/**
 * The scheduler: alone decides what happens next. Whatever is due is ready; of the ready one is drawn; when none is, time jumps to the next. Between two
 * steps all promises that can go on have gone on.
 */
export class World {
  readonly entropy: Entropy;
  readonly sometimes = new Sometimes();
  /** milliseconds since the run began, by the database's clock */
  now = 0;
  /** the life whose code runs at this moment */
  current: Epoch | null = null;
  steps = 0;
  /** what the simulation itself lacks, or an invariant that does not hold: the run ends */
  broken: Error | null = null;
  /** what was called last that has no model */
  unknown: () => string = () => "";
  /** asked when nothing is ready: how far idle loops may be skipped, 0 = not at all */
  idle: () => number = () => 0;
  readonly #pending: Pending[] = [];
  #order = 0;

  constructor(entropy: Entropy) {
    this.entropy = entropy;
  }

  business(): number {
    return BEGIN + this.now;
  }

  /** `run` in the life of `epoch`, `ms` from now at the earliest. */
  after(ms: number, epoch: Epoch | null, what: string, run: () => void): Ticket {
    const entry = { at: this.now + ms, order: this.#order++, epoch, what, run, gone: false };
    this.#pending.push(entry);
    return {
      cancel() {
        entry.gone = true;
      },
    };
  }

  /** A promise that only the scheduler settles. */
  settled<T>(ms: number, epoch: Epoch | null, what: string, run: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      this.after(ms, epoch, what, () => {
        try {
          resolve(run());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
    });
  }

  /** What may happen now, in the order in which it was put on the list; what never will is taken off. */
  #ready(): Pending[] {
    const pending = this.#pending;
    const ready: Pending[] = [];
    let kept = 0;
    for (const entry of pending) {
      if (entry.gone || entry.epoch?.dead) continue;
      pending[kept++] = entry;
      if (entry.at <= this.now && (entry.epoch === null || entry.epoch.pausedUntil <= this.now))
        ready.push(entry);
    }
    pending.length = kept;
    return ready;
  }

  #nextAt(): number {
    let next = Infinity;
    for (const { at, epoch } of this.#pending) next = Math.min(next, Math.max(at, epoch?.pausedUntil ?? 0));
    return next;
  }

  /** Time passes in which what is named so found nothing to do, again and again: it looks next soon after. */
  skip(ms: number, isPoll: (what: string) => boolean): void {
    this.now += ms;
    for (const entry of this.#pending)
      if (isPoll(entry.what)) entry.at = Math.min(entry.at + ms, this.now + 2 + (entry.order % SOON_MS));
  }

  /** When the first of what is not named so is due. */
  nextBut(isNamed: (what: string) => boolean): number {
    let next = Infinity;
    for (const { gone, epoch, what, at } of this.#pending)
      if (!gone && !epoch?.dead && !isNamed(what))
        next = Math.min(next, Math.max(at, epoch?.pausedUntil ?? 0));
    return next;
  }

  /** Steps until `until` says so. `each` is called after every step. Throws after `most` steps. */
  async run(until: () => boolean, each: () => void, most: number): Promise<void> {
    await turn();
    while (!until()) {
      if (this.steps++ > most) throw new Error(`did not come to rest within ${most} steps`);
      const ready = this.#ready();
      if (ready.length === 0) {
        const skip = this.idle();
        if (skip > 0) continue;
        const next = this.#nextAt();
        if (next === Infinity) throw new Error("nothing left to happen");
        this.now = Math.max(this.now, next);
        continue;
      }
      const entry = ready[this.entropy.pick("next", ready.length)];
      if (!entry) continue;
      entry.gone = true;
      this.entropy.note(`${this.now} ${entry.epoch?.name ?? "-"} ${entry.what}`);
      this.current = entry.epoch;
      entry.run();
      await turn();
      this.current = null;
      each();
      if (this.broken) throw this.broken;
    }
  }
}
