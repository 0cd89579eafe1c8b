import type { TicketTellingSettings } from "@balcao/api";
import { sql } from "kysely";
import { iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** A message that a ticket sent to its customer; `commentId` null = an automatic one. */
export type SentMessage = {
  messageId: string;
  ticketId: string;
  conversationId: string;
  commentId: string | null;
};

/** Notes that a ticket has sent a message, in the transaction that writes it. */
export async function insertSent(tx: Tx, accountId: string, sent: SentMessage, now: number): Promise<void> {
  await sql`INSERT INTO ticket_send (account_id, message_id, ticket_id, conversation_id, comment_id, at)
    VALUES (${accountId}, ${sent.messageId}, ${sent.ticketId}, ${sent.conversationId}, ${sent.commentId}, ${iso(now)}::timestamptz)`.execute(
    tx,
  );
}

/** What of a ticket went out: by these messages, or with these comments. */
export async function sentOf(
  tx: Tx,
  accountId: string,
  by: { messageIds: readonly string[]; commentIds: readonly string[] },
): Promise<Omit<SentMessage, "ticketId">[]> {
  if (by.messageIds.length + by.commentIds.length === 0) return [];
  const { rows } = await sql<Omit<SentMessage, "ticketId">>`
    SELECT message_id AS "messageId", conversation_id AS "conversationId", comment_id AS "commentId" FROM ticket_send
    WHERE account_id = ${accountId} AND (message_id = ANY(${[...by.messageIds]}::uuid[]) OR comment_id = ANY(${[...by.commentIds]}::uuid[]))`.execute(
    tx,
  );
  return rows;
}

/** The conversations that messages of a ticket are linked from, or that it has spoken in. */
export async function conversationsAbout(tx: Tx, accountId: string, ticketId: string): Promise<string[]> {
  const own = sql`account_id = ${accountId} AND ticket_id = ${ticketId}`;
  const { rows } = await sql<{ id: string }>`
    SELECT conversation_id AS id FROM ticket_message WHERE ${own} UNION SELECT conversation_id FROM ticket_send WHERE ${own}`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
}

export type SpeakingTicket = {
  accountId: string;
  id: string;
  teamId: string;
  agentId: string | null;
  messageIds: string[];
};

/** The tickets that have sent these messages. */
export async function sendersOf(
  tx: Tx,
  messages: readonly { accountId: string; id: string }[],
): Promise<SpeakingTicket[]> {
  const rows = messages.map(({ accountId, id }) => ({ account_id: accountId, message_id: id }));
  const { rows: found } = await sql<SpeakingTicket>`
    SELECT t.account_id AS "accountId", t.id, t.team_id AS "teamId", t.agent_id AS "agentId", array_agg(s.message_id ORDER BY s.message_id) AS "messageIds"
    FROM ${recordset(rows, { account_id: "uuid", message_id: "uuid" }, "r")} JOIN ticket_send s ON s.account_id = r.account_id AND s.message_id = r.message_id
    JOIN ticket t ON t.account_id = s.account_id AND t.id = s.ticket_id GROUP BY t.account_id, t.id`.execute(
    tx,
  );
  return found;
}

/** Avisos ao cliente of an account; null = nobody has saved them. */
export async function loadTelling(tx: Tx, accountId: string): Promise<TicketTellingSettings | null> {
  const { rows } = await sql<TicketTellingSettings>`
    SELECT resumes, notices, version FROM ticket_telling WHERE account_id = ${accountId}`.execute(tx);
  return rows[0] ?? null;
}

/** Saves all over the version their editor saw, where 1 may be no row yet. False when somebody else has passed it. */
export async function saveTelling(
  tx: Tx,
  accountId: string,
  { resumes, notices, version }: TicketTellingSettings,
  now: number,
): Promise<boolean> {
  const { rows } = await sql<{ version: number }>`
    INSERT INTO ticket_telling AS s (account_id, resumes, notices, version, updated_at)
    SELECT ${accountId}, ${resumes}, ${JSON.stringify(notices)}::jsonb, ${version + 1}, ${iso(now)}::timestamptz
    WHERE ${version} = 1 OR EXISTS (SELECT FROM ticket_telling WHERE account_id = ${accountId})
    ON CONFLICT (account_id) DO UPDATE SET (resumes, notices, version, updated_at) = ROW(excluded.resumes, excluded.notices, excluded.version, excluded.updated_at)
      WHERE s.version = ${version}
    RETURNING version`.execute(tx);
  return rows.length > 0;
}
