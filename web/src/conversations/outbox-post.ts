import type { CommandResult, NoteResult, ThreadEntry } from "@balcao/api";
import { create } from "zustand";
import { api, postForm } from "../lib/api.ts";
import type { Attachment } from "./composer/attachments.ts";
import type { OutboxItem } from "./outbox.ts";

/** How much of a file has left this browser, 0 to 1, by the key of its message. */
export const useUploads = create<Record<string, number>>(() => ({}));
const uploads = new Map<string, AbortController>();

/** Breaks off the sending of a file that is under way. */
export const abortUpload = (key: string): void => uploads.get(key)?.abort();

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
    useUploads.setState(({ [item.key]: _done, ...others }) => others, true);
  }
}

type Done = { conversation: CommandResult["conversation"]; entry: ThreadEntry | null };

/** Hands one message, file or note to the server, under its key. Throws ApiError. */
export async function postItem(item: OutboxItem): Promise<Done> {
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
