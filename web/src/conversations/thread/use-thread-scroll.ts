import { useVirtualizer, type ReactVirtualizer } from "@tanstack/react-virtual";
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type RefObject,
} from "react";
import { loadOlder } from "../queries.ts";
import type { ThreadItem } from "./thread-items.ts";

/** Pixels from the top at which older entries are asked for, and from the end that still count as the end. */
const NEAR_TOP = 600;
const NEAR_END = 60;
const FLASH_MS = 1_700;
/** Pages read back at most to reach a quoted message. */
const FURTHEST_QUOTE = 20;

const HEIGHTS: Record<ThreadItem["type"], number> = { day: 44, history: 30, message: 58 };

export type ThreadScroll = {
  scroller: RefObject<HTMLDivElement | null>;
  virtual: ReactVirtualizer<HTMLDivElement, HTMLDivElement>;
  atEnd: boolean;
  /** message lit up for a moment, after a jump to it */
  flash: string | null;
  readBack: () => void;
  showQuoted: (messageId: string) => Promise<void>;
};

/** Scrolling of one thread: opens at its end, follows what is appended, reads older pages before the top is reached. */
export function useThreadScroll(id: string, items: readonly ThreadItem[], hasOlder: boolean): ThreadScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [flash, setFlash] = useState<string | null>(null);
  const latest = useRef(items);
  latest.current = items;

  const virtual = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => HEIGHTS[items[index]?.type ?? "message"],
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 10,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: NEAR_END,
    paddingStart: 12,
    paddingEnd: 16,
    onChange: (instance) => setAtEnd(instance.isAtEnd(NEAR_END)),
  });

  const isReady = items.length > 0;
  useLayoutEffect(() => {
    if (isReady) virtual.scrollToEnd();
  }, [id, isReady, virtual]);

  const readBack = useCallback((): void => {
    const element = scroller.current;
    if (element && element.scrollTop < NEAR_TOP && hasOlder) void loadOlder(id);
  }, [hasOlder, id]);
  useEffect(readBack, [readBack]);

  const showQuoted = useCallback(
    async (messageId: string): Promise<void> => {
      const place = (): number =>
        latest.current.findIndex((item) => item.type === "message" && item.message.id === messageId);
      for (let tries = 0; place() === -1 && tries < FURTHEST_QUOTE; tries++) {
        if (!(await loadOlder(id))) break;
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
      const index = place();
      if (index === -1) return;
      virtual.scrollToIndex(index, { align: "center" });
      setFlash(messageId);
      setTimeout(() => setFlash(null), FLASH_MS);
    },
    [id, virtual],
  );
  return { scroller, virtual, atEnd, flash, readBack, showQuoted };
}

type Keys = { quote: (item: ThreadItem) => boolean; copy: (item: ThreadItem) => boolean };

/** One Tab stop for the whole thread; arrows walk through it, R quotes and C copies. */
export function useThreadFocus(
  items: readonly ThreadItem[],
  { scroller, virtual }: Pick<ThreadScroll, "scroller" | "virtual">,
  keys: Keys,
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
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-entry="${CSS.escape(item.key)}"]`)?.focus(),
    );
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
    if (target !== undefined) focusAt(target);
    else if (
      !(event.key.toLowerCase() === "r" && keys.quote(item)) &&
      !(event.key.toLowerCase() === "c" && keys.copy(item))
    )
      return;
    event.preventDefault();
    event.stopPropagation();
  };
  const stop = focused !== null && items.some(({ key }) => key === focused) ? focused : items.at(-1)?.key;
  return { stop, setFocused, onKeyDown };
}
