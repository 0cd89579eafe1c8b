import type { TicketStage } from "@balcao/core";
import { sql } from "kysely";
import { iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

type Conversation = { accountId: string; conversationId: string };
const CONVERSATION = { account_id: "uuid", conversation_id: "uuid" };
const rowsOf = (conversations: readonly Conversation[]) =>
  conversations.map(({ accountId, conversationId }) => ({
    account_id: accountId,
    conversation_id: conversationId,
  }));

export type AwaitingRow = Conversation & { id: string; spokeAt: number | null };

/**
 * Of conversations in which tickets have spoken: those that wait for the customer there, whether they have spoken or are only about that
 * conversation.
 */
export async function findAwaiting(tx: Tx, conversations: readonly Conversation[]): Promise<AwaitingRow[]> {
  const { rows } = await sql<AwaitingRow>`
    WITH w AS MATERIALIZED (SELECT r.* FROM ${recordset(rowsOf(conversations), CONVERSATION, "r")}
      WHERE EXISTS (SELECT FROM ticket_send s WHERE s.account_id = r.account_id AND s.conversation_id = r.conversation_id))
    SELECT w.account_id AS "accountId", w.conversation_id AS "conversationId", t.id,
      (SELECT max(s.at) FROM ticket_send s WHERE s.account_id = w.account_id AND s.conversation_id = w.conversation_id AND s.ticket_id = t.id) AS "spokeAt"
    FROM w CROSS JOIN LATERAL (
      SELECT s.ticket_id FROM ticket_send s WHERE s.account_id = w.account_id AND s.conversation_id = w.conversation_id
      UNION SELECT m.ticket_id FROM ticket_message m WHERE m.account_id = w.account_id AND m.conversation_id = w.conversation_id
      UNION SELECT t.id FROM ticket t WHERE t.account_id = w.account_id AND t.conversation_id = w.conversation_id AND t.stage = 'waiting') about
    -- one at a time, by its key: few conversations get here, whatever is guessed of their number
    CROSS JOIN LATERAL (SELECT t.id FROM ticket t WHERE t.account_id = w.account_id AND t.id = about.ticket_id AND t.stage = 'waiting' LIMIT 1) t
    ORDER BY t.id`.execute(tx);
  return rows;
}

export type QuotedRow = {
  accountId: string;
  channelId: string;
  wamid: string;
  id: string;
  stage: TicketStage;
};

/** The tickets that sent what is quoted. */
export async function findQuoted(
  tx: Tx,
  quotes: readonly { accountId: string; channelId: string; wamid: string }[],
): Promise<QuotedRow[]> {
  if (quotes.length === 0) return [];
  const rows = quotes.map(({ accountId, channelId, wamid }) => ({
    account_id: accountId,
    channel_id: channelId,
    wamid,
  }));
  const { rows: found } = await sql<QuotedRow>`
    SELECT m.account_id AS "accountId", m.channel_id AS "channelId", m.wamid, t.id, t.stage
    FROM ${recordset(rows, { account_id: "uuid", channel_id: "uuid", wamid: "text" }, "r")}
    JOIN message m ON m.account_id = r.account_id AND m.channel_id = r.channel_id AND m.wamid = r.wamid
    JOIN ticket_send s ON s.account_id = m.account_id AND s.message_id = m.id
    JOIN ticket t ON t.account_id = s.account_id AND t.id = s.ticket_id`.execute(tx);
  return found;
}

/** What answers made of held tickets; also of those whose status stays. None of them ends by it, or begins again. */
export async function saveAnswered(
  tx: Tx,
  accountId: string,
  tickets: readonly { id: string; statusId: string; stage: TicketStage }[],
  now: number,
): Promise<void> {
  const rows = tickets.map(({ id, statusId, stage }) => ({ id, status_id: statusId, stage }));
  await sql`
    UPDATE ticket t SET status_id = r.status_id, stage = r.stage, version = t.version + 1, updated_at = ${iso(now)}::timestamptz
    FROM ${recordset(rows, { id: "uuid", status_id: "uuid", stage: "text" }, "r")} WHERE t.account_id = ${accountId} AND t.id = r.id`.execute(
    tx,
  );
}
