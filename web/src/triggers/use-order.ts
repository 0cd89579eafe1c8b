import type { TriggerView } from "@balcao/api";
import { useCallback, useEffect, useRef, useState } from "react";
import { sentenceOf } from "../lib/api.ts";
import { toast } from "../lib/toast.ts";
import { sameValue } from "../settings/parts/rebase.ts";
import { askBotAgain, orderTriggers, showBot } from "./queries.ts";

/** Several steps in a row are one order for the server. */
const REST_MS = 500;

/** The triggers in an order given by ids; what the order does not know comes last. */
function inOrder(triggers: readonly TriggerView[], ids: readonly string[]): TriggerView[] {
  const place = new Map(ids.map((id, index) => [id, index]));
  const of = ({ id }: TriggerView): number => place.get(id) ?? ids.length;
  return [...triggers].sort((a, b) => of(a) - of(b));
}

/**
 * The list as it is being ordered: a move shows at once and is saved after a short rest, or when one leaves. What the server
 * refuses goes back to what it has.
 */
export function useOrder(triggers: readonly TriggerView[]): {
  ordered: readonly TriggerView[];
  /** Puts them into this order, unless it is not `expected` any more: then nothing happens and it answers false. */
  arrange: (ids: readonly string[], expected: readonly string[]) => boolean;
} {
  const [order, setOrder] = useState<readonly string[] | null>(null);
  const waiting = useRef<{ ids: readonly string[]; timer: ReturnType<typeof setTimeout> } | null>(null);
  const ordered = order ? inOrder(triggers, order) : triggers;
  const current = useRef<readonly string[]>([]);
  current.current = ordered.map(({ id }) => id);

  const send = useCallback(async (): Promise<void> => {
    if (!waiting.current) return;
    clearTimeout(waiting.current.timer);
    const { ids } = waiting.current;
    waiting.current = null;
    try {
      const bot = await orderTriggers(ids);
      // a later move is on the screen already: its own answer will come
      if (waiting.current === null) showBot(bot);
    } catch (error) {
      toast(sentenceOf(error), { tone: "error" });
      await askBotAgain();
    }
    if (waiting.current === null) setOrder(null);
  }, []);
  useEffect(() => () => void send(), [send]);

  const arrange = useCallback(
    (ids: readonly string[], expected: readonly string[]): boolean => {
      if (!sameValue(current.current, expected)) return false;
      current.current = ids;
      setOrder(ids);
      if (waiting.current) clearTimeout(waiting.current.timer);
      waiting.current = { ids, timer: setTimeout(() => void send(), REST_MS) };
      return true;
    },
    [send],
  );
  return { ordered, arrange };
}
