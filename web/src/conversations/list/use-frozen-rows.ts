import type { ConversationRow } from "@balcao/api";
import { useCallback, useMemo, useRef, useState, type FocusEvent, type PointerEvent } from "react";
import { freeze, frozenRows, type Frozen } from "./frozen-rows.ts";

type Handlers = {
  onPointerEnter: (event: PointerEvent) => void;
  onPointerLeave: () => void;
  onFocus: (event: FocusEvent) => void;
  onBlur: (event: FocusEvent<HTMLElement>) => void;
};

/** Keeps the order of the rows still while the pointer or the keyboard is among them. `thaw` shows what is new. */
export function useFrozenRows(
  rows: readonly ConversationRow[],
  listName: string,
): { rows: readonly ConversationRow[]; news: number; thaw: () => void; handlers: Handlers } {
  const [state, setState] = useState<{ name: string; frozen: Frozen } | null>(null);
  const inside = useRef({ pointer: false, focus: false });
  const latest = useRef(rows);
  latest.current = rows;
  // another filter is another list: its order is not the frozen one
  const frozen = state?.name === listName ? state.frozen : null;

  const settle = useCallback(() => {
    const isInside = inside.current.pointer || inside.current.focus;
    setState((current) => {
      if (!isInside) return null;
      return current?.name === listName ? current : { name: listName, frozen: freeze(latest.current) };
    });
  }, [listName]);
  const thaw = useCallback(() => setState({ name: listName, frozen: freeze(latest.current) }), [listName]);

  const handlers: Handlers = {
    onPointerEnter: ({ pointerType }) => {
      if (pointerType !== "mouse") return;
      inside.current.pointer = true;
      settle();
    },
    onPointerLeave: () => {
      inside.current.pointer = false;
      settle();
    },
    onFocus: ({ target }) => {
      if (!target.matches(":focus-visible")) return;
      inside.current.focus = true;
      settle();
    },
    onBlur: ({ currentTarget, relatedTarget }) => {
      if (currentTarget.contains(relatedTarget)) return;
      inside.current.focus = false;
      settle();
    },
  };
  const result = useMemo(() => frozenRows(frozen, rows), [frozen, rows]);
  return { ...result, thaw, handlers };
}
