import type { Ticket } from "@balcao/api";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

export type TicketFileRow = Omit<Ticket["files"][number], "at" | "url" | "canRemove"> & {
  at: number;
  storageKey: string;
};
const FIELDS = sql`id, name, mime_type AS "mimeType", size, agent_id AS "agentId", at, storage_key AS "storageKey"`;

/** What was put to a ticket, oldest first. */
export async function filesOf(tx: Tx, accountId: string, ticketId: string): Promise<TicketFileRow[]> {
  const { rows } = await sql<TicketFileRow>`
    SELECT ${FIELDS} FROM ticket_file WHERE account_id = ${accountId} AND ticket_id = ${ticketId} ORDER BY at, id`.execute(
    tx,
  );
  return rows;
}

export async function insertFile(
  tx: Tx,
  accountId: string,
  ticketId: string,
  file: TicketFileRow,
): Promise<void> {
  await sql`INSERT INTO ticket_file (account_id, id, ticket_id, agent_id, at, name, mime_type, size, storage_key)
    VALUES (${accountId}, ${file.id}, ${ticketId}, ${file.agentId}, ${iso(file.at)}::timestamptz, ${file.name}, ${file.mimeType}, ${file.size}, ${file.storageKey})`.execute(
    tx,
  );
}

export async function deleteFile(tx: Tx, accountId: string, id: string): Promise<void> {
  await sql`DELETE FROM ticket_file WHERE account_id = ${accountId} AND id = ${id}`.execute(tx);
}

/** Which of these stored files tickets need: attached ones, and those of linked messages, whatever becomes of their conversation. */
export async function ticketFiles(tx: Tx, storageKeys: readonly string[]): Promise<string[]> {
  const keys = sql`ANY(${[...storageKeys]}::text[])`;
  const { rows } = await sql<{ key: string }>`
    SELECT storage_key AS key FROM ticket_file WHERE storage_key = ${keys}
    UNION SELECT storage_key FROM ticket_message WHERE storage_key = ${keys}`.execute(tx);
  return rows.map(({ key }) => key);
}

/** The file of a message that is linked with a ticket, and of which conversation it is. */
export type LinkedFile = {
  conversationId: string;
  storageKey: string | null;
  mimeType: string | null;
  fileName: string | null;
};

export async function linkedFile(
  tx: Tx,
  accountId: string,
  ticketId: string,
  mediaId: string,
): Promise<LinkedFile | null> {
  const { rows } = await sql<LinkedFile>`
    SELECT conversation_id AS "conversationId", storage_key AS "storageKey", media ->> 'mimeType' AS "mimeType", media ->> 'fileName' AS "fileName"
    FROM ticket_message WHERE account_id = ${accountId} AND ticket_id = ${ticketId} AND media ->> 'id' = ${mediaId} LIMIT 1`.execute(
    tx,
  );
  return rows[0] ?? null;
}
