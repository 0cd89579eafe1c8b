import { useCallback, useMemo, useRef, useState, type FocusEvent, type PointerEvent } from "react";
import { freeze, frozenRows, type Frozen } from "./frozen-rows.ts";

type Handlers = {
  onPointerEnter: (event: PointerEvent) => void;
  onPointerLeave: () => void;
  onFocus: (event: FocusEvent) => void;
  onBlur: (event: FocusEvent<HTMLElement>) => void;
};

/**
 * Keeps the order of the rows still while the pointer or the keyboard is among them. `thaw` shows what is new. `latestIn` (always the same
 * function): what is another one once something new came into a row.
 */
export function useFrozenRows<T extends { id: string }>(
  rows: readonly T[],
  listName: string,
  latestIn: (row: T) => unknown,
): { rows: readonly T[]; news: number; thaw: () => void; handlers: Handlers } {
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
      return current?.name === listName
        ? current
        : { name: listName, frozen: freeze(latest.current, latestIn) };
    });
  }, [listName, latestIn]);
  const thaw = useCallback(
    () => setState({ name: listName, frozen: freeze(latest.current, latestIn) }),
    [listName, latestIn],
  );

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
  const result = useMemo(() => frozenRows(frozen, rows, latestIn), [frozen, rows, latestIn]);
  return { ...result, thaw, handlers };
}
