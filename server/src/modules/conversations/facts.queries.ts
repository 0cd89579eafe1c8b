import { sql } from "kysely";
import { bulkInsert, iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import type { Counted } from "./counters.queries.ts";

export type NewReaction = {
  accountId: string;
  channelId: string;
  targetWamid: string;
  author: "contact" | "business";
  emoji: string | null;
  at: number;
};
export type NewRevision = {
  accountId: string;
  channelId: string;
  targetWamid: string;
  body: string | null;
  deleted: boolean;
  at: number;
};
export type Touched = { accountId: string; messageId: string; conversationId: string; teamId: string };

/** The messages that reactions and revisions speak of; those we never saw are absent. */
export async function touchedMessages(
  tx: Tx,
  targets: readonly { accountId: string; channelId: string; targetWamid: string }[],
): Promise<Touched[]> {
  const wanted = targets.map((target) => ({
    account_id: target.accountId,
    channel_id: target.channelId,
    wamid: target.targetWamid,
  }));
  const { rows } = await sql<Touched>`
    SELECT DISTINCT m.account_id AS "accountId", m.id AS "messageId", m.conversation_id AS "conversationId", v.team_id AS "teamId"
    FROM ${recordset(wanted, { account_id: "uuid", channel_id: "uuid", wamid: "text" }, "w")}
    JOIN message m USING (account_id, channel_id, wamid) JOIN conversation v ON v.account_id = m.account_id AND v.id = m.conversation_id`.execute(
    tx,
  );
  return rows;
}

/** The last reaction of each side counts, by Meta's time, whatever the order of arrival; none = removed. */
export async function upsertReactions(tx: Tx, reactions: readonly NewReaction[]): Promise<void> {
  const latest = new Map<string, NewReaction>();
  for (const reaction of reactions) {
    const key = `${reaction.channelId}|${reaction.targetWamid}|${reaction.author}`;
    const known = latest.get(key);
    if (!known || known.at <= reaction.at) latest.set(key, reaction);
  }
  const rows = [...latest.values()].map((reaction) => ({
    account_id: reaction.accountId,
    channel_id: reaction.channelId,
    target_wamid: reaction.targetWamid,
    author: reaction.author,
    emoji: reaction.emoji ?? "",
    confirmed: reaction.emoji ?? "",
    at: iso(reaction.at),
  }));
  const columns = {
    account_id: "uuid",
    channel_id: "uuid",
    target_wamid: "text",
    author: "text",
    emoji: "text",
    confirmed: "text",
    at: "timestamptz",
  };
  // a removal stays as an empty emoji, so that an older reaction arriving late does not come back
  await bulkInsert(
    tx,
    "reaction",
    columns,
    rows,
    sql`
    ON CONFLICT (account_id, channel_id, target_wamid, author) DO UPDATE
      SET emoji = excluded.emoji, confirmed = excluded.confirmed, at = excluded.at, state = 'sent', send_id = NULL WHERE reaction.at <= excluded.at`,
  );
}

/** Each once, however often it is told, and in the order in which they were made. */
export async function appendRevisions(tx: Tx, revisions: readonly NewRevision[]): Promise<void> {
  for (const revision of revisions) {
    const entry = JSON.stringify([{ at: iso(revision.at), body: revision.body, deleted: revision.deleted }]);
    await sql`
      UPDATE message SET revisions = (SELECT jsonb_agg(r.one ORDER BY r.one->>'at', r.place) FROM jsonb_array_elements(revisions || ${entry}::jsonb) WITH ORDINALITY AS r (one, place))
      WHERE NOT revisions @> ${entry}::jsonb AND account_id = ${revision.accountId} AND channel_id = ${revision.channelId} AND wamid = ${revision.targetWamid}`.execute(
      tx,
    );
  }
}

export type StatusRow = {
  accountId: string;
  id: string;
  status: string;
  at: number;
  wamid: string | null;
  errorCode: number | null;
  error: unknown;
};

/** New states of messages; a wamid or error given once stays. */
export async function updateStatuses(tx: Tx, rows: readonly StatusRow[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => ({
    account_id: row.accountId,
    id: row.id,
    status: row.status,
    status_at: iso(row.at),
    wamid: row.wamid,
    error_code: row.errorCode,
    error: row.error,
  }));
  const columns = {
    account_id: "uuid",
    id: "uuid",
    status: "text",
    status_at: "timestamptz",
    wamid: "text",
    error_code: "int",
    error: "json",
  };
  await sql`
    UPDATE message t SET status = r.status, status_at = r.status_at, wamid = coalesce(t.wamid, r.wamid),
      error_code = coalesce(r.error_code, t.error_code), error = coalesce(r.error, t.error)
    FROM ${recordset(values, columns, "r")} WHERE t.account_id = r.account_id AND t.id = r.id`.execute(tx);
}

export type ParkedStatus = {
  accountId: string;
  channelId: string;
  wamid: string;
  status: string;
  payload: unknown;
  /** whose it is, where that is known and only the answer to the send is not there */
  messageId: string | null;
};

/** Meta repeats a delivery for seven days: what has found no message by then is of none of ours. */
const PARKED_MS = 7 * 24 * 3_600_000;

/** What is told of a status that was taken out. */
const PARKED = sql.raw(
  'p.account_id AS "accountId", p.channel_id AS "channelId", p.wamid, p.status, p.payload, p.message_id AS "messageId"',
);

/** Statuses of messages whose id we do not know yet; they wait for the answer to the send, a week at most. */
export async function parkStatuses(tx: Tx, parked: readonly ParkedStatus[], now: number): Promise<void> {
  if (parked.length === 0) return;
  await sql`DELETE FROM parked_status WHERE parked_at < ${iso(now - PARKED_MS)}::timestamptz`.execute(tx);
  const rows = parked.map((entry) => ({
    account_id: entry.accountId,
    channel_id: entry.channelId,
    wamid: entry.wamid,
    status: entry.status,
    payload: entry.payload,
    parked_at: iso(now),
    message_id: entry.messageId,
  }));
  const columns = {
    account_id: "uuid",
    channel_id: "uuid",
    wamid: "text",
    status: "text",
    payload: "json",
    parked_at: "timestamptz",
    message_id: "uuid",
  };
  await bulkInsert(tx, "parked_status", columns, rows, sql`ON CONFLICT DO NOTHING`);
}

/** Takes out the statuses that waited for these ids. */
export async function unparkStatuses(
  tx: Tx,
  wanted: readonly { accountId: string; channelId: string; wamid: string }[],
): Promise<ParkedStatus[]> {
  if (wanted.length === 0) return [];
  const values = wanted.map((entry) => ({
    account_id: entry.accountId,
    channel_id: entry.channelId,
    wamid: entry.wamid,
  }));
  const { rows } = await sql<ParkedStatus>`
    DELETE FROM parked_status p USING ${recordset(values, { account_id: "uuid", channel_id: "uuid", wamid: "text" }, "w")}
    WHERE p.account_id = w.account_id AND p.channel_id = w.channel_id AND p.wamid = w.wamid
    RETURNING ${PARKED}`.execute(tx);
  return rows;
}

/** Takes out the statuses that waited for answers to these messages, which will not come. */
export async function unparkUnanswered(
  tx: Tx,
  wanted: readonly { accountId: string; messageId: string }[],
): Promise<ParkedStatus[]> {
  if (wanted.length === 0) return [];
  const values = wanted.map(({ accountId, messageId }) => ({ account_id: accountId, message_id: messageId }));
  const { rows } = await sql<ParkedStatus>`
    DELETE FROM parked_status p USING ${recordset(values, { account_id: "uuid", message_id: "uuid" }, "w")}
    WHERE p.account_id = w.account_id AND p.message_id = w.message_id
    RETURNING ${PARKED}`.execute(tx);
  return rows;
}

/** The account's own form of a number, as Graph answered it: one more identity of the same contact (wire facts, section 14.1). */
export async function contactsOfMessages(
  tx: Tx,
  ids: readonly { accountId: string; id: string }[],
): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const values = ids.map((entry) => ({ account_id: entry.accountId, id: entry.id }));
  const { rows } = await sql<{ id: string; contactId: string }>`
    SELECT m.id, v.contact_id AS "contactId" FROM ${recordset(values, { account_id: "uuid", id: "uuid" }, "w")}
    JOIN message m ON m.account_id = w.account_id AND m.id = w.id JOIN conversation v ON v.account_id = m.account_id AND v.id = m.conversation_id`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row.contactId]));
}

