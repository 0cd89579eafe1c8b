import { create } from "zustand";
import { read, write } from "../lib/storage.ts";

/** Text begun and not sent, one per conversation. Kept in memory and, a moment later, in this browser. */
const WRITE_PAUSE_MS = 300;

/** Whose drafts these are: nothing of one person's is ever shown to another in the same browser. */
type Owner = { accountId: string; agentId: string };
type Drafts = { owner: Owner | null; texts: Record<string, string> };

export const useDrafts = create<Drafts>(() => ({ owner: null, texts: {} }));

const prefixOf = ({ accountId, agentId }: Owner): string => `balcao.draft.${accountId}.${agentId}.`;
const pending = new Map<string, ReturnType<typeof setTimeout>>();

/** Takes up the drafts of the person signed in. */
export function openDrafts(owner: Owner, storedKeys: readonly string[]): void {
  const known = useDrafts.getState().owner;
  if (known && prefixOf(known) === prefixOf(owner)) return;
  const prefix = prefixOf(owner);
  const texts: Record<string, string> = {};
  for (const key of storedKeys) {
    const text = key.startsWith(prefix) ? read(key) : null;
    if (text) texts[key.slice(prefix.length)] = text;
  }
  useDrafts.setState({ owner, texts });
}

export const draftOf = (conversationId: string): string => useDrafts.getState().texts[conversationId] ?? "";

/** Keeps a conversation's draft; blank text removes it. */
export function setDraft(conversationId: string, text: string): void {
  const { owner, texts } = useDrafts.getState();
  const next = { ...texts };
  if (text.trim() === "") delete next[conversationId];
  else next[conversationId] = text;
  useDrafts.setState({ texts: next });
  if (!owner) return;
  const key = prefixOf(owner) + conversationId;
  clearTimeout(pending.get(key));
  pending.set(
    key,
    setTimeout(() => {
      pending.delete(key);
      write(key, next[conversationId] ?? null);
    }, WRITE_PAUSE_MS),
  );
}
