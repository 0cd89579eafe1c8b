import { useVirtualizer, type ReactVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { loadBeside, openAround, openEnd } from "../queries.ts";
import { useTarget } from "../target.ts";
import { heightsOf, keepHeights, lastRoom } from "./measured.ts";
import { stuckOf, useQuietEnd, type Stuck } from "./stuck.ts";
import { placeOf, type ThreadItem } from "./thread-items.ts";

/** Pixels from the edges of what is known at which more is asked for, and from the end that still count as the end. */
const NEAR_EDGE = 600;
const NEAR_END = 60;
const FLASH_MS = 1_700;
/** Frames that new entries may take until they are drawn. */
export const MOST_FRAMES = 30;

const HEIGHTS: Record<ThreadItem["type"], number> = {
  day: 44,
  history: 30,
  message: 58,
  note: 84,
  unread: 36,
};

const PADDING_START = 12;
const PADDING_END = 16;

type Virtual = ReactVirtualizer<HTMLDivElement, HTMLDivElement>;
type Scroller = RefObject<HTMLDivElement | null>;

export type ThreadScroll = {
  scroller: Scroller;
  virtual: Virtual;
  atEnd: boolean;
  /** incoming messages below what was in sight when the end was left */
  below: number;
  /** message or note lit up for a moment, after a jump to it */
  flash: string | null;
  onScroll: () => void;
  toEnd: () => void;
  showMessage: (messageId: string, focus?: boolean) => Promise<void>;
};

const isMine = (item: ThreadItem | undefined): boolean =>
  (item?.type === "message" || item?.type === "note") && item.outbox !== null;

/**
 * Keeps the thread's end in sight while the reader is there, whatever grows: bubbles take their true height only once they are drawn, and
 * pictures later still. Opens at the line of the unread ones when they do not all fit.
 */
function useStickToEnd(
  items: readonly ThreadItem[],
  virtual: Virtual,
  scroller: Scroller,
  { hasLater, stuck, moved }: { hasLater: boolean; stuck: Stuck; moved: (top: number) => void },
): { follow: () => void; stick: () => void; release: () => void } {
  const lastTop = useRef(0);
  const last = items.at(-1);
  const toEnd = useCallback((): void => {
    const element = scroller.current;
    if (!element || !stuck.is()) return;
    const before = element.scrollTop;
    element.scrollTo({ top: element.scrollHeight });
    if (element.scrollTop !== before) moved(element.scrollTop);
  }, [scroller, stuck, moved]);
  useLayoutEffect(() => {
    if (isMine(last)) stuck.set(true);
    toEnd();
  }, [last, stuck, toEnd]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    // the drawn height and the room for it, whoever changed them and whenever
    const observer = new ResizeObserver(toEnd);
    observer.observe(element);
    for (const child of element.children) observer.observe(child);
    return () => observer.disconnect();
  }, [scroller, toEnd]);

  const hasUnread = items.some(({ type }) => type === "unread");
  const latest = useRef(items);
  latest.current = items;
  useEffect(() => {
    if (!hasUnread) return;
    // two frames: the bubbles in sight then have their true height
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        const index = latest.current.findIndex(({ type }) => type === "unread");
        const start = index === -1 ? undefined : virtual.measurementsCache[index]?.start;
        if (!stuck.is() || start === undefined || start >= (scroller.current?.scrollTop ?? 0)) return;
        stuck.set(false);
        virtual.scrollToIndex(index, { align: "start" });
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [hasUnread, scroller, stuck, virtual]);

  const follow = useCallback((): void => {
    const element = scroller.current;
    if (!element) return;
    const distance = element.scrollHeight - element.clientHeight - element.scrollTop;
    // growth below moves nothing; only a reader moves up
    if (distance <= NEAR_END && !hasLater) stuck.set(true);
    else if (element.scrollTop < lastTop.current) stuck.set(false);
    lastTop.current = element.scrollTop;
  }, [scroller, stuck, hasLater]);
  const stick = useCallback((): void => {
    stuck.set(true);
  }, [stuck]);
  const release = useCallback((): void => {
    stuck.set(false);
  }, [stuck]);
  return { follow, stick, release };
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

export const nextFrame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));

/** Leads to a message or note and lights it up; what is not known of the thread around it is read. */
function useShow(
  id: string,
  items: readonly ThreadItem[],
  { scroller, virtual, release }: Pick<ThreadScroll, "scroller" | "virtual"> & { release: () => void },
): Pick<ThreadScroll, "flash" | "showMessage"> {
  const [flash, setFlash] = useState<string | null>(null);
  const latest = useRef(items);
  latest.current = items;
  const showMessage = useCallback(
    async (messageId: string, focus = false): Promise<void> => {
      const place = (): number => placeOf(latest.current, messageId);
      release();
      if (place() === -1 && !(await openAround(id, messageId))) return;
      for (let frame = 0; place() === -1 && frame < MOST_FRAMES; frame++) await nextFrame();
      const index = place();
      if (index === -1) return;
      virtual.scrollToIndex(index, { align: "center" });
      setFlash(messageId);
      setTimeout(() => setFlash(null), FLASH_MS);
      if (!focus) return;
      const entry = (): HTMLElement | null =>
        scroller.current?.querySelector<HTMLElement>(`[data-entry$=" ${messageId}"]`) ?? null;
      for (let frame = 0; !entry() && frame < MOST_FRAMES; frame++) await nextFrame();
      entry()?.focus({ preventScroll: true });
    },
    [id, release, scroller, virtual],
  );
  return { flash, showMessage };
}

