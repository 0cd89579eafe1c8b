import type { TicketChoices } from "@balcao/api";
import { categoryPath, firstStatus, type TicketCategory, type TicketStage } from "@balcao/core";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../lib/api.ts";
import { keys } from "../lib/queries.ts";

/** What tickets choose from: the account's workflow, its categories and types. */
export const useTicketChoices = (): UseQueryResult<TicketChoices> =>
  useQuery({ queryKey: keys.ticketChoices, queryFn: () => api<TicketChoices>("/api/ticket-choices") });

/** "Cobrança › Boleto": a category with all above it. */
export const pathName = (categories: readonly TicketCategory[], id: string): string =>
  categoryPath(categories, id)
    .map(({ name }) => name)
    .join(" › ");

export type ChoiceNames = {
  status: (id: string) => TicketChoices["statuses"][number] | undefined;
  category: (id: string) => string;
  type: (id: string) => string;
  /** where tickets of a stage are put when nobody names a status */
  first: (stage: TicketStage) => string | null;
};

/** What the chosen ids are called; empty while nobody knows yet. */
export function useChoiceNames(): ChoiceNames {
  const { data } = useTicketChoices();
  const { statuses = [], categories = [], types = [] } = data ?? {};
  return {
    status: (id) => statuses.find((status) => status.id === id),
    category: (id) => pathName(categories, id),
    type: (id) => types.find((type) => type.id === id)?.name ?? "",
    first: (stage) => firstStatus(statuses, stage)?.id ?? null,
  };
}
