/** A place in an account's tree of categories; null = at the top. */
export type TicketCategory = { id: string; parentId: string | null; name: string; active: boolean };

/** Levels of the tree: more than this nobody finds his way in. */
export const DEEPEST_CATEGORY = 5;

/** A category with all above it, the top first; empty when there is no such category. */
export function categoryPath<T extends TicketCategory>(categories: readonly T[], id: string | null): T[] {
  const byId = new Map(categories.map((category) => [category.id, category]));
  const path: T[] = [];
  for (let at = id; at !== null;) {
    const category = byId.get(at);
    if (!category || path.includes(category)) return path;
    path.unshift(category);
    at = category.parentId;
  }
  return path;
}

/** May a ticket be given this category? Not when it, or one above it, was switched off. */
export function isCategoryOffered(categories: readonly TicketCategory[], id: string): boolean {
  const path = categoryPath(categories, id);
  return path.length > 0 && path.every(({ active }) => active);
}

/** Every category below its parent, siblings in the order given, with its level (0 = at the top). */
export function categoryTree<T extends TicketCategory>(
  categories: readonly T[],
): { category: T; level: number }[] {
  const children = Map.groupBy(categories, ({ parentId }) => parentId);
  const below = (parentId: string | null, level: number): { category: T; level: number }[] =>
    (children.get(parentId) ?? []).flatMap((category) => [
      { category, level },
      ...below(category.id, level + 1),
    ]);
  return below(null, 0);
}

export type CategoryFault = "unknown_category" | "below_itself" | "too_deep";

/** What is wrong with putting a category (null = a new one) below another; null when nothing is. */
export function categoryPlaceFault(
  categories: readonly TicketCategory[],
  id: string | null,
  parentId: string | null,
): CategoryFault | null {
  if (parentId === null) return null;
  const above = categoryPath(categories, parentId);
  if (above.length === 0) return "unknown_category";
  if (id !== null && above.some((category) => category.id === id)) return "below_itself";
  const tree = categoryTree(categories);
  const own = id === null ? -1 : tree.findIndex(({ category }) => category.id === id);
  const level = tree[own]?.level ?? 0;
  const next = tree.findIndex((entry, index) => index > own && entry.level <= level);
  const branch = own === -1 ? [] : tree.slice(own, next === -1 ? undefined : next);
  const height = Math.max(1, ...branch.map((entry) => entry.level - level + 1));
  return above.length + height > DEEPEST_CATEGORY ? "too_deep" : null;
}
