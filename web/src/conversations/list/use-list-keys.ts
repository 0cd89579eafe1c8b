import type { ConversationRow } from "@balcao/api";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState, type KeyboardEvent, type RefObject } from "react";
import { focusInList } from "../../lib/focus-in-list.ts";
import { useKeys } from "../../lib/keys.ts";
import { focusThread } from "../focus.ts";
import { selectRange, toggleSelected, useSelection } from "../marks/selection.ts";
import { focusedId } from "../marks/targets.ts";
import { withoutMessage } from "../target.ts";

/** A row rested on this long by J/K is opened. */
const REST_MS = 120;
const PAGE_ROWS = 8;

export type Opener = (id: string, index: number, focus?: boolean) => void;

/** J and K: the next and the previous conversation, opened after a short rest. */
export function useListKeys(
  rows: readonly ConversationRow[],
  openId: string | undefined,
  go: (index: number) => void,
): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const place = useRef(-1);
  const openIndex = rows.findIndex(({ id }) => id === openId);
  useEffect(() => {
    place.current = openIndex;
  }, [openIndex]);
  const step = (by: number): void => {
    place.current = Math.max(0, Math.min(rows.length - 1, place.current + by));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => go(place.current), REST_MS);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useKeys([
    { id: "next", run: () => step(1) },
    { id: "previous", run: () => step(-1) },
  ]);
}

/** X chooses, Shift+J and Shift+K go on choosing row by row from where the keyboard, or the last choice, is. */
export function useSelectKeys(
  rows: readonly ConversationRow[],
  openId: string | undefined,
  focusRow: (index: number) => void,
): void {
  const cursor = useRef<string | undefined>(undefined);
  const isSelecting = useSelection((state) => state.ids.size > 0);
  if (!isSelecting) cursor.current = undefined;
  const extend = (by: number): void => {
    const all = rows.map(({ id }) => id);
    const from = focusedId() ?? cursor.current ?? openId ?? all[0];
    if (from === undefined) return;
    if (!isSelecting) selectRange(all, from);
    const to = all[all.indexOf(from) + by];
    if (to === undefined) return;
    selectRange(all, to);
    cursor.current = to;
    focusRow(all.indexOf(to));
  };
  const toggle = (): void => {
    const id = focusedId() ?? cursor.current ?? openId;
    if (id === undefined || !rows.some((row) => row.id === id)) return;
    toggleSelected(id);
    cursor.current = id;
  };
  useKeys([
    { id: "select", run: toggle },
    { id: "extendDown", run: () => extend(1) },
    { id: "extendUp", run: () => extend(-1) },
  ]);
}

/** Opens a conversation beside the list; with `focus` the keyboard goes to its messages. */
export function useOpener(): Opener {
  const navigate = useNavigate();
  return useCallback(
    (id, _index, focus = false) => {
      void navigate({
        to: "/conversations/$id",
        params: { id },
        search: withoutMessage,
        resetScroll: false,
      }).then(() => {
        if (focus) focusThread("unread");
      });
    },
    [navigate],
  );
}

type RowFocus = {
  focused: number;
  setFocused: (index: number) => void;
  focusRow: (index: number) => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

/** One Tab stop for the whole list; arrows, Home, End and pages walk, Enter or O opens. */
export function useRowFocus(
  rows: readonly ConversationRow[],
  scroller: RefObject<HTMLElement | null>,
  show: (index: number) => void,
  open: Opener,
): RowFocus {
  const [focused, setFocused] = useState(0);
  const focusRow = (index: number): void => {
    const next = Math.max(0, Math.min(rows.length - 1, index));
    setFocused(next);
    show(next);
    focusInList(scroller, `[data-index="${next}"]`);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const moves: Record<string, number> = {
      ArrowDown: focused + 1,
      ArrowUp: focused - 1,
      Home: 0,
      End: rows.length - 1,
      PageDown: focused + PAGE_ROWS,
      PageUp: focused - PAGE_ROWS,
    };
    // inside a row its own box hears the keys
    if (event.target instanceof HTMLInputElement) return;
    const target = moves[event.key];
    const row = rows[focused];
    if (target !== undefined) focusRow(target);
    else if (row && event.key === " ") toggleSelected(row.id);
    else if (
      row &&
      (event.key === "Enter" || event.key.toLowerCase() === "o") &&
      !event.ctrlKey &&
      !event.metaKey
    )
      open(row.id, focused, true);
    else return;
    event.preventDefault();
  };
  return { focused, setFocused, focusRow, onKeyDown };
}
