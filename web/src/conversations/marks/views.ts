import type { ListView, ViewedList } from "@balcao/api";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api } from "../../lib/api.ts";
import { keys } from "../../lib/queries.ts";
import type { ListSearch } from "../routes.ts";

export type ViewFilter = ListView["filter"];

/** The saved views of a list. */
export const useViews = (list: ViewedList): UseQueryResult<ListView[]> =>
  useQuery({
    queryKey: keys.views,
    queryFn: async () => (await api<{ items: ListView[] }>("/api/views")).items,
    select: list === "tickets" ? ofTickets : ofConversations,
  });
const ofTickets = (all: ListView[]): ListView[] => all.filter(({ list }) => list === "tickets");
const ofConversations = (all: ListView[]): ListView[] => all.filter(({ list }) => list === "conversations");

/** What a view keeps of the address: its filters and order, not the search nor what is open. */
export function filterOf(search: ListSearch): ViewFilter {
  const { q: _q, message: _message, view: _view, ...filter } = search;
  return filter;
}

const spelt = (filter: ViewFilter): string =>
  JSON.stringify(Object.entries(filter).toSorted(([a], [b]) => (a < b ? -1 : 1)));

export const isSameFilter = (a: ViewFilter, b: ViewFilter): boolean => spelt(a) === spelt(b);

/** The address of a view's list, in the words of that list. */
export const searchOf = ({ id, filter }: Pick<ListView, "id" | "filter">): ListSearch =>
  ({ ...filter, view: id }) as ListSearch;
