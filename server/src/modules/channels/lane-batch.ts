import type { Db } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { errorData } from "../../platform/logger.ts";
import { explode } from "./explode.ts";
import { appendFacts, lockLanes, quarantineFact, removeFacts, takeFacts } from "./inbox.queries.ts";
import { laneOf } from "./lane-facts.ts";
import type { FactHandler, LaneFact } from "./lane-facts.ts";

/** Facts of one transaction: large enough to share its cost, small enough to end within about 100 ms. */
export const BATCH = 256;
/** The same while work piles up: who writes thrice in a moment is then read and written once. */
export const LARGEST_BATCH = 1024;
/** Until it ends a transaction holds back what screens hear, of all accounts: it grows and shrinks to last about this long. */
const SHORT_MS = 200;
const LONG_MS = 400;

/** How many facts the next transaction takes, after one of `size` that did `done` of them in `ms` milliseconds. */
export function nextBatch(size: number, done: number, ms: number): number {
  if (done < size) return BATCH;
  if (ms > LONG_MS) return Math.max(BATCH, size / 2);
  return ms < SHORT_MS ? Math.min(LARGEST_BATCH, size * 2) : size;
}

export type BatchOptions = {
  db: Db;
  handle: FactHandler;
  /** tests throw here to die between two steps */
  faultPoint?: (name: string) => void;
};

/**
 * One batch: become the owner of lanes, take facts, hand them over, remove them, all in one transaction. A rival that
 * wants the same lane finds it locked and leaves it; if this process freezes, the server ends the transaction and the
 * lock with it. Takes `size` facts at most; answers how many were done.
 */
export async function oneBatch(
  options: BatchOptions,
  lanes: readonly number[],
  size = BATCH,
): Promise<number> {
  const fault = options.faultPoint ?? (() => undefined);
  return options.db.transaction().execute(async (tx) => {
    const owned = await lockLanes(tx, lanes);
    if (owned.length === 0) return 0;
    const facts = await takeFacts(tx, owned, size);
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

/**
 * A fact that failed even alone leaves its lane: a large delivery is put back in pieces, so that only the piece that
 * fails is lost to it; anything else is set aside with its error. Nothing happens when another node has done it meanwhile.
 */
async function setAside(
  options: BatchOptions,
  deps: Pick<Deps, "clock" | "log">,
  fact: LaneFact,
  error: unknown,
): Promise<void> {
  const pieces = fact.body.kind === "explode";
  deps.log.error(pieces ? "lanes.delivery_in_pieces" : "lanes.fact_quarantined", {
    factId: fact.id,
    kind: fact.body.kind,
    ...errorData(error),
  });
  await options.db.transaction().execute(async (tx) => {
    if ((await removeFacts(tx, [fact.id])) === 0) return;
    const reason = error instanceof Error ? error.message : String(error);
    if (!pieces) return quarantineFact(tx, fact, reason, deps.clock.now());
    const lane = laneOf(fact.channelId);
    await appendFacts(
      tx,
      (await explode(tx, [fact])).map((piece) => ({ ...piece, lane })),
    );
  });
}

/** After a failed batch: each fact alone; the one that fails even so is set aside. */
export async function oneByOne(options: BatchOptions, lanes: readonly number[], deps: Deps): Promise<number> {
  for (let done = 0; done < BATCH; done++) {
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
      if (!went) return done;
    } catch (error) {
      if (!taken || !(isFactsOwn(error) || isTooLarge(taken, error))) throw error;
      await setAside(options, deps, taken, error);
    }
  }
  return BATCH;
}

/** A large delivery that took longer than the server lets a statement (57014) or a pause (25P03) last goes in pieces. */
const isTooLarge = (fact: LaneFact, error: unknown): boolean =>
  fact.body.kind === "explode" &&
  error instanceof Error &&
  "code" in error &&
  /^(57014|25P03)$/.test(String(error.code));

/**
 * Nobody's fault, to be tried again: lost connections (08), a transaction the server ended because this process froze
 * (25P03), deadlocks and serialisation (40), want of room (53), locks (55), shutdowns and cancelled statements (57), the
 * machine below (58, XX).
 */
const NOBODYS_SQLSTATE = /^(08|25|40|53|55|57|58|XX)...$/;

/** Is the fact to blame? Its data (class 22, 23) or our own code; never the way to the database. */
export function isFactsOwn(error: unknown): boolean {
  if (!(error instanceof Error)) return true;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (/^[0-9A-Z]{5}$/.test(code) && !code.startsWith("E")) return !NOBODYS_SQLSTATE.test(code);
  // node's own (ECONNRESET, EPIPE, …), and what the driver and its pool say without a code
  return !code.startsWith("E") && !/connection|connect|pool|queryable|destroyed/i.test(error.message);
}
