import type { QuickReplyCreate, QuickReplyScope } from "@balcao/api";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

export type ReplyFile = { name: string; mimeType: string; size: number; storageKey: string };
export type ReplyRow = {
  id: string;
  scope: QuickReplyScope;
  agentId: string | null;
  teamId: string | null;
  shortcut: string;
  title: string;
  text: string;
  file: ReplyFile | null;
  version: number;
};
/** What an agent decides about a reply; `agentId` is the owner's, when it is personal. */
export type ReplyFields = QuickReplyCreate & { agentId: string | null };

const FIELDS = sql`id, scope, agent_id AS "agentId", team_id AS "teamId", shortcut, title, text, version,
  CASE WHEN storage_key IS NULL THEN NULL ELSE json_build_object('name', file_name, 'mimeType', mime_type, 'size', size, 'storageKey', storage_key) END AS file`;

/** All quick replies of an account; who may use which is the policy's to say. */
export async function listReplies(tx: Tx, accountId: string): Promise<ReplyRow[]> {
  const { rows } =
    await sql<ReplyRow>`SELECT ${FIELDS} FROM quick_reply WHERE account_id = ${accountId} ORDER BY shortcut, id`.execute(
      tx,
    );
  return rows;
}

/** One quick reply, locked for change; null when it is not there. */
export async function lockReply(tx: Tx, accountId: string, id: string): Promise<ReplyRow | null> {
  const { rows } =
    await sql<ReplyRow>`SELECT ${FIELDS} FROM quick_reply WHERE account_id = ${accountId} AND id = ${id} FOR UPDATE`.execute(
      tx,
    );
  return rows[0] ?? null;
}

/** Throws a unique violation when its owner has that shortcut already. */
export async function insertReply(
  tx: Tx,
  accountId: string,
  id: string,
  fields: ReplyFields,
  now: number,
): Promise<void> {
  await sql`INSERT INTO quick_reply (account_id, id, scope, agent_id, team_id, shortcut, title, text, created_at)
    VALUES (${accountId}, ${id}, ${fields.scope}, ${fields.agentId}, ${fields.teamId}, ${fields.shortcut}, ${fields.title}, ${fields.text}, ${iso(now)}::timestamptz)`.execute(
    tx,
  );
}

export async function updateReply(tx: Tx, accountId: string, id: string, fields: ReplyFields): Promise<void> {
  await sql`UPDATE quick_reply SET scope = ${fields.scope}, agent_id = ${fields.agentId}, team_id = ${fields.teamId}, shortcut = ${fields.shortcut},
      title = ${fields.title}, text = ${fields.text}, version = version + 1
    WHERE account_id = ${accountId} AND id = ${id}`.execute(tx);
}

export async function setFile(tx: Tx, accountId: string, id: string, file: ReplyFile | null): Promise<void> {
  await sql`UPDATE quick_reply SET file_name = ${file?.name ?? null}, mime_type = ${file?.mimeType ?? null}, size = ${file?.size ?? null},
      storage_key = ${file?.storageKey ?? null}, version = version + 1
    WHERE account_id = ${accountId} AND id = ${id}`.execute(tx);
}

export async function deleteReply(tx: Tx, accountId: string, id: string): Promise<void> {
  await sql`DELETE FROM quick_reply WHERE account_id = ${accountId} AND id = ${id}`.execute(tx);
}

/** A team's replies go to another; a shortcut that is taken there gets a number. */
export async function moveReplies(tx: Tx, accountId: string, from: string, to: string): Promise<void> {
  await sql`
    UPDATE quick_reply q SET team_id = ${to}, version = version + 1,
      shortcut = CASE WHEN EXISTS (SELECT FROM quick_reply o WHERE o.account_id = q.account_id AND o.team_id = ${to} AND o.shortcut = q.shortcut)
        THEN left(q.shortcut, 21) || '-' || right(q.id::text, 8) ELSE q.shortcut END
    WHERE q.account_id = ${accountId} AND q.team_id = ${from}`.execute(tx);
}

/** Which of these stored files hang on a quick reply. */
export async function replyFiles(tx: Tx, storageKeys: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    SELECT storage_key AS key FROM quick_reply WHERE storage_key = ANY(${[...storageKeys]}::text[])`.execute(
    tx,
  );
  return rows.map(({ key }) => key);
}
