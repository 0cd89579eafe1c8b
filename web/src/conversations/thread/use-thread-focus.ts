import { useEffect, useState, type KeyboardEvent } from "react";
import { useThreadCall } from "../focus.ts";
import type { ThreadItem } from "./thread-items.ts";
import { MOST_FRAMES, nextFrame, type ThreadScroll } from "./use-thread-scroll.ts";

/** What a key does to the message under it; false = nothing, and the key goes on. */
export type EntryKeys = Record<"quote" | "copy" | "react", (item: ThreadItem) => boolean> & {
  choose: (item: ThreadItem, isRange: boolean) => boolean;
  /** Shift and an arrow: all from the one to the other */
  extend: (from: ThreadItem, to: ThreadItem) => void;
};

/** Takes the keyboard where it was sent (see `focusThread`), once there are messages. */
function useCalled(items: readonly ThreadItem[], focusAt: (index: number) => void): void {
  const call = useThreadCall((state) => state.call);
  useEffect(() => {
    if (call === null || items.length === 0) return;
    useThreadCall.setState({ call: null });
    // who has begun to write meanwhile stays there
    if (call === "unread" && document.activeElement?.matches("input, textarea")) return;
    const line = items.findIndex(({ type }) => type === "unread");
    focusAt(call === "unread" && line !== -1 ? line + 1 : items.length - 1);
  });
}

/** One Tab stop for the whole thread; arrows walk through it, Space chooses, R quotes, C copies and + reacts. */
export function useThreadFocus(
  items: readonly ThreadItem[],
  { scroller, virtual }: Pick<ThreadScroll, "scroller" | "virtual">,
  keys: EntryKeys,
): {
  stop: string | undefined;
  setFocused: (key: string) => void;
  onKeyDown: (event: KeyboardEvent) => void;
} {
  const [focused, setFocused] = useState<string | null>(null);
  const focusAt = (index: number): void => {
    const item = items[index];
    if (!item) return;
    setFocused(item.key);
    virtual.scrollToIndex(index, { align: "auto" });
    const entry = (): HTMLElement | null =>
      scroller.current?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(item.key)}"]`) ?? null;
    const go = async (): Promise<void> => {
      await nextFrame();
      for (let frame = 0; !entry() && frame < MOST_FRAMES; frame++) await nextFrame();
      entry()?.focus();
    };
    void go();
  };
  useCalled(items, focusAt);
  const acts: Record<string, (item: ThreadItem, event: KeyboardEvent) => boolean> = {
    r: keys.quote,
    c: keys.copy,
    "+": keys.react,
    " ": (item, { shiftKey }) => keys.choose(item, shiftKey),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const key = (event.target as HTMLElement).dataset["entry"];
    if (key === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = items.findIndex((item) => item.key === key);
    const item = items[index];
    if (!item) return;
    const moves: Record<string, number> = {
      ArrowUp: Math.max(0, index - 1),
      ArrowDown: Math.min(items.length - 1, index + 1),
      Home: 0,
      End: items.length - 1,
    };
    const target = moves[event.key];
    if (target !== undefined) {
      const next = items[target];
      if (event.shiftKey && next) keys.extend(item, next);
      focusAt(target);
    } else if (!acts[event.key.toLowerCase()]?.(item, event)) return;
    event.preventDefault();
    event.stopPropagation();
  };
  const stop = focused !== null && items.some(({ key }) => key === focused) ? focused : items.at(-1)?.key;
  return { stop, setFocused, onKeyDown };
}