/** In which conversations these messages were said, and when; oldest first. */
export async function momentsOf(
  tx: Tx,
  ids: readonly { accountId: string; id: string }[],
): Promise<{ accountId: string; conversationId: string; at: number }[]> {
  const values = ids.map((entry) => ({ account_id: entry.accountId, id: entry.id }));
  const { rows } = await sql<{ accountId: string; conversationId: string; at: number }>`
    SELECT m.account_id AS "accountId", m.conversation_id AS "conversationId", m.at
    FROM ${recordset(values, { account_id: "uuid", id: "uuid" }, "w")} JOIN message m USING (account_id, id) ORDER BY m.at`.execute(
    tx,
  );
  return rows;
}

/** A conversation that ends because another of the same person goes on. */
export type EndedConversation = Counted & { id: string };

/**
 * Of two open conversations of one person on one number, after two contacts proved to be that person: the one that ends is
 * the bot's when people have the other, else the younger. It is locked, with what the counters must know of it.
 */
export async function conversationsInTheWay(
  tx: Tx,
  merge: { accountId: string; loser: string; winner: string },
): Promise<EndedConversation[]> {
  const { rows } = await sql<EndedConversation>`
    SELECT v.id, v.team_id AS "teamId", v.agent_id AS "agentId", v.owner, v.status, v.snoozed_until AS "snoozedUntil", v.unread FROM conversation v
    WHERE v.account_id = ${merge.accountId} AND v.id IN (
      SELECT CASE WHEN l.owner = 'bot' AND w.owner <> 'bot' THEN l.id WHEN w.owner = 'bot' AND l.owner <> 'bot' THEN w.id
                  WHEN l.opened_at > w.opened_at THEN l.id ELSE w.id END
      FROM conversation l JOIN conversation w USING (account_id, channel_id)
      WHERE l.account_id = ${merge.accountId} AND l.contact_id = ${merge.loser} AND w.contact_id = ${merge.winner}
        AND l.status <> 'closed' AND w.status <> 'closed')
    ORDER BY v.id FOR NO KEY UPDATE`.execute(tx);
  return rows;
}

