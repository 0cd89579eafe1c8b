import type { Conversation, RealtimeChange } from "@balcao/api";
import { hashKey, notifyManager } from "@tanstack/react-query";
import { calm } from "../lib/calm.ts";
import { queryClient } from "../lib/queries.ts";
import { applyChanges, movesCounts, type Cache, type ListData, type ThreadData } from "./apply.ts";
import { journal } from "./journal.ts";
import type { ListFilter, Viewer } from "./order.ts";
import { askAllOwed, askAnew, askOwed, distrust } from "./owed.ts";

/** First words of the keys that the realtime stream patches. */
export const CONVERSATION_LISTS = "conversation-lists";
export const CONVERSATION = "conversation";
export const THREAD = "thread";
export const NOTES = "conversation-notes";
export const COUNTS = "conversation-counts";
export const CONTACT = "contact";
export const GONE = "gone-conversations";
export const TICKET_LISTS = "ticket-lists";
export const TICKET_BOARDS = "ticket-boards";

const SEARCH_PAUSE_MS = 400;
const COUNTS_PAUSE_MS = 250;

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

/** Something that is counted differs from what the counts were asked of: also by a guess, of which the server is only then told. */
let areCountsOwed = false;
const refreshCounts = calm(COUNTS_PAUSE_MS, () => void queryClient.invalidateQueries({ queryKey: [COUNTS] }));

/** Asks anew for the cached keys that begin with `word` and of which `isMeant` is true. */
function askAnewWhere<T>(word: string, isMeant: (data: T | undefined, second: unknown) => boolean): void {
  for (const { queryKey, state } of queryClient.getQueryCache().findAll({ queryKey: [word] }))
    if (isMeant(state.data as T | undefined, queryKey[1])) askAnew(queryKey);
}

const refreshSearches = calm(SEARCH_PAUSE_MS, () =>
  askAnewWhere(CONVERSATION_LISTS, (_, filter) => Boolean((filter as ListFilter).q)),
);

const isGone = (id: string): boolean => queryClient.getQueryData([GONE, id]) === true;

/** Asks again for what failed for want of an answer, and for all that is owed: the line is back. */
export function refetchFailed(): void {
  void queryClient.refetchQueries({ type: "active", predicate: ({ state }) => state.status === "error" });
  askAllOwed(([what, id]) => what !== CONVERSATION_LISTS && isGone(id as string));
}

/**
 * Writes changes into whatever is cached. They may come from the socket, from a command's answer, or be guesses made ahead of it
 * (`isGuess`: then nothing is asked again, since the server does not know yet). Only the socket brings back what is out of sight: an
 * answer may be older than its going. Not `isCounted`: the server knows that no count of the tabs moved.
 */
export function patchCache(
  all: readonly RealtimeChange[],
  {
    isGuess = false,
    isStream = false,
    isCounted = true,
  }: Partial<Record<"isGuess" | "isStream" | "isCounted", boolean>> = {},
): void {
  const changes = isStream ? all : all.filter((one) => one.type !== "conversation" || !isGone(one.row.id));
  const cache = readCache();
  areCountsOwed ||= isCounted && movesCounts(cache, changes);
  const patch = applyChanges(cache, changes, viewer);
  const hashes = queryClient.getQueryCache();
  for (const [hash, data] of patch.lists) {
    const query = hashes.get(hash);
    if (query) queryClient.setQueryData(query.queryKey, data);
    askOwed(hash);
  }
  for (const [id, data] of patch.conversations) queryClient.setQueryData([CONVERSATION, id], data);
  for (const [id, data] of patch.threads) queryClient.setQueryData([THREAD, id], data);
  for (const id of patch.gone) queryClient.setQueryData([GONE, id], true);
  if (isGuess) return;
  if (areCountsOwed) refreshCounts();
  areCountsOwed = false;
  for (const change of changes)
    if (change.type === "conversation" && change.entries.some(({ entry }) => entry === "note"))
      void queryClient.invalidateQueries({ queryKey: [NOTES, change.row.id] });
  for (const change of changes) if (change.type === "contact") refreshContact(change.contactId);
  if (patch.refetch.has("organisations") || patch.refetch.has("contacts"))
    for (const word of [CONTACT, "contacts"]) void queryClient.invalidateQueries({ queryKey: [word] });
  for (const id of patch.refetchConversations) askAnew([CONVERSATION, id]);
  for (const what of patch.refetch) void queryClient.invalidateQueries({ queryKey: [what] });
  // messages of theirs that stand in tickets are no longer to be read
  if (patch.gone.size > 0) void queryClient.invalidateQueries({ queryKey: ["tickets"] });
  // a label that was deleted took its conversations out of the lists narrowed down by it
  if (patch.refetch.has("labels"))
    askAnewWhere(CONVERSATION_LISTS, (_, filter) => (filter as ListFilter).label !== undefined);
  if (patch.refetchLists.size > 0) refreshSearches();
}

/** What else is known of a contact is asked for again where it shows, and the list of their conversations. */
function refreshContact(contactId: string): void {
  for (const queryKey of [[CONTACT, contactId], ["contacts"]])
    void queryClient.invalidateQueries({ queryKey });
  askAnewWhere<Conversation>(CONVERSATION, (known) => known?.contact.id === contactId);
}

type ChangeListener = (changes: readonly RealtimeChange[]) => void;
const listeners = new Set<ChangeListener>();

/** Hears what comes from the socket. Gives the way to stop. */
export function onChanges(listener: ChangeListener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** What is known of a conversation beside its row, each a query of its own. */
const insideOf = (id: string): [string, string][] => [
  [CONVERSATION, id],
  [THREAD, id],
];

/** In sight again, and counted again whatever it was when it left. */
function setSeen(id: string): void {
  queryClient.setQueryData([GONE, id], false);
  areCountsOwed = true;
}

/** From the socket, whose order is the truth: also remembered for answers that are under way. `isCounted`: counts of the tabs may have moved. */
export function receiveChanges(changes: readonly RealtimeChange[], isCounted = true): void {
  journal.record(changes);
  const told = new Set<string>();
  for (const change of changes)
    // while it is out of reach nothing of it is told: what is known of it has a hole from here on, whenever it comes back
    if (change.type === "gone") insideOf(change.conversationId).forEach(distrust);
    else if (change.type === "conversation") told.add(change.row.id);
  for (const id of told) if (isGone(id)) setSeen(id);
  // told together: list, conversation and thread are drawn once
  notifyManager.batch(() => patchCache(changes, { isStream: true, isCounted }));
  for (const id of told) if (!isGone(id)) for (const key of insideOf(id)) askOwed(hashKey(key));
  for (const listener of listeners) listener(changes);
}

/** A conversation is back in sight, though the stream did not say so. */
export function seenAgain(id: string): void {
  if (!isGone(id)) return;
  setSeen(id);
  askOwed(hashKey([THREAD, id]));
}

/** Everything is asked for again: the stream cannot say what was missed. */
export function refetchEverything(): void {
  const patched = new Set<unknown>([CONVERSATION_LISTS, CONVERSATION, THREAD, TICKET_LISTS, TICKET_BOARDS]);
  for (const word of patched) askAnewWhere(word as string, () => true);
  void queryClient.invalidateQueries({
    predicate: ({ queryKey: [what] }) => what !== GONE && !patched.has(what),
  });
}
