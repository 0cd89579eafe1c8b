import type { Draft } from "@balcao/api";
import { sql } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

const DRAFT = sql`d.conversation_id AS "conversationId", d.mode, d.text, d.quoted_message_id AS "quotedMessageId", d.written_at AS at`;

/** The drafts of an agent that hold a text. */
export async function listDrafts(tx: Tx, actor: Actor): Promise<Draft[]> {
  const { rows } = await sql<Draft>`
    SELECT ${DRAFT} FROM draft d WHERE d.account_id = ${actor.accountId} AND d.agent_id = ${actor.agentId} AND d.text <> ''`.execute(
    tx,
  );
  return rows;
}

/** Keeps a draft unless one that was written later is there. */
export async function putDraft(tx: Tx, actor: Actor, draft: Draft): Promise<void> {
  await sql`
    INSERT INTO draft AS d (account_id, agent_id, conversation_id, mode, text, quoted_message_id, written_at)
    VALUES (${actor.accountId}, ${actor.agentId}, ${draft.conversationId}, ${draft.mode}, ${draft.text}, ${draft.quotedMessageId}, ${iso(draft.at)}::timestamptz)
    ON CONFLICT (account_id, agent_id, conversation_id, mode) DO UPDATE
      SET text = excluded.text, quoted_message_id = excluded.quoted_message_id, written_at = excluded.written_at
      WHERE d.written_at <= excluded.written_at`.execute(tx);
}

export async function findDraft(
  tx: Tx,
  actor: Actor,
  { conversationId, mode }: Pick<Draft, "conversationId" | "mode">,
): Promise<Draft | null> {
  const { rows } = await sql<Draft>`
    SELECT ${DRAFT} FROM draft d WHERE d.account_id = ${actor.accountId} AND d.agent_id = ${actor.agentId}
      AND d.conversation_id = ${conversationId} AND d.mode = ${mode}`.execute(tx);
  return rows[0] ?? null;
}
