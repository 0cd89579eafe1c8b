import { sql } from "kysely";
import { iso, recordset } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";

/** Meta shows it for 25 s (wire facts, section 7.2): said again a little before, and never sooner. */
const AGAIN_SECONDS = 20;
/** what was not told within this is over by now */
const FRESH_SECONDS = 5;

export type Typist = {
  accountId: string;
  conversationId: string;
  /** who types */
  me: string;
  /** who is responsible */
  agentId: string | null;
  onlyResponsibleReplies: boolean;
  assignOnFirstReply: boolean;
};

/**
 * Of those who write at an answer, where the customer may see it: the account wants it, the window is open, nothing unread is left (it marks
 * as read, too), nobody is blocked, and no message is on its way, which would end it.
 */
export async function typistsShown(
  db: Db,
  typing: readonly { accountId: string; conversationId: string; agentId: string }[],
  now: number,
): Promise<Typist[]> {
  const rows = typing.map((one) => ({
    account_id: one.accountId,
    id: one.conversationId,
    agent_id: one.agentId,
  }));
  const found = await sql<Typist>`
    SELECT v.account_id AS "accountId", v.id AS "conversationId", w.agent_id AS me, v.agent_id AS "agentId",
      s.only_responsible_replies AS "onlyResponsibleReplies", s.assign_on_first_reply AS "assignOnFirstReply"
    FROM ${recordset(rows, { account_id: "uuid", id: "uuid", agent_id: "uuid" }, "w")}
    JOIN whatsapp_setting s ON s.account_id = w.account_id AND s.shows_typing
    JOIN conversation v ON v.account_id = w.account_id AND v.id = w.id
    JOIN contact c ON c.account_id = v.account_id AND c.id = v.contact_id
    WHERE v.status <> 'closed' AND v.window_closes_at > ${iso(now)}::timestamptz AND v.unread = 0 AND c.blocked_at IS NULL
      AND NOT EXISTS (SELECT FROM outbox o WHERE o.account_id = v.account_id AND o.conversation_id = v.id AND o.state IN ('queued', 'leased', 'calling'))`.execute(
    db,
  );
  return found.rows;
}

/** Asks for it to be told, unless it was a moment ago. Answers whether anything is. */
export async function askTyping(
  db: Db,
  conversations: readonly Pick<Typist, "accountId" | "conversationId">[],
): Promise<boolean> {
  const rows = conversations.map(({ accountId, conversationId }) => ({
    account_id: accountId,
    conversation_id: conversationId,
  }));
  const asked = await sql`
    INSERT INTO typing_mark AS t (account_id, conversation_id)
    SELECT DISTINCT account_id, conversation_id FROM ${recordset(rows, { account_id: "uuid", conversation_id: "uuid" }, "r")} ORDER BY 1, 2
    ON CONFLICT (account_id, conversation_id) DO UPDATE SET asked_at = now(), due = true
      WHERE t.asked_at <= now() - make_interval(secs => ${AGAIN_SECONDS})
    RETURNING 1`.execute(db);
  return asked.rows.length > 0;
}

export type DueTyping = { conversationId: string; channelId: string; wamid: string };

/** Takes what Meta is to be told now, each once; what was sent since needs it no more. */
export async function takeTyping(tx: Tx): Promise<DueTyping[]> {
  const { rows } = await sql<DueTyping>`
    WITH taken AS (UPDATE typing_mark SET due = false WHERE due RETURNING account_id, conversation_id, asked_at)
    SELECT t.conversation_id AS "conversationId", m.channel_id AS "channelId", m.wamid FROM taken t
    CROSS JOIN LATERAL (SELECT channel_id, wamid FROM message m WHERE m.account_id = t.account_id AND m.conversation_id = t.conversation_id
      AND m.direction = 'in' AND m.wamid IS NOT NULL AND m.kind NOT IN ('system', 'call') ORDER BY m.at DESC, m.seq DESC LIMIT 1) m
    WHERE t.asked_at > now() - make_interval(secs => ${FRESH_SECONDS})
      AND NOT EXISTS (SELECT FROM outbox o WHERE o.account_id = t.account_id AND o.conversation_id = t.conversation_id
        AND o.state IN ('queued', 'leased', 'calling'))`.execute(tx);
  return rows;
}

/** Sweeps away what is long over. */
export async function sweepTyping(db: Db): Promise<void> {
  await sql`DELETE FROM typing_mark WHERE (account_id, conversation_id) IN
    (SELECT account_id, conversation_id FROM typing_mark WHERE asked_at < now() - interval '1 minute' FOR UPDATE SKIP LOCKED)`.execute(
    db,
  );
}
