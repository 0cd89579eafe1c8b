import type {
  RealtimeChange,
  TicketBoard,
  TicketChoices,
  TicketCounts,
  TicketPage,
  TicketRow,
} from "@balcao/api";
import { hashKey, keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { calm } from "../../lib/calm.ts";
import { api } from "../../lib/api.ts";
import { serverNow } from "../../lib/clock.ts";
import { keys, queryClient } from "../../lib/queries.ts";
import { onChanges, refetchEverything, TICKET_BOARDS, TICKET_LISTS } from "../../realtime/cache.ts";
import { journal } from "../../realtime/journal.ts";
import { askAnew, askOwed, kept } from "../../realtime/owed.ts";
import { appendTo, placeIt, takeOut, type KnownPart } from "../../realtime/place.ts";
import { rulesOf, type TicketFilter, type World } from "./filter.ts";

export type TicketList = KnownPart<TicketRow>;

const PAGE = 50;
const LONGEST_PAGE = 100;
const COUNTS = "ticket-counts";
const COUNTS_PAUSE_MS = 500;
const SEARCH_PAUSE_MS = 600;

const world = (): World => ({
  choices: queryClient.getQueryData<TicketChoices>(keys.ticketChoices),
  now: serverNow(),
});
const NONE: TicketList = { rows: [], nextCursor: null, edge: null };

function withChange(data: TicketList, filter: TicketFilter, change: RealtimeChange): TicketList {
  if (change.type === "ticket-gone") return takeOut(data, change.ticketId);
  if (change.type !== "ticket") return data;
  // whether a search finds what is new to it, only the server knows
  if (filter.q !== undefined && !data.rows.some(({ id }) => id === change.row.id)) return data;
  return placeIt(data, change.row, rulesOf(filter, world()));
}

/** What came while the answer was under way is in it, or put in. */
function withMeanwhile(data: TicketList, filter: TicketFilter, mark: number): TicketList {
  const changes = journal.since(mark);
  if (changes === null) refetchEverything();
  return (changes ?? []).reduce((list, change) => withChange(list, filter, change), data);
}

const pageOf = (filter: TicketFilter, cursor: string | null, limit: number, signal?: AbortSignal) =>
  api<TicketPage>("/api/tickets", { query: { ...filter, cursor, limit }, ...(signal ? { signal } : {}) });

async function fetchList(filter: TicketFilter, signal: AbortSignal): Promise<TicketList> {
  const mark = journal.mark();
  const known = queryClient.getQueryData<TicketList>([TICKET_LISTS, filter])?.rows.length ?? 0;
  let data = NONE;
  do {
    const limit = Math.min(LONGEST_PAGE, Math.max(PAGE, known - data.rows.length));
    data = appendTo(data, await pageOf(filter, data.nextCursor, limit, signal), rulesOf(filter, world()));
  } while (data.nextCursor !== null && data.rows.length < known);
  return withMeanwhile(data, filter, mark);
}

/** The list of a filter as far as it is known; changes are put in by the stream. */
export const useTicketList = (filter: TicketFilter): UseQueryResult<TicketList> =>
  useQuery({
    ...kept([TICKET_LISTS, filter], ({ signal }) => fetchList(filter, signal)),
    // another order or filter: the heads stay, and the keyboard on them
    placeholderData: keepPreviousData,
  });

const loading = new Set<string>();

/** Fetches the next page of a list, unless it is already on its way. */
export async function loadMore(filter: TicketFilter): Promise<void> {
  const key = [TICKET_LISTS, filter];
  const data = queryClient.getQueryData<TicketList>(key);
  const name = JSON.stringify(filter);
  if (!data?.nextCursor || loading.has(name)) return;
  loading.add(name);
  try {
    const mark = journal.mark();
    const page = await pageOf(filter, data.nextCursor, PAGE);
    queryClient.setQueryData<TicketList>(key, (now) =>
      now?.nextCursor === data.nextCursor
        ? withMeanwhile(appendTo(now, page, rulesOf(filter, world())), filter, mark)
        : now,
    );
  } finally {
    loading.delete(name);
  }
}

/** What a board is narrowed down to; its columns are lists of one status each. */
export type BoardFilter = Omit<TicketFilter, "status" | "direction">;
export const columnOf = (filter: BoardFilter, status: string): TicketFilter => ({
  ...filter,
  status,
  direction: "desc",
});

/** What a board shows: its statuses, and (while another one is on its way) what they are narrowed down to. */
export type Board = { filter: BoardFilter; statuses: readonly string[] };

/** All columns of a board by one question; each is then a list like any other. */
export const useBoard = (filter: BoardFilter): UseQueryResult<Board> =>
  useQuery({
    ...kept([TICKET_BOARDS, filter], async ({ signal }) => {
      const mark = journal.mark();
      const { columns } = await api<TicketBoard>("/api/tickets/board", { query: filter, signal });
      for (const { statusId, ...page } of columns) {
        const column = columnOf(filter, statusId);
        const data = appendTo(NONE, page, rulesOf(column, world()));
        queryClient.setQueryData([TICKET_LISTS, column], withMeanwhile(data, column, mark));
      }
      return { filter, statuses: columns.map(({ statusId }) => statusId) };
    }),
    placeholderData: keepPreviousData,
  });

export type CountsFilter = Partial<Omit<TicketFilter, "status" | "order" | "direction" | "q">>;

/** How many tickets there are to see: in all, in saved views, and (narrowed down) in each status. */
export const useTicketCounts = (filter: CountsFilter = {}): UseQueryResult<TicketCounts> =>
  useQuery({
    queryKey: [COUNTS, filter],
    queryFn: () => api<TicketCounts>("/api/tickets/counts", { query: filter }),
    placeholderData: keepPreviousData,
  });

const refreshCounts = calm(COUNTS_PAUSE_MS, () => void queryClient.invalidateQueries({ queryKey: [COUNTS] }));
const refreshSearches = calm(SEARCH_PAUSE_MS, () => {
  for (const [filter] of lists()) if (filter.q !== undefined) askAnew([TICKET_LISTS, filter]);
});

const lists = (): [TicketFilter, TicketList][] =>
  queryClient
    .getQueryCache()
    .findAll({ queryKey: [TICKET_LISTS] })
    .flatMap(({ queryKey, state }) =>
      state.data === undefined ? [] : [[queryKey[1] as TicketFilter, state.data as TicketList]],
    );

/** Writes changes into all lists that are cached: from the stream, from an answer, or guessed ahead of it. */
export function patchTickets(changes: readonly RealtimeChange[]): void {
  for (const [filter, known] of lists()) {
    const next = changes.reduce((list, change) => withChange(list, filter, change), known);
    if (next === known) continue;
    queryClient.setQueryData([TICKET_LISTS, filter], next);
    askOwed(hashKey([TICKET_LISTS, filter]));
  }
}

/** A ticket as the lists have it now. */
export function listedTicket(id: string): TicketRow | undefined {
  for (const [, { rows }] of lists()) {
    const row = rows.find((other) => other.id === id);
    if (row) return row;
  }
  return undefined;
}

/** Asks again for one list. */
export const askForList = (filter: TicketFilter): void => askAnew([TICKET_LISTS, filter]);

/** Asks again for the lists that hold this ticket: a guess about it was wrong. */
export function askForListsOf(id: string): void {
  for (const [filter, { rows }] of lists())
    if (rows.some((row) => row.id === id)) askAnew([TICKET_LISTS, filter]);
}

// for as long as the page lives: what is cached stays true whichever page is open
onChanges((changes) => {
  const own = changes.filter(({ type }) => type === "ticket" || type === "ticket-gone");
  if (own.length > 0) {
    patchTickets(own);
    refreshCounts();
    refreshSearches();
  }
  for (const change of changes) {
    if (change.type === "refetch" && change.what === "views") refreshCounts();
    // a status that is switched on or off is a column more or less
    if (change.type === "refetch" && change.what === "ticket-choices")
      for (const { queryKey } of queryClient.getQueryCache().findAll({ queryKey: [TICKET_BOARDS] }))
        askAnew(queryKey);
    // the requester's name stands in rows
    if (change.type === "contact")
      for (const [filter, { rows }] of lists())
        if (rows.some(({ requester }) => requester.id === change.contactId)) askAnew([TICKET_LISTS, filter]);
  }
});
