import { create } from "zustand";
import { read, write } from "../lib/storage.ts";

/** Text begun and not sent, one per conversation and mode. Kept in memory and, a moment later, in this browser. */
const WRITE_PAUSE_MS = 300;

/** What is written: an answer to the customer, or a note for the team. */
export type Mode = "reply" | "note";
/** Under which a conversation's draft is kept; an answer's is the conversation's own id. */
export const draftKey = (conversationId: string, mode: Mode): string =>
  mode === "reply" ? conversationId : `${conversationId}.${mode}`;

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

export const draftOf = (key: string): string => useDrafts.getState().texts[key] ?? "";

/** What a list shows of a conversation's drafts: the answer, else the note. */
export const draftInRow = (texts: Drafts["texts"], conversationId: string): string | undefined =>
  texts[conversationId] ?? texts[draftKey(conversationId, "note")];

/** Keeps a draft under its key (`draftKey`); blank text removes it. */
export function setDraft(key: string, text: string): void {
  const { owner, texts } = useDrafts.getState();
  const next = { ...texts };
  if (text.trim() === "") delete next[key];
  else next[key] = text;
  useDrafts.setState({ texts: next });
  if (!owner) return;
  const place = prefixOf(owner) + key;
  clearTimeout(pending.get(place));
  pending.set(
    place,
    setTimeout(() => {
      pending.delete(place);
      write(place, next[key] ?? null);
    }, WRITE_PAUSE_MS),
  );
}
