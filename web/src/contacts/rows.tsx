import { useMediaQuery } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  useCallback,
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
} from "react";
import { focusInList } from "../lib/focus-in-list.ts";
import { useKeys } from "../lib/keys.ts";
import classes from "./rows.module.css";

const ROW_HEIGHT = 48;
const HEAD_HEIGHT = 36;
/** Below this width each row is a card. */
const CARDS = "(max-width: 899px)";
/** Rows from the end at which the next page is asked for. */
const AHEAD = 20;
const PAGE_ROWS = 10;

/** Where a key leads to from a row; null when it leads nowhere. */
function placeAfter(key: string, from: number, rows: number): number | null {
  const moves: Record<string, number> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    Home: 0,
    End: rows - 1,
    PageDown: from + PAGE_ROWS,
    PageUp: from - PAGE_ROWS,
  };
  return moves[key] ?? null;
}

type Item = { id: string };
type Props<T extends Item> = {
  label: string;
  /** another name is another list: it begins at its top */
  name: string;
  items: readonly T[];
  more: (() => void) | null;
  columns: string;
  cardHeight: number;
  head: ReactNode;
  /** the cells of a row, of which one holds the link that leads on */
  cells: (item: T) => ReactNode;
  open: (item: T) => void;
};

/** The row that was opened from a list last: who comes back finds the keyboard there. */
const lastOpened = new Map<string, string>();

/** One Tab stop for the whole list: J and K or the arrows walk, Enter or O opens. */
function useWalk<T extends Item>({ items, open, label }: Props<T>, show: (index: number) => void) {
  const scroller = useRef<HTMLDivElement>(null);
  const [id, setId] = useState<string | null>(null);
  const found = items.findIndex((item) => item.id === id);
  const current = Math.max(0, found);
  const focusRow = (index: number): void => {
    const item = items[Math.max(0, Math.min(items.length - 1, index))];
    if (!item) return;
    setId(item.id);
    show(items.indexOf(item));
    focusInList(scroller, `[role=row][data-id="${item.id}"]`);
  };
  const go = (item: T | undefined): void => {
    if (!item) return;
    lastOpened.set(label, item.id);
    open(item);
  };
  // the first press leads to the row itself, later ones on from it
  const walk = (by: number) => (): void => focusRow(found === -1 ? 0 : current + by);
  useKeys([
    { id: "contactNext", run: walk(1) },
    { id: "contactPrevious", run: walk(-1) },
    { id: "contactOpen", run: () => go(items[found]), enabled: found !== -1 },
  ]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const { target, ctrlKey, metaKey, altKey, key } = event;
    if (ctrlKey || metaKey || altKey || !(target as HTMLElement).closest("[data-id]")) return;
    const place = placeAfter(key, current, items.length);
    if (place !== null) focusRow(place);
    else if (key === "Enter" || key.toLowerCase() === "o") go(items[current]);
    else return;
    event.preventDefault();
  };
  return { scroller, current, focusRow, setId, onKeyDown };
}

/** A list as a table of which only what is in sight is in the page; on a phone, a card each. */
export function Rows<T extends Item>(props: Props<T>): ReactElement {
  const { label, name, items, more, columns, cardHeight, head, cells } = props;
  const isCards = useMediaQuery(CARDS, false, { getInitialValueInEffect: false });
  const height = isCards ? cardHeight : ROW_HEIGHT;
  const margin = isCards ? 0 : HEAD_HEIGHT;
  const show = useRef<(index: number) => void>(() => undefined);
  const { scroller, current, focusRow, setId, onKeyDown } = useWalk(props, (index) => show.current(index));
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 6,
    scrollMargin: margin,
    scrollPaddingStart: margin,
    getItemKey: useCallback((index: number) => items[index]?.id ?? index, [items]),
  });
  show.current = (index) => virtual.scrollToIndex(index, { align: "auto" });
  useEffect(() => virtual.measure(), [virtual, height]);
  const shown = virtual.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastShown >= items.length - AHEAD) more?.();
  }, [more, items.length, lastShown]);
  useEffect(() => {
    const place = items.findIndex(({ id }) => id === lastOpened.get(label));
    lastOpened.delete(label);
    if (place === -1) scroller.current?.scrollTo({ top: 0 });
    else focusRow(place);
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once for each list
  }, [name]);
  return (
    <div className={classes.frame}>
      <div ref={scroller} className={classes.scroller}>
        {/* the grid's one tab stop is its current row */}
        <div
          role="grid"
          tabIndex={-1}
          aria-label={label}
          aria-rowcount={more ? -1 : items.length + 1}
          className={classes.grid}
          style={{ "--columns": columns, "--card": `${cardHeight}px` } as object}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            const { id } = (event.target as HTMLElement).dataset;
            if (id !== undefined) setId(id);
          }}
        >
          <div role="rowgroup" className={classes.headGroup}>
            <div role="row" aria-rowindex={1} className={classes.head}>
              {head}
            </div>
          </div>
          <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
            {shown.map(({ index, start }) => {
              const item = items[index];
              return (
                item && (
                  <div
                    key={item.id}
                    role="row"
                    aria-rowindex={index + 2}
                    tabIndex={index === current ? 0 : -1}
                    className={classes.row}
                    style={{ transform: `translateY(${start - margin}px)` }}
                    data-id={item.id}
                  >
                    {cells(item)}
                  </div>
                )
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}
