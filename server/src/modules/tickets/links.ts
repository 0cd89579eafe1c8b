import type { ConversationRow, LinkedMessage, MessageView } from "@balcao/api";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { notFound } from "../../platform/problem.ts";
import { messagesSeenBy, sightOf } from "../conversations/index.ts";
import { storedFiles } from "../media/index.ts";
import { deleteLinks, insertLinks, linkedOf } from "./links.queries.ts";

/** A message as it stands now: its author's last words, and none of what was taken back. */
export function snapshot(message: MessageView): LinkedMessage {
  const { id, at, direction, author, agentId, kind, content, media, revisions } = message;
  const facts = { id, at, direction, author, agentId, kind };
  const last = revisions.at(-1);
  if (last?.deleted)
    return { ...facts, text: null, content: { type: "deleted" }, media: null, deleted: true };
  const edited = revisions.findLast(({ body }) => body !== null)?.body ?? null;
  if (edited === null) return { ...facts, text: message.text, content, media, deleted: false };
  // an edit gives words anew: a text's own, or what was written under a file
  const isText = message.kind === "text";
  const now = isText ? { type: "text", body: edited } : { ...(content as object), caption: edited };
  return { ...facts, text: edited, content: now, media, deleted: false };
}

/**
 * Links messages of a conversation this agent sees with a ticket; gives how many were not there yet. Every one must be of that
 * conversation, else it is a 404.
 */
export async function link(
  tx: Tx,
  actor: Actor,
  ticketId: string,
  conversation: ConversationRow,
  messageIds: readonly string[],
  now: number,
): Promise<number> {
  const messages = await messagesSeenBy(tx, actor, conversation.id, messageIds);
  const copies = messages.map((message) => ({ ...snapshot(message), seq: message.seq }));
  const mediaIds = copies.flatMap(({ media }) => (media ? [media.id] : []));
  const files = await storedFiles(tx, actor.accountId, mediaIds);
  const { name, phone, profileName } = conversation.contact;
  const links = {
    accountId: actor.accountId,
    linkedBy: actor.agentId,
    ticketId,
    linkId: uuidv7(),
    conversationId: conversation.id,
    contactName: name ?? phone ?? profileName,
    messages: copies.map((copy) => ({
      ...copy,
      storageKey: copy.media && files.get(copy.media.id)?.storageKey,
    })),
  };
  return insertLinks(tx, now, [links]);
}

/** Takes messages out of a ticket. One that is not there, or whose conversation this agent may not see, is a 404. */
export async function unlink(
  tx: Tx,
  actor: Actor,
  ticketId: string,
  messageIds: readonly string[],
): Promise<number> {
  const wanted = [...new Set(messageIds)];
  const linked = await linkedOf(tx, actor.accountId, ticketId, wanted);
  const { hidden } = await sightOf(tx, actor, [
    ...new Set(linked.map(({ conversationId }) => conversationId)),
  ]);
  if (linked.length < wanted.length || linked.some(({ conversationId }) => hidden.has(conversationId)))
    throw notFound();
  await deleteLinks(tx, actor.accountId, ticketId, wanted);
  return wanted.length;
}
