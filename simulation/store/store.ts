import { Blocked, sqlError } from "./errors.ts";
import { tables, type Tables } from "./schema.ts";
import type { Row, Table } from "./table.ts";
import type { Transaction } from "./transaction.ts";

type Undo = () => void;

/**
 * PostgreSQL as far as we use it, in memory: read committed, row locks that are waited for, unique indexes, advisory locks, transaction ids in the order
 * of their first writes. A statement happens at once or waits; whatever runs beside it comes between statements.
 */
export class Store {
  readonly tables: Tables = tables();
  readonly epoch = "00000000-0000-4000-8000-00000000ec0c";
  /** called with what a transaction is about to commit, the rows before still standing */
  onCommit: (changes: Transaction["changes"]) => void = () => undefined;
  /** called with a row that is put there beside all transactions */
  onPut: (table: string, row: Row) => void = () => undefined;
  /** called when a transaction is over */
  onEnd: (tx: Transaction, committed: boolean) => void = () => undefined;
  /** called with what happened that must happen sometimes */
  saw: (what: string) => void = () => undefined;
  #locks = new Map<string, Transaction>();
  #open = new Set<Transaction>();
  #lastId = 0;
  #nextXid = 1;
  #sequence = 0;
  #waiting = new Map<string, Set<() => void>>();

  begin(pool: string, begun: number | null): Transaction {
    const tx: Transaction = {
      id: ++this.#lastId,
      pool,
      begun,
      account: null,
      xid: null,
      state: "open",
      cut: false,
      changes: new Map(),
      locks: new Set(),
      waitsFor: null,
    };
    this.#open.add(tx);
    return tx;
  }

  /** A row that is there from now on, by nobody's transaction: before anybody came, or while nothing went on. */
  put<Name extends keyof Tables>(name: Name, row: Row): void {
    const table = this.tables[name] as unknown as Table;
    table.apply(table.keyOf(row), row);
    this.onPut(name, row);
  }

  /** Below this transaction id everything that will ever be committed is. */
  xmin(): number {
    let xmin = this.#nextXid;
    for (const { xid } of this.#open) if (xid !== null && xid < xmin) xmin = xid;
    return xmin;
  }

  xidOf(tx: Transaction): number {
    tx.xid ??= this.#nextXid++;
    return tx.xid;
  }

  nextOfSequence(): number {
    return ++this.#sequence;
  }

  openCount(): number {
    return this.#open.size;
  }

  /** Runs a statement: all of it or, when it must wait or fails, nothing but the locks it took. */
  statement<T>(tx: Transaction, now: number, run: (at: Session) => T): T {
    const session = new Session(this, tx, now);
    try {
      return run(session);
    } catch (error) {
      session.undo();
      if (error instanceof Blocked) this.#wait(tx, error.lock);
      else tx.state = "failed";
      throw error;
    }
  }

  /** Two that wait for each other: the one that closes the circle fails. */
  #wait(tx: Transaction, lock: string): void {
    tx.waitsFor = lock;
    for (let owner = this.#locks.get(lock); owner?.waitsFor; owner = this.#locks.get(owner.waitsFor))
      if (this.#locks.get(owner.waitsFor) === tx) {
        tx.waitsFor = null;
        tx.state = "failed";
        throw sqlError("40P01", "deadlock detected");
      }
  }

  /** Calls once when the lock is free again. */
  whenFree(lock: string, then: () => void): void {
    const waiting = this.#waiting.get(lock) ?? new Set();
    this.#waiting.set(lock, waiting);
    waiting.add(then);
  }

  ownerOf(lock: string): Transaction | undefined {
    return this.#locks.get(lock);
  }

  take(tx: Transaction, lock: string): void {
    this.#locks.set(lock, tx);
    tx.locks.add(lock);
  }

  commit(tx: Transaction): void {
    if (tx.changes.size > 0) this.onCommit(tx.changes);
    for (const [table, rows] of tx.changes) for (const [key, row] of rows) table.apply(key, row);
    this.end(tx, true);
  }

  /** The end of a transaction, with or without a commit before: its locks go. */
  end(tx: Transaction, committed = false): void {
    if (tx.state === "over") return;
    tx.state = "over";
    this.onEnd(tx, committed);
    this.#open.delete(tx);
    for (const lock of tx.locks) {
      this.#locks.delete(lock);
      const waiting = this.#waiting.get(lock);
      if (!waiting) continue;
      this.#waiting.delete(lock);
      for (const then of waiting) then();
    }
    tx.locks.clear();
  }
}

/** What a statement works with. */
export class Session {
  readonly store: Store;
  readonly tx: Transaction;
  /** the database's clock, epoch milliseconds of its own */
  readonly now: number;
  /** its `now()`: when the transaction began */
  readonly begun: number;
  readonly tables: Tables;
  readonly #undo: Undo[] = [];

  constructor(store: Store, tx: Transaction, now: number) {
    this.store = store;
    this.tx = tx;
    this.now = now;
    this.begun = tx.begun ?? now;
    this.tables = store.tables;
  }

