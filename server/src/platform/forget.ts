import type { Tx } from "./database.ts";
import type { Deps } from "./deps.ts";
import type { Loop } from "./module.ts";
import { workLoop } from "./work-loop.ts";

/** Deletes at most so many rows of a module that are from before a moment (milliseconds); answers how many it were. */
export type Forgetter = (tx: Tx, before: number, most: number) => Promise<number>;

const DAY_MS = 86_400_000;
/**
 * A browser that lost its connection sends a command again under the same key once it is back. Longer than anybody's holidays, what it
 * asks for is no news any more.
 */
export const KEYS_LAST_MS = 60 * DAY_MS;
const POLL_MS = 3_600_000;
const BATCH = 5000;

/** Forgets the keys under which commands were done, once nobody can be sending them again. */
export function forgetLoop(deps: Deps, forgetters: readonly Forgetter[]): Loop {
  const round = async (): Promise<number> => {
    const before = deps.clock.now() - KEYS_LAST_MS;
    let most = 0;
    for (const forget of forgetters) {
      const count = await deps.system.transaction().execute((tx) => forget(tx, before, BATCH));
      most = Math.max(most, count);
    }
    return most;
  };
  return workLoop(deps, { name: "forget", topic: null, pollMs: POLL_MS, full: BATCH, round });
}
