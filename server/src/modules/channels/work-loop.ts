import type { Deps } from "../../platform/deps.ts";
import { errorData } from "../../platform/logger.ts";
import type { Loop } from "../../platform/module.ts";
import type { Topic } from "../../platform/wake.ts";

export type Work = {
  name: string;
  /** what wakes it; it also looks every `pollMs` milliseconds, since a wake-up may be lost */
  topic: Topic;
  pollMs: number;
  /** one step; answers how much was done */
  round(): Promise<number>;
  /** a round that did this much has probably left some: the next follows at once */
  full: number;
  /** after the last round */
  end(): Promise<void>;
  drain(): Promise<number>;
};

/** Does rounds until stopped, resting while there is nothing to do. A wake-up during a round makes the next rest none. */
export function workLoop(deps: Deps, work: Work): Loop {
  let awake = false;
  let stopping = false;
  let running: Promise<void> = Promise.resolve();
  let rouse: () => void = () => undefined;
  const unsubscribe = deps.wake.on(work.topic, () => {
    awake = true;
    rouse();
  });
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      if (awake || stopping) return resolve();
      const timer = setTimeout(resolve, work.pollMs);
      rouse = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    while (!stopping) {
      awake = false;
      try {
        if ((await work.round()) < work.full) await rest();
      } catch (error) {
        deps.log.error(`${work.name}.round_failed`, errorData(error));
        awake = false;
        await rest();
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
      await work.end();
    },
    drain: () => work.drain(),
  };
}
