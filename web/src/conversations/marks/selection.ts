import { create } from "zustand";

/** Which conversations of a list are chosen for one act on all of them. `anchor`: where a range with Shift begins. */
type Selection = { ids: ReadonlySet<string>; anchor: string | null };

const NONE: Selection = { ids: new Set(), anchor: null };
export const useSelection = create<Selection>(() => NONE);

export const clearSelection = (): void => {
  if (useSelection.getState().ids.size > 0) useSelection.setState(NONE);
};

export function toggleSelected(id: string): void {
  useSelection.setState(({ ids }) => {
    const next = new Set(ids);
    if (!next.delete(id)) next.add(id);
    return { ids: next, anchor: id };
  });
}

/** From the anchor to this one, both included, in the order of the list; without an anchor just this one. */
export function selectRange(all: readonly string[], to: string): void {
  useSelection.setState(({ ids, anchor }) => {
    const end = all.indexOf(to);
    const begin = anchor === null ? -1 : all.indexOf(anchor);
    const range = begin === -1 ? [to] : all.slice(Math.min(begin, end), Math.max(begin, end) + 1);
    return { ids: new Set([...ids, ...range]), anchor: begin === -1 ? to : anchor };
  });
}
