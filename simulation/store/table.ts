export type Row = Readonly<Record<string, unknown>>;

export type Unique<R> = {
  name: string;
  /** null = the row is not in this index */
  of(row: R): string | null;
};

/** A table: its committed rows by key, and its unique indexes. */
export class Table<R extends Row = Row> {
  readonly name: string;
  readonly keyOf: (row: R) => string;
  readonly uniques: readonly Unique<R>[];
  readonly defaults: Partial<R>;
  readonly rows = new Map<string, R>();
  readonly indexes = new Map<string, Map<string, string>>();

  constructor(
    name: string,
    keyOf: (row: R) => string,
    defaults: Partial<R> = {},
    uniques: readonly Unique<R>[] = [],
  ) {
    this.name = name;
    this.keyOf = keyOf;
    this.defaults = defaults;
    this.uniques = uniques;
    for (const unique of uniques) this.indexes.set(unique.name, new Map());
  }

  /** Makes a change of a transaction that commits everybody's. */
  apply(key: string, row: R | null): void {
    const before = this.rows.get(key);
    for (const unique of this.uniques) {
      const index = this.indexes.get(unique.name);
      const old = before ? unique.of(before) : null;
      if (old !== null && index?.get(old) === key) index.delete(old);
    }
    if (row === null) this.rows.delete(key);
    else this.rows.set(key, row);
    if (row === null) return;
    for (const unique of this.uniques) {
      const entry = unique.of(row);
      if (entry !== null) this.indexes.get(unique.name)?.set(entry, key);
    }
  }
}
