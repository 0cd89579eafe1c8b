import type { TicketOrder, TicketRow } from "@balcao/api";
import { useMediaQuery } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useCallback, useEffect, useRef, type ReactElement } from "react";
import { ErrorNotice } from "../../app/page-states.tsx";
import { useFrozenRows } from "../../conversations/list/use-frozen-rows.ts";
import { focusInList } from "../../lib/focus-in-list.ts";
import { useStable } from "../../lib/stable.ts";
import { useTranslation } from "../../lib/texts.ts";
import { useOpenTicket } from "../use-open-ticket.ts";
import { askForList, loadMore, useTicketList, type TicketList } from "./data.ts";
import { FIRST_DIRECTION } from "./filter.ts";
import { NoTickets, TicketsSkeleton } from "./states.tsx";
import { chosenTickets } from "./perform.ts";
import { TicketRowView } from "./row.tsx";
import classes from "./table.module.css";
import { useGridKeys } from "./use-grid-keys.ts";
import { useTicketSearch } from "./use-search.ts";

const ROW_HEIGHT = 44;
const HEAD_HEIGHT = 36;
const CARD_HEIGHT = 112;
/** Below this width each row is a card. */
const CARDS = "(max-width: 899px)";
/** Rows from the end at which the next page is asked for. */
const AHEAD = 20;
/** What is late becomes so by time alone. */
const LATE_LOOK_MS = 60_000;

const COLUMNS: readonly { name: string & keyof typeof classes; order?: TicketOrder }[] = [
  { name: "number", order: "created" },
  { name: "title" },
  { name: "requester" },
  { name: "status", order: "status" },
  { name: "priority", order: "priority" },
  { name: "team" },
  { name: "agent" },
  { name: "updated", order: "updated" },
  { name: "created", order: "created" },
  { name: "due", order: "due" },
  { name: "sla", order: "sla" },
];
type ColumnName =
  | "number"
  | "title"
  | "requester"
  | "status"
  | "priority"
  | "team"
  | "agent"
  | "updated"
  | "created"
  | "due"
  | "sla";

/** Heads of the columns; those by which an index is in order are pressed to sort, and again to turn the order round. */
function Head({ rows }: { rows: readonly TicketRow[] }): ReactElement {
  const { t } = useTranslation("ticketLists");
  const { filter, change } = useTicketSearch();
  const chosen = chosenTickets.use((state) => state.ids);
  const hasAll = rows.length > 0 && rows.every(({ id }) => chosen.has(id));
  const sort = (order: TicketOrder): void => {
    const turned = filter.direction === "desc" ? "asc" : "desc";
    const direction = order === filter.order ? turned : FIRST_DIRECTION[order];
    change({
      sort: order === "updated" ? undefined : order,
      direction: direction === FIRST_DIRECTION[order] ? undefined : direction,
    });
  };
  const Arrow = filter.direction === "desc" ? ArrowDown : ArrowUp;
  return (
    <div role="row" aria-rowindex={1} className={classes.head}>
      <span role="columnheader" className={classes.choose}>
        <input
          type="checkbox"
          aria-label={t("chooseAll")}
          checked={hasAll}
          onChange={() => {
            chosenTickets.clear();
            if (!hasAll) for (const { id } of rows) chosenTickets.toggle(id);
          }}
        />
      </span>
      {COLUMNS.map(({ name, order }) => {
        const isSorted = order === filter.order;
        return (
          <span
            key={name}
            role="columnheader"
            className={classes[name]}
            aria-sort={isSorted ? (filter.direction === "desc" ? "descending" : "ascending") : undefined}
          >
            {order ? (
              <button type="button" onClick={() => sort(order)}>
                {t(`column.${name as ColumnName}`)}
                {isSorted && <Arrow size={13} aria-hidden />}
              </button>
            ) : (
              t(`column.${name as ColumnName}`)
            )}
          </span>
        );
      })}
    </div>
  );
}

/** The ticket that was opened from a list last: who comes back finds the keyboard there. */
let lastOpened: string | null = null;

