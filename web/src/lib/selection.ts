import { create, type StoreApi, type UseBoundStore } from "zustand";

/** What is chosen among many for one act on all of it. `anchor`: where a range with Shift begins. */
export type Selection = { ids: ReadonlySet<string>; anchor: string | null };

/** A selection of its own, as a hook with what changes it. */
export function createSelection(): {
  use: UseBoundStore<StoreApi<Selection>>;
  clear: () => void;
  toggle: (id: string) => void;
  /** from the anchor to this one, both included, in the order of `all`; without an anchor just this one */
  range: (all: readonly string[], to: string) => void;
} {
  const none: Selection = { ids: new Set(), anchor: null };
  const use = create<Selection>(() => none);
  return {
    use,
    clear: () => {
      if (use.getState().ids.size > 0) use.setState(none);
    },
    toggle: (id) =>
      use.setState(({ ids }) => {
        const next = new Set(ids);
        if (!next.delete(id)) next.add(id);
        return { ids: next, anchor: id };
      }),
    range: (all, to) =>
      use.setState(({ ids, anchor }) => {
        const end = all.indexOf(to);
        const begin = anchor === null ? -1 : all.indexOf(anchor);
        const range = begin === -1 ? [to] : all.slice(Math.min(begin, end), Math.max(begin, end) + 1);
        return { ids: new Set([...ids, ...range]), anchor: begin === -1 ? to : anchor };
      }),
  };
}
