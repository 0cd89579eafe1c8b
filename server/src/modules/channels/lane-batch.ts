import type { Db } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { errorData } from "../../platform/logger.ts";
import { explode } from "./explode.ts";
import { lockLanes, quarantineFact, removeFacts, takeFacts } from "./inbox.queries.ts";
import type { FactHandler, LaneFact } from "./lane-facts.ts";

/** Facts of one transaction: large enough to share its cost, small enough to end within about 100 ms. */
export const BATCH = 256;

export type BatchOptions = {
  db: Db;
  handle: FactHandler;
  /** tests throw here to die between two steps */
  faultPoint?: (name: string) => void;
};

/**
 * One batch: become the owner of lanes, take facts, hand them over, remove them, all in one transaction. A rival that
 * wants the same lane finds it locked and leaves it; if this process freezes, the server ends the transaction and the
 * lock with it. Answers how many facts were done.
 */
export async function oneBatch(options: BatchOptions, lanes: readonly number[]): Promise<number> {
  const fault = options.faultPoint ?? (() => undefined);
  return options.db.transaction().execute(async (tx) => {
    const owned = await lockLanes(tx, lanes);
    if (owned.length === 0) return 0;
    const facts = await takeFacts(tx, owned, BATCH);
    if (facts.length === 0) return 0;
    fault("taken");
    await options.handle(tx, await explode(tx, facts));
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
export async function oneByOne(options: BatchOptions, lanes: readonly number[], deps: Deps): Promise<number> {
  let done = 0;
  for (let i = 0; i < BATCH; i++) {
    let taken: LaneFact | undefined;
    try {
      const went = await options.db.transaction().execute(async (tx) => {
        const [fact] = await takeFacts(tx, await lockLanes(tx, lanes), 1);
        if (!fact) return false;
        taken = fact;
        await options.handle(tx, await explode(tx, [fact]));
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
