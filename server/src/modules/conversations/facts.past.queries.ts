import type { WireMedia } from "@balcao/whatsapp";
import { sql } from "kysely";
import type { MessageContent } from "@balcao/core";
import { recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** A file for the message that held its place. */
export type FilledPlaceholder = {
  accountId: string;
  channelId: string;
  wamid: string;
  content: MessageContent;
  text: string | null;
  mediaId: string;
  media: WireMedia;
};

const COLUMNS = {
  account_id: "uuid",
  channel_id: "uuid",
  wamid: "text",
  kind: "text",
  text: "text",
  content: "json",
  media_id: "uuid",
};

/** Puts files where placeholders stand; what has its file, or is not there, stays. Answers those that were put, with their messages. */
export async function fillPlaceholders(
  tx: Tx,
  files: readonly FilledPlaceholder[],
): Promise<(FilledPlaceholder & { messageId: string })[]> {
  if (files.length === 0) return [];
  const byMedia = new Map(files.map((file) => [file.mediaId, file]));
  const rows = files.map((file) => ({
    account_id: file.accountId,
    channel_id: file.channelId,
    wamid: file.wamid,
    kind: file.content.type,
    text: file.text,
    content: file.content,
    media_id: file.mediaId,
  }));
  const { rows: filled } = await sql<{ id: string; mediaId: string }>`
    UPDATE message m SET kind = w.kind, text = w.text, content = w.content, media_id = w.media_id FROM ${recordset(rows, COLUMNS, "w")}
    WHERE m.account_id = w.account_id AND m.channel_id = w.channel_id AND m.wamid = w.wamid AND m.kind = 'unsupported'
    RETURNING m.id, m.media_id AS "mediaId"`.execute(tx);
  return filled.flatMap(({ id, mediaId }) => {
    const file = byMedia.get(mediaId);
    return file ? [{ ...file, messageId: id }] : [];
  });
}
