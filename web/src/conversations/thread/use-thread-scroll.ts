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

const HEIGHTS: Record<ThreadItem["type"], number> = { day: 44, history: 30, message: 58, unread: 36 };

type Virtual = ReactVirtualizer<HTMLDivElement, HTMLDivElement>;
type Scroller = RefObject<HTMLDivElement | null>;

export type ThreadScroll = {
  scroller: Scroller;
  virtual: Virtual;
  atEnd: boolean;
  /** incoming messages below what was in sight when the end was left */
  below: number;
  /** message lit up for a moment, after a jump to it */
  flash: string | null;
  onScroll: () => void;
  toEnd: () => void;
  showQuoted: (messageId: string) => Promise<void>;
};

const isMine = (item: ThreadItem | undefined): boolean => item?.type === "message" && item.outbox !== null;

/**
 * Keeps the thread's end in sight while the reader is there, whatever grows: bubbles take their true height only once they are drawn, and
 * pictures later still. Opens at the line of the unread ones when they do not all fit.
 */
function useStickToEnd(
  items: readonly ThreadItem[],
  virtual: Virtual,
  scroller: Scroller,
): { follow: () => void; stick: () => void } {
  const stuck = useRef(true);
  const lastTop = useRef(0);
  const last = items.at(-1);
  const toEnd = useCallback((): void => {
    const element = scroller.current;
    if (element && stuck.current) element.scrollTo({ top: element.scrollHeight });
  }, [scroller]);
  useLayoutEffect(() => {
    if (isMine(last)) stuck.current = true;
    toEnd();
  }, [last, toEnd]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    // the drawn height and the room for it, whoever changed them and whenever
    const observer = new ResizeObserver(toEnd);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, [scroller, toEnd]);

  const hasItems = items.length > 0;
  const latest = useRef(items);
  latest.current = items;
  useEffect(() => {
    // two frames: the bubbles in sight then have their true height
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        const index = latest.current.findIndex(({ type }) => type === "unread");
        const start = index === -1 ? undefined : virtual.measurementsCache[index]?.start;
        if (start === undefined || start >= (scroller.current?.scrollTop ?? 0)) return;
        stuck.current = false;
        virtual.scrollToIndex(index, { align: "start" });
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [hasItems, scroller, virtual]);

  const follow = useCallback((): void => {
    const element = scroller.current;
    if (!element) return;
    const distance = element.scrollHeight - element.clientHeight - element.scrollTop;
    // growth below moves nothing; only a reader moves up
    if (distance <= NEAR_END) stuck.current = true;
    else if (element.scrollTop < lastTop.current) stuck.current = false;
    lastTop.current = element.scrollTop;
  }, [scroller]);
  const stick = useCallback((): void => {
    stuck.current = true;
  }, []);
  return { follow, stick };
}

/** How many messages came in below, since the end was last in sight. */
function useBelow(items: readonly ThreadItem[], atEnd: boolean): number {
  const seen = useRef(items.at(-1)?.key);
  const last = items.at(-1)?.key;
  useEffect(() => {
    if (atEnd) seen.current = last;
  }, [atEnd, last]);
  if (atEnd) return 0;
  const place = items.findIndex(({ key }) => key === seen.current);
  return items
    .slice(place + 1)
    .filter((item) => place !== -1 && item.type === "message" && item.message.direction === "in").length;
}

/** Leads to a quoted message and lights it up, reading older pages until it is found. */
function useQuoted(
  id: string,
  items: readonly ThreadItem[],
  virtual: Virtual,
): { flash: string | null; showQuoted: (messageId: string) => Promise<void> } {
  const [flash, setFlash] = useState<string | null>(null);
  const latest = useRef(items);
  latest.current = items;
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
  return { flash, showQuoted };
}

/** Scrolling of one thread: opens at its end, follows what is appended, reads older pages before the top is reached. */
export function useThreadScroll(id: string, items: readonly ThreadItem[], hasOlder: boolean): ThreadScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const virtual = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => HEIGHTS[items[index]?.type ?? "message"],
    getItemKey: (index) => items[index]?.key ?? index,
    overscan: 10,
    anchorTo: "end",
    scrollEndThreshold: NEAR_END,
    paddingStart: 12,
    paddingEnd: 16,
    onChange: (instance) => setAtEnd(instance.isAtEnd(NEAR_END)),
  });
  const { follow, stick } = useStickToEnd(items, virtual, scroller);
  const { flash, showQuoted } = useQuoted(id, items, virtual);
  const below = useBelow(items, atEnd);

  const readBack = useCallback((): void => {
    const element = scroller.current;
    if (element && element.scrollTop < NEAR_TOP && hasOlder) void loadOlder(id);
  }, [hasOlder, id]);
  useEffect(readBack, [readBack]);
  const onScroll = useCallback((): void => {
    follow();
    readBack();
  }, [follow, readBack]);
  const toEnd = useCallback((): void => {
    stick();
    virtual.scrollToEnd();
  }, [stick, virtual]);
  return { scroller, virtual, atEnd, below, flash, onScroll, toEnd, showQuoted };
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
