import type { Conversation, ConversationRow, RealtimeChange, ThreadEntry, ThreadPage } from "@balcao/api";
import { hashKey, keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { api, ApiError, type Query } from "../lib/api.ts";
import { queryClient } from "../lib/queries.ts";
import {
  mergeEntries,
  placeRow,
  changesRights,
  THREAD_PAGE,
  type ListData,
  type ThreadData,
} from "../realtime/apply.ts";
import {
  CONVERSATION,
  CONVERSATION_LISTS,
  GONE,
  refetchEverything,
  seenAgain,
  THREAD,
  viewerNow,
} from "../realtime/cache.ts";
import { journal } from "../realtime/journal.ts";
import { compareRows, type ListFilter } from "../realtime/order.ts";
import { askOwed, distrust, kept } from "../realtime/owed.ts";
import { appendTo } from "../realtime/place.ts";

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

/** Adds a page behind what is known. */
export const appendPage = (data: ListData, page: Page, filter: ListFilter): ListData =>
  appendTo(data, page, { compare: compareRows(filter.order), isSearch: Boolean(filter.q) });

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

export const listOptions = (filter: ListFilter) => ({
  ...kept([CONVERSATION_LISTS, filter], ({ signal }) => fetchList(filter, signal)),
  // what changes a list keeps the rows it does not change; to look for equal ones compares all 10,000 with their neighbours when one moves up
  structuralSharing: false,
});
export const useConversationList = (filter: ListFilter): UseQueryResult<ListData> =>
  useQuery({ ...listOptions(filter), placeholderData: filter.q ? keepPreviousData : undefined });

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

/** The conversation as the lists already know it, so that its head shows before the answer. */
export function rowOf(id: string): ConversationRow | undefined {
  for (const [, data] of queryClient.getQueriesData<ListData>({ queryKey: [CONVERSATION_LISTS] })) {
    const row = data?.rows.find((other) => other.id === id);
    if (row) return row;
  }
  return undefined;
}

const wentOut = (changes: readonly RealtimeChange[], id: string): boolean =>
  changes.some((change) => change.type === "gone" && change.conversationId === id);

/** A conversation with what changed in it while the answer was under way; when that decides about rights, it is asked for again. */
async function fetchConversation(id: string): Promise<Conversation> {
  for (;;) {
    const mark = journal.mark();
    const answer = await api<Conversation>(`/api/conversations/${id}`);
    const changes = meanwhile(mark);
    if (!wentOut(changes, id)) seenAgain(id);
    const now = changes.reduce<Conversation>(
      (known, change) =>
        change.type === "conversation" && change.row.id === id && change.row.version > known.version
          ? { ...known, ...change.row }
          : known,
      answer,
    );
    if (!changesRights(answer, now)) return now;
  }
}

/** Not by time: how many conversations are kept is decided in realtime/bound.ts. */
const BOUND = { gcTime: Number.POSITIVE_INFINITY };

export const conversationOptions = (id: string) => ({
  ...kept([CONVERSATION, id], () => fetchConversation(id)),
  ...BOUND,
});
export const useConversation = (id: string): UseQueryResult<Conversation> =>
  useQuery(conversationOptions(id));

const threadPage = (id: string, query: Query): Promise<ThreadPage> =>
  api<ThreadPage>(`/api/conversations/${id}/thread`, { query: { ...query, limit: THREAD_PAGE } });

/** The stretch of a thread around a message; null when it is not of this conversation. */
async function fetchAround(id: string, messageId: string): Promise<ThreadData | null> {
  try {
    return await withEntries(id, () => threadPage(id, { around: messageId }));
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

const fetchEnd = (id: string, known: number): Promise<ThreadData> =>
  withEntries(id, async () => {
    let thread: ThreadData = { ...(await threadPage(id, {})), after: null };
    while (thread.before !== null && thread.entries.length < known) {
      const page = await threadPage(id, { before: thread.before });
      thread = withPage(thread, page, "before");
    }
    return thread;
  });

/** A thread with the page that its cursor leads to. */
const withPage = (thread: ThreadData, page: ThreadPage, side: "before" | "after"): ThreadData => ({
  ...mergeEntries({ ...thread, [side]: null }, page.entries),
  [side]: page[side],
});

/** The end of a thread as far back as it is known, or the stretch that is: what is asked for again stays where the reader is. */
async function fetchThread(id: string, messageId: string | undefined): Promise<ThreadData> {
  const known = queryClient.getQueryData<ThreadData>([THREAD, id]);
  const middle = known?.after ? known.entries.filter(({ entry }) => entry === "message") : [];
  const center = known ? middle[Math.floor(middle.length / 2)]?.id : messageId;
  const stretch = center === undefined ? null : await fetchAround(id, center);
  return stretch ?? fetchEnd(id, Math.min(THREAD_REREAD, known?.entries.length ?? 0));
}

/** The entries of a conversation told since the mark. When it went out of reach meanwhile, not all of them were. */
function toldSince(mark: number, id: string): ThreadEntry[] {
  const changes = meanwhile(mark);
  if (wentOut(changes, id)) distrust([THREAD, id]);
  return changes.flatMap((change) =>
    change.type === "conversation" && change.row.id === id ? change.entries : [],
  );
}

/** The stretch of a thread that `ask` gives, with what was told while it was under way. */
async function withEntries(id: string, ask: () => Promise<ThreadData>): Promise<ThreadData> {
  const mark = journal.mark();
  const answer = await ask();
  return mergeEntries(answer, toldSince(mark, id));
}

function writeThread(id: string, update: (now: ThreadData | undefined) => ThreadData | undefined): void {
  queryClient.setQueryData<ThreadData>([THREAD, id], update);
  askOwed(hashKey([THREAD, id]));
}

/** `messageId`: where the thread is opened; the end when there is none, or it is not of this conversation. */
export const threadOptions = (id: string, messageId?: string) => ({
  ...kept([THREAD, id], () => fetchThread(id, messageId)),
  ...BOUND,
});
export const useThread = (id: string, messageId?: string): UseQueryResult<ThreadData> =>
  useQuery(threadOptions(id, messageId));

const turning = new Set<string>();

/**
 * Fetches the page before the oldest entry known, or after the newest. Resolves to false when there is nothing there or it is
 * already on its way.
 */
export async function loadBeside(id: string, side: "before" | "after"): Promise<boolean> {
  const cursor = queryClient.getQueryData<ThreadData>([THREAD, id])?.[side];
  const name = `${side} ${id}`;
  if (!cursor || turning.has(name)) return false;
  turning.add(name);
  try {
    const mark = journal.mark();
    const page = await threadPage(id, { [side]: cursor });
    const told = toldSince(mark, id);
    writeThread(id, (now) => (now?.[side] === cursor ? mergeEntries(withPage(now, page, side), told) : now));
    return true;
  } finally {
    turning.delete(name);
  }
}

/** Puts the stretch around a message in the place of what is known. False when there is no such message here. */
export async function openAround(id: string, messageId: string): Promise<boolean> {
  const stretch = await fetchAround(id, messageId);
  if (stretch) writeThread(id, () => stretch);
  return stretch !== null;
}

/** Puts the thread's end in the place of a stretch before it. */
export async function openEnd(id: string): Promise<void> {
  const end = await fetchEnd(id, 0);
  writeThread(id, () => end);
}

/** Has this conversation left the reader's reach while it was on the screen? */
export const useIsGone = (id: string): boolean =>
  useQuery({ queryKey: [GONE, id], queryFn: () => false, enabled: false }).data === true;

/** Asks for a conversation ahead of its opening (pointer over its row, neighbour of the open one). */
export function prefetchConversation(id: string): void {
  void queryClient.prefetchQuery(conversationOptions(id));
  void queryClient.prefetchQuery(threadOptions(id));
}
