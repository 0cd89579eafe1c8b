import type { CustomerMessage } from "@balcao/core";
import type { EchoFact, MessageFact } from "@balcao/whatsapp";
import { uuidv7 } from "../../platform/ids.ts";
import type { BotChooser } from "../bot/index.ts";
import type { AccountContext } from "../settings/index.ts";
import type { HandledFact } from "../channels/index.ts";
import type { NewMedia } from "../media/index.ts";
import type { Behind } from "./behind.ts";
import { contentOf, opensWindow } from "./content-of.ts";
import type { EmailBook } from "./facts.emails.ts";
import type { OpenConversations } from "./open-conversations.ts";
import type { NewReaction, NewRevision } from "./facts.queries.ts";
import type { DueWords } from "./scheduled.due.ts";
import { addMessage, type NewMessage, type Work, type Writer } from "./writer.ts";

/** What one batch knows and gathers. */
export type BatchWorld = {
  writer: Writer;
  conversations: OpenConversations;
  contexts: ReadonlyMap<string, AccountContext>;
  bots: BotChooser;
  behind: Behind;
  /** the words of what was scheduled for now */
  due: DueWords;
  emails: EmailBook;
  now: number;
  media: NewMedia[];
  reactions: NewReaction[];
  revisions: NewRevision[];
};

type OfMessage = Extract<MessageFact["content"], { type: "reaction" | "edit" | "revoke" }>;

/** Reactions, edits and deletions are no messages of their own. */
export const changesMessage = (wire: MessageFact["content"]): wire is OfMessage =>
  wire.type === "reaction" || wire.type === "edit" || wire.type === "revoke";

/** The thread entry of what came in, with its file if it has one. */
export function addIncoming(
  world: BatchWorld,
  work: Work,
  fact: HandledFact,
  body: MessageFact | EchoFact,
  event?: "message.imported",
): { row: NewMessage; message: CustomerMessage } | null {
  const wire = body.content;
  if (changesMessage(wire)) return null;
  const incoming = contentOf(wire, body);
  const echo = body.kind === "echo";
  const id = uuidv7();
  const mediaId = incoming.media ? uuidv7() : null;
  const message = {
    id,
    at: body.at,
    direction: echo ? "out" : "in",
    author: echo ? "app" : "contact",
    agentId: null,
    triggerId: null,
    content: incoming.content,
    wamid: body.wamid,
    quotedWamid: body.quotedWamid,
    status: body.kind === "echo" ? (body.pastStatus ?? "sent") : "received",
    occurrenceKey: null,
    mediaId,
    createdAt: world.now,
  } as const;
  const row = addMessage(world.writer, work, message, event);
  if (incoming.media && mediaId !== null)
    world.media.push({
      accountId: fact.accountId,
      id: mediaId,
      channelId: fact.channelId,
      messageId: id,
      graphMediaId: incoming.media.mediaId,
      kind: incoming.media.kind,
      claimedMimeType: incoming.media.mimeType,
      sha256: incoming.media.sha256,
      fileName: incoming.media.fileName,
      voice: incoming.media.voice,
      createdAt: world.now,
    });
  const group = body.groupId !== null;
  const heard: CustomerMessage = {
    cause: body.wamid,
    at: body.at,
    text: incoming.text,
    replyId: incoming.replyId,
    opensWindow: opensWindow(wire) && !group,
    answerable: !group && !["system", "welcome_request", "call"].includes(wire.type),
    ...(group || body.standing === "observed" || work.loaded.numberRemoved ? { quiet: true } : {}),
  };
  return { row, message: heard };
}

/** Reactions, edits and deletions change a message that is there already. */
export function onChangeOfMessage(
  world: BatchWorld,
  fact: HandledFact,
  body: MessageFact | EchoFact,
): boolean {
  const wire = body.content;
  const place = { accountId: fact.accountId, channelId: fact.channelId, at: body.at };
  const author = body.kind === "message" ? ("contact" as const) : ("business" as const);
  if (wire.type === "reaction")
    world.reactions.push({ ...place, author, targetWamid: wire.targetWamid, emoji: wire.emoji });
  else if (wire.type === "edit")
    world.revisions.push({ ...place, targetWamid: wire.targetWamid, body: wire.body, deleted: false });
  else if (wire.type === "revoke")
    world.revisions.push({ ...place, targetWamid: wire.targetWamid, body: null, deleted: true });
  else return false;
  return true;
}
