import type { TicketRow } from "@balcao/api";
import { useEffect, useState, type KeyboardEvent, type RefObject } from "react";
import { focusInList } from "../../lib/focus-in-list.ts";
import { useKeys } from "../../lib/keys.ts";
import { chosenTickets } from "./perform.ts";

const PAGE_ROWS = 10;

/** Where a key leads to from a row; null when it leads nowhere. */
function placeAfter(key: string, from: number, rows: number): number | null {
  switch (key) {
    case "ArrowDown":
      return from + 1;
    case "ArrowUp":
      return from - 1;
    case "Home":
      return 0;
    case "End":
      return rows - 1;
    case "PageDown":
      return from + PAGE_ROWS;
    case "PageUp":
      return from - PAGE_ROWS;
    default:
      return null;
  }
}

/** A plain key pressed on a row: heads and boxes hear theirs themselves. */
const isOfRow = ({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  !(ctrlKey || metaKey || altKey || target instanceof HTMLInputElement) &&
  (target as HTMLElement).closest("[data-id]") !== null;

type GridKeys = {
  /** the row that a Tab leads to */
  current: number;
  onKeyDown: (event: KeyboardEvent) => void;
  onFocus: (id: string) => void;
};

/**
 * One Tab stop for the whole table. J and K (or the arrows) walk, X chooses, Shift with J or K goes on choosing, Enter or O opens. The row is
 * remembered by its ticket, since tickets change their places.
 */
export function useGridKeys(
  rows: readonly TicketRow[],
  scroller: RefObject<HTMLElement | null>,
  show: (index: number) => void,
  open: (ticket: TicketRow) => void,
): GridKeys {
  const [id, setId] = useState<string | null>(null);
  const found = rows.findIndex((row) => row.id === id);
  const current = Math.max(0, found);
  const focusRow = (index: number): void => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!row) return;
    setId(row.id);
    show(rows.indexOf(row));
    focusInList(scroller, `[role=row][data-id="${row.id}"]`);
  };
  const isInside = (): boolean => scroller.current?.contains(document.activeElement) ?? false;
  /** The first press leads to the row itself, later ones on from it. */
  const walk = (by: number) => (): void => focusRow(isInside() || found !== -1 ? current + by : 0);
  const extend = (by: number) => (): void => {
    const all = rows.map((row) => row.id);
    const from = rows[current];
    const to = rows[current + by];
    if (!from || !to) return;
    if (chosenTickets.use.getState().ids.size === 0) chosenTickets.range(all, from.id);
    chosenTickets.range(all, to.id);
    focusRow(current + by);
  };
  const toggle = (): void => {
    const row = rows[current];
    if (row) chosenTickets.toggle(row.id);
  };
  useKeys([
    { id: "ticketNext", run: walk(1) },
    { id: "ticketPrevious", run: walk(-1) },
    { id: "ticketChoose", run: toggle },
    { id: "ticketChooseDown", run: extend(1) },
    { id: "ticketChooseUp", run: extend(-1) },
  ]);
  useEffect(() => chosenTickets.clear, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isOfRow(event)) return;
    const target = placeAfter(event.key, current, rows.length);
    const row = rows[current];
    if (target !== null) focusRow(target);
    else if (event.key === " ") toggle();
    else if (row && (event.key === "Enter" || event.key.toLowerCase() === "o")) open(row);
    else return;
    event.preventDefault();
  };
  return { current, onKeyDown, onFocus: setId };
}
