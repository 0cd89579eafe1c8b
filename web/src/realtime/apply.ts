import type { Conversation, ConversationRow, RealtimeChange, ThreadEntry } from "@balcao/api";
import { WINDOW_MS } from "@balcao/core";
import { belongs, compareRows, type ListFilter, type Viewer } from "./order.ts";
import { placeIt, takeOut, type KnownPart, type ListRules } from "./place.ts";

export type ListData = KnownPart<ConversationRow>;
/** Entries of a thread that are read at once: one of fewer is whole. */
export const THREAD_PAGE = 50;
/**
 * The stretch of a thread that is known; `before` leads to what is older, `after` to what is newer (null = there is nothing).
 * Unless the thread was opened at a message, it is the thread's end.
 */
export type ThreadData = { entries: ThreadEntry[]; before: string | null; after: string | null };

export type Cache = {
  lists: ReadonlyMap<string, { filter: ListFilter; data: ListData }>;
  conversations: ReadonlyMap<string, Conversation>;
  threads: ReadonlyMap<string, ThreadData>;
};

export type Refetch = Extract<RealtimeChange, { type: "refetch" }>["what"];

/** What to write into the cache, and what only the server can tell. */
export type Patch = {
  lists: Map<string, ListData>;
  conversations: Map<string, Conversation>;
  threads: Map<string, ThreadData>;
  /** searched lists that may have a new member */
  refetchLists: Set<string>;
  /** opened conversations of which rights or facts outside the row may differ now */
  refetchConversations: Set<string>;
  refetch: Set<Refetch>;
  gone: Set<string>;
};

const idOf = (entry: ThreadEntry): string => `${entry.entry} ${entry.id}`;

/** The order of a thread: time, then the conversation's own counter. */
export function compareEntries(a: ThreadEntry, b: ThreadEntry): number {
  return Date.parse(a.at) - Date.parse(b.at) || a.seq - b.seq || (idOf(a) < idOf(b) ? -1 : 1);
}

/** A thread with new or changed entries put in; what is older or newer than the known stretch is left for its page. */
export function mergeEntries(thread: ThreadData, incoming: readonly ThreadEntry[]): ThreadData {
  if (incoming.length === 0) return thread;
  const known = new Map(thread.entries.map((entry) => [idOf(entry), entry]));
  const first = thread.entries[0];
  const last = thread.entries.at(-1);
  for (const entry of incoming) {
    const isOlder = thread.before !== null && first !== undefined && compareEntries(entry, first) < 0;
    const isNewer = thread.after !== null && last !== undefined && compareEntries(entry, last) > 0;
    if (known.has(idOf(entry)) || !(isOlder || isNewer)) known.set(idOf(entry), entry);
  }
  return { ...thread, entries: [...known.values()].sort(compareEntries) };
}

/** What a list of conversations holds for this person, and in which order. */
export const rulesOf = (filter: ListFilter, viewer: Viewer): ListRules<ConversationRow> => ({
  belongs: (row) => belongs(row, filter, viewer),
  compare: compareRows(filter.order),
  isSearch: Boolean(filter.q),
});

/** A list with one conversation as it is now: put in, moved, or taken out. Gives the same object when nothing differs. */
export const placeRow = (
  data: ListData,
  row: ConversationRow,
  filter: ListFilter,
  viewer: Viewer,
): ListData => placeIt(data, row, rulesOf(filter, viewer));

/** Whose it is, and how far: with the window, what decides what a person may do in it. */
const standing = (row: ConversationRow): string => [row.teamId, row.agentId, row.owner, row.status].join(" ");

/** Still open by a further message of the customer: the window had not closed when it came. */
function isOnlyProlonged(before: string | null, after: string | null): boolean {
  if (before === null || after === null) return before === after;
  const [old, next] = [Date.parse(before), Date.parse(after)];
  return next === old || (next > old && next - WINDOW_MS < old);
}

/** May one do in a conversation something else than before? Then its own answer is asked for again. */
export const changesRights = (before: ConversationRow, after: ConversationRow): boolean =>
  standing(before) !== standing(after) || !isOnlyProlonged(before.windowClosesAt, after.windowClosesAt);

/** All by which a conversation is counted in one place or another. */
const counted = ({ teamId, agentId, owner, status, snoozedUntil, unread }: ConversationRow): string =>
  [teamId, agentId, owner, status, snoozedUntil !== null, unread > 0].join(" ");

const knownRow = ({ lists, conversations }: Cache, id: string): ConversationRow | undefined => {
  for (const { data } of lists.values()) {
    const row = data.rows.find((one) => one.id === id);
    if (row) return row;
  }
  return conversations.get(id);
};

/** May the counts of the tabs be others by these changes? Most messages come to where some were unread already, and move none. */
export const movesCounts = (cache: Cache, changes: readonly RealtimeChange[]): boolean =>
  changes.some((change) => {
    if (change.type !== "conversation") return change.type === "gone";
    const before = knownRow(cache, change.row.id);
    return before === undefined || counted(before) !== counted(change.row);
  });

function applyConversation(
  cache: Cache,
  patch: Patch,
  change: Extract<RealtimeChange, { type: "conversation" }>,
  viewer: Viewer,
): void {
  const { row, entries } = change;
  for (const [key, { filter, data: cached }] of cache.lists) {
    const data = patch.lists.get(key) ?? cached;
    if (filter.q && !data.rows.some(({ id }) => id === row.id)) {
      patch.refetchLists.add(key);
      continue;
    }
    const next = placeRow(data, row, filter, viewer);
    if (next !== data) patch.lists.set(key, next);
  }
  const conversation = patch.conversations.get(row.id) ?? cache.conversations.get(row.id);
  if (conversation && conversation.version <= row.version) {
    patch.conversations.set(row.id, { ...conversation, ...row });
    if (changesRights(conversation, row)) patch.refetchConversations.add(row.id);
  }
  const thread = patch.threads.get(row.id) ?? cache.threads.get(row.id);
  if (thread) {
    const next = mergeEntries(thread, entries);
    if (next !== thread) patch.threads.set(row.id, next);
  }
}

function applyGone(cache: Cache, patch: Patch, id: string): void {
  patch.gone.add(id);
  for (const [key, { data: cached }] of cache.lists) {
    const data = patch.lists.get(key) ?? cached;
    const next = takeOut(data, id);
    if (next !== data) patch.lists.set(key, next);
  }
}

/**
 * Pure: what the cache becomes by these changes. After quiet, every patched list and thread equals what the server would answer
 * if asked again for the same part; whatever cannot be told from the change itself is named for refetching.
 */
export function applyChanges(cache: Cache, changes: readonly RealtimeChange[], viewer: Viewer): Patch {
  const patch: Patch = {
    lists: new Map(),
    conversations: new Map(),
    threads: new Map(),
    refetchLists: new Set(),
    refetchConversations: new Set(),
    refetch: new Set(),
    gone: new Set(),
  };
  for (const change of changes) {
    if (change.type === "conversation") {
      patch.gone.delete(change.row.id);
      applyConversation(cache, patch, change, viewer);
    } else if (change.type === "gone") applyGone(cache, patch, change.conversationId);
    else if (change.type === "refetch") patch.refetch.add(change.what);
  }
  return patch;
}
