import type { TicketResult } from "@balcao/api";
import { plainFileName } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { conflict, notFound, ProblemError } from "../../platform/problem.ts";
import { sightOf } from "../conversations/index.ts";
import { checkFile, storedFiles } from "../media/index.ts";
import { command, refuseClosed } from "./commands.ts";
import { deleteFile, filesOf, insertFile, linkedFile } from "./files.queries.ts";
import { mayRemoveFile } from "./tickets.policy.ts";
import { seenTicket } from "./tickets.reading.ts";
import { stateOf } from "./tickets.queries.ts";

/** Every open ticket shows all of them. */
const MOST_FILES = 100;

/** What is sent of a stored file. */
export type Stored = { storageKey: string; mimeType: string; fileName: string | null; size: number };

/** A name as it can be kept and shown; never more than a name. */
export const nameOf = (given: string): string => plainFileName(given) || "arquivo";

/** Puts a file to a ticket. Its type is what its bytes say; what WhatsApp would not take is refused, so that it can be sent on. */
export async function attachFile(
  deps: Deps,
  actor: Actor,
  id: string,
  key: string,
  { fileName, read }: { fileName: string; read: () => Promise<Buffer> },
): Promise<TicketResult> {
  // before the bytes are read: whoever may not attach need not send them
  await inAccount(deps.app, actor.accountId, async (tx) => refuseClosed(await seenTicket(tx, actor, { id })));
  const name = nameOf(fileName);
  const bytes = await read();
  const { mimeType } = await checkFile(bytes, name);
  const fileId = uuidv7();
  const storageKey = `${actor.accountId}/${fileId}`;
  await deps.storage.put(storageKey, bytes);
  return command(deps, actor, id, key, async (tx, ticket, now) => {
    refuseClosed(ticket);
    if ((await filesOf(tx, actor.accountId, id)).length >= MOST_FILES) throw conflict("too_many_files");
    const { agentId } = actor;
    const file = { id: fileId, name, mimeType, size: bytes.length, agentId, at: now, storageKey };
    await insertFile(tx, actor.accountId, id, file);
    return { state: stateOf(ticket), facts: [{ type: "ticket.file_added", data: { fileId } }] };
  });
}

/** Takes a file away, bytes too; the history says that there was one. */
export async function detachFile(
  deps: Deps,
  actor: Actor,
  id: string,
  fileId: string,
  key: string,
): Promise<TicketResult> {
  let gone: string | null = null;
  const result = await command(deps, actor, id, key, async (tx, ticket) => {
    refuseClosed(ticket);
    const file = (await filesOf(tx, actor.accountId, id)).find((one) => one.id === fileId);
    if (!file) throw notFound();
    if (!mayRemoveFile(actor, file)) throw new ProblemError(403, "forbidden");
    await deleteFile(tx, actor.accountId, fileId);
    gone = file.storageKey;
    return { state: stateOf(ticket), facts: [{ type: "ticket.file_removed", data: { fileId } }] };
  });
  if (gone !== null) await deps.storage.remove(gone);
  return result;
}

/** A file of a ticket this agent may see. */
export async function getFile(deps: Deps, actor: Actor, id: string, fileId: string): Promise<Stored> {
  const file = await inAccount(deps.app, actor.accountId, async (tx) => {
    await seenTicket(tx, actor, { id });
    return (await filesOf(tx, actor.accountId, id)).find((one) => one.id === fileId);
  });
  if (!file || (await deps.storage.size(file.storageKey)) === null) throw notFound();
  return { ...file, fileName: file.name };
}

/**
 * The file of a linked message, for who may see the ticket, and the message's conversation too while that is there.
 */
export async function getLinkedFile(deps: Deps, actor: Actor, id: string, mediaId: string): Promise<Stored> {
  const { accountId } = actor;
  const file = await inAccount(deps.app, accountId, async (tx) => {
    await seenTicket(tx, actor, { id });
    const linked = await linkedFile(tx, accountId, id, mediaId);
    if (!linked) throw notFound();
    const { hidden } = await sightOf(tx, actor, [linked.conversationId]);
    if (hidden.has(linked.conversationId)) throw notFound();
    const known = (await storedFiles(tx, accountId, [mediaId])).get(mediaId);
    const storageKey = known?.storageKey ?? linked.storageKey;
    if (storageKey === null) throw notFound();
    // of what came only after it was linked, nobody knows once its message is gone
    const mimeType = known?.mimeType ?? linked.mimeType ?? "application/octet-stream";
    return { storageKey, mimeType, fileName: linked.fileName };
  });
  const size = await deps.storage.size(file.storageKey);
  if (size === null) throw notFound();
  return { ...file, size };
}
