import { Blocked } from "../store/errors.ts";
import type { Tables } from "../store/schema.ts";
import type { Session, Store } from "../store/store.ts";
import type { Row } from "../store/table.ts";
import type { Transaction } from "../store/transaction.ts";

/** A function of production's, called as it was in the run. */
export type Real = (...args: never[]) => unknown;

/** What came of a statement: what it answered, or the SQLSTATE it failed with. */
export type Came = { answer: unknown } | { code: string };
/** PostgreSQL's word for having waited as long as it may. */
export const WAITS = "55P03";

/** A statement, at the moment at which it was answered, or at which it began to wait for another transaction. */
export type Asked = {
  kind: "asked";
  tx: number;
  /** the name of the pool */
  pool: string;
  account: string | null;
  /** the moments of `now()` and `clock_timestamp()` */
  begun: number;
  now: number;
  name: string;
  real: Real;
  args: readonly unknown[];
  came: Came;
  /** the locks that one that waits took before it came to the one that it waits for */
  held: readonly string[];
};
/** The end of a transaction, as the store knows it: whoever asked may have heard something else, or nothing. */
export type Ended = { kind: "ended"; tx: number; xid: number | null; committed: boolean };
/** A row that was put there beside all transactions. */
export type Given = { kind: "given"; table: string; row: Row };
export type Call = Asked | Ended | Given;

/** A copy that stays as it is when who asked goes on with what it asked with. What is no plain data (a piece of SQL) is not copied. */
export function copied(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(copied);
  if (value instanceof Map) return new Map([...value].map(([key, one]) => [key, copied(one)]));
  if (value instanceof Set) return new Set(value);
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copied(one)]));
}

const codeOf = (error: unknown): string | null =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;

/** Keeps what the store of a run was asked and what it answered, in that order. */
export class Calls {
  readonly all: Call[] = [];
  #store: Store | null = null;

  /** The tables as the run left them. */
  get tables(): Tables {
    if (!this.#store) throw new Error("no run was listened to");
    return this.#store.tables;
  }

  listenTo(store: Store): void {
    this.#store = store;
    store.onEnd = (tx, committed) => this.all.push({ kind: "ended", tx: tx.id, xid: tx.xid, committed });
    store.onPut = (table, row) => this.all.push({ kind: "given", table, row });
  }

  /** Somebody is about to ask: the model of it, with a note of what came of it whenever it is called. One that must wait is called again. */
  asking(
    name: string,
    real: Real,
    args: readonly unknown[],
    model: (at: Session) => unknown,
  ): (at: Session) => unknown {
    const kept = args.map(copied);
    return (at) => {
      const before = at.tx.locks.size;
      const keep = (came: Came, held: readonly string[] = []): void =>
        void this.all.push(askedBy(at, { name, real, args: kept, came, held }));
      try {
        const answer = model(at);
        keep({ answer: copied(answer) });
        return answer;
      } catch (error) {
        const code = codeOf(error);
        if (error instanceof Blocked) keep({ code: WAITS }, [...at.tx.locks].slice(before));
        else if (code !== null) keep({ code });
        throw error;
      }
    };
  }
}

function askedBy(
  { tx, now, begun }: { tx: Transaction; now: number; begun: number },
  what: Pick<Asked, "name" | "real" | "args" | "came" | "held">,
): Asked {
  return { kind: "asked", tx: tx.id, pool: tx.pool, account: tx.account, begun, now, ...what };
}
