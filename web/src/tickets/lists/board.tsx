import { monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import type { TicketRow } from "@balcao/api";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import { ErrorNotice } from "../../app/page-states.tsx";
import { useKeys, useLayer } from "../../lib/keys.ts";
import { useStable } from "../../lib/stable.ts";
import { useTranslation } from "../../lib/texts.ts";
import { useChoiceNames } from "../use-choices.ts";
import { carried } from "./board-card.tsx";
import { BoardColumn, type Neighbour } from "./board-column.tsx";
import classes from "./board.module.css";
import { listedTicket, useBoard, useTicketCounts, type BoardFilter, type CountsFilter } from "./data.ts";
import { LimitDialog, type Asked } from "./limit-dialog.tsx";
import { perform } from "./perform.ts";
import { TicketsSkeleton } from "./states.tsx";
import { useTicketSearch } from "./use-search.ts";

/** What the address asks of a board: the filters, without what only a table has. */
function useBoardFilter(): { filter: BoardFilter; counted: CountsFilter } {
  const { search, filter } = useTicketSearch();
  const order = search.sort === undefined || search.sort === "status" ? "priority" : search.sort;
  return useMemo(() => {
    const { status: _status, direction: _direction, order: _order, ...rest } = filter;
    const { q: _q, ...counted } = rest;
    return { filter: { ...rest, order }, counted };
  }, [filter, order]);
}

function carry(ticket: TicketRow, statusId: string): void {
  carried.id = ticket.id;
  void perform({ type: "status", statusId }, [ticket]);
}

/** Moves a ticket to another status: at once, or after asking where the column is at its limit. */
function useMove(counts: Readonly<Record<string, number>> | null): {
  move: (ticket: TicketRow, statusId: string) => void;
  asked: Asked | null;
  answer: (moves: boolean) => void;
} {
  const names = useChoiceNames();
  const [asked, setAsked] = useState<Asked | null>(null);
  const move = (ticket: TicketRow, statusId: string): void => {
    if (statusId === ticket.statusId) return;
    const most = names.status(statusId)?.most ?? null;
    const tickets = counts?.[statusId] ?? 0;
    if (most !== null && tickets >= most) setAsked({ ticket, statusId, tickets, most });
    else carry(ticket, statusId);
  };
  const answer = (moves: boolean): void => {
    if (moves && asked) carry(asked.ticket, asked.statusId);
    setAsked(null);
  };
  return { move, asked, answer };
}

const links = (board: HTMLElement | null, statusId: string): HTMLElement[] => [
  ...(board?.querySelectorAll<HTMLElement>(`[data-column="${statusId}"] [data-ticket]`) ?? []),
];

/** Arrows (and J, K) walk through the cards, Shift with ← or → moves one to the column beside. */
function useBoardKeys(statuses: readonly string[], move: (ticket: TicketRow, statusId: string) => void) {
  const board = useRef<HTMLDivElement>(null);
  const here = (): { column: number; index: number; id: string } | null => {
    const card = document.activeElement?.closest<HTMLElement>("[data-card]");
    const statusId = card?.closest<HTMLElement>("[data-column]")?.dataset["column"];
    const { card: id } = card?.dataset ?? {};
    if (!card || statusId === undefined || id === undefined) return null;
    const all = links(board.current, statusId).map((link) => link.closest("[data-card]"));
    return { column: statuses.indexOf(statusId), index: all.indexOf(card), id };
  };
  const focusIn = (column: number, index: number): void => {
    const all = links(board.current, statuses[column] ?? "");
    all[Math.max(0, Math.min(all.length - 1, index))]?.focus();
  };
  const walk = (by: number): void => {
    const place = here();
    if (place) focusIn(place.column, place.index + by);
    else board.current?.querySelector<HTMLElement>("[data-ticket]")?.focus();
  };
  /** Columns without cards are passed by. */
  const aside = (by: number): void => {
    const place = here();
    if (!place) return;
    for (let column = place.column + by; column >= 0 && column < statuses.length; column += by)
      if (links(board.current, statuses[column] ?? "").length > 0) return focusIn(column, place.index);
  };
  const carryOn = (by: number) => (): void => {
    const place = here();
    const ticket = place && listedTicket(place.id);
    const to = place && statuses[place.column + by];
    if (!ticket || to === undefined || to === null) return;
    move(ticket, to);
  };
  useKeys([
    { id: "ticketNext", run: () => walk(1) },
    { id: "ticketPrevious", run: () => walk(-1) },
    { id: "ticketMoveRight", run: carryOn(1) },
    { id: "ticketMoveLeft", run: carryOn(-1) },
    {
      id: "ticketMove",
      run: () =>
        document.activeElement
          ?.closest<HTMLElement>("[data-card]")
          ?.querySelector<HTMLElement>("[aria-haspopup=menu]")
          ?.click(),
    },
  ]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!(event.target as HTMLElement).matches("[data-ticket]")) return;
    if (event.key === "ArrowDown") walk(1);
    else if (event.key === "ArrowUp") walk(-1);
    else if (event.key === "ArrowRight") aside(1);
    else if (event.key === "ArrowLeft") aside(-1);
    else if (event.key.toLowerCase() === "o") (event.target as HTMLElement).click();
    else return;
    event.preventDefault();
  };
  return { board, onKeyDown };
}

const NO_STATUSES: readonly string[] = [];

/** Chamados as columns by status. */
export function TicketBoard(): ReactElement {
  const { t } = useTranslation("ticketLists");
  const { filter, counted } = useBoardFilter();
  const { data: shown, error, refetch } = useBoard(filter);
  const { data: counts } = useTicketCounts(counted);
  const sums = filter.q === undefined ? (counts?.statuses ?? null) : null;
  const names = useChoiceNames();
  const { move, asked, answer } = useMove(sums);
  useLayer(asked !== null);
  const { board, onKeyDown } = useBoardKeys(shown?.statuses ?? NO_STATUSES, move);
  const [draggedId, setDraggedId] = useState<string | null>(null);
  const moveTo = useStable(move);
  useEffect(
    () =>
      monitorForElements({
        onDragStart: ({ source }) => setDraggedId(String(source.data["ticketId"])),
        onDrop: ({ source, location }) => {
          setDraggedId(null);
          const ticket = listedTicket(String(source.data["ticketId"]));
          const statusId = location.current.dropTargets[0]?.data["statusId"];
          if (ticket && typeof statusId === "string") moveTo(ticket, statusId);
        },
      }),
    [moveTo],
  );
  if (!shown) return error ? <ErrorNotice error={error} retry={() => void refetch()} /> : <TicketsSkeleton />;
  const { statuses } = shown;
  const neighbours: Neighbour[] = statuses.flatMap((id) => {
    const status = names.status(id);
    return status ? [{ id, name: status.name }] : [];
  });
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- only hears the arrows of its cards */}
      <div ref={board} className={classes.board} role="group" aria-label={t("board")} onKeyDown={onKeyDown}>
        {statuses.map((statusId) => (
          <BoardColumn
            key={statusId}
            statusId={statusId}
            filter={shown.filter}
            count={sums ? (sums[statusId] ?? 0) : null}
            neighbours={neighbours}
            isDragging={draggedId !== null}
            move={moveTo}
          />
        ))}
      </div>
      {asked && <LimitDialog asked={asked} answer={answer} />}
    </>
  );
}
