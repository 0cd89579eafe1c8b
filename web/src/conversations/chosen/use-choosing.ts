import type { MessageView } from "@balcao/api";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { idOf, type ThreadItem } from "../thread/thread-items.ts";
import type { EntryKeys } from "../thread/use-thread-focus.ts";
import {
  chooseRange,
  clearChosen,
  doneChoosing,
  toggleChosen,
  useAskedToChoose,
  useChosen,
} from "./chosen.ts";

/** Messages stand in a ticket, on paper or on the clipboard once they are sent; notes and history do not. */
const choosable = (item: ThreadItem): item is Extract<ThreadItem, { type: "message" }> =>
  item.type === "message" && item.outbox === null;

const messageIdsOf = (items: readonly ThreadItem[]): string[] =>
  items.filter(choosable).map(({ message }) => message.id);

/**
 * Choosing messages of the thread that is drawn, by pointer and keyboard: the chosen ones, oldest first, and what changes them. Ends
 * with the thread.
 */
export function useChoosing(items: readonly ThreadItem[]): {
  chosen: readonly MessageView[];
  /** whether messages are being chosen, or are to be */
  isChoosing: boolean;
  choose: (messageId: string, isRange: boolean) => void;
  keys: Pick<EntryKeys, "choose" | "extend">;
} {
  const ids = useChosen((state) => state.ids);
  const latest = useRef(items);
  latest.current = items;
  const { isAsked } = useAskedToChoose();
  useEffect(
    () => () => {
      clearChosen();
      doneChoosing();
    },
    [],
  );
  // once there are some they keep the boxes shown, until one is done with them
  useEffect(() => {
    if (ids.size > 0) doneChoosing();
  }, [ids]);
  const chosen = useMemo(
    () =>
      ids.size === 0
        ? []
        : items.filter(choosable).flatMap(({ message }) => (ids.has(message.id) ? [message] : [])),
    [ids, items],
  );
  // what was chosen is no longer drawn, e.g. after a jump to another stretch: nothing is chosen that cannot be seen
  const isLost = ids.size > 0 && chosen.length === 0;
  useEffect(() => {
    if (isLost) clearChosen();
  }, [isLost]);
  const choose = useCallback((messageId: string, isRange: boolean): void => {
    if (isRange) chooseRange(messageIdsOf(latest.current), messageId);
    else toggleChosen(messageId);
  }, []);
  const keys: Pick<EntryKeys, "choose" | "extend"> = {
    choose: (item, isRange) => {
      if (!choosable(item)) return false;
      choose(item.message.id, isRange);
      return true;
    },
    extend: (from, to) => {
      for (const item of [from, to]) {
        const id = choosable(item) ? idOf(item) : null;
        if (id !== null) chooseRange(messageIdsOf(latest.current), id);
      }
    },
  };
  return { chosen, isChoosing: isAsked || chosen.length > 0, choose, keys };
}
