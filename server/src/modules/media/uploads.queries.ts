import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** A file of ours whose bytes are stored; `graphMediaId` null = Meta does not have it yet. */
export type NewOutgoing = {
  accountId: string;
  id: string;
  channelId: string;
  messageId: string;
  graphMediaId: string | null;
  uploadedAt: number | null;
  kind: "image" | "video" | "audio" | "document" | "sticker";
  mimeType: string;
  sha256: string;
  fileName: string | null;
  size: number;
  storageKey: string;
  /** to be heard as a voice message, not kept as a sound file */
  voice: boolean;
};

/** Notes a file that goes out, in the transaction of its message. `now` is business time. */
export async function addOutgoing(tx: Tx, file: NewOutgoing, now: number): Promise<void> {
  await sql`
    INSERT INTO media (account_id, id, channel_id, message_id, graph_media_id, uploaded_at, kind, mime_type, sha256, file_name, size, storage_key,
      voice, state, outgoing, created_at, stored_at)
    VALUES (${file.accountId}, ${file.id}, ${file.channelId}, ${file.messageId}, ${file.graphMediaId}, ${iso(file.uploadedAt)}::timestamptz, ${file.kind},
      ${file.mimeType}, ${file.sha256}, ${file.fileName}, ${file.size}, ${file.storageKey}, ${file.voice}, 'stored', true, ${iso(now)}::timestamptz, ${iso(now)}::timestamptz)`.execute(
    tx,
  );
}

/** Meta's id of the same bytes, put there for the same number since `since` (business time). */
export async function findUploaded(
  tx: Tx,
  file: Pick<NewOutgoing, "accountId" | "channelId" | "sha256" | "mimeType">,
  since: number,
): Promise<{ graphMediaId: string; uploadedAt: number } | null> {
  const { rows } = await sql<{ graphMediaId: string; uploadedAt: number }>`
    SELECT graph_media_id AS "graphMediaId", uploaded_at AS "uploadedAt" FROM media
    WHERE account_id = ${file.accountId} AND channel_id = ${file.channelId} AND sha256 = ${file.sha256} AND mime_type = ${file.mimeType}
      AND outgoing AND graph_media_id IS NOT NULL AND uploaded_at > ${iso(since)}::timestamptz
    ORDER BY uploaded_at DESC LIMIT 1`.execute(tx);
  return rows[0] ?? null;
}

type Sent = Pick<NewOutgoing, "kind" | "mimeType" | "sha256" | "fileName" | "size" | "storageKey" | "voice">;

/** What sending the file of a message once more needs. */
export async function findSent(tx: Tx, accountId: string, messageId: string): Promise<Sent | null> {
  const { rows } =
    await sql<Sent>`SELECT d.kind, d.mime_type AS "mimeType", d.sha256, d.file_name AS "fileName", d.size, d.storage_key AS "storageKey", d.voice
    FROM message m JOIN media d ON d.account_id = m.account_id AND d.id = m.media_id
    WHERE m.account_id = ${accountId} AND m.id = ${messageId} AND d.outgoing`.execute(tx);
  return rows[0] ?? null;
}

export type Upload = {
  accountId: string;
  id: string;
  channelId: string;
  messageId: string;
  kind: NewOutgoing["kind"];
  mimeType: string;
  fileName: string | null;
  storageKey: string;
  attempts: number;
};

/**
 * Takes files to put at Meta, for `seconds` of the database's time: whoever dies with one is followed by another, and to put
 * it there twice harms nobody.
 */
export async function takeUploads(tx: Tx, limit: number, seconds: number): Promise<Upload[]> {
  const { rows } = await sql<Upload>`
    UPDATE media d SET attempts = d.attempts + 1, next_attempt_at = now() + make_interval(secs => ${seconds})
    WHERE (d.account_id, d.id) IN (SELECT account_id, id FROM media WHERE outgoing AND graph_media_id IS NULL AND next_attempt_at <= now()
      ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING d.account_id AS "accountId", d.id, d.channel_id AS "channelId", d.message_id AS "messageId", d.kind, d.mime_type AS "mimeType",
      d.file_name AS "fileName", d.storage_key AS "storageKey", d.attempts`.execute(tx);
  return rows;
}

/** The file is at Meta. False = somebody else has put it there meanwhile. */
export async function markUploaded(
  tx: Tx,
  file: Pick<Upload, "accountId" | "id">,
  graphMediaId: string,
  now: number,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    UPDATE media SET graph_media_id = ${graphMediaId}, uploaded_at = ${iso(now)}::timestamptz
    WHERE account_id = ${file.accountId} AND id = ${file.id} AND graph_media_id IS NULL RETURNING id`.execute(
    tx,
  );
  return rows.length > 0;
}

/** The next attempt in so many milliseconds; null = never again. */
export async function putOffUpload(
  tx: Tx,
  file: Pick<Upload, "accountId" | "id">,
  waitMs: number | null,
  failure: string,
): Promise<void> {
  const next = waitMs === null ? sql`'infinity'` : sql`now() + make_interval(secs => ${waitMs / 1000})`;
  await sql`UPDATE media SET next_attempt_at = ${next}, failure = ${failure}
    WHERE account_id = ${file.accountId} AND id = ${file.id} AND graph_media_id IS NULL`.execute(tx);
}