/** Looks with the next frame, once for all that happens until then: a look has the browser lay out the page. */
function useOncePerFrame(
  look: (instance: Virtual) => void,
): (instance: Virtualizer<HTMLDivElement, HTMLDivElement>) => void {
  const frame = useRef(0);
  useEffect(() => () => cancelAnimationFrame(frame.current), []);
  return (instance) => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => look(instance as Virtual));
  };
}

/** The heights and the place with which a thread is drawn the first time, before the page was asked for any. */
function useFirstLook(id: string, items: readonly ThreadItem[], estimate: (index: number) => number) {
  return useState(() => {
    const initialMeasurementsCache = heightsOf(id);
    const heights = new Map(initialMeasurementsCache.map(({ key, size }) => [key, size]));
    const heightOf = (item: ThreadItem, index: number): number => heights.get(item.key) ?? estimate(index);
    const total = items.reduce(
      (sum, item, index) => sum + heightOf(item, index),
      PADDING_START + PADDING_END,
    );
    const initialRect = lastRoom();
    return { initialRect, initialMeasurementsCache, initialOffset: Math.max(0, total - initialRect.height) };
  })[0];
}

/** Leaves them for the next opening. */
function useKeptHeights(id: string, virtual: Virtual): void {
  useEffect(
    () => () => {
      const { scrollRect } = virtual;
      if (scrollRect) keepHeights(id, scrollRect, virtual.takeSnapshot());
    },
    [id, virtual],
  );
}

/** What is known of a thread beside its entries, and the message it is opened at. */
export type Extent = { hasOlder: boolean; hasLater: boolean; target: string | undefined };

/** Reads on before an edge of what is known is reached. */
function useReadOn(id: string, scroller: Scroller, { hasOlder, hasLater }: Extent): () => void {
  const readOn = useCallback((): void => {
    const element = scroller.current;
    if (!element) return;
    if (element.scrollTop < NEAR_EDGE && hasOlder) void loadBeside(id, "before");
    if (element.scrollHeight - element.clientHeight - element.scrollTop < NEAR_EDGE && hasLater)
      void loadBeside(id, "after");
  }, [hasOlder, hasLater, id, scroller]);
  useEffect(readOn, [readOn]);
  return readOn;
}

/** Scrolling of one thread: opens at its end or at a message, follows what is appended, reads on before an edge is reached. */
export function useThreadScroll(id: string, items: readonly ThreadItem[], extent: Extent): ThreadScroll {
  const { hasLater, target } = extent;
  const scroller = useRef<HTMLDivElement>(null);
  const [stuck] = useState(() => stuckOf(target === undefined));
  const [isBelow, setIsBelow] = useState(false);
  const lookForEnd = useOncePerFrame((instance: Virtual) => setIsBelow(!instance.isAtEnd(NEAR_END)));
  const { observe, moved } = useQuietEnd(stuck);
  const estimateSize = (index: number): number => HEIGHTS[items[index]?.type ?? "message"];
  const virtual = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    ...useFirstLook(id, items, estimateSize),
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize,
    getItemKey: useCallback((index: number) => items[index]?.key ?? index, [items]),
    overscan: 5,
    anchorTo: "end",
    scrollEndThreshold: NEAR_END,
    paddingStart: PADDING_START,
    paddingEnd: PADDING_END,
    // opening measures a dozen entries in a row: drawn together, not each at once
    useFlushSync: false,
    onChange: lookForEnd,
    observeElementOffset: observe,
  });
  useKeptHeights(id, virtual);
  const atEnd = !isBelow && !hasLater;
  const { follow, stick, release } = useStickToEnd(items, virtual, scroller, {
    hasLater,
    stuck,
    moved,
  });
  const { flash, showMessage } = useShow(id, items, { scroller, virtual, release });
  const below = useBelow(items, atEnd);

  const asked = useTarget((state) => state.asked);
  useEffect(() => {
    if (target !== undefined) void showMessage(target, useTarget.getState().focus);
  }, [target, asked, showMessage]);

  const readOn = useReadOn(id, scroller, extent);
  const onScroll = useCallback((): void => {
    follow();
    readOn();
  }, [follow, readOn]);
  const toEnd = useCallback((): void => {
    const go = (): void => {
      stick();
      virtual.scrollToEnd();
    };
    // drawn first: a jump to a message that is still settling must not pull back
    if (hasLater) void openEnd(id).then(nextFrame).then(go);
    else go();
  }, [hasLater, id, stick, virtual]);
  const writesOn = hasLater && isMine(items.at(-1));
  useEffect(() => {
    // own words stand at the end: there the reader goes
    if (writesOn) toEnd();
  }, [writesOn, toEnd]);
  return { scroller, virtual, atEnd, below, flash, onScroll, toEnd, showMessage };
}
