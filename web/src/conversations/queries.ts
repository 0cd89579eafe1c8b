import type {
  Conversation,
  ConversationCounts,
  ConversationRow,
  RealtimeChange,
  ThreadPage,
} from "@balcao/api";
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import type { z } from "zod";
import { api, type Query } from "../lib/api.ts";
import { queryClient } from "../lib/queries.ts";
import { mergeEntries, placeRow, type ListData, type ThreadData } from "../realtime/apply.ts";
import {
  CONVERSATION,
  CONVERSATION_LISTS,
  COUNTS,
  GONE,
  journal,
  refetchEverything,
  THREAD,
  viewerNow,
} from "../realtime/cache.ts";
import { compareRows, type ListFilter } from "../realtime/order.ts";

const PAGE = 50;
const LONGEST_PAGE = 100;
/** A thread asked for again is read back this far at most; older pages come by scrolling. */
const THREAD_REREAD = 300;

type Page = { items: ConversationRow[]; nextCursor: string | null };

const listQuery = (filter: ListFilter, cursor: string | null, limit: number): Query => ({
  ...filter,
  cursor,
  limit,
});

/** Changes that came while an answer was under way; when too many to know, all is asked for again. */
function meanwhile(mark: number): RealtimeChange[] {
  const changes = journal.since(mark);
  if (changes === null) refetchEverything();
  return changes ?? [];
}

function withChanges(data: ListData, filter: ListFilter, mark: number): ListData {
  return meanwhile(mark).reduce<ListData>((list, change) => {
    if (change.type === "conversation" && !filter.q) return placeRow(list, change.row, filter, viewerNow());
    if (change.type === "gone")
      return { ...list, rows: list.rows.filter(({ id }) => id !== change.conversationId) };
    return list;
  }, data);
}

/** Adds a page behind what is known: rows already there keep their newer version, the edge moves on. */
export function appendPage(data: ListData, page: Page, filter: ListFilter): ListData {
  const rows = new Map(page.items.map((row) => [row.id, row]));
  for (const row of data.rows) {
    const other = rows.get(row.id);
    if (!other || other.version <= row.version) rows.set(row.id, row);
  }
  const edge = page.nextCursor === null ? null : (page.items.at(-1) ?? data.edge);
  // what the server found keeps the server's order when it searched
  const sorted = filter.q
    ? [
        ...data.rows.map(({ id }) => rows.get(id)),
        ...page.items.filter(({ id }) => !data.rows.some((row) => row.id === id)),
      ]
    : null;
  return {
    rows: sorted
      ? sorted.filter((row) => row !== undefined)
      : [...rows.values()].sort(compareRows(filter.order)),
    nextCursor: page.nextCursor,
    edge,
  };
}

async function fetchList(filter: ListFilter, signal: AbortSignal): Promise<ListData> {
  const mark = journal.mark();
  const known = queryClient.getQueryData<ListData>([CONVERSATION_LISTS, filter])?.rows.length ?? 0;
  let data: ListData = { rows: [], nextCursor: null, edge: null };
  do {
    const limit = Math.min(LONGEST_PAGE, Math.max(PAGE, known - data.rows.length));
    const page = await api<Page>("/api/conversations", {
      query: listQuery(filter, data.nextCursor, limit),
      signal,
    });
    data = appendPage(data, page, filter);
  } while (data.nextCursor !== null && data.rows.length < known);
  return withChanges(data, filter, mark);
}

export const useConversationList = (filter: ListFilter): UseQueryResult<ListData> =>
  useQuery({
    queryKey: [CONVERSATION_LISTS, filter],
    queryFn: ({ signal }) => fetchList(filter, signal),
    placeholderData: filter.q ? keepPreviousData : undefined,
  });

const loading = new Set<string>();

/** Fetches the next page of a list, unless it is already on its way. */
export async function loadMore(filter: ListFilter): Promise<void> {
  const key = [CONVERSATION_LISTS, filter];
  const data = queryClient.getQueryData<ListData>(key);
  const name = JSON.stringify(filter);
  if (!data?.nextCursor || loading.has(name)) return;
  loading.add(name);
  try {
    const mark = journal.mark();
    const page = await api<Page>("/api/conversations", { query: listQuery(filter, data.nextCursor, PAGE) });
    queryClient.setQueryData<ListData>(key, (now) =>
      now?.nextCursor === data.nextCursor ? withChanges(appendPage(now, page, filter), filter, mark) : now,
    );
  } finally {
    loading.delete(name);
  }
}

