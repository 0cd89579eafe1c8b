import { unpackTrace, type PackedTrace } from "@balcao/core";
import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";
import type { PastConversation, PastRows } from "./replay.past.ts";

/** The newest conversations in which the bot decided anything, newest first. */
async function conversationsOfBot(tx: Tx, accountId: string, most: number): Promise<PastConversation[]> {
  const { rows } = await sql<PastConversation>`
    SELECT v.id, v.protocol, c.name AS "contactName" FROM conversation v JOIN contact c ON c.account_id = v.account_id AND c.id = v.contact_id
    WHERE v.account_id = ${accountId} AND EXISTS (SELECT FROM bot_trace b WHERE b.account_id = v.account_id AND b.conversation_id = v.id)
    ORDER BY v.protocol DESC LIMIT ${most}`.execute(tx);
  return rows;
}

// the words the bot heard: of what was shared (a place, a contact, a form) it hears none
const HEARD = sql`CASE WHEN m.author <> 'contact' OR m.kind NOT IN ('location', 'contacts', 'system', 'form', 'unsupported') THEN m.text END`;

/** Everything that was said, done and decided in the newest conversations of the bot: four queries, whatever their number. */
export async function loadPast(tx: Tx, accountId: string, most: number): Promise<PastRows> {
  const conversations = await conversationsOfBot(tx, accountId, most);
  const ids = conversations.map(({ id }) => id);
  const { rows: messages } = await sql<PastRows["messages"][number]>`
    SELECT 'message' AS kind, m.conversation_id AS "conversationId", m.seq, m.at, m.id, m.author, ${HEARD} AS text,
      CASE WHEN m.kind = 'reply' THEN m.content->>'id' END AS "replyId", m.trigger_id AS "triggerId",
      CASE WHEN m.author = 'bot' AND m.kind IN ('buttons', 'list') THEN ARRAY(SELECT o->>'title' FROM json_array_elements(m.content->'options') o) ELSE '{}' END AS options,
      m.created_at AS "createdAt"
    FROM message m WHERE m.account_id = ${accountId} AND m.conversation_id = ANY(${ids}::uuid[])`.execute(tx);
  const { rows: events } = await sql<PastRows["events"][number]>`
    SELECT 'event' AS kind, e.conversation_id AS "conversationId", e.seq, e.at, e.type, e.data
    FROM event e WHERE e.account_id = ${accountId} AND e.conversation_id = ANY(${ids}::uuid[]) AND e.seq IS NOT NULL`.execute(
    tx,
  );
  type Packed = Omit<PastRows["traces"][number], "trace"> & { trace: PackedTrace };
  const { rows: traces } = await sql<Packed>`
    SELECT b.conversation_id AS "conversationId", b.message_id AS "messageId", b.at, b.bot_version_id AS "versionId", b.trace
    FROM bot_trace b WHERE b.account_id = ${accountId} AND b.conversation_id = ANY(${ids}::uuid[]) ORDER BY b.at, b.id`.execute(
    tx,
  );
  return {
    conversations,
    messages,
    events,
    traces: traces.map((row) => ({ ...row, trace: unpackTrace(row.trace) })),
  };
}
