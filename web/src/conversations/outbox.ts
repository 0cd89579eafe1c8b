import type { MessageView } from "@balcao/api";
import type { ComposedContent, Composition } from "@balcao/core";
import { create } from "zustand";
import { ApiError } from "../lib/api.ts";
import { serverNow } from "../lib/clock.ts";
import { patchCache } from "../realtime/cache.ts";
import { captionPlace, release, type Attachment } from "./composer/attachments.ts";
import { newKey } from "./new-key.ts";
import { abortUpload, postItem } from "./outbox-post.ts";
import { forgetItem, replaceItems, storedItems, storeItem } from "./outbox-store.ts";
import { alone, pause, wakeOutbox } from "./outbox-turns.ts";

/** A message or note written here and not yet taken by the server. `key` makes any number of tries one message. */
export type OutboxItem = {
  key: string;
  conversationId: string;
  text: string;
  quoted: MessageView["quoted"];
  at: number;
  /** what is sent first has the smaller one, over all tabs of this browser */
  place: number;
  state: "waiting" | "refused";
  /** the server's sentence and code when it refused */
  refusal: { code: string; sentence: string } | null;
  /** what it carries; then `text` is its caption */
  file?: Attachment;
  /** the draft it was: the server ends it with the sending */
  draftAt?: number | undefined;
  /** a place, cards or a menu, as it was filled in and as it will be; then `text` is what it says in words */
  composed?: { composition: Composition; content: ComposedContent };
  /** an internal note, as it is stored; `text` is as it was written, to be given back */
  note?: string;
};

/** `owner`: account and agent whose outbox it is. Nothing of one person's is ever sent by another. */
type Outbox = { owner: string | null; items: readonly OutboxItem[] };

const FIRST_PAUSE_MS = 800;
const LONGEST_PAUSE_MS = 10_000;

export const useOutbox = create<Outbox>(() => ({ owner: null, items: [] }));

const running = new Set<string>();
/** Items that only this page has: not written yet, or the browser had no room. */
const unstored = new Set<string>();
/** Goes up with each change made here: what was read from the disk meanwhile is older. */
let edits = 0;
let otherTabs: BroadcastChannel | null = null;

const itemsNow = (): readonly OutboxItem[] => useOutbox.getState().items;
const isMine = (owner: string): boolean => useOutbox.getState().owner === owner;
const inOrder = (items: readonly OutboxItem[]): OutboxItem[] =>
  items.toSorted((a, b) => a.place - b.place || (a.key < b.key ? -1 : 1));

function set(items: readonly OutboxItem[]): void {
  edits += 1;
  useOutbox.setState({ items });
}

/** Keeps an item in this browser and tells the other tabs. */
async function keep(owner: string, item: OutboxItem): Promise<void> {
  unstored.add(item.key);
  const isStored = await storeItem(owner, item);
  if (!isStored) return;
  unstored.delete(item.key);
  if (itemsNow().some(({ key }) => key === item.key)) otherTabs?.postMessage(null);
  else await forgetItem(item.key);
}

function change(owner: string, item: OutboxItem, next: Partial<OutboxItem>): void {
  const changed = { ...item, ...next };
  set(itemsNow().map((other) => (other.key === item.key ? changed : other)));
  void keep(owner, changed);
}

function remove({ key }: OutboxItem): void {
  set(itemsNow().filter((item) => item.key !== key));
  unstored.delete(key);
  void forgetItem(key).then(() => otherTabs?.postMessage(null));
}

/** Takes over what the disk holds: other tabs write and send as well. */
async function refresh(owner: string): Promise<void> {
  for (;;) {
    const before = edits;
    const stored = await storedItems(owner, itemsNow());
    if (!stored || !isMine(owner)) return;
    if (before !== edits) continue;
    const kept = new Set(stored.map(({ key }) => key));
    const here = itemsNow().filter(({ key }) => unstored.has(key) && !kept.has(key));
    for (const item of itemsNow())
      if (item.file && !kept.has(item.key) && !unstored.has(item.key)) release(item.file);
    set(inOrder([...stored, ...here]));
    return;
  }
}

function workAll(owner: string): void {
  for (const conversationId of new Set(itemsNow().map((item) => item.conversationId)))
    void work(owner, conversationId);
}

/** Takes up what the person signed in had left unsent in this browser, and goes on sending it. */
export async function openOutbox(accountId: string, agentId: string): Promise<void> {
  const owner = `${accountId}.${agentId}`;
  if (!isMine(owner)) {
    otherTabs?.close();
    unstored.clear();
    set([]);
    useOutbox.setState({ owner });
    otherTabs = new BroadcastChannel(`balcao.outbox.${owner}`);
    otherTabs.onmessage = () => void refresh(owner).then(() => workAll(owner));
  }
  await refresh(owner);
  workAll(owner);
}

export type RefusedListener = (item: OutboxItem) => void;
let onRefused: RefusedListener = () => undefined;
/** Who is told when the server refuses a message for good. */
export const setRefusedListener = (listener: RefusedListener): void => {
  onRefused = listener;
};

const headOf = (conversationId: string): OutboxItem | undefined =>
  itemsNow().find((item) => item.conversationId === conversationId && item.state === "waiting");

const isTemporary = ({ status }: ApiError): boolean => status === 0 || status === 429 || status >= 500;

const turnOf = (owner: string, conversationId: string): string => `balcao.outbox.${owner}.${conversationId}`;

type Outcome = "done" | "no answer" | "session ended";

