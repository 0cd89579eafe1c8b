import type { Draft as ServerDraft } from "@balcao/api";
import { api, ApiError } from "../lib/api.ts";
import { asDraft, draftKey, keepDrafts, replaceDrafts, useDrafts, withServer, type Draft } from "./drafts.ts";

/** Writing has paused for this long before it is saved. */
const SAVE_PAUSE_MS = 500;

const timers = new Map<string, ReturnType<typeof setTimeout>>();
const saving = new Set<string>();

function placeOf(key: string): Pick<ServerDraft, "conversationId" | "mode"> {
  const [conversationId = "", mode] = key.split(".");
  return { conversationId, mode: mode === "note" ? "note" : "reply" };
}

/** What the server has is known now, unless more was written meanwhile. */
function settle(sent: Draft, stands: ServerDraft): void {
  const key = draftKey(stands.conversationId, stands.mode);
  const { all } = useDrafts.getState();
  if (all[key] !== sent) return;
  replaceDrafts({ ...all, [key]: stands.at > sent.at ? asDraft(stands) : { ...sent, isSaved: true } });
}

async function save(key: string): Promise<void> {
  const { owner, all } = useDrafts.getState();
  const draft = all[key];
  if (!draft || draft.isSaved || saving.has(key)) return;
  const { conversationId, mode } = placeOf(key);
  const body = { mode, text: draft.text, quotedMessageId: draft.quotedId, at: draft.at };
  saving.add(key);
  try {
    const stands = await api<ServerDraft>(`/api/conversations/${conversationId}/draft`, {
      method: "PUT",
      body,
    });
    if (useDrafts.getState().owner === owner) settle(draft, stands);
  } catch (error) {
    // it stays here, unsaved: tried again when more is written, or when the person or the network comes back
    if (!(error instanceof ApiError)) throw error;
    return;
  } finally {
    saving.delete(key);
  }
  if (useDrafts.getState().all[key]?.isSaved === false) later(key);
}

function later(key: string): void {
  clearTimeout(timers.get(key));
  timers.set(
    key,
    setTimeout(() => {
      timers.delete(key);
      void save(key);
    }, SAVE_PAUSE_MS),
  );
}

let pulling = false;

/** Takes what was written elsewhere, and saves what could not be saved before. Without an answer everything stays as it is. */
export async function pullDrafts(): Promise<void> {
  const { owner, all } = useDrafts.getState();
  for (const [key, draft] of Object.entries(all)) if (!draft.isSaved && !timers.has(key)) void save(key);
  if (pulling || !owner) return;
  pulling = true;
  try {
    const { items } = await api<{ items: ServerDraft[] }>("/api/drafts");
    if (useDrafts.getState().owner === owner) replaceDrafts(withServer(useDrafts.getState().all, all, items));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  } finally {
    pulling = false;
  }
}

/**
 * Keeps drafts in step with the server: saved half a second after writing pauses, fetched when the page opens and whenever the person comes
 * back to it. Nothing is pushed: a person writes in one place at a time. Gives the way to stop.
 */
export function startDraftSync(): () => void {
  const unsubscribe = useDrafts.subscribe(({ all }, { all: before }) => {
    if (all === before) return;
    for (const [key, draft] of Object.entries(all)) if (!draft.isSaved && draft !== before[key]) later(key);
  });
  const back = (): void => {
    if (document.visibilityState === "visible") void pullDrafts();
    else keepDrafts();
  };
  void pullDrafts();
  window.addEventListener("focus", back);
  window.addEventListener("online", back);
  window.addEventListener("pagehide", keepDrafts);
  document.addEventListener("visibilitychange", back);
  return () => {
    unsubscribe();
    window.removeEventListener("focus", back);
    window.removeEventListener("online", back);
    window.removeEventListener("pagehide", keepDrafts);
    document.removeEventListener("visibilitychange", back);
  };
}
