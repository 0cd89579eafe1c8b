import {
  FILE_RULES,
  fileProblem,
  kindOfFile,
  LONGEST_CAPTION,
  readWebp,
  WEBP_HEAD_BYTES,
  type FileKind,
  type FileProblem,
} from "@balcao/core";
import { create } from "zustand";
import { newKey } from "../new-key.ts";

/** A file chosen and not sent yet. `url` shows it from this browser's memory until `release`. */
export type Attachment = {
  id: string;
  file: File;
  kind: FileKind;
  url: string;
  /** goes as a voice message */
  voice: boolean;
  problem: FileProblem | null;
};

type Chosen = { owner: string | null; files: Record<string, readonly Attachment[]> };
const NONE: readonly Attachment[] = [];

/** Files chosen in each conversation. They live as long as the page: a browser's storage is no place for a hundred megabytes. */
export const useAttachments = create<Chosen>(() => ({ owner: null, files: {} }));
export const attachmentsOf = (conversationId: string): readonly Attachment[] =>
  useAttachments.getState().files[conversationId] ?? NONE;
export const useAttachmentsOf = (conversationId: string): readonly Attachment[] =>
  useAttachments((state) => state.files[conversationId] ?? NONE);

const put = (conversationId: string, files: readonly Attachment[]): void =>
  useAttachments.setState((state) => ({ files: { ...state.files, [conversationId]: files } }));

/** Nothing one person chose is ever shown to another in the same browser. */
export function openAttachments(owner: string): void {
  if (useAttachments.getState().owner !== owner) useAttachments.setState({ owner, files: {} });
}

/** A file as it is chosen to be sent. Of a type the browser does not know, the server says what it is. */
export function asAttachment(file: File): Attachment {
  const kind = file.type === "" ? "document" : kindOfFile(file.type);
  const mimeType = file.type || "text/plain";
  return {
    id: newKey(),
    file,
    kind: kind ?? "document",
    url: URL.createObjectURL(file),
    voice: false,
    problem: fileProblem({ mimeType, size: file.size }),
  };
}

/** Looks into what is to be a sticker: only its bytes tell whether it is one. */
async function checkSticker(conversationId: string, { id, file }: Attachment): Promise<void> {
  const webp = readWebp(new Uint8Array(await file.slice(0, WEBP_HEAD_BYTES).arrayBuffer()));
  const problem = fileProblem({ mimeType: file.type, size: file.size, webp });
  if (problem === null) return;
  put(
    conversationId,
    attachmentsOf(conversationId).map((other) => (other.id === id ? { ...other, problem } : other)),
  );
}

/** Puts files among the chosen. */
export function attach(conversationId: string, files: readonly File[]): void {
  const added = files.map(asAttachment);
  put(conversationId, [...attachmentsOf(conversationId), ...added]);
  for (const one of added)
    if (one.kind === "sticker" && one.problem === null) void checkSticker(conversationId, one);
}

/** Puts a file that was on its way back among the chosen. */
export const takeBack = (conversationId: string, file: Attachment): void =>
  put(conversationId, [...attachmentsOf(conversationId), file]);

/** Lets go of the browser's copy, once nothing on the screen shows it any more. */
export function release({ url }: Attachment): void {
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function detach(conversationId: string, id: string): void {
  const files = attachmentsOf(conversationId);
  for (const file of files) if (file.id === id) release(file);
  put(
    conversationId,
    files.filter((file) => file.id !== id),
  );
}

/** Takes the chosen files out, to be sent. */
export function takeAttachments(conversationId: string): readonly Attachment[] {
  const files = attachmentsOf(conversationId);
  put(conversationId, NONE);
  return files;
}

export const hasAttachments = (): boolean =>
  Object.values(useAttachments.getState().files).some((files) => files.length > 0);

/** Whose caption the text becomes: the first file's that takes one; null when none does, or the text is too long for it. */
export const captionPlace = (files: readonly Attachment[], text: string): Attachment | null =>
  text === "" || Array.from(text).length > LONGEST_CAPTION
    ? null
    : (files.find(({ kind }) => FILE_RULES[kind].takesCaption) ?? null);