function Rows({ data }: { data: TicketList }): ReactElement {
  const { t } = useTranslation("ticketLists");
  const { filter } = useTicketSearch();
  const listName = JSON.stringify(filter);
  const { rows, news, thaw, handlers } = useFrozenRows(data.rows, listName, versionOf);
  const scroller = useRef<HTMLDivElement>(null);
  const isCards = useMediaQuery(CARDS, false, { getInitialValueInEffect: false });
  const height = isCards ? CARD_HEIGHT : ROW_HEIGHT;
  const head = isCards ? 0 : HEAD_HEIGHT;
  const chosen = chosenTickets.use((state) => state.ids);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 6,
    scrollMargin: head,
    scrollPaddingStart: head,
    getItemKey: useCallback((index: number) => rows[index]?.id ?? index, [rows]),
  });
  useEffect(() => virtual.measure(), [virtual, height]);
  const show = (index: number): void => virtual.scrollToIndex(index, { align: "auto" });
  const openByNumber = useOpenTicket();
  const opened = useStable((id: string) => {
    lastOpened = id;
  });
  const open = (ticket: TicketRow): void => {
    opened(ticket.id);
    openByNumber(ticket.number);
  };
  const { current, onKeyDown, onFocus } = useGridKeys(rows, scroller, show, open);
  const chooseRange = useStable((id: string) =>
    chosenTickets.range(
      rows.map((row) => row.id),
      id,
    ),
  );
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (data.nextCursor && lastShown >= rows.length - AHEAD) void loadMore(filter);
  }, [data.nextCursor, filter, lastShown, rows.length]);
  useEffect(() => {
    const place = rows.findIndex(({ id }) => id === lastOpened);
    const back = rows[place];
    lastOpened = null;
    if (back) {
      virtual.scrollToIndex(place, { align: "center" });
      onFocus(back.id);
      focusInList(scroller, `[data-id="${back.id}"]`);
    } else scroller.current?.scrollTo({ top: 0 });
    return chosenTickets.clear;
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- once for each list
  }, [listName]);
  return (
    <div className={classes.frame} {...handlers}>
      {news > 0 && (
        <button
          type="button"
          className={classes.news}
          onClick={() => {
            thaw();
            scroller.current?.scrollTo({ top: 0 });
          }}
        >
          {t("news", { count: news })}
        </button>
      )}
      <div ref={scroller} className={classes.scroller}>
        {/* the grid's one tab stop is its current row */}
        <div
          role="grid"
          tabIndex={-1}
          aria-label={t("table")}
          aria-rowcount={data.nextCursor ? -1 : rows.length + 1}
          aria-colcount={COLUMNS.length + 1}
          aria-multiselectable
          className={classes.grid}
          onKeyDown={onKeyDown}
          onFocus={(event) => {
            const { id } = (event.target as HTMLElement).dataset;
            if (id !== undefined) onFocus(id);
          }}
        >
          <div role="rowgroup" className={classes.headGroup}>
            <Head rows={rows} />
          </div>
          <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
            {items.map(({ index, start }) => {
              const ticket = rows[index];
              return (
                ticket && (
                  <TicketRowView
                    key={ticket.id}
                    ticket={ticket}
                    index={index}
                    top={start - head}
                    isCurrent={index === current}
                    isChosen={chosen.has(ticket.id)}
                    chooseRange={chooseRange}
                    opened={opened}
                  />
                )
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}

const versionOf = ({ version }: TicketRow): number => version;

/** Chamados as a table. */
export function TicketTable(): ReactElement {
  const { filter } = useTicketSearch();
  const { data, error, refetch } = useTicketList(filter);
  useEffect(() => {
    if (filter.overdue === undefined) return;
    const timer = setInterval(() => askForList(filter), LATE_LOOK_MS);
    return () => clearInterval(timer);
  }, [filter]);
  if (!data) return error ? <ErrorNotice error={error} retry={() => void refetch()} /> : <TicketsSkeleton />;
  return data.rows.length === 0 ? <NoTickets /> : <Rows data={data} />;
}
