import type { Deps } from "./deps.ts";
import { errorData } from "./logger.ts";
import type { Loop } from "./module.ts";
import type { Topic } from "./wake.ts";

export type Work = {
  name: string;
  /** what wakes it (null = nothing); it also looks every `pollMs` milliseconds, since a wake-up may be lost */
  topic: Topic | null;
  /** asked after each round, with what it did, when it is not the same always */
  pollMs: number | ((done: number) => number);
  /** one step; answers how much was done */
  round(): Promise<number>;
  /** a round that did this much has probably left some: the next follows at once */
  full: number;
  /** after a round that failed */
  failed?(): void;
  /** after the last round */
  end?(): Promise<void>;
  /** rounds until nothing is left, unless said otherwise */
  drain?(): Promise<number>;
};

async function drained(work: Work): Promise<number> {
  let total = 0;
  for (let count = await work.round(); count > 0; count = await work.round()) total += count;
  return total;
}

/** Does rounds until stopped, resting while there is nothing to do. A wake-up during a round makes the next rest none. */
export function workLoop(deps: Deps, work: Work): Loop {
  let awake = false;
  let stopping = false;
  let running: Promise<void> = Promise.resolve();
  let rouse: () => void = () => undefined;
  const wake = (): void => {
    awake = true;
    rouse();
  };
  const unsubscribe = work.topic === null ? () => undefined : deps.wake.on(work.topic, wake);
  const rest = (done: number): Promise<void> =>
    new Promise((resolve) => {
      if (awake || stopping) return resolve();
      const timer = setTimeout(resolve, typeof work.pollMs === "number" ? work.pollMs : work.pollMs(done));
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!stopping) {
      awake = false;
      try {
        const done = await work.round();
        if (done < work.full) await rest(done);
      } catch (error) {
        deps.log.error(`${work.name}.round_failed`, errorData(error));
        work.failed?.();
        awake = false;
        await rest(0);
      }
    }
  };
  return {
    name: work.name,
    start() {
      running = run();
    },
    async stop() {
      stopping = true;
      rouse();
      await running;
      unsubscribe();
      await work.end?.();
    },
    drain: () => work.drain?.() ?? drained(work),
  };
}
