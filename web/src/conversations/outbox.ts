import type { CommandResult, MessageView, NoteResult, ThreadEntry } from "@balcao/api";
import type { ComposedContent, Composition } from "@balcao/core";
import { create } from "zustand";
import { api, ApiError, postForm } from "../lib/api.ts";
import { serverNow } from "../lib/clock.ts";
import { readJson, write } from "../lib/storage.ts";
import { patchCache } from "../realtime/cache.ts";
import { captionPlace, release, type Attachment } from "./composer/attachments.ts";
import { newKey } from "./new-key.ts";

/** A message or note written here and not yet taken by the server. `key` makes any number of tries one message. */
export type OutboxItem = {
  key: string;
  conversationId: string;
  text: string;
  quoted: MessageView["quoted"];
  at: number;
  state: "waiting" | "refused";
  /** the server's sentence and code when it refused */
  refusal: { code: string; sentence: string } | null;
  /** what it carries; then `text` is its caption. Only this page has it: it does not outlive a reload */
  file?: Attachment;
  /** the draft it was: the server ends it with the sending */
  draftAt?: number | undefined;
  /** a place, cards or a menu, as it was filled in and as it will be; then `text` is what it says in words */
  composed?: { composition: Composition; content: ComposedContent };
  /** an internal note, as it is stored; `text` is as it was written, to be given back */
  note?: string;
};

type Outbox = { store: string | null; items: readonly OutboxItem[] };

const FIRST_PAUSE_MS = 800;
const LONGEST_PAUSE_MS = 10_000;

export const useOutbox = create<Outbox>(() => ({ store: null, items: [] }));

const running = new Set<string>();
const wakers = new Set<() => void>();

function save(items: readonly OutboxItem[]): void {
  useOutbox.setState({ items });
  const { store } = useOutbox.getState();
  const kept = items.filter(({ file }) => !file);
  if (store) write(store, kept.length > 0 ? JSON.stringify(kept) : null);
}
const change = (key: string, next: Partial<OutboxItem>): void =>
  save(useOutbox.getState().items.map((item) => (item.key === key ? { ...item, ...next } : item)));
const remove = (key: string): void => save(useOutbox.getState().items.filter((item) => item.key !== key));

/** Takes up what the person signed in had left unsent in this browser, and goes on sending it. */
export function openOutbox(accountId: string, agentId: string): void {
  const store = `balcao.outbox.${accountId}.${agentId}`;
  if (useOutbox.getState().store === store) return;
  useOutbox.setState({ store, items: readJson<OutboxItem[]>(store, []) });
  for (const { conversationId } of useOutbox.getState().items) void work(conversationId);
}

/** Waits, or less when the connection comes back meanwhile. */
function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      wakers.delete(done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    wakers.add(done);
  });
}

/** Tries again at once: the connection is back. */
export function wakeOutbox(): void {
  for (const waker of wakers) waker();
}

export type RefusedListener = (item: OutboxItem) => void;
let onRefused: RefusedListener = () => undefined;
/** Who is told when the server refuses a message for good. */
export const setRefusedListener = (listener: RefusedListener): void => {
  onRefused = listener;
};

/** How much of a file has left this browser, 0 to 1, by the key of its message. */
export const useUploads = create<Record<string, number>>(() => ({}));
const uploads = new Map<string, AbortController>();

async function postFile(item: OutboxItem, file: Attachment): Promise<CommandResult> {
  const form = new FormData();
  const fields = {
    key: item.key,
    kind: file.kind,
    caption: item.text,
    fileName: file.file.name,
    voice: file.voice ? "true" : "",
    draftAt: item.draftAt === undefined ? "" : String(item.draftAt),
  };
  for (const [name, value] of Object.entries(fields)) if (value) form.set(name, value);
  if (item.quoted?.id) form.set("quotedMessageId", item.quoted.id);
  form.set("file", file.file);
  const controller = new AbortController();
  uploads.set(item.key, controller);
  try {
    return await postForm<CommandResult>(`/api/conversations/${item.conversationId}/files`, form, {
      onProgress: (part) => useUploads.setState({ [item.key]: part }),
      signal: controller.signal,
    });
  } finally {
    uploads.delete(item.key);
    useUploads.setState({ [item.key]: 0 });
  }
}

type Done = { conversation: CommandResult["conversation"]; entry: ThreadEntry | null };

async function post(item: OutboxItem): Promise<Done> {
  const path = `/api/conversations/${item.conversationId}`;
  if (item.note !== undefined) {
    const body = { key: item.key, text: item.note, draftAt: item.draftAt };
    const { conversation, note } = await api<NoteResult>(`${path}/notes`, { method: "POST", body });
    return { conversation, entry: note };
  }
  const { key, text, quoted, draftAt } = item;
  if (item.composed) {
    const { composition: content } = item.composed;
    const sending = { key, content, quotedMessageId: quoted?.id ?? null };
    const { conversation, message } = await api<CommandResult>(`${path}/composed`, {
      method: "POST",
      body: sending,
    });
    return { conversation, entry: message };
  }
  const body = { key, text, quotedMessageId: quoted?.id ?? null, draftAt };
  const { conversation, message } = item.file
    ? await postFile(item, item.file)
    : await api<CommandResult>(`${path}/messages`, { method: "POST", body });
  return { conversation, entry: message };
}

const isThere = (key: string): boolean => useOutbox.getState().items.some((item) => item.key === key);

/** Sends what waits in one conversation, strictly one after the other. */
async function work(conversationId: string): Promise<void> {
  if (running.has(conversationId)) return;
  running.add(conversationId);
  let failures = 0;
  try {
    for (;;) {
      const item = useOutbox
        .getState()
        .items.find((other) => other.conversationId === conversationId && other.state === "waiting");
      if (!item) return;
      try {
        const result = await post(item);
        failures = 0;
        remove(item.key);
        if (item.file) release(item.file);
        patchCache([
          { type: "conversation", row: result.conversation, entries: result.entry ? [result.entry] : [] },
        ]);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        // taken back while it was on its way
        if (!isThere(item.key)) continue;
        const isTemporary = error.status === 0 || error.status === 429 || error.status >= 500;
        if (isTemporary) await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures++));
        else {
          const refusal = { code: error.code, sentence: error.problem?.title ?? "" };
          change(item.key, { state: "refused", refusal });
          onRefused({ ...item, state: "refused", refusal });
        }
      }
    }
  } finally {
    running.delete(conversationId);
  }
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
  state: "waiting",
  refusal: null,
  ...(file ? { file } : {}),
});

function put(conversationId: string, items: readonly OutboxItem[]): void {
  save([...useOutbox.getState().items, ...items]);
  void work(conversationId);
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

/** Are there files on their way that a reload would lose? */
export const hasFilesUnderWay = (): boolean => useOutbox.getState().items.some(({ file }) => file);

/** Sends a refused message once more, as it was and under its key: it can only have one effect. */
export function sendAgain(key: string): void {
  const item = useOutbox.getState().items.find((other) => other.key === key);
  if (!item) return;
  change(key, { state: "waiting", refusal: null });
  void work(item.conversationId);
}

/** Takes a message that waits or was refused off the screen; gives back what it held. */
export function withdraw(key: string): OutboxItem | undefined {
  const item = useOutbox.getState().items.find((other) => other.key === key);
  remove(key);
  uploads.get(key)?.abort();
  for (const waker of wakers) waker();
  return item;
}
