import type { EchoFact, MessageFact } from "@balcao/whatsapp";
import type { Tx } from "../../platform/database.ts";
import { uuidv7 } from "../../platform/ids.ts";
import type { HandledFact } from "../channels/index.ts";
import type { ContactRecord } from "../contacts/index.ts";
import { queueMedia } from "../media/index.ts";
import { contentOf } from "./content-of.ts";
import { addIncoming, changesMessage, onChangeOfMessage, type BatchWorld } from "./facts.incoming.ts";
import { saveTouched } from "./facts.notices.ts";
import { fillPlaceholders, type FilledPlaceholder } from "./facts.past.queries.ts";
import { workOn } from "./writer.ts";

type PastFact = { fact: HandledFact; body: MessageFact | EchoFact };

/**
 * What was written before this number came to us, by the WhatsApp Business app's history: kept as it was, in an ended conversation of its own. It
 * asks nothing of anybody: no bot, no window, nothing unread, no call.
 */
export function onPast(
  world: BatchWorld,
  fact: HandledFact,
  body: MessageFact | EchoFact,
  contact: ContactRecord,
): void {
  if (onChangeOfMessage(world, fact, body)) return;
  const { loaded, fresh } = world.conversations.past(fact, contact, body.at);
  const work = workOn(world.writer, loaded, fresh);
  addIncoming(world, work, fact, body, "message.imported");
}

/** Files of the history come after their messages, which held their places: each is put where it belongs, and fetched. */
export async function fillPast(tx: Tx, facts: readonly PastFact[], now: number): Promise<void> {
  const files = facts.flatMap(({ fact, body }): FilledPlaceholder[] => {
    if (body.standing !== "past" || changesMessage(body.content)) return [];
    const { content, text, media } = contentOf(body.content, body);
    if (media === null) return [];
    const { accountId, channelId } = fact;
    return [{ accountId, channelId, wamid: body.wamid, content, text, mediaId: uuidv7(), media }];
  });
  const filled = await fillPlaceholders(tx, files);
  await queueMedia(
    tx,
    filled.map(({ accountId, channelId, mediaId, messageId, media }) => ({
      accountId,
      id: mediaId,
      channelId,
      messageId,
      graphMediaId: media.mediaId,
      kind: media.kind,
      claimedMimeType: media.mimeType,
      sha256: media.sha256,
      fileName: media.fileName,
      voice: media.voice,
      createdAt: now,
    })),
  );
  await saveTouched(
    tx,
    filled.map(({ accountId, channelId, wamid }) => ({ accountId, channelId, targetWamid: wamid })),
    now,
  );
}
