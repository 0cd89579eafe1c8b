import type { MessageContent } from "@balcao/core";
import { sql } from "kysely";
import { bulkInsert, iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

type Id = { accountId: string; id: string };
const ID = { account_id: "uuid", id: "uuid" };
const idsOf = (ids: readonly Id[]) =>
  recordset(
    ids.map(({ accountId, id }) => ({ account_id: accountId, id })),
    ID,
    "w",
  );

/** A message of ours as it can be put into the outbox once more. */
export type AgainRow = Id & {
  channelId: string;
  conversationId: string;
  contactId: string;
  seq: number;
  author: "agent" | "bot" | "system";
  content: MessageContent;
  quotedWamid: string | null;
  recipientKind: "phone" | "bsuid";
  recipientValue: string;
  createdAt: number;
  mediaId: string | null;
  graphMediaId: string | null;
  uploadedAt: number | null;
  /** the name that stands before what its author writes */
  signature: string | null;
  /** how often it went */
  attempts: number;
};

/** Messages with all that sending them needs; those of conversations that are over are left out. */
export async function loadAgain(tx: Tx, ids: readonly Id[]): Promise<AgainRow[]> {
  const { rows } = await sql<AgainRow>`
    SELECT m.account_id AS "accountId", m.id, m.channel_id AS "channelId", m.conversation_id AS "conversationId", v.contact_id AS "contactId", m.seq, m.author, m.content,
      m.quoted_wamid AS "quotedWamid", v.recipient_kind AS "recipientKind", v.recipient_value AS "recipientValue", m.created_at AS "createdAt",
      d.id AS "mediaId", d.graph_media_id AS "graphMediaId", d.uploaded_at AS "uploadedAt",
      CASE WHEN m.author = 'agent' AND t.signs_replies THEN a.name END AS signature,
      1 + (SELECT count(*) FROM dead_wamid x WHERE x.account_id = m.account_id AND x.message_id = m.id)::int AS attempts
    FROM ${idsOf(ids)} JOIN message m ON m.account_id = w.account_id AND m.id = w.id
    JOIN conversation v ON v.account_id = m.account_id AND v.id = m.conversation_id AND v.status <> 'closed'
    LEFT JOIN team t ON t.account_id = v.account_id AND t.id = v.team_id
    LEFT JOIN agent a ON a.account_id = m.account_id AND a.id = m.agent_id
    LEFT JOIN media d ON m.media_id IS NOT NULL AND d.account_id = m.account_id AND d.id = m.media_id
    WHERE m.direction = 'out' AND m.author IN ('agent', 'bot', 'system')`.execute(tx);
  return rows;
}

/** Messages that go once more: queued as before their first time, without the id they had. */
export async function unsend(tx: Tx, ids: readonly Id[], now: number): Promise<void> {
  await sql`
    UPDATE message m SET status = 'queued', status_at = ${iso(now)}::timestamptz, wamid = NULL, error_code = NULL, error = NULL FROM ${idsOf(ids)}
    WHERE m.account_id = w.account_id AND m.id = w.id`.execute(tx);
}

/** Files that Meta has lost, or will not take by their id any more: to be put there anew. */
export async function uploadAnew(tx: Tx, media: readonly Id[]): Promise<void> {
  if (media.length === 0) return;
  await sql`
    UPDATE media d SET graph_media_id = NULL, uploaded_at = NULL, attempts = 0, next_attempt_at = now() FROM ${idsOf(media)}
    WHERE d.account_id = w.account_id AND d.id = w.id`.execute(tx);
}

export type DeadWamid = { accountId: string; channelId: string; wamid: string };
/** Meta repeats a delivery for seven days */
const REMEMBERED_MS = 8 * 24 * 3_600_000;

/** Remembers ids under which messages failed and that went again. */
export async function buryWamids(
  tx: Tx,
  dead: readonly (DeadWamid & { messageId: string })[],
  now: number,
): Promise<void> {
  await sql`DELETE FROM dead_wamid WHERE at < ${iso(now - REMEMBERED_MS)}::timestamptz`.execute(tx);
  const rows = dead.map(({ accountId, channelId, wamid, messageId }) => ({
    account_id: accountId,
    channel_id: channelId,
    wamid,
    message_id: messageId,
    at: iso(now),
  }));
  const columns = {
    account_id: "uuid",
    channel_id: "uuid",
    wamid: "text",
    message_id: "uuid",
    at: "timestamptz",
  };
  await bulkInsert(tx, "dead_wamid", columns, rows, sql`ON CONFLICT DO NOTHING`);
}

/** Which of these ids are dead. */
export async function findDead(tx: Tx, ids: readonly DeadWamid[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const values = ids.map(({ accountId, channelId, wamid }) => ({
    account_id: accountId,
    channel_id: channelId,
    wamid,
  }));
  const { rows } = await sql<{ key: string }>`
    SELECT d.channel_id || '|' || d.wamid AS key FROM ${recordset(values, { account_id: "uuid", channel_id: "uuid", wamid: "text" }, "w")}
    JOIN dead_wamid d USING (account_id, channel_id, wamid)`.execute(tx);
  return new Set(rows.map(({ key }) => key));
}