/** Conversations by name or phone over all that one may see, for the palette. */
export const useConversationSearch = (q: string): UseQueryResult<ConversationRow[]> =>
  useQuery({
    queryKey: ["conversation-search", q],
    queryFn: async ({ signal }) =>
      (await api<Page>("/api/conversations", { query: { tab: "all", order: "recent", q, limit: 8 }, signal }))
        .items,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });

type Counts = z.infer<typeof ConversationCounts>;

export const useCounts = (team?: string): UseQueryResult<Counts> =>
  useQuery({
    queryKey: [COUNTS, team ?? null],
    queryFn: () => api<Counts>("/api/conversations/counts", { query: { team } }),
    placeholderData: keepPreviousData,
  });

/** Unread messages that wait for this person: theirs, and those nobody took yet. */
export function unreadForMe(counts: Counts | undefined, segmented: boolean): number {
  if (!counts) return 0;
  return segmented
    ? (counts.tabs.mine?.unread ?? 0) + (counts.tabs.new?.unread ?? 0)
    : (counts.tabs.all?.unread ?? 0);
}

/** The conversation as the lists already know it, so that its head shows before the answer. */
export function rowOf(id: string): ConversationRow | undefined {
  for (const [, data] of queryClient.getQueriesData<ListData>({ queryKey: [CONVERSATION_LISTS] })) {
    const row = data?.rows.find((other) => other.id === id);
    if (row) return row;
  }
  return undefined;
}

export const conversationOptions = (id: string) => ({
  queryKey: [CONVERSATION, id],
  queryFn: () => api<Conversation>(`/api/conversations/${id}`),
});
export const useConversation = (id: string): UseQueryResult<Conversation> =>
  useQuery(conversationOptions(id));

async function fetchThread(id: string): Promise<ThreadData> {
  const mark = journal.mark();
  const known = Math.min(
    THREAD_REREAD,
    queryClient.getQueryData<ThreadData>([THREAD, id])?.entries.length ?? 0,
  );
  const page = await api<ThreadPage>(`/api/conversations/${id}/thread`, { query: { limit: PAGE } });
  let thread: ThreadData = { entries: page.entries, before: page.before };
  while (thread.before !== null && thread.entries.length < known) thread = await olderOf(id, thread);
  return withEntries(thread, id, mark);
}

async function olderOf(id: string, thread: ThreadData): Promise<ThreadData> {
  const page = await api<ThreadPage>(`/api/conversations/${id}/thread`, {
    query: { before: thread.before, limit: PAGE },
  });
  return { ...mergeEntries({ ...thread, before: null }, page.entries), before: page.before };
}

function withEntries(thread: ThreadData, id: string, mark: number): ThreadData {
  return meanwhile(mark).reduce<ThreadData>(
    (known, change) =>
      change.type === "conversation" && change.row.id === id ? mergeEntries(known, change.entries) : known,
    thread,
  );
}

export const threadOptions = (id: string) => ({ queryKey: [THREAD, id], queryFn: () => fetchThread(id) });
export const useThread = (id: string): UseQueryResult<ThreadData> => useQuery(threadOptions(id));

const readingBack = new Set<string>();

/** Fetches the page before the oldest entry known. Resolves to false when there is nothing older or it is already on its way. */
export async function loadOlder(id: string): Promise<boolean> {
  const thread = queryClient.getQueryData<ThreadData>([THREAD, id]);
  if (!thread?.before || readingBack.has(id)) return false;
  readingBack.add(id);
  try {
    const older = await olderOf(id, thread);
    queryClient.setQueryData<ThreadData>([THREAD, id], (now) =>
      now?.before === thread.before ? mergeEntries(older, now.entries) : now,
    );
    return true;
  } finally {
    readingBack.delete(id);
  }
}

/** Has this conversation left the reader's reach while it was on the screen? */
export const useIsGone = (id: string): boolean =>
  useQuery({ queryKey: [GONE, id], queryFn: () => false, enabled: false }).data === true;

/** Asks for a conversation ahead of its opening (pointer over its row, neighbour of the open one). */
export function prefetchConversation(id: string): void {
  void queryClient.prefetchQuery(conversationOptions(id));
  void queryClient.prefetchQuery(threadOptions(id));
}
