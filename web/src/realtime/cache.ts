import type { Conversation, RealtimeChange } from "@balcao/api";
import { queryClient } from "../lib/queries.ts";
import { applyChanges, type Cache, type ListData, type ThreadData } from "./apply.ts";
import { createJournal } from "./journal.ts";
import type { ListFilter, Viewer } from "./order.ts";

/** First words of the keys that the realtime stream patches. */
export const CONVERSATION_LISTS = "conversation-lists";
export const CONVERSATION = "conversation";
export const THREAD = "thread";
export const NOTES = "conversation-notes";
export const COUNTS = "conversation-counts";
export const CONTACT = "contact";
export const GONE = "gone-conversations";

const SEARCH_PAUSE_MS = 400;
const COUNTS_PAUSE_MS = 250;

export const journal = createJournal();

let viewer: Viewer = { agentId: "", teamIds: [], seesAll: false };
export const setViewer = (next: Viewer): void => {
  viewer = next;
};
export const viewerNow = (): Viewer => viewer;

const byHash = <T>(word: string): [string, T, readonly unknown[]][] =>
  queryClient
    .getQueryCache()
    .findAll({ queryKey: [word] })
    .flatMap((query) =>
      query.state.data === undefined ? [] : [[query.queryHash, query.state.data as T, query.queryKey]],
    );

/** Everything cached that a change of a conversation may touch, keyed by query hash (lists) or conversation id. */
function readCache(): Cache {
  return {
    lists: new Map(
      byHash<ListData>(CONVERSATION_LISTS).map(([hash, data, key]) => [
        hash,
        { filter: key[1] as ListFilter, data },
      ]),
    ),
    conversations: new Map(byHash<Conversation>(CONVERSATION).map(([, data]) => [data.id, data])),
    threads: new Map(byHash<ThreadData>(THREAD).map(([, data, key]) => [key[1] as string, data])),
  };
}

/** Calls `run` once, `pause` milliseconds after the first of many requests. */
function calm(pause: number, run: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      run();
    }, pause);
  };
}

export const refreshCounts = calm(
  COUNTS_PAUSE_MS,
  () => void queryClient.invalidateQueries({ queryKey: [COUNTS] }),
);
const refreshSearches = calm(
  SEARCH_PAUSE_MS,
  () =>
    void queryClient.invalidateQueries({
      queryKey: [CONVERSATION_LISTS],
      predicate: ({ queryKey }) => Boolean((queryKey[1] as ListFilter).q),
    }),
);

const isGone = (id: string): boolean => queryClient.getQueryData([GONE, id]) === true;

/** Asks again for what failed for want of an answer: the line is back. */
export function refetchFailed(): void {
  void queryClient.refetchQueries({ type: "active", predicate: ({ state }) => state.status === "error" });
}

/**
 * Writes changes into whatever is cached. They may come from the socket, from a command's answer, or be guesses made ahead of it
 * (`isGuess`: then nothing is asked again, since the server does not know yet). Only the socket brings back what is out of sight: an
 * answer may be older than its going.
 */
export function patchCache(
  all: readonly RealtimeChange[],
  { isGuess = false, isStream = false }: { isGuess?: boolean; isStream?: boolean } = {},
): void {
  const changes = isStream ? all : all.filter((one) => one.type !== "conversation" || !isGone(one.row.id));
  const cache = readCache();
  const patch = applyChanges(cache, changes, viewer);
  const hashes = queryClient.getQueryCache();
  for (const [hash, data] of patch.lists) {
    const query = hashes.get(hash);
    if (query) queryClient.setQueryData(query.queryKey, data);
  }
  for (const [id, data] of patch.conversations) queryClient.setQueryData([CONVERSATION, id], data);
  for (const [id, data] of patch.threads) queryClient.setQueryData([THREAD, id], data);
  for (const id of patch.gone) queryClient.setQueryData([GONE, id], true);
  if (isGuess) return;
  for (const change of changes)
    if (change.type === "conversation" && change.entries.some(({ entry }) => entry === "note"))
      void queryClient.invalidateQueries({ queryKey: [NOTES, change.row.id] });
  for (const change of changes) if (change.type === "contact") refreshContact(change.contactId);
  if (patch.refetch.has("organisations")) void queryClient.invalidateQueries({ queryKey: [CONTACT] });
  for (const id of patch.refetchConversations)
    void queryClient.invalidateQueries({ queryKey: [CONVERSATION, id] });
  for (const what of patch.refetch) void queryClient.invalidateQueries({ queryKey: [what] });
  // messages of theirs that stand in tickets are no longer to be read
  if (patch.gone.size > 0) void queryClient.invalidateQueries({ queryKey: ["tickets"] });
  // a label that was deleted took its conversations out of the lists narrowed down by it
  if (patch.refetch.has("labels"))
    void queryClient.invalidateQueries({
      queryKey: [CONVERSATION_LISTS],
      predicate: ({ queryKey }) => (queryKey[1] as ListFilter).label !== undefined,
    });
  if (patch.refetchLists.size > 0) refreshSearches();
}

/** What else is known of a contact is asked for again where it shows, and the list of their conversations. */
function refreshContact(contactId: string): void {
  void queryClient.invalidateQueries({ queryKey: [CONTACT, contactId] });
  void queryClient.invalidateQueries({
    queryKey: [CONVERSATION],
    predicate: ({ state }) => (state.data as Conversation | undefined)?.contact.id === contactId,
  });
}

type ChangeListener = (changes: readonly RealtimeChange[]) => void;
const listeners = new Set<ChangeListener>();

/** Hears what comes from the socket. Gives the way to stop. */
export function onChanges(listener: ChangeListener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const couldNotBeRead = (id: string): boolean =>
  [CONVERSATION, THREAD].some((what) => queryClient.getQueryState([what, id])?.status === "error");

/** Conversations that had left the reader's reach, or could not be read, and of which something is told again: they are back. */
function comeBack(changes: readonly RealtimeChange[]): string[] {
  const told = changes.flatMap((change) => (change.type === "conversation" ? [change.row.id] : []));
  const back = [...new Set(told)].filter((id) => isGone(id) || couldNotBeRead(id));
  for (const id of back) queryClient.setQueryData([GONE, id], false);
  return back;
}

/** From the socket, whose order is the truth: also remembered for answers that are under way. */
export function receiveChanges(changes: readonly RealtimeChange[]): void {
  journal.record(changes);
  const back = comeBack(changes);
  patchCache(changes, { isStream: true });
  // what happened meanwhile was not told; asked for after the patch, which would pass for the answer
  for (const id of back)
    for (const what of [CONVERSATION, THREAD]) void queryClient.invalidateQueries({ queryKey: [what, id] });
  for (const listener of listeners) listener(changes);
}

/** Everything is asked for again: the stream cannot say what was missed. */
export function refetchEverything(): void {
  void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== GONE });
}