  undo(): void {
    for (const undo of this.#undo.toReversed()) undo();
  }

  #mayTouch(row: Row): boolean {
    return (
      this.tx.account === null || row["account_id"] === undefined || row["account_id"] === this.tx.account
    );
  }

  #own<R extends Row>(table: Table<R>): Map<string, R | null> | undefined {
    return this.tx.changes.get(table as unknown as Table) as Map<string, R | null> | undefined;
  }

  find<R extends Row>(table: Table<R>, key: string): R | undefined {
    const own = this.#own(table);
    const row = own?.has(key) ? own.get(key) : table.rows.get(key);
    return row && this.#mayTouch(row) ? row : undefined;
  }

  /** All rows that this transaction sees, in the order of their making. */
  all<R extends Row>(table: Table<R>, where: (row: R) => boolean = () => true): R[] {
    const own = this.#own(table);
    const rows: R[] = [];
    for (const [key, row] of table.rows)
      if (!own?.has(key) && this.#mayTouch(row) && where(row)) rows.push(row);
    if (own) for (const row of own.values()) if (row && this.#mayTouch(row) && where(row)) rows.push(row);
    return rows;
  }

  /** Waits for who holds a key, and holds it until the transaction ends. */
  hold<R extends Row>(table: Table<R>, key: string): void {
    this.advisory(`${table.name}:${key}`);
  }

  /** Holds a row until the transaction ends; waits for who holds it. PostgreSQL writes that into the row: it takes a transaction id. */
  lock<R extends Row>(table: Table<R>, key: string): void {
    this.hold(table, key);
    if (this.find(table, key)) this.store.xidOf(this.tx);
  }

  /** As an UPDATE or DELETE comes to a row: it has a transaction id before it waits. */
  reach<R extends Row>(table: Table<R>, key: string): void {
    if (this.find(table, key)) this.store.xidOf(this.tx);
    this.hold(table, key);
  }

  /** FOR UPDATE SKIP LOCKED. */
  tryLock<R extends Row>(table: Table<R>, key: string): boolean {
    const got = this.tryAdvisory(`${table.name}:${key}`);
    if (got && this.find(table, key)) this.store.xidOf(this.tx);
    return got;
  }

  advisory(lock: string): void {
    if (!this.tryAdvisory(lock)) throw new Blocked(lock);
  }

  tryAdvisory(lock: string): boolean {
    const owner = this.store.ownerOf(lock);
    if (owner === this.tx) return true;
    if (owner) return false;
    this.store.take(this.tx, lock);
    return true;
  }

  #write<R extends Row>(table: Table<R>, key: string, row: R | null): void {
    this.store.xidOf(this.tx);
    const known = this.tx.changes.get(table as unknown as Table);
    const own: Map<string, Row | null> = known ?? new Map();
    if (!known) this.tx.changes.set(table as unknown as Table, own);
    const had = own.has(key);
    const before = own.get(key);
    this.#undo.push(() => {
      if (!had) own.delete(key);
      else own.set(key, before ?? null);
    });
    own.set(key, row);
  }

  /** Each value of a unique index is held until the end, so that a rival waits and then fails. */
  #unique<R extends Row>(table: Table<R>, key: string, row: R): void {
    for (const unique of table.uniques) {
      const value = unique.of(row);
      if (value === null) continue;
      this.advisory(`${unique.name}:${value}`);
      const holder = table.indexes.get(unique.name)?.get(value);
      const own = this.#own(table);
      const stands = (other: string): boolean => {
        const now = own?.has(other) ? own.get(other) : table.rows.get(other);
        return other !== key && now != null && unique.of(now) === value;
      };
      if ((holder !== undefined && stands(holder)) || [...(own?.keys() ?? [])].some(stands))
        throw sqlError("23505", `duplicate key value violates unique constraint "${unique.name}"`);
    }
  }

  /** Puts a row in; false = `quietly`, and its key is there already. */
  insert<R extends Row>(table: Table<R>, given: Partial<R>, quietly = false): boolean {
    const row = { ...table.defaults, ...given } as R;
    if (!this.#mayTouch(row))
      throw sqlError("42501", `new row violates row-level security policy of ${table.name}`);
    const key = table.keyOf(row);
    // one that stands back for a row that is there looks for it first
    if (!quietly) this.store.xidOf(this.tx);
    this.hold(table, key);
    if (this.find(table, key)) {
      if (quietly) return false;
      throw sqlError("23505", `duplicate key value violates unique constraint "${table.name}_pkey"`);
    }
    this.#unique(table, key, row);
    this.#write(table, key, row);
    return true;
  }

  /** Changes a row that is there; waits for who holds it. */
  update<R extends Row>(table: Table<R>, row: R, changes: Partial<R>): R {
    const key = table.keyOf(row);
    this.reach(table, key);
    const now = this.find(table, key);
    if (!now) return row;
    const after = { ...now, ...changes };
    this.#unique(table, key, after);
    this.#write(table, key, after);
    return after;
  }

  /** False = somebody else took it away meanwhile. */
  remove<R extends Row>(table: Table<R>, row: R): boolean {
    const key = table.keyOf(row);
    this.reach(table, key);
    if (!this.find(table, key)) return false;
    this.#write(table, key, null);
    return true;
  }
}
