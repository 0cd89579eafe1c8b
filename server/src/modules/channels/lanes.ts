import type { Db } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { errorData } from "../../platform/logger.ts";
import type { Loop } from "../../platform/module.ts";
import {
  beat,
  busyLanes,
  leave,
  lockLanes,
  quarantineFact,
  removeFacts,
  takeFacts,
} from "./inbox.queries.ts";
import type { FactHandler, LaneFact } from "./lane-facts.ts";

export const LANES = 64;
/** Facts of one transaction: large enough to share its cost, small enough to end within about 100 ms. */
const BATCH = 256;
const POLL_MS = 500;
const BEAT_MS = 1000;

/** hash(channel) mod 64: the order of one WhatsApp number is kept, whatever ids its people show (architecture, section 2). */
export function laneOf(channelId: string): number {
  let hash = 2166136261;
  for (let i = 0; i < channelId.length; i++) hash = Math.imul(hash ^ channelId.charCodeAt(i), 16777619);
  return (hash >>> 0) % LANES;
}

/** Lanes of this node: spread evenly over the living ones, so that a dead node's are taken over at the next beat. */
export function lanesOf(nodeId: string, alive: readonly string[]): number[] {
  const rank = alive.indexOf(nodeId);
  if (rank < 0) return [];
  return Array.from({ length: LANES }, (_, lane) => lane).filter((lane) => lane % alive.length === rank);
}

export type LaneLoopOptions = {
  db: Db;
  handle: FactHandler;
  /** tests throw here to die between two steps */ faultPoint?: (name: string) => void;
};

/**
 * One batch: become the owner of lanes, take facts, hand them over, remove them, all in one transaction. A rival that
 * wants the same lane finds it locked and leaves it; if this process freezes, the server ends the transaction and the
 * lock with it. Answers how many facts were done.
 */
async function oneBatch(options: LaneLoopOptions, lanes: readonly number[], limit: number): Promise<number> {
  const fault = options.faultPoint ?? (() => undefined);
  return options.db.transaction().execute(async (tx) => {
    const owned = await lockLanes(tx, lanes);
    if (owned.length === 0) return 0;
    const facts = await takeFacts(tx, owned, limit);
    if (facts.length === 0) return 0;
    fault("taken");
    await options.handle(tx, facts);
    fault("handled");
    await removeFacts(
      tx,
      facts.map((fact) => fact.id),
    );
    fault("before_commit");
    return facts.length;
  });
}

/** After a failed batch: each fact alone; the one that fails even so is set aside with its error. */
async function oneByOne(options: LaneLoopOptions, lanes: readonly number[], deps: Deps): Promise<number> {
  let done = 0;
  for (let i = 0; i < BATCH; i++) {
    let taken: LaneFact | undefined;
    try {
      const went = await options.db.transaction().execute(async (tx) => {
        const [fact] = await takeFacts(tx, await lockLanes(tx, lanes), 1);
        if (!fact) return false;
        taken = fact;
        await options.handle(tx, [fact]);
        await removeFacts(tx, [fact.id]);
        return true;
      });
      if (!went) break;
    } catch (error) {
      const fact = taken;
      if (!fact || !isFactsOwn(error)) throw error;
      deps.log.error("lanes.fact_quarantined", {
        factId: fact.id,
        kind: fact.body.kind,
        ...errorData(error),
      });
      await options.db
        .transaction()
        .execute((tx) =>
          quarantineFact(tx, fact, error instanceof Error ? error.message : String(error), deps.clock.now()),
        );
    }
    done++;
  }
  return done;
}

/** Is the fact to blame? Lost connections, deadlocks, serialisation and shutdowns are nobody's fault and are tried again. */
function isFactsOwn(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return (
    !/^(08|40|53|55|57|ECONN|EPIPE|ETIMEDOUT)/.test(code) &&
    !(error instanceof Error && /Connection terminated|timeout exceeded/i.test(error.message))
  );
}

/** The loop that works this node's lanes. */
export function laneLoop(deps: Deps, options: LaneLoopOptions): Loop {
  const nodeId = uuidv7();
  let stopping = false;
  let lanes: number[] = [];
  let running: Promise<void> = Promise.resolve();
  let wakeUp: () => void = () => undefined;
  let awake = false;
  const unsubscribe = deps.wake.on("facts", () => {
    awake = true;
    wakeUp();
  });

  const round = async (): Promise<number> => {
    let done: number;
    try {
      done = await oneBatch(options, lanes, BATCH);
    } catch (error) {
      deps.log.warn("lanes.batch_failed", errorData(error));
      done = await oneByOne(options, lanes, deps);
    }
    if (done > 0) {
      deps.wake.signal("events");
      deps.wake.signal("outbox");
    }
    return done;
  };
  const sleep = (): Promise<void> =>
    new Promise((resolve) => {
      if (awake || stopping) return resolve();
      const timer = setTimeout(resolve, POLL_MS);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    let beatAt = 0;
    while (!stopping) {
      try {
        if (Date.now() - beatAt >= BEAT_MS) {
          lanes = lanesOf(nodeId, await beat(options.db, nodeId));
          beatAt = Date.now();
        }
        awake = false;
        if ((await round()) < BATCH) await sleep();
      } catch (error) {
        deps.log.error("lanes.round_failed", errorData(error));
        await sleep();
      }
    }
  };
  return {
    name: "lanes",
    start() {
      running = run();
    },
    async stop() {
      stopping = true;
      wakeUp();
      await running;
      unsubscribe();
      await leave(options.db, nodeId);
    },
    async drain() {
      const all = Array.from({ length: LANES }, (_, lane) => lane);
      let total = 0;
      for (;;) {
        const busy = await busyLanes(options.db, all);
        if (busy.length === 0) return total;
        lanes = busy;
        const done = await round();
        if (done === 0) return total;
        total += done;
      }
    },
  };
}
