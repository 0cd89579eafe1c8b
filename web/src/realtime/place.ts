/**
 * Part of a list that is known: everything up to `edge` in the list's order (all of it when `edge` is null).
 * `nextCursor` leads to what comes after the edge.
 */
export type KnownPart<T> = { rows: T[]; nextCursor: string | null; edge: T | null };

/** What a list holds, and in which order. `isSearch`: what was found stands in the server's order. */
export type ListRules<T> = {
  belongs: (row: T) => boolean;
  compare: (a: T, b: T) => number;
  isSearch: boolean;
};

type Placed = { id: string; version: number };

/** Where the rows begin that `isBehind`: in a sorted list a handful of looks, whatever its length. */
function placeIn<T>(rows: readonly T[], isBehind: (row: T) => boolean): number {
  let from = 0;
  let to = rows.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const row = rows[middle];
    if (row && isBehind(row)) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** A list with one row as it is now: put in, moved, or taken out. Gives the same object when nothing differs. */
export function placeIt<T extends Placed>(
  data: KnownPart<T>,
  row: T,
  { belongs, compare, isSearch }: ListRules<T>,
): KnownPart<T> {
  const old = data.rows.findIndex(({ id }) => id === row.id);
  const known = data.rows[old];
  if (known && known.version > row.version) return data;
  const isWithin = belongs(row) && (data.edge === null || compare(row, data.edge) <= 0);
  if (!known && !isWithin) return data;
  const rows = data.rows.slice();
  // in place: of 10,000 rows toSpliced takes five times as long
  if (known) rows.splice(old, 1);
  if (isWithin) {
    const isBehind = (other: T): boolean => compare(row, other) < 0;
    const place = isSearch ? rows.findIndex(isBehind) : placeIn(rows, isBehind);
    rows.splice(place === -1 ? rows.length : place, 0, row);
  }
  return { ...data, rows };
}

/** A list without a row; the same object when it was not in it. */
export const takeOut = <T extends Placed>(data: KnownPart<T>, id: string): KnownPart<T> =>
  data.rows.some((row) => row.id === id) ? { ...data, rows: data.rows.filter((row) => row.id !== id) } : data;

/** Adds a page behind what is known: rows already there keep their newer version, the edge moves on. */
export function appendTo<T extends Placed>(
  data: KnownPart<T>,
  page: { items: T[]; nextCursor: string | null },
  { compare, isSearch }: Pick<ListRules<T>, "compare" | "isSearch">,
): KnownPart<T> {
  const rows = new Map(page.items.map((row) => [row.id, row]));
  for (const row of data.rows) {
    const other = rows.get(row.id);
    if (!other || other.version <= row.version) rows.set(row.id, row);
  }
  const edge = page.nextCursor === null ? null : (page.items.at(-1) ?? data.edge);
  const sorted = isSearch
    ? [
        ...data.rows.map(({ id }) => rows.get(id)),
        ...page.items.filter(({ id }) => !data.rows.some((row) => row.id === id)),
      ]
    : null;
  return {
    rows: sorted ? sorted.filter((row) => row !== undefined) : [...rows.values()].sort(compare),
    nextCursor: page.nextCursor,
    edge,
  };
}