/** Sends what waits in one conversation, strictly one after the other, until there is no answer. */
async function sendAll(owner: string, conversationId: string): Promise<Outcome> {
  await refresh(owner);
  for (;;) {
    const item = isMine(owner) ? headOf(conversationId) : undefined;
    if (!item) return "done";
    try {
      const { conversation, entry } = await postItem(item);
      remove(item);
      if (item.file) release(item.file);
      patchCache([{ type: "conversation", row: conversation, entries: entry ? [entry] : [] }]);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      // taken back while it was on its way
      if (!itemsNow().some(({ key }) => key === item.key)) continue;
      if (error.status === 401) return "session ended";
      if (isTemporary(error)) return "no answer";
      const refusal = { code: error.code, sentence: error.problem?.title ?? "" };
      change(owner, item, { state: "refused", refusal });
      onRefused({ ...item, state: "refused", refusal });
    }
  }
}

/** One tab at a time sends a conversation's messages. The turn is given up between tries: a tab in the background is slow at them. */
async function work(owner: string, conversationId: string): Promise<void> {
  const name = turnOf(owner, conversationId);
  if (running.has(name)) return;
  running.add(name);
  let failures = 0;
  try {
    while (isMine(owner) && headOf(conversationId)) {
      const outcome = await alone(name, () => sendAll(owner, conversationId));
      if (outcome === "session ended") return;
      if (outcome === "no answer") await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++));
      else failures = 0;
    }
  } finally {
    running.delete(name);
  }
}

/** Rewrites what waits in a conversation while no tab sends it: some items go, one takes their place. All of it or nothing is on the disk. */
export async function rewrite(
  conversationId: string,
  change: (items: readonly OutboxItem[]) => { put: OutboxItem; gone: readonly string[] } | null,
): Promise<void> {
  const { owner } = useOutbox.getState();
  if (owner === null) return;
  await alone(turnOf(owner, conversationId), async () => {
    await refresh(owner);
    const changed = isMine(owner) ? change(itemsNow()) : null;
    if (!changed || !(await replaceItems(owner, changed.put, changed.gone))) return;
    const { put: next, gone } = changed;
    set(itemsNow().flatMap((item) => (gone.includes(item.key) ? [] : [item.key === next.key ? next : item])));
    otherTabs?.postMessage(null);
  });
}

const asItem = (
  conversationId: string,
  text: string,
  quoted: MessageView["quoted"],
  file?: Attachment,
): OutboxItem => ({
  key: newKey(),
  conversationId,
  text,
  quoted,
  at: serverNow(),
  place: 0,
  state: "waiting",
  refusal: null,
  ...(file ? { file } : {}),
});

function put(conversationId: string, items: readonly OutboxItem[]): void {
  const { owner } = useOutbox.getState();
  if (owner === null) throw new Error("the outbox is nobody's yet");
  const first = Math.max(Date.now(), (itemsNow().at(-1)?.place ?? 0) + 1);
  const placed = items.map((item, index) => ({ ...item, place: first + index }));
  set([...itemsNow(), ...placed]);
  for (const item of placed) void keep(owner, item);
  void work(owner, conversationId);
}

/** Puts a message on its way; it shows with a clock until the server has it. `draftAt`: the draft it was (`takeDraft`). */
export const sendText = (
  conversationId: string,
  text: string,
  quoted: MessageView["quoted"],
  draftAt?: number,
): void => put(conversationId, [{ ...asItem(conversationId, text, quoted), draftAt }]);

/** Puts what was filled in on its way; `text` is what it says in words (core, textOf). */
export const sendComposed = (
  conversationId: string,
  composed: NonNullable<OutboxItem["composed"]>,
  text: string,
  quoted: MessageView["quoted"],
): void => put(conversationId, [{ ...asItem(conversationId, text, quoted), composed }]);

/** Puts an internal note on its way: `stored` is the text with its mentions (core text/mentions). */
export const sendNote = (conversationId: string, written: string, stored: string, draftAt?: number): void =>
  put(conversationId, [{ ...asItem(conversationId, written, null), note: stored, draftAt }]);

/**
 * Puts files on their way, each a message of its own, in order. The text is the caption of the first that takes one, or a
 * message after them when none does (`captionPlace`); `draftAt` is the draft it was.
 */
export function sendFiles(
  conversationId: string,
  files: readonly Attachment[],
  text: string,
  quoted: MessageView["quoted"],
  draftAt?: number,
): void {
  const place = captionPlace(files, text);
  const items = files.map((file, index) =>
    asItem(conversationId, file === place ? text : "", index === 0 ? quoted : null, file),
  );
  if (text !== "" && place === null) items.push(asItem(conversationId, text, null));
  put(
    conversationId,
    items.map((item) => (text !== "" && item.text === text ? { ...item, draftAt } : item)),
  );
}

/** Would something unsent be lost with this page? The browser had no room for it, or is just writing it. */
export const wouldLoseUnsent = (): boolean => itemsNow().some(({ key }) => unstored.has(key));

/** Sends a refused message once more, as it was and under its key: it can only have one effect. */
export function sendAgain(key: string): void {
  const { owner } = useOutbox.getState();
  const item = itemsNow().find((other) => other.key === key);
  if (!item || owner === null) return;
  change(owner, item, { state: "waiting", refusal: null });
  void work(owner, item.conversationId);
}

/** Takes a message that waits or was refused off the screen; gives back what it held. */
export function withdraw(key: string): OutboxItem | undefined {
  const item = itemsNow().find((other) => other.key === key);
  if (item) remove(item);
  abortUpload(key);
  wakeOutbox();
  return item;
}

/** Throws an unsent message away, for good. */
export function discard(key: string): void {
  const item = withdraw(key);
  if (item?.file) release(item.file);
}

/** Throws away all that is unsent. Resolves once this browser holds none of it. */
export async function emptyOutbox(): Promise<void> {
  const keys = itemsNow().map(({ key }) => key);
  for (const key of keys) discard(key);
  await Promise.all(keys.map(forgetItem));
}
