import type { Draft as ServerDraft } from "@balcao/api";
import { create } from "zustand";
import { serverNow } from "../lib/clock.ts";
import { readJson, write } from "../lib/storage.ts";

/** Texts begun and not sent are kept in memory and, a moment later, in this browser; `draft-sync` brings them to the server. */
const WRITE_PAUSE_MS = 300;

/** What is written: an answer to the customer, or a note for the team. */
export type Mode = ServerDraft["mode"];
/** Under which a conversation's draft is kept; an answer's is the conversation's own id. */
export const draftKey = (conversationId: string, mode: Mode): string =>
  mode === "reply" ? conversationId : `${conversationId}.${mode}`;

/**
 * One draft. An empty text is one that was sent or emptied: what others still hold of it is older. `at`: when it was written (epoch
 * milliseconds, account's clock); `isSaved`: the server needs not hear of it any more.
 */
export type Draft = { text: string; quotedId: string | null; at: number; isSaved: boolean };
export type DraftMap = Readonly<Record<string, Draft>>;

/** Whose drafts these are: nothing of one person's is ever shown to another in the same browser. */
type Owner = { accountId: string; agentId: string };
/** `texts`: the text of each draft that has one. */
type Drafts = { owner: Owner | null; all: DraftMap; texts: Readonly<Record<string, string>> };

export const useDrafts = create<Drafts>(() => ({ owner: null, all: {}, texts: {} }));

const prefixOf = ({ accountId, agentId }: Owner): string => `balcao.draft.${accountId}.${agentId}.`;
const pending = new Map<string, ReturnType<typeof setTimeout>>();

const textsOf = (all: DraftMap): Drafts["texts"] =>
  Object.fromEntries(
    Object.entries(all).flatMap(([key, { text }]) => (text === "" ? [] : [[key, text] as const])),
  );

/** Takes up the drafts of the person signed in. */
export function openDrafts(owner: Owner, storedKeys: readonly string[]): void {
  const known = useDrafts.getState().owner;
  if (known && prefixOf(known) === prefixOf(owner)) return;
  const prefix = prefixOf(owner);
  const all: Record<string, Draft> = {};
  for (const key of storedKeys) {
    const draft = key.startsWith(prefix) ? readJson<Draft | null>(key, null) : null;
    if (draft) all[key.slice(prefix.length)] = draft;
  }
  useDrafts.setState({ owner, all, texts: textsOf(all) });
}

function store(place: string, draft: Draft | undefined): void {
  clearTimeout(pending.get(place));
  pending.delete(place);
  write(place, draft ? JSON.stringify(draft) : null);
}

/** Writes what still waits to be kept in this browser: the page may be about to go. */
export function keepDrafts(): void {
  const { owner, all } = useDrafts.getState();
  if (!owner) return;
  for (const place of pending.keys()) store(place, all[place.slice(prefixOf(owner).length)]);
}

/** Puts these drafts in the place of all that is known, and keeps what differs. */
export function replaceDrafts(all: DraftMap): void {
  const { owner, all: before } = useDrafts.getState();
  useDrafts.setState({ all, texts: textsOf(all) });
  if (!owner) return;
  for (const key of new Set([...Object.keys(before), ...Object.keys(all)])) {
    if (before[key] === all[key]) continue;
    const place = prefixOf(owner) + key;
    clearTimeout(pending.get(place));
    pending.set(
      place,
      setTimeout(() => store(place, useDrafts.getState().all[key]), WRITE_PAUSE_MS),
    );
  }
}

const put = (key: string, draft: Draft): void => replaceDrafts({ ...useDrafts.getState().all, [key]: draft });
const draftAt = (key: string): Draft | undefined => useDrafts.getState().all[key];
/** Later than what is known, also while the clock stands still. */
const stamp = (before: Draft | undefined): number => Math.max(serverNow(), (before?.at ?? 0) + 1);

export const draftOf = (key: string): string => useDrafts.getState().texts[key] ?? "";

/** What a list shows of a conversation's drafts: the answer, else the note. */
export const draftInRow = (texts: Drafts["texts"], conversationId: string): string | undefined =>
  texts[conversationId] ?? texts[draftKey(conversationId, "note")];

/** Keeps a draft under its key (`draftKey`); blank text ends it. */
export function setDraft(key: string, written: string): void {
  const before = draftAt(key);
  const text = written.trim() === "" ? "" : written;
  if (text === (before?.text ?? "")) return;
  put(key, { text, quotedId: before?.quotedId ?? null, at: stamp(before), isSaved: false });
}

/** The message an answer quotes; null = none. The server hears of it with the text. */
export function setDraftQuote(key: string, quotedId: string | null): void {
  const before = draftAt(key);
  if (quotedId === (before?.quotedId ?? null)) return;
  const text = before?.text ?? "";
  put(key, { text, quotedId, at: stamp(before), isSaved: text === "" });
}

/** Ends a draft because it is being sent; answers which one it was, so that the sending ends it on the server. */
export function takeDraft(key: string): number | undefined {
  const before = draftAt(key);
  if (!before) return undefined;
  put(key, { text: "", quotedId: null, at: before.at, isSaved: true });
  return before.text === "" ? undefined : before.at;
}

/**
 * Pure: what is known here, once the server has said what it has. What was changed here and is not saved yet stays; else the later one
 * is taken, and what is gone there is gone. `asked`: what was known when the server was asked; what changed since is left alone.
 */
export function withServer(now: DraftMap, asked: DraftMap, items: readonly ServerDraft[]): DraftMap {
  const theirs = new Map(items.map((item) => [draftKey(item.conversationId, item.mode), item]));
  const next: Record<string, Draft> = { ...now };
  for (const key of new Set([...Object.keys(now), ...theirs.keys()])) {
    const own = now[key];
    const other = theirs.get(key);
    if (own !== asked[key] || own?.isSaved === false) continue;
    if (other && (!own || other.at > own.at)) next[key] = asDraft(other);
    // a quote alone is this browser's matter
    else if (!other && own && (own.text !== "" || own.quotedId === null)) delete next[key];
  }
  return next;
}

/** A draft as the server has it. */
export const asDraft = ({ text, quotedMessageId, at }: ServerDraft): Draft => ({
  text,
  quotedId: quotedMessageId,
  at,
  isSaved: true,
});
