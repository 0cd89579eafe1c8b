import { sql, type ControlledTransaction } from "kysely";
import type { Database } from "../../server/src/platform/database-types.ts";
import type { Db } from "../../server/src/platform/database.ts";
import { asksNothing } from "../store/ask.ts";
import type { Tables } from "../store/schema.ts";
import { WAITS, type Asked, type Call, type Came, type Ended, type Real } from "./calls.ts";
import { CLAIMS, claimed } from "./claims.ts";
import { texts } from "./compare.ts";
import { give } from "./given.ts";
import { Names } from "./names.ts";
import { differingTables } from "./tables.ts";
import { waited } from "./waits.ts";

/** Where the model and PostgreSQL part: a statement by its place in the run and its name, or a table at the end. */
export type Difference = { at: number; what: string; model: string; real: string };
export type Pools = { app: Db; system: Db };

type Open = {
  tx: ControlledTransaction<Database>;
  account: string | null;
  begun: number | null;
  now: number | null;
  failed: boolean;
  names: string[];
};

/** Not asked: what it answers is of the wall clock and of other sessions. */
const NOT_ASKED: ReadonlySet<string> = new Set(["conversations/tail#heldBack"]);
/** what differs after so many differences says little */
const MOST = 5;

const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : String(error);

/** One function of production's, and what came of it. */
async function asked(real: Real, tx: unknown, args: readonly unknown[]): Promise<Came> {
  const ask = real as (...args: unknown[]) => unknown;
  try {
    return { answer: await ask(tx, ...args) };
  } catch (error) {
    return { code: codeOf(error) };
  }
}

/** One run's calls, put to a PostgreSQL in which nothing stands yet: one connection for each transaction, one statement at a time. */
export class Replay {
  readonly differences: Difference[] = [];
  /** how often each function was asked */
  readonly asked = new Map<string, number>();
  transactions = 0;
  /** how many of them had to wait at first */
  waits = 0;
  readonly #pools: Pools;
  readonly #open = new Map<number, Open>();
  readonly #names = new Names();

  constructor(pools: Pools) {
    this.#pools = pools;
  }

  /** All of them in their order; then the tables, against those that the run left. */
  async play(calls: readonly Call[], tables: Tables): Promise<void> {
    try {
      for (const [at, call] of calls.entries()) {
        if (call.kind === "given") await give(this.#pools.system, call);
        else if (call.kind === "ended") await this.#end(at, call);
        else await this.#ask(at, call);
        if (this.differences.length >= MOST) return;
      }
      const found = await differingTables(this.#pools.system, tables);
      this.differences.push(...found.map((one) => ({ ...one, at: calls.length })));
    } finally {
      for (const { tx } of this.#open.values()) await tx.rollback().execute();
    }
  }

  async #openFor({ tx, pool }: Asked): Promise<Open> {
    const known = this.#open.get(tx);
    if (known) return known;
    const db = pool === "app" ? this.#pools.app : this.#pools.system;
    const begun = await db.startTransaction().execute();
    const made: Open = { tx: begun, account: null, begun: null, now: null, failed: false, names: [] };
    this.transactions++;
    this.#open.set(tx, made);
    return made;
  }

  /** The clock and the account of the transaction as they were. */
  async #set(open: Open, { account, begun, now }: Asked): Promise<void> {
    if (open.account === account && open.begun === begun && open.now === now) return;
    Object.assign(open, { account, begun, now });
    await sql`SELECT set_config('sim.begun', ${String(begun)}, true), set_config('sim.now', ${String(now)}, true),
      set_config('app.account_id', ${account ?? ""}, true)`.execute(open.tx);
  }

  async #ask(at: number, call: Asked): Promise<void> {
    const { name, real, came } = call;
    if (NOT_ASKED.has(name)) return;
    const open = await this.#openFor(call);
    if (open.failed) return;
    await this.#set(open, call);
    open.names.push(name);
    const args = this.#argsOf(call);
    // with nothing in its lists it must answer the same, but says nothing of its SQL
    if (!asksNothing(name, args)) this.asked.set(name, (this.asked.get(name) ?? 0) + 1);
    const ask = (): Promise<Came> => asked(real, open.tx, args);
    if ("code" in came && came.code === WAITS) {
      this.waits++;
      const doesWait = await waited(open.tx, ask, call);
      if (!doesWait) this.differences.push({ at, what: name, model: "waits", real: "does not wait" });
      return;
    }
    const answer = CLAIMS.has(name) ? await claimed(this.#pools.system, open.tx, came, ask) : await ask();
    open.failed = "code" in answer;
    const said = texts(this.#names, name, came, answer);
    if (said.model !== said.real) this.differences.push({ at, what: name, ...said });
  }

  /** What it was asked with, in PostgreSQL's own numbers. */
  #argsOf({ name, args }: Asked): readonly unknown[] {
    if (name === "channels/inbox#removeFacts")
      return [(args[0] as number[]).map((id) => this.#names.realOf("fact", id))];
    if (!name.startsWith("conversations/tail#")) return args;
    return args.map((arg) => {
      if (arg === null || typeof arg !== "object" || !("txid" in arg) || !("id" in arg)) return arg;
      const txid = String(this.#names.realXid(Number(arg.txid)));
      return { ...arg, txid, id: this.#names.realOf("event", Number(arg.id)) };
    });
  }

  async #end(at: number, { tx, xid, committed }: Ended): Promise<void> {
    const open = this.#open.get(tx);
    if (!open) return;
    this.#open.delete(tx);
    const what = `the end of ${open.names.join(", ")}`;
    if (!committed || open.failed) {
      await open.tx.rollback().execute();
      if (committed) this.differences.push({ at, what, model: "committed", real: "had failed" });
      return;
    }
    const { rows } = await sql<{
      xid: string | null;
    }>`SELECT pg_current_xact_id_if_assigned()::text AS xid`.execute(open.tx);
    const real = rows[0]?.xid ?? null;
    await open.tx.commit().execute();
    const say = (one: unknown): string => (one === null ? "without an id" : "with a transaction id");
    if (say(xid) !== say(real)) this.differences.push({ at, what, model: say(xid), real: say(real) });
    if (xid !== null && real !== null) this.#names.committed(xid, Number(real));
  }
}
