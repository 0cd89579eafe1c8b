import type { TicketChoices } from "@balcao/api";
import { api } from "../../lib/api.ts";
import { keys, queryClient } from "../../lib/queries.ts";
import { useListOrder, type ListOrder } from "../parts/use-list-order.ts";

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

/** Puts what stands together in another order. */
export const useOrder = (list: List): ListOrder =>
  useListOrder({
    list: keys.ticketChoices,
    save: async (ids) => {
      keep(await api<TicketChoices>(`/api/ticket-${list}/order`, { method: "PUT", body: { ids } }));
    },
  });
