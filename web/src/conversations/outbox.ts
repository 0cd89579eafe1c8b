import type { CommandResult, MessageView } from "@balcao/api";
import { create } from "zustand";
import { api, ApiError } from "../lib/api.ts";
import { serverNow } from "../lib/clock.ts";
import { readJson, write } from "../lib/storage.ts";
import { patchCache } from "../realtime/cache.ts";
import { newKey } from "./new-key.ts";

/** A message written here and not yet taken by the server. `key` makes any number of tries one message. */
export type OutboxItem = {
  key: string;
  conversationId: string;
  text: string;
  quoted: MessageView["quoted"];
  at: number;
  state: "waiting" | "refused";
  /** the server's sentence and code when it refused */
  refusal: { code: string; sentence: string } | null;
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
  if (store) write(store, items.length > 0 ? JSON.stringify(items) : null);
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
        const result = await api<CommandResult>(`/api/conversations/${conversationId}/messages`, {
          method: "POST",
          body: { key: item.key, text: item.text, quotedMessageId: item.quoted?.id ?? null },
        });
        failures = 0;
        remove(item.key);
        patchCache([
          { type: "conversation", row: result.conversation, entries: result.message ? [result.message] : [] },
        ]);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
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

/** Puts a message on its way; it shows with a clock until the server has it. */
export function sendText(conversationId: string, text: string, quoted: MessageView["quoted"]): void {
  const item: OutboxItem = {
    key: newKey(),
    conversationId,
    text,
    quoted,
    at: serverNow(),
    state: "waiting",
    refusal: null,
  };
  save([...useOutbox.getState().items, item]);
  void work(conversationId);
}

/** Takes a refused message off the screen and gives its text back. */
export function withdraw(key: string): OutboxItem | undefined {
  const item = useOutbox.getState().items.find((other) => other.key === key);
  remove(key);
  return item;
}
