import { uuidv7 } from "../../platform/ids.ts";
import type { Tx } from "../../platform/database.ts";
import { addOutgoing, findSent, findUploaded, type NewOutgoing } from "../media/index.ts";
import type { LoadedConversation } from "./load.queries.ts";

/** A stored file on its way into a message. `again`: it failed before, so Meta gets it anew. */
export type FileToSend = Pick<
  NewOutgoing,
  "id" | "kind" | "mimeType" | "sha256" | "fileName" | "size" | "storageKey" | "voice"
> & { again: boolean };

/** Meta keeps an upload for 30 days (wire facts, section 10.2); a message must not meet its last one. */
export const UPLOAD_LIFE_MS = 29 * 24 * 3_600_000;

export type Uploaded = { graphMediaId: string; uploadedAt: number };

/** The same bytes put at Meta for the same number before, while Meta still has them. */
export const uploadedBefore = async (
  tx: Tx,
  { accountId, channelId }: LoadedConversation,
  file: FileToSend,
  now: number,
): Promise<Uploaded | null> =>
  file.again ? null : findUploaded(tx, { ...file, accountId, channelId }, now - UPLOAD_LIFE_MS);

/** The row of a message's file, in the message's transaction. */
export async function noteFile(
  tx: Tx,
  { accountId, channelId }: LoadedConversation,
  file: FileToSend & { messageId: string },
  uploaded: Uploaded | null,
  now: number,
): Promise<void> {
  const { again: _again, ...row } = file;
  const { graphMediaId, uploadedAt } = uploaded ?? { graphMediaId: null, uploadedAt: null };
  await addOutgoing(tx, { ...row, accountId, channelId, graphMediaId, uploadedAt }, now);
}

/** The file of a message of ours, to be sent once more. */
export async function sentFile(tx: Tx, accountId: string, messageId: string): Promise<FileToSend | null> {
  const file = await findSent(tx, accountId, messageId);
  return file && { ...file, id: uuidv7(), again: true };
}
