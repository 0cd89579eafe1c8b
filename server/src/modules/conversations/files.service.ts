import type { CommandResult, SendFile } from "@balcao/api";
import { agentReply, FILE_RULES, plainFileName, type FileKind, type OutgoingFile } from "@balcao/core";
import { createHash } from "node:crypto";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, invalid, notFound, ProblemError } from "../../platform/problem.ts";
import { checkFile, goesAsVoice, isVoice } from "../media/index.ts";
import { usedKey } from "./command-keys.queries.ts";
import { getConversation } from "./conversations.reading.ts";
import { command, quotedWamidOf } from "./conversations.service.ts";
import type { FileToSend } from "./files.rows.ts";

/** A container that holds sound only may be taken for a film by its name, and the other way round. */
const isSame = (claimed: FileKind, found: FileKind): boolean =>
  claimed === found || [claimed, found].every((kind) => kind === "audio" || kind === "video");

/** What a file really is, and whether WhatsApp takes it; else the problem says which of the rules it breaks. */
async function checked(
  bytes: Buffer,
  claim: Pick<SendFile, "kind" | "voice" | "fileName">,
): Promise<{ kind: FileKind; mimeType: string }> {
  const { kind, mimeType } = await checkFile(bytes, claim.fileName);
  if (!isSame(claim.kind, kind)) throw new ProblemError(422, "file_not_what_it_says");
  if (claim.voice && !isVoice(bytes, mimeType)) throw new ProblemError(422, "file_not_a_voice");
  return { kind, mimeType };
}

/** Bytes of a claim, stored: what a message with them needs. Whoever does not keep it removes it from the storage. */
export async function storeFile(
  deps: Deps,
  actor: Actor,
  claim: Pick<SendFile, "kind" | "voice" | "fileName">,
  bytes: Buffer,
): Promise<FileToSend> {
  const { kind, mimeType } = await checked(bytes, claim);
  const id = uuidv7();
  const file: FileToSend = {
    id,
    kind,
    mimeType,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    fileName: plainFileName(claim.fileName ?? "") || null,
    size: bytes.length,
    storageKey: `${actor.accountId}/${id}`,
    voice: claim.voice,
    again: false,
  };
  await deps.storage.put(file.storageKey, bytes);
  return file;
}

/** What a message with this file holds; a caption only where its kind takes one. */
export const fileContent = (file: FileToSend, caption: string | null): OutgoingFile => ({
  type: file.kind,
  caption: FILE_RULES[file.kind].takesCaption ? caption : null,
  fileName: file.fileName,
  voice: goesAsVoice(file),
});

/** Captions of kinds that have none are refused before the bytes travel. */
export function checkCaption({ kind, caption }: Pick<SendFile, "kind" | "caption">): void {
  if (caption !== null && !FILE_RULES[kind].takesCaption)
    throw invalid([{ path: "caption", code: "invalid" }]);
}

/** Who may not write here learns it before the bytes travel. True = this command was done before. */
async function isRepeat(deps: Deps, actor: Actor, id: string, key: string): Promise<boolean> {
  const before = await inAccount(deps.app, actor.accountId, (tx) => usedKey(tx, actor, key));
  if (before?.conversationId === id) return true;
  const { can } = await getConversation(deps, actor, id);
  if (!can.reply) throw conflict(can.reply_reason ?? "conversation_closed");
  return false;
}

/**
 * Sends a file as one message: bytes stored, then message, outbox and event in one transaction. `read` gives the bytes, and is
 * not called when the command is refused or was done before. The same key again has no effect and gets the same message.
 */
export async function sendFile(
  deps: Deps,
  actor: Actor,
  id: string,
  claim: SendFile,
  read: () => Promise<Buffer>,
): Promise<CommandResult> {
  checkCaption(claim);
  if (await isRepeat(deps, actor, id, claim.key))
    return command(deps, actor, id, claim.key, () => {
      throw notFound();
    });
  const quotedWamid = await quotedWamidOf(deps, actor, id, claim.quotedMessageId);
  const file = await storeFile(deps, actor, claim, await read());
  const content = fileContent(file, claim.caption);
  let kept = false;
  try {
    const result = await command(
      deps,
      actor,
      id,
      claim.key,
      (state, context, _running, now) => agentReply(state, actor.agentId, content, context, now),
      { quotedWamid, file, draftAt: claim.draftAt },
    );
    kept = result.message?.media?.id === file.id;
    return result;
  } finally {
    // a rival with the same key was first, or the command was refused
    if (!kept) await deps.storage.remove(file.storageKey);
  }
}
