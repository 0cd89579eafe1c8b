import type { MessageStatus, ReactionTarget } from "@balcao/core";
import { sql } from "kysely";
import { iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** A message to react to; `sendId` names the reaction's send that may be under way. */
export type Target = ReactionTarget & { confirmed: string; sendId: string | null };

/** A message of a conversation with the reaction of ours on it; null when it is not there. */
export async function findTarget(
  tx: Tx,
  accountId: string,
  conversationId: string,
  messageId: string,
): Promise<Target | null> {
  const { rows } = await sql<Target>`
    SELECT m.wamid, m.at, coalesce(r.emoji, '') AS emoji, coalesce(r.confirmed, '') AS confirmed, coalesce(r.state, 'sent') AS state, r.send_id AS "sendId"
    FROM message m LEFT JOIN reaction r ON r.account_id = m.account_id AND r.channel_id = m.channel_id AND r.target_wamid = m.wamid AND r.author = 'business'
    WHERE m.account_id = ${accountId} AND m.conversation_id = ${conversationId} AND m.id = ${messageId}`.execute(
    tx,
  );
  return rows[0] ?? null;
}

export type WantedReaction = {
  accountId: string;
  channelId: string;
  targetWamid: string;
  emoji: string;
  /** what stands at WhatsApp, as far as is known */
  confirmed: string;
  state: MessageStatus;
  sendId: string | null;
};

/** Keeps the reaction of ours that is wanted now, in the place of any before. */
export async function wantReaction(tx: Tx, wanted: WantedReaction, now: number): Promise<void> {
  await sql`
    INSERT INTO reaction (account_id, channel_id, target_wamid, author, emoji, confirmed, at, state, send_id)
    VALUES (${wanted.accountId}, ${wanted.channelId}, ${wanted.targetWamid}, 'business', ${wanted.emoji}, ${wanted.confirmed},
      ${iso(now)}::timestamptz, ${wanted.state}, ${wanted.sendId})
    ON CONFLICT (account_id, channel_id, target_wamid, author)
    DO UPDATE SET emoji = excluded.emoji, confirmed = excluded.confirmed, at = greatest(reaction.at, excluded.at), state = excluded.state,
      send_id = excluded.send_id, error_code = NULL`.execute(tx);
}

/** The next place in a conversation's order of sends; its row is locked already. */
export async function takeSeq(tx: Tx, accountId: string, conversationId: string): Promise<number> {
  const { rows } = await sql<{ seq: number }>`
    UPDATE conversation SET seq = seq + 1 WHERE account_id = ${accountId} AND id = ${conversationId} RETURNING seq`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw new Error("a conversation that was locked is gone");
  return row.seq;
}

/** A reaction of ours that something is heard of. */
export type SentReaction = {
  accountId: string;
  channelId: string;
  sendId: string;
  targetWamid: string;
  state: MessageStatus;
  /** Meta's, when it failed */
  errorCode: number | null;
};

/** Reactions by the ids of their sends, locked; those replaced meanwhile are absent. */
export async function findSentReactions(
  tx: Tx,
  sends: readonly { accountId: string; id: string }[],
): Promise<SentReaction[]> {
  const wanted = sends.map(({ accountId, id }) => ({ account_id: accountId, send_id: id }));
  const { rows } = await sql<SentReaction>`
    SELECT r.account_id AS "accountId", r.channel_id AS "channelId", r.send_id AS "sendId", r.target_wamid AS "targetWamid", r.state,
      r.error_code AS "errorCode"
    FROM reaction r JOIN ${recordset(wanted, { account_id: "uuid", send_id: "uuid" }, "w")} USING (account_id, send_id)
    ORDER BY r.account_id, r.send_id FOR UPDATE OF r`.execute(tx);
  return rows;
}

const TAKEN: ReadonlySet<MessageStatus> = new Set(["accepted", "sent", "delivered", "read", "played"]);

/** What became of sends of reactions; one that WhatsApp took is what stands on the message. */
export async function settleReactions(tx: Tx, reactions: readonly SentReaction[]): Promise<void> {
  const rows = reactions.map(({ accountId, sendId, state, errorCode }) => ({
    account_id: accountId,
    send_id: sendId,
    state,
    error_code: errorCode,
    is_there: TAKEN.has(state),
  }));
  await sql`
    UPDATE reaction r SET state = w.state, error_code = w.error_code, confirmed = CASE WHEN w.is_there THEN r.emoji ELSE r.confirmed END
    FROM ${recordset(rows, { account_id: "uuid", send_id: "uuid", state: "text", error_code: "int", is_there: "boolean" }, "w")}
    WHERE r.account_id = w.account_id AND r.send_id = w.send_id`.execute(tx);
}
