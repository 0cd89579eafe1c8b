import type { ConversationState, MessageStatus } from "@balcao/core";
import { sql } from "kysely";
import { recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** A conversation locked for change, with what its reducer does not need but its rows do. */
export type LoadedConversation = {
  accountId: string;
  channelId: string;
  contactId: string;
  contactName: string | null;
  contactBlocked: boolean;
  contactHasEmail: boolean;
  contactNoMarketing: boolean;
  contactNoAutomatic: boolean;
  /** its number was disconnected */
  numberRemoved: boolean;
  recipient: { kind: "phone" | "bsuid"; value: string };
  /** when its timer row is armed; null = none */
  wakeAt: number | null;
  lastMessageAt: number;
  state: ConversationState;
};

type Row = Omit<LoadedConversation, "recipient" | "state"> &
  Omit<ConversationState, "bot"> & {
    recipientKind: "phone" | "bsuid";
    recipientValue: string;
    bot: Partial<ConversationState["bot"]>;
  };

const FIELDS = sql`
  v.account_id AS "accountId", v.channel_id AS "channelId", v.contact_id AS "contactId", c.name AS "contactName", c.blocked_at IS NOT NULL AS "contactBlocked", c.email IS NOT NULL AS "contactHasEmail", c.marketing_stopped_at IS NOT NULL AS "contactNoMarketing", c.automatic_stopped_at IS NOT NULL AS "contactNoAutomatic",
  (SELECT h.removed_at IS NOT NULL FROM channel h WHERE h.account_id = v.account_id AND h.id = v.channel_id) AS "numberRemoved",
  v.recipient_kind AS "recipientKind", v.recipient_value AS "recipientValue", v.wake_at AS "wakeAt", v.last_message_at AS "lastMessageAt",
  v.id, v.protocol, v.team_id AS "teamId", v.agent_id AS "agentId", v.owner, v.status, v.unread, v.seq, v.opened_at AS "openedAt",
  v.last_customer_at AS "lastCustomerAt", v.last_interaction_at AS "lastInteractionAt", v.window_closes_at AS "windowClosesAt",
  v.waiting_since AS "waitingSince", v.priority, v.snoozed_until AS "snoozedUntil", v.scheduled, v.bot, v.warned_for AS "warnedFor", v.out_of_hours_on AS "outOfHoursOn", v.survey_sent_at AS "surveySentAt", v.rating,
  v.closed_at AS "closedAt", v.close_reason AS "closeReason"`;

function loaded(row: Row): LoadedConversation {
  const {
    accountId,
    channelId,
    contactId,
    contactName,
    contactBlocked,
    contactHasEmail,
    contactNoMarketing,
    contactNoAutomatic,
    numberRemoved,
    recipientKind,
    recipientValue,
    wakeAt,
    lastMessageAt,
    bot,
    ...state
  } = row;
  return {
    accountId,
    channelId,
    contactId,
    contactName,
    contactBlocked,
    contactHasEmail,
    contactNoMarketing,
    contactNoAutomatic,
    numberRemoved,
    recipient: { kind: recipientKind, value: recipientValue },
    wakeAt,
    lastMessageAt,
    state: {
      ...state,
      bot: {
        versionId: bot.versionId ?? null,
        menu: bot.menu ?? null,
        otherAnswers: bot.otherAnswers ?? 0,
        silenceAnsweredFor: bot.silenceAnsweredFor ?? null,
        returnedAt: bot.returnedAt ?? null,
        email: bot.email ?? null,
        ticket: bot.ticket ?? null,
      },
    },
  };
}

const JOIN = sql`JOIN contact c ON c.account_id = v.account_id AND c.id = v.contact_id`;

/** Conversations by id, locked in id order. Works in a request's transaction (row-level security) and in a lane's. */
export async function loadForUpdate(
  tx: Tx,
  ids: readonly { accountId: string; id: string }[],
): Promise<Map<string, LoadedConversation>> {
  if (ids.length === 0) return new Map();
  const wanted = ids.map((entry) => ({ account_id: entry.accountId, id: entry.id }));
  const { rows } = await sql<Row>`
    SELECT ${FIELDS} FROM conversation v ${JOIN}
    WHERE (v.account_id, v.id) IN (SELECT w.account_id, w.id FROM ${recordset(wanted, { account_id: "uuid", id: "uuid" }, "w")})
    ORDER BY v.account_id, v.id FOR NO KEY UPDATE OF v`.execute(tx);
  return new Map(rows.map((row) => [row.id, loaded(row)]));
}

/**
 * For each (number, person): the conversation that is not closed, those closed whose survey still waits for an
 * answer, and the one that holds the app's history. Locked in id order.
 */
export async function loadOfContacts(
  tx: Tx,
  pairs: readonly { accountId: string; channelId: string; contactId: string }[],
): Promise<LoadedConversation[]> {
  if (pairs.length === 0) return [];
  const wanted = pairs.map((pair) => ({
    account_id: pair.accountId,
    channel_id: pair.channelId,
    contact_id: pair.contactId,
  }));
  const { rows } = await sql<Row>`
    SELECT ${FIELDS} FROM conversation v ${JOIN}
    WHERE (v.account_id, v.channel_id, v.contact_id) IN
      (SELECT w.account_id, w.channel_id, w.contact_id FROM ${recordset(wanted, { account_id: "uuid", channel_id: "uuid", contact_id: "uuid" }, "w")})
      AND (v.status <> 'closed' OR (v.survey_sent_at IS NOT NULL AND v.rating IS NULL) OR v.close_reason = 'history')
    ORDER BY v.account_id, v.id FOR NO KEY UPDATE OF v`.execute(tx);
  return rows.map(loaded);
}

/** Where this person last wrote from on this number; null when they never did. */
export async function lastRecipient(
  tx: Tx,
  accountId: string,
  channelId: string,
  contactId: string,
): Promise<LoadedConversation["recipient"] | null> {
  const { rows } = await sql<LoadedConversation["recipient"]>`
    SELECT recipient_kind AS kind, recipient_value AS value FROM conversation
    WHERE account_id = ${accountId} AND channel_id = ${channelId} AND contact_id = ${contactId} AND last_customer_at IS NOT NULL
    ORDER BY last_customer_at DESC LIMIT 1`.execute(tx);
  return rows[0] ?? null;
}

/** Where this person last wrote from, on each number they ever wrote to. */
export async function recipientsOf(
  tx: Tx,
  accountId: string,
  contactId: string,
): Promise<(LoadedConversation["recipient"] & { channelId: string })[]> {
  const { rows } = await sql<LoadedConversation["recipient"] & { channelId: string }>`
    SELECT DISTINCT ON (channel_id) channel_id AS "channelId", recipient_kind AS kind, recipient_value AS value FROM conversation
    WHERE account_id = ${accountId} AND contact_id = ${contactId} AND last_customer_at IS NOT NULL
    ORDER BY channel_id, last_customer_at DESC`.execute(tx);
  return rows;
}

/** Takes `count` protocol numbers of an account; answers the first. The account's row stays locked until the commit. */
export async function takeProtocols(tx: Tx, accountId: string, count: number): Promise<number> {
  const { rows } = await sql<{ first: number }>`
    UPDATE account SET next_protocol = next_protocol + ${count} WHERE account_id = ${accountId} RETURNING next_protocol - ${count} AS first`.execute(
    tx,
  );
  return rows[0]?.first ?? 1;
}

/** A message as statuses, quotes and duplicates need it. */
export type KnownMessage = {
  accountId: string;
  channelId: string;
  id: string;
  conversationId: string;
  teamId: string;
  agentId: string | null;
  wamid: string | null;
  direction: "in" | "out";
  status: MessageStatus;
};

/** Messages by Meta's id or by ours. */
export async function findMessages(
  tx: Tx,
  byWamid: readonly { accountId: string; channelId: string; wamid: string }[],
  byId: readonly { accountId: string; id: string }[],
): Promise<KnownMessage[]> {
  if (byWamid.length === 0 && byId.length === 0) return [];
  const wamids = byWamid.map((entry) => ({
    account_id: entry.accountId,
    channel_id: entry.channelId,
    wamid: entry.wamid,
  }));
  const ids = byId.map((entry) => ({ account_id: entry.accountId, id: entry.id }));
  const fields = sql`m.account_id AS "accountId", m.channel_id AS "channelId", m.id, m.conversation_id AS "conversationId", v.team_id AS "teamId", v.agent_id AS "agentId", m.wamid, m.direction, m.status`;
  const conversation = sql`JOIN conversation v ON v.account_id = m.account_id AND v.id = m.conversation_id`;
  const { rows } = await sql<KnownMessage>`
    SELECT ${fields} FROM ${recordset(wamids, { account_id: "uuid", channel_id: "uuid", wamid: "text" }, "w")}
      JOIN message m USING (account_id, channel_id, wamid) ${conversation}
    UNION
    SELECT ${fields} FROM ${recordset(ids, { account_id: "uuid", id: "uuid" }, "w")}
      JOIN message m ON m.account_id = w.account_id AND m.id = w.id ${conversation}`.execute(tx);
  return rows;
}
