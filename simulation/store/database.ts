import type { Epoch, World } from "../world/world.ts";
import type { Faults } from "../world/faults.ts";
import { Blocked, connectionLost, sqlError } from "./errors.ts";
import type { Session, Store } from "./store.ts";
import type { Transaction } from "./transaction.ts";

/** What a node's connection is made of. */
export type Place = { world: World; store: Store; faults: Faults; epoch: Epoch };

/** A statement on its way: where it runs, and how it is called in the trace. */
export type Statement<T> = { name: string; run: (at: Session) => T };

/** A transaction as production code holds it. */
export class SimTx {
  readonly place: Place;
  readonly transaction: Transaction;
  constructor(place: Place, transaction: Transaction) {
    this.place = place;
    this.transaction = transaction;
  }
  /** where Kysely would go: a statement that nobody has modelled */
  getExecutor(): never {
    return unknownStatement(this.place.world);
  }
}

/** The simulation lacks something; no fault of production, which must not be able to swallow it. */
function unknownStatement(world: World): never {
  world.broken ??= new Error(`the simulation knows no statement of ${world.unknown()}`);
  throw world.broken;
}

/** One of so many statements lets others go first. */
const BESIDE = 3;

/** Runs one statement when the scheduler says so: at once, after a wait for a lock, or not at all. */
export function perform<T>(tx: SimTx, { name, run }: Statement<T>): Promise<T> {
  const { world, store, faults, epoch } = tx.place;
  return new Promise<T>((resolve, reject) => {
    const attempt = (): void => {
      const { transaction } = tx;
      // what a dead process still asks for is never answered
      if (epoch.dead) return;
      if (transaction.cut || transaction.state === "over") return reject(connectionLost());
      if (transaction.state === "failed")
        return reject(sqlError("25P02", "current transaction is aborted, commands ignored"));
      const fault = faults.ofStatement(epoch);
      if (fault === "crash_before") return faults.crash(epoch, name);
      if (fault === "freeze") {
        faults.freeze(epoch);
        return void world.after(0, epoch, name, attempt);
      }
      if (fault === "lost") {
        transaction.cut = true;
        store.end(transaction);
        return reject(connectionLost());
      }
      if (fault === "serialization") {
        transaction.state = "failed";
        return reject(sqlError("40001", "could not serialize access"));
      }
      try {
        transaction.waitsFor = null;
        const result = store.statement(transaction, world.now, run);
        if (fault === "crash_after") return faults.crash(epoch, name);
        resolve(result);
      } catch (error) {
        if (error instanceof Blocked) {
          store.whenFree(error.lock, () => void world.after(0, epoch, `wakes ${name}`, attempt));
          return;
        }
        const code = error instanceof Error && "code" in error ? error.code : null;
        if (code === "40P01") world.sometimes.saw("deadlock ended");
        if (code === "23505") world.sometimes.saw("unique violation in a race");
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    // others may come between two statements; where they need not, the step is saved
    const latency = faults.latency();
    if (latency === 0 && world.entropy.pick("beside", BESIDE) > 0) attempt();
    else world.after(latency, epoch, name, attempt);
  });
}

/** Commits when the scheduler says so; what the process hears of it may be something else, or it is gone by then. */
function commit(tx: SimTx, name: string): Promise<void> {
  const { world, store, faults, epoch } = tx.place;
  const { transaction } = tx;
  // who has changed nothing loses nothing
  if (transaction.changes.size === 0 && transaction.state === "open" && !transaction.cut)
    return Promise.resolve(store.commit(transaction));
  return new Promise((resolve, reject) => {
    world.after(faults.latency(), epoch, `commit ${name}`, () => {
      if (transaction.cut || transaction.state === "over") return reject(connectionLost());
      if (transaction.state === "failed") return resolve(store.end(transaction));
      const fault = faults.ofCommit(epoch);
      if (fault === "lost_before" || fault === "lost" || fault === "serialization") {
        store.end(transaction);
        if (fault === "serialization") world.sometimes.saw("serialization failure");
        return reject(
          fault === "serialization" ? sqlError("40001", "could not serialize access") : connectionLost(),
        );
      }
      if (fault === "crash_before") return faults.crash(epoch, `commit ${name}`);
      store.commit(transaction);
      if (fault === "crash_after") return faults.crash(epoch, `commit ${name}`);
      if (fault !== "reply_lost") return resolve();
      world.sometimes.saw("commit reply lost");
      reject(connectionLost());
    });
  });
}

/** A pool of connections as production code holds it. */
export class SimDb {
  readonly place: Place;
  readonly name: string;
  /** a transaction that does nothing for so long is ended by the server */
  readonly idleMs: number;
  readonly open = new Set<SimTx>();
  constructor(place: Place, name: string, idleMs: number) {
    this.place = place;
    this.name = name;
    this.idleMs = idleMs;
  }

  getExecutor(): never {
    return unknownStatement(this.place.world);
  }

  begin(begun: number | null = this.place.world.now): SimTx {
    const tx = new SimTx(this.place, this.place.store.begin(this.name, begun));
    // what a dead process still begins holds nothing
    if (this.place.epoch.dead) this.place.store.end(tx.transaction);
    else this.open.add(tx);
    return tx;
  }

  transaction(): { execute<T>(work: (tx: SimTx) => Promise<T>): Promise<T> } {
    return {
      execute: async (work) => {
        const tx = this.begin();
        try {
          const result = await work(tx);
          await commit(tx, this.name);
          return result;
        } finally {
          this.place.store.end(tx.transaction);
          this.open.delete(tx);
        }
      },
    };
  }

  /** One statement that is its own transaction. */
  async alone<T>(statement: Statement<T>): Promise<T> {
    const tx = this.begin(null);
    try {
      const result = await perform(tx, statement);
      await commit(tx, statement.name);
      return result;
    } finally {
      this.place.store.end(tx.transaction);
      this.open.delete(tx);
    }
  }

  /** The server ends what is open: it heard nothing for too long, or the process is gone. */
  cutAll(): void {
    for (const tx of this.open) {
      tx.transaction.cut = true;
      this.place.store.end(tx.transaction);
    }
    this.open.clear();
  }
}
