/** The ids with one of them a step up or down. */
export function moved(ids: readonly string[], id: string, step: 1 | -1): string[] {
  const index = ids.indexOf(id);
  return ids.toSpliced(index, 1).toSpliced(index + step, 0, id);
}

/** The items with those of `ids` in that order, in the places they held among all others. Ids of what is gone by now are left out. */
export function reordered<T extends { id: string }>(items: readonly T[], ids: readonly string[]): T[] {
  const known = new Map(items.map((item) => [item.id, item]));
  const next = ids.flatMap((id) => known.get(id) ?? []).values();
  const isMoved = new Set(ids);
  return items.map((item) => (isMoved.has(item.id) ? (next.next().value ?? item) : item));
}
