import type { Deps } from "../../platform/deps.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { errorData } from "../../platform/logger.ts";
import type { Loop } from "../../platform/module.ts";
import { beat, busyLanes, leave } from "./inbox.queries.ts";
import { LANES } from "./lane-facts.ts";
import { BATCH, nextBatch, oneBatch, oneByOne, type BatchOptions } from "./lane-batch.ts";
import { workLoop } from "../../platform/work-loop.ts";

const POLL_MS = 500;
const BEAT_MS = 1000;

/** Lanes of this node: spread evenly over the living ones, so that a dead node's are taken over at the next beat. */
export function lanesOf(nodeId: string, alive: readonly string[]): number[] {
  const rank = alive.indexOf(nodeId);
  if (rank < 0) return [];
  return Array.from({ length: LANES }, (_, lane) => lane).filter((lane) => lane % alive.length === rank);
}

/** A node's turn: a batch of at most `size`, and fact by fact when it fails. Answers how many facts were done, and the next size. */
async function turn(
  deps: Deps,
  options: BatchOptions,
  lanes: readonly number[],
  size: number,
): Promise<{ done: number; next: number }> {
  const begun = performance.now();
  let done: number;
  let next = BATCH;
  try {
    done = await oneBatch(options, lanes, size);
    next = nextBatch(size, done, performance.now() - begun);
  } catch (error) {
    deps.log.warn("lanes.batch_failed", errorData(error));
    done = await oneByOne(options, lanes, deps);
  }
  if (done > 0) {
    deps.wake.signal("events");
    deps.wake.signal("outbox");
  }
  return { done, next };
}

/** The loop that works this node's lanes. */
export function laneLoop(deps: Deps, options: BatchOptions): Loop {
  const nodeId = uuidv7();
  let beatAt = -Infinity;
  let lanes: number[] = [];
  let size = BATCH;
  const work = async (of: readonly number[]): Promise<number> => {
    const { done, next } = await turn(deps, options, of, size);
    size = next;
    return done;
  };
  return workLoop(deps, {
    name: "lanes",
    topic: "facts",
    pollMs: POLL_MS,
    full: BATCH,
    async round() {
      if (performance.now() - beatAt >= BEAT_MS) {
        lanes = lanesOf(nodeId, await beat(options.db, nodeId));
        beatAt = performance.now();
      }
      return work(lanes);
    },
    end: () => leave(options.db, nodeId),
    async drain() {
      let total = 0;
      for (;;) {
        const busy = await busyLanes(options.db);
        const done = busy.length === 0 ? 0 : await work(busy);
        if (done === 0) return total;
        total += done;
      }
    },
  });
}