/** Ends these conversations, with what was scheduled in them unsent, then gives all conversations of the contact that disappears to the one that stays. */
export async function moveContactConversations(
  tx: Tx,
  merge: { accountId: string; loser: string; winner: string },
  endedIds: readonly string[],
  now: number,
): Promise<void> {
  const { accountId, loser, winner } = merge;
  if (endedIds.length > 0)
    await sql`
      UPDATE conversation SET status = 'closed', closed_at = ${iso(now)}::timestamptz, close_reason = 'merged', unread = 0, waiting_since = NULL, snoozed_until = NULL, version = version + 1,
        scheduled = (SELECT coalesce(jsonb_agg(CASE WHEN s->>'unsent' IS NULL THEN s || '{"unsent": "conversation_closed"}' ELSE s END), '[]') FROM jsonb_array_elements(scheduled) s)
      WHERE account_id = ${accountId} AND id = ANY(${[...endedIds]}::uuid[])`.execute(tx);
  await sql`UPDATE conversation SET contact_id = ${winner}, version = version + 1 WHERE account_id = ${accountId} AND contact_id = ${loser}`.execute(
    tx,
  );
}

export async function conversationsOfContact(
  tx: Tx,
  accountId: string,
  contactId: string,
): Promise<{ id: string; teamId: string; agentId: string | null; status: string }[]> {
  const { rows } = await sql<{ id: string; teamId: string; agentId: string | null; status: string }>`
    SELECT id, team_id AS "teamId", agent_id AS "agentId", status FROM conversation WHERE account_id = ${accountId} AND contact_id = ${contactId} ORDER BY opened_at DESC LIMIT 50`.execute(
    tx,
  );
  return rows;
}
