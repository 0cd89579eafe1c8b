import type { Row, Table } from "./table.ts";

/** A connection's transaction: what it has changed and holds. */
export type Transaction = {
  readonly id: number;
  /** the name of the pool whose connection it is */
  readonly pool: string;
  /** when it began, by the database's clock: its `now()`; null = one statement alone, which begins it */
  readonly begun: number | null;
  /** sees and writes this account's rows only; null = all (the system's role) */
  account: string | null;
  /** the transaction id, taken by the first write */
  xid: number | null;
  state: "open" | "failed" | "over";
  /** the connection was cut */
  cut: boolean;
  readonly changes: Map<Table, Map<string, Row | null>>;
  readonly locks: Set<string>;
  waitsFor: string | null;
};
