import { useMutation, type QueryKey } from "@tanstack/react-query";
import { useState } from "react";
import { sentenceOf } from "../../lib/api.ts";
import { queryClient } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";
import { reordered } from "./moved.ts";

type Wanted = {
  /** the list's query; also names the queue in which its moves wait for one another */
  list: QueryKey;
  /** puts what stands together in this order */
  save: (ids: readonly string[]) => Promise<unknown>;
};
export type ListOrder = {
  order: (ids: readonly string[]) => void;
  /** as its person has put it, though the server may know of the first moves only */
  shown: <T extends { id: string }>(items: readonly T[]) => T[];
};

/**
 * Puts an ordered list in another order; the screen changes first. Who moves a row by two places presses twice: the moves go out one after
 * the other, each is counted from what the screen shows, and what the server says of the first does not undo the second.
 */
export function useListOrder({ list, save }: Wanted): ListOrder {
  const [waiting, setWaiting] = useState<readonly (readonly string[])[]>([]);
  const mutationKey = ["order", ...list];
  const { mutate } = useMutation({
    mutationKey,
    scope: { id: mutationKey.join(" ") },
    mutationFn: save,
    onMutate: (ids) => setWaiting((before) => [...before, ids]),
    onError: (error) => toast(sentenceOf(error), { tone: "error" }),
    onSettled: async () => {
      // this one still counts
      if (queryClient.isMutating({ mutationKey }) > 1) return;
      await queryClient.invalidateQueries({ queryKey: list });
      // pressed while the list was on its way: the next one ends the waiting
      if (queryClient.isMutating({ mutationKey }) <= 1) setWaiting([]);
    },
  });
  return {
    order: mutate,
    shown: (items) => waiting.reduce((shown, ids) => reordered(shown, ids), [...items]),
  };
}
