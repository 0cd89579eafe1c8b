import type {
  Direction,
  Ticket,
  TicketActivity,
  TicketOrder,
  TicketPage,
  TicketReaches,
  TicketRow,
} from "@balcao/api";
import {
  useInfiniteQuery,
  useQuery,
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseQueryResult,
} from "@tanstack/react-query";
import { api } from "../lib/api.ts";
import { keys } from "../lib/queries.ts";

/** What a list asks for; the same words stand in the address bar. What is left out is the default. */
export type TicketSearch = {
  /** `all`, a stage, or a status's id (lists of conversations have the word "status" in the address bar) */
  progress?: string;
  team?: string;
  /** `me`, `none` or an agent's id */
  agent?: string;
  priority?: TicketRow["priority"];
  category?: string;
  type?: string;
  label?: string;
  overdue?: true;
  q?: string;
  /** its order (lists of conversations have that word in the address bar) */
  sort?: TicketOrder;
  direction?: Direction;
  /** columns by status instead of a table */
  as?: "board";
  /** the saved view that was opened */
  view?: string;
};

/** Most tickets of a contact that stand in the panel, and of the latest ones where a number was not found. */
const FEW = 8;

/** A few tickets, whatever their status, latest change first: of a contact, or of all. */
export const useFewTickets = (contact?: string): UseQueryResult<TicketPage> =>
  useQuery({
    queryKey: [...keys.tickets, "few", contact],
    queryFn: () => api<TicketPage>("/api/tickets", { query: { status: "all", contact, limit: FEW } }),
  });

/** A ticket by its number; null asks for nothing. */
export const useTicket = (number: number | null): UseQueryResult<Ticket> =>
  useQuery({
    queryKey: [...keys.tickets, "number", number],
    queryFn: () => api<Ticket>(`/api/tickets/by-number/${number}`),
    enabled: number !== null,
  });

export const useActivity = (id: string): UseInfiniteQueryResult<InfiniteData<TicketActivity>> =>
  useInfiniteQuery({
    queryKey: [...keys.tickets, "activity", id],
    queryFn: ({ pageParam }) =>
      api<TicketActivity>(`/api/tickets/${id}/activity`, { query: { cursor: pageParam } }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

const REACHES_MS = 20_000;

/** Where the ticket's customer can be told; asked again and again while somebody is about to: a customer who writes opens the window. */
export const useReaches = (id: string, enabled: boolean): UseQueryResult<TicketReaches> =>
  useQuery({
    queryKey: [...keys.tickets, "reaches", id],
    queryFn: () => api<TicketReaches>(`/api/tickets/${id}/reaches`),
    enabled,
    staleTime: 0,
    refetchInterval: REACHES_MS,
  });

const LARGEST = 2_147_483_647;

/** The number a person typed, with or without "#"; null when it is none. */
export function numberOf(text: string): number | null {
  const digits = /^#?(\d{1,10})$/u.exec(text.trim())?.[1];
  const number = Number(digits);
  return digits !== undefined && number >= 1 && number <= LARGEST ? number : null;
}
