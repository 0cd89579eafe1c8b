import { useState, type KeyboardEvent, type RefObject } from "react";
import { focusInList } from "../../lib/focus-in-list.ts";
import { nextStop, type SearchItem } from "./search-items.ts";

const PAGE_ROWS = 8;

const field = (): HTMLInputElement | null => document.querySelector("[role=search] input");

/** One Tab stop for all results; arrows, Home, End and pages walk, up from the first leads back to the box, Esc clears it. */
export function useSearchKeys(
  items: readonly SearchItem[],
  scroller: RefObject<HTMLElement | null>,
  act: { show: (index: number) => void; open: (item: SearchItem) => void; clear: () => void },
): { stop: number; setFocused: (key: string | null) => void; onKeyDown: (event: KeyboardEvent) => void } {
  const [focused, setFocused] = useState<string | null>(null);
  const found = items.findIndex(({ key }) => key === focused);
  const stop = found === -1 ? nextStop(items, -1, 1) : found;
  const focusAt = (index: number): void => {
    setFocused(items[index]?.key ?? null);
    act.show(index);
    focusInList(scroller, `[data-index="${index}"]`);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const item = items[stop];
    const moves: Record<string, number> = {
      ArrowDown: nextStop(items, stop, 1),
      ArrowUp: nextStop(items, stop, -1),
      Home: nextStop(items, -1, 1),
      End: nextStop(items, items.length, -1),
      PageDown: nextStop(items, stop, PAGE_ROWS),
      PageUp: nextStop(items, stop, -PAGE_ROWS),
    };
    const target = moves[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowUp" && target === stop) field()?.focus();
    else if (target !== undefined) focusAt(target);
    else if (event.key === "Escape") {
      act.clear();
      field()?.focus();
    } else if (item && (event.key === "Enter" || event.key.toLowerCase() === "o")) act.open(item);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { stop, setFocused, onKeyDown };
}
