import type { ConversationTickets, LinkedMessage } from "@balcao/api";
import { sql } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import { iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import { visible } from "./tickets.queries.ts";

const COLUMNS = {
  account_id: "uuid",
  ticket_id: "uuid",
  message_id: "uuid",
  conversation_id: "uuid",
  link_id: "uuid",
  linked_by: "uuid",
  linked_at: "timestamptz",
  contact_name: "text",
  at: "timestamptz",
  seq: "int",
  direction: "text",
  author: "text",
  agent_id: "uuid",
  kind: "text",
  text: "text",
  content: "json",
  media: "json",
  storage_key: "text",
  deleted: "boolean",
};

export type NewLinks = {
  accountId: string;
  /** null = by the setting that opened the ticket */
  linkedBy: string | null;
  ticketId: string;
  /** the act: one for all */
  linkId: string;
  conversationId: string;
  contactName: string | null;
  /** `storageKey`: where a file is; one that is not there yet will be where new ones are put */
  messages: readonly (LinkedMessage & { seq: number; storageKey?: string | null | undefined })[];
};

/** Links messages that are not linked yet; gives how many there were. */
export async function insertLinks(tx: Tx, now: number, all: readonly NewLinks[]): Promise<number> {
  const rows = all.flatMap((links) =>
    links.messages.map((message) => ({
      account_id: links.accountId,
      ticket_id: links.ticketId,
      message_id: message.id,
      conversation_id: links.conversationId,
      link_id: links.linkId,
      linked_by: links.linkedBy,
      linked_at: iso(now),
      contact_name: links.contactName,
      at: message.at,
      seq: message.seq,
      direction: message.direction,
      author: message.author,
      agent_id: message.agentId,
      kind: message.kind,
      text: message.text,
      content: message.content,
      media: message.media,
      storage_key: message.media && (message.storageKey ?? `${links.accountId}/${message.media.id}`),
      deleted: message.deleted,
    })),
  );
  if (rows.length === 0) return 0;
  const columns = sql.join(Object.keys(COLUMNS).map((name) => sql.ref(name)));
  const { numAffectedRows } = await sql`
    INSERT INTO ticket_message (${columns}) SELECT ${columns} FROM ${recordset(rows, COLUMNS, "r")} ON CONFLICT DO NOTHING`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0);
}

/** Which of these messages stand in a ticket, and of which conversations they are. */
export async function linkedOf(
  tx: Tx,
  accountId: string,
  ticketId: string,
  messageIds: readonly string[],
): Promise<{ messageId: string; conversationId: string }[]> {
  const { rows } = await sql<{ messageId: string; conversationId: string }>`
    SELECT message_id AS "messageId", conversation_id AS "conversationId" FROM ticket_message
    WHERE account_id = ${accountId} AND ticket_id = ${ticketId} AND message_id = ANY(${[...messageIds]}::uuid[])`.execute(
    tx,
  );
  return rows;
}

export async function deleteLinks(
  tx: Tx,
  accountId: string,
  ticketId: string,
  messageIds: readonly string[],
): Promise<void> {
  await sql`DELETE FROM ticket_message WHERE account_id = ${accountId} AND ticket_id = ${ticketId} AND message_id = ANY(${[...messageIds]}::uuid[])`.execute(
    tx,
  );
}

/** The tickets this agent may see in which messages of a conversation stand, or which have sent them; by number, each with those messages. */
export async function ticketsOfConversation(
  tx: Tx,
  actor: Actor,
  conversationId: string,
): Promise<ConversationTickets["items"]> {
  const { rows } = await sql<ConversationTickets["items"][number]>`
    SELECT t.id, t.number, t.title, t.status_id AS "statusId", array_agg(l.message_id ORDER BY l.message_id) AS "messageIds"
    FROM (SELECT account_id, ticket_id, message_id FROM ticket_message WHERE account_id = ${actor.accountId} AND conversation_id = ${conversationId}
      UNION SELECT account_id, ticket_id, message_id FROM ticket_send WHERE account_id = ${actor.accountId} AND conversation_id = ${conversationId}) l
    JOIN ticket t ON t.account_id = l.account_id AND t.id = l.ticket_id WHERE ${visible(actor)}
    GROUP BY t.account_id, t.id ORDER BY t.number`.execute(tx);
  return rows;
}
