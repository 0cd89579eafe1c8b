import type { TicketChoices } from "@balcao/api";
import { useMutation } from "@tanstack/react-query";
import { api, sentenceOf } from "../../lib/api.ts";
import { keys, queryClient } from "../../lib/queries.ts";
import { toast } from "../../lib/toast.ts";

export type List = keyof TicketChoices;

/** Every change answers with all lists as they are now. */
const keep = (choices: TicketChoices): void => void queryClient.setQueryData(keys.ticketChoices, choices);

/** One entry, new (`choice` null) or changed. */
export async function saveChoice(
  list: List,
  choice: { id: string; version: number } | null,
  body: Record<string, unknown>,
): Promise<void> {
  const path = `/api/ticket-${list}`;
  keep(
    choice
      ? await api(`${path}/${choice.id}`, { method: "PUT", body: { ...body, version: choice.version } })
      : await api(path, { method: "POST", body }),
  );
}

/** The ids with one of them a step up or down. */
export function moved(ids: readonly string[], id: string, step: 1 | -1): string[] {
  const index = ids.indexOf(id);
  return ids.toSpliced(index, 1).toSpliced(index + step, 0, id);
}

/** Puts what stands together in another order. */
export function useOrder(list: List): (ids: readonly string[]) => void {
  return useMutation({
    mutationFn: (ids: readonly string[]) =>
      api<TicketChoices>(`/api/ticket-${list}/order`, { method: "PUT", body: { ids } }),
    onSuccess: keep,
    onError: (error) => {
      toast(sentenceOf(error), { tone: "error" });
      void queryClient.invalidateQueries({ queryKey: keys.ticketChoices });
    },
  }).mutate;
}
