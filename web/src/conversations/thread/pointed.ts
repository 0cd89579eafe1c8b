import { create } from "zustand";

/** The entry under the pointer: only there does the page hold what the pointer can do. */
const usePointed = create<{ entry: string | null }>(() => ({ entry: null }));

/** Is the pointer over this entry of the thread? */
export const useIsPointed = (entry: string): boolean => usePointed((state) => state.entry === entry);

/** The pointer moved over this; null = it left the thread. */
export function pointAt(target: EventTarget | null): void {
  const entry = target instanceof Element ? target.closest<HTMLElement>("[data-entry]") : null;
  usePointed.setState({ entry: entry?.dataset["entry"] ?? null });
}
