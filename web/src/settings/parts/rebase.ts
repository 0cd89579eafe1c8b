/** Equal as JSON writes them: what forms hold is plain data with its keys in one order. */
export const sameValue = (one: unknown, other: unknown): boolean =>
  one === other || JSON.stringify(one) === JSON.stringify(other);

export type Rebased<V> = {
  values: V;
  /** fields that both changed, each to something else: mine stands in `values` */
  clashes: (keyof V)[];
  /** something of theirs was taken over */
  hasTheirs: boolean;
};

/**
 * Puts my changes, begun from `base`, on top of what somebody else saved meanwhile. Field by field: what only they
 * changed is taken over, what only I changed stays, what both changed stays mine and is named.
 */
export function rebase<V extends object>(base: V, mine: V, theirs: V): Rebased<V> {
  const values = { ...mine };
  const clashes: (keyof V)[] = [];
  let hasTheirs = false;
  for (const field of Object.keys(theirs) as (keyof V)[]) {
    if (sameValue(base[field], theirs[field]) || sameValue(mine[field], theirs[field])) continue;
    if (sameValue(base[field], mine[field])) {
      values[field] = theirs[field];
      hasTheirs = true;
    } else clashes.push(field);
  }
  return { values, clashes, hasTheirs };
}
