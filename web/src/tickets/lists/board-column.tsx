import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import type { TicketRow } from "@balcao/api";
import { useVirtualizer } from "@tanstack/react-virtual";
import { TriangleAlert } from "lucide-react";
import { useCallback, useEffect, useId, useMemo, useRef, useState, type ReactElement } from "react";
import { useFormats } from "../../lib/format.ts";
import { useTranslation } from "../../lib/texts.ts";
import { useChoiceNames } from "../use-choices.ts";
import { BoardCard, carried } from "./board-card.tsx";
import classes from "./board.module.css";
import { columnOf, loadMore, useTicketList, type BoardFilter } from "./data.ts";

const CARD_HEIGHT = 128;
/** Cards from the end at which the next page is asked for. */
const AHEAD = 6;

export type Neighbour = { id: string; name: string };

type Props = {
  statusId: string;
  filter: BoardFilter;
  /** null = not counted */
  count: number | null;
  neighbours: readonly Neighbour[];
  isDragging: boolean;
  move: (ticket: TicketRow, statusId: string) => void;
};

/** How many it holds, and a warning where that is more than it should. */
function Count({ count, most }: { count: number | null; most: number | null }): ReactElement | null {
  const { t } = useTranslation("ticketLists");
  const formats = useFormats();
  if (count === null) return null;
  const isOver = most !== null && count > most;
  return (
    <span className={classes.count} data-over={isOver || undefined}>
      {isOver && <TriangleAlert size={13} role="img" aria-label={t("limit.over", { count: most })} />}
      {most === null
        ? formats.number(count)
        : t("limit.of", { tickets: formats.number(count), most: formats.number(most) })}
    </span>
  );
}

/** One status: its tickets as cards, of which only those in sight are in the page. */
export function BoardColumn({
  statusId,
  filter,
  count,
  neighbours,
  isDragging,
  move,
}: Props): ReactElement | null {
  const { t } = useTranslation("ticketLists");
  const heading = useId();
  const status = useChoiceNames().status(statusId);
  const column = useMemo(() => columnOf(filter, statusId), [filter, statusId]);
  const { data } = useTicketList(column);
  const rows = data?.rows ?? [];
  const place = useRef<HTMLElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const [isOver, setOver] = useState(false);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_HEIGHT,
    overscan: 3,
    getItemKey: useCallback((index: number) => data?.rows[index]?.id ?? index, [data]),
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  const hasMore = data?.nextCursor !== null && data !== undefined;
  useEffect(() => {
    if (hasMore && lastShown >= rows.length - AHEAD) void loadMore(column);
  }, [hasMore, column, lastShown, rows.length]);
  useEffect(() => {
    const index = data?.rows.findIndex(({ id }) => id === carried.id) ?? -1;
    if (index !== -1) virtual.scrollToIndex(index, { align: "auto" });
  }, [data, virtual]);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    return dropTargetForElements({
      element,
      getData: () => ({ statusId }),
      canDrop: ({ source }) => source.data["statusId"] !== statusId,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [statusId, status]);
  if (!status) return null;
  return (
    <section
      ref={place}
      className={classes.column}
      aria-labelledby={heading}
      data-column={statusId}
      data-over={isOver || undefined}
      data-waiting={isDragging || undefined}
    >
      <header className={classes.columnHead}>
        <h2 id={heading}>
          <i style={{ background: status.color }} aria-hidden />
          {status.name}
        </h2>
        <Count count={count} most={status.most} />
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keyboard where its cards are out of sight */}
      <div ref={scroller} className={classes.cards} tabIndex={rows.length === 0 ? undefined : -1}>
        {data && rows.length === 0 && <p className={classes.none}>{t("none.column")}</p>}
        <ul style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const ticket = rows[index];
            return (
              ticket && (
                <BoardCard
                  key={ticket.id}
                  ticket={ticket}
                  top={start}
                  place={index}
                  total={hasMore ? -1 : rows.length}
                  neighbours={neighbours}
                  move={move}
                />
              )
            );
          })}
        </ul>
      </div>
    </section>
  );
}
