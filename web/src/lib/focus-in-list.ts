import type { RefObject } from "react";

/**
 * Puts the keyboard on a row of a list of which only what is in sight is in the page: at once where the row is there, else with the next
 * frame, unless the keyboard went elsewhere meanwhile. A late frame would take letters out of a search field.
 */
export function focusInList(list: RefObject<HTMLElement | null>, selector: string): void {
  const find = (): HTMLElement | null => list.current?.querySelector<HTMLElement>(selector) ?? null;
  const row = find();
  if (row) {
    row.focus();
    return;
  }
  const before = document.activeElement;
  requestAnimationFrame(() => {
    const now = document.activeElement;
    if (now === before || now === document.body) find()?.focus();
  });
}
