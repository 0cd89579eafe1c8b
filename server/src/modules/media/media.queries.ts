import { sql } from "kysely";
import { bulkInsert, iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** A file a message brought, still at Meta. */
export type NewMedia = {
  accountId: string;
  id: string;
  channelId: string;
  messageId: string;
  graphMediaId: string;
  kind: "image" | "video" | "audio" | "document" | "sticker";
  claimedMimeType: string | null;
  sha256: string | null;
  fileName: string | null;
  voice: boolean;
  createdAt: number;
};

/** Why there is no file of a number that was disconnected first. */
const NUMBER_REMOVED = "number_removed";
/** The ids of files in webhooks are good for so long (wire facts, section 10.1). */
const KEPT_BY_META_MS = 7 * 86_400_000;

const MEDIA = {
  account_id: "uuid",
  id: "uuid",
  channel_id: "uuid",
  message_id: "uuid",
  graph_media_id: "text",
  kind: "text",
  claimed_mime_type: "text",
  sha256: "text",
  file_name: "text",
  voice: "boolean",
  created_at: "timestamptz",
};

/** Notes files to be fetched, in the transaction of their messages: a message is never lost for want of its file. */
export async function queueMedia(tx: Tx, files: readonly NewMedia[]): Promise<void> {
  const rows = files.map((file) => ({
    account_id: file.accountId,
    id: file.id,
    channel_id: file.channelId,
    message_id: file.messageId,
    graph_media_id: file.graphMediaId,
    kind: file.kind,
    claimed_mime_type: file.claimedMimeType,
    sha256: file.sha256,
    file_name: file.fileName,
    voice: file.voice,
    created_at: iso(file.createdAt),
  }));
  await bulkInsert(tx, "media", MEDIA, rows);
}

export type PendingMedia = {
  accountId: string;
  id: string;
  channelId: string;
  messageId: string;
  graphMediaId: string;
  sha256: string | null;
  attempts: number;
  conversationId: string;
  teamId: string;
};

/** Takes files to fetch and puts their next attempt off first, so that a fetcher that dies is followed by another. */
export async function takeMedia(tx: Tx, limit: number): Promise<PendingMedia[]> {
  const { rows } = await sql<PendingMedia>`
    UPDATE media d SET attempts = d.attempts + 1, next_attempt_at = now() + make_interval(secs => least(600, 5 * power(2, d.attempts)))
    FROM message m, conversation v
    WHERE (d.account_id, d.id) IN (SELECT account_id, id FROM media WHERE state = 'pending' AND next_attempt_at <= now() ORDER BY next_attempt_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
      AND m.account_id = d.account_id AND m.id = d.message_id AND v.account_id = m.account_id AND v.id = m.conversation_id
    RETURNING d.account_id AS "accountId", d.id, d.channel_id AS "channelId", d.message_id AS "messageId", d.graph_media_id AS "graphMediaId", d.sha256,
      d.attempts, m.conversation_id AS "conversationId", v.team_id AS "teamId"`.execute(tx);
  return rows;
}

export async function finishMedia(
  tx: Tx,
  media: Pick<PendingMedia, "accountId" | "id">,
  result:
    | { state: "stored"; mimeType: string; size: number; storageKey: string }
    | { state: "failed"; failure: string },
  now: number,
): Promise<void> {
  if (result.state === "failed") {
    await sql`UPDATE media SET state = 'failed', failure = ${result.failure} WHERE account_id = ${media.accountId} AND id = ${media.id}`.execute(
      tx,
    );
    return;
  }
  await sql`
    UPDATE media SET state = 'stored', mime_type = ${result.mimeType}, size = ${result.size}, storage_key = ${result.storageKey}, stored_at = ${iso(now)}::timestamptz
    WHERE account_id = ${media.accountId} AND id = ${media.id}`.execute(tx);
}

/** Ends a file of a number that was disconnected: without its token nobody can fetch it. False = it is connected. */
export async function endOfRemoved(
  tx: Tx,
  { accountId, id }: Pick<PendingMedia, "accountId" | "id">,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    UPDATE media d SET state = 'failed', failure = ${NUMBER_REMOVED} FROM channel c
    WHERE d.account_id = ${accountId} AND d.id = ${id} AND d.state = 'pending'
      AND c.account_id = d.account_id AND c.id = d.channel_id AND c.removed_at IS NOT NULL RETURNING d.id`.execute(
    tx,
  );
  return rows.length > 0;
}

/** Files of a number that is connected again, as far as Meta still has them, are fetched after all. `now` is business time. */
export async function fetchAgain(
  tx: Tx,
  { accountId, id }: { accountId: string; id: string },
  now: number,
): Promise<{ messageId: string; conversationId: string; teamId: string }[]> {
  const { rows } = await sql<{ messageId: string; conversationId: string; teamId: string }>`
    UPDATE media d SET state = 'pending', failure = NULL, attempts = 0, next_attempt_at = now() FROM message m, conversation v
    WHERE d.account_id = ${accountId} AND d.channel_id = ${id} AND d.state = 'failed' AND d.failure = ${NUMBER_REMOVED}
      AND d.created_at > ${iso(now - KEPT_BY_META_MS)}::timestamptz
      AND m.account_id = d.account_id AND m.id = d.message_id AND v.account_id = m.account_id AND v.id = m.conversation_id
    RETURNING d.message_id AS "messageId", v.id AS "conversationId", v.team_id AS "teamId"`.execute(tx);
  return rows;
}

export type StoredMedia = {
  id: string;
  messageId: string;
  mimeType: string;
  fileName: string | null;
  size: number;
  storageKey: string;
  teamId: string;
  agentId: string | null;
  /** of the conversation */
  status: string;
};

/** A stored file with the team and agent of its conversation, to decide who may have it. */
export async function findStored(tx: Tx, accountId: string, id: string): Promise<StoredMedia | null> {
  const { rows } = await sql<StoredMedia>`
    SELECT d.id, d.message_id AS "messageId", d.mime_type AS "mimeType", d.file_name AS "fileName", d.size, d.storage_key AS "storageKey", v.team_id AS "teamId", v.agent_id AS "agentId", v.status
    FROM media d JOIN message m ON m.account_id = d.account_id AND m.id = d.message_id JOIN conversation v ON v.account_id = m.account_id AND v.id = m.conversation_id
    WHERE d.account_id = ${accountId} AND d.id = ${id} AND d.state = 'stored'`.execute(tx);
  return rows[0] ?? null;
}

export type KeptFile = Pick<StoredMedia, "id" | "storageKey" | "mimeType">;

/** Where stored files are and what they are, for modules that answer by themselves for who may have them; what is not there is missing. */
export async function storedFiles(
  tx: Tx,
  accountId: string,
  ids: readonly string[],
): Promise<Map<string, KeptFile>> {
  const { rows } = await sql<KeptFile>`
    SELECT id, storage_key AS "storageKey", mime_type AS "mimeType" FROM media
    WHERE account_id = ${accountId} AND id = ANY(${[...ids]}::uuid[]) AND state = 'stored'`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Which of these stored files are of media: kept, or about to be fetched anew. The id of a file's first row is the end of its key. */
export async function mediaFiles(tx: Tx, storageKeys: readonly string[]): Promise<string[]> {
  const wanted = storageKeys.map((key) => {
    const [account_id, id] = key.split("/");
    return { account_id, id, key };
  });
  const { rows } = await sql<{ key: string }>`
    SELECT w.key FROM ${recordset(wanted, { account_id: "uuid", id: "uuid", key: "text" }, "w")}
    JOIN media d ON d.account_id = w.account_id AND d.id = w.id AND (d.storage_key = w.key OR d.state = 'pending')`.execute(
    tx,
  );
  return rows.map(({ key }) => key);
}
