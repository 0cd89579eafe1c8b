/** The order in which rows stood when the pointer or the keyboard came into the list, and what was the latest in each. */
export type Frozen = { ids: readonly string[]; latest: ReadonlyMap<string, unknown> };

type Row = { id: string };

/** `latestIn`: what is another one once something new came into a row. */
export const freeze = <T extends Row>(rows: readonly T[], latestIn: (row: T) => unknown): Frozen => ({
  ids: rows.map(({ id }) => id),
  latest: new Map(rows.map((row) => [row.id, latestIn(row)])),
});

/**
 * Rows as they may be shown while frozen: every one in its old place with its new content, those that left gone, later pages behind,
 * and nothing new pushed in above. `news` counts what waits: new rows, and rows with something new that belong further up.
 */
export function frozenRows<T extends Row>(
  frozen: Frozen | null,
  rows: readonly T[],
  latestIn: (row: T) => unknown,
): { rows: readonly T[]; news: number } {
  if (!frozen) return { rows, news: 0 };
  const byId = new Map(rows.map((row) => [row.id, row]));
  const shown = frozen.ids.flatMap((id) => byId.get(id) ?? []);
  const known = new Set(frozen.ids);
  const lastKnown = rows.findLastIndex(({ id }) => known.has(id));
  // what stands behind every known row is the next page: it moves nothing
  const behind = rows.slice(lastKnown + 1);
  const oldPlace = new Map(shown.map((row, index) => [row.id, index]));
  const news = rows.slice(0, lastKnown + 1).filter((row, index) => {
    const place = oldPlace.get(row.id);
    return place === undefined || (index < place && latestIn(row) !== frozen.latest.get(row.id));
  }).length;
  return { rows: [...shown, ...behind], news };
}
