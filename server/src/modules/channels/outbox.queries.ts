import { sql, type RawBuilder } from "kysely";
import { bulkInsert, iso, recordset } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";
import type { NewSend, SendRequest } from "./lane-facts.ts";

/** A send taken by a sender; `fence` proves at each later step that it is still ours. */
export type ClaimedSend = {
  accountId: string;
  messageId: string;
  channelId: string;
  conversationId: string;
  contactId: string;
  automatic: boolean;
  recipient: { kind: "phone" | "bsuid"; value: string };
  request: SendRequest;
  attempt: number;
  fence: number;
  queuedAt: number;
};

/** A dead or frozen sender's work goes on this long after its last sign of life; the living renew every second. */
const LEASE_SECONDS = 4;

const OUTBOX = {
  account_id: "uuid",
  message_id: "uuid",
  channel_id: "uuid",
  conversation_id: "uuid",
  contact_id: "uuid",
  seq: "int",
  automatic: "boolean",
  is_reaction: "boolean",
  recipient_kind: "text",
  recipient_value: "text",
  request: "json",
  not_before: "timestamptz",
  queued_at: "timestamptz",
  attempt: "int",
};

/** Queues messages in the transaction that decides them. */
export async function enqueueSends(tx: Tx, sends: readonly NewSend[]): Promise<void> {
  const rows = sends.map((send) => ({
    account_id: send.accountId,
    message_id: send.messageId,
    channel_id: send.channelId,
    conversation_id: send.conversationId,
    contact_id: send.contactId,
    seq: send.seq,
    automatic: send.automatic,
    is_reaction: send.request.content.type === "reaction",
    recipient_kind: send.recipient.kind,
    recipient_value: send.recipient.value,
    request: send.request,
    not_before: iso(send.waitsForFile ? Infinity : (send.notBefore ?? -Infinity)),
    queued_at: iso(send.queuedAt),
    attempt: send.attempt ?? 0,
  }));
  await bulkInsert(tx, "outbox", OUTBOX, rows);
}

/**
 * Takes automatic messages of these conversations out of the queue, and answers them. One that a sender has leased is taken
 * too: its step to `calling` then finds no row. One that is being called is beyond recall.
 */
export async function cancelAutomatic(
  tx: Tx,
  conversations: readonly { accountId: string; id: string }[],
): Promise<{ conversationId: string; messageId: string }[]> {
  if (conversations.length === 0) return [];
  const rows = conversations.map((conversation) => ({
    account_id: conversation.accountId,
    conversation_id: conversation.id,
  }));
  const { rows: taken } = await sql<{ conversationId: string; messageId: string }>`
    DELETE FROM outbox o USING ${recordset(rows, { account_id: "uuid", conversation_id: "uuid" }, "w")}
    WHERE o.account_id = w.account_id AND o.conversation_id = w.conversation_id AND o.automatic AND o.state IN ('queued', 'leased')
    RETURNING o.conversation_id AS "conversationId", o.message_id AS "messageId"`.execute(tx);
  return taken;
}

/** Takes one send out of the queue, as `cancelAutomatic` does. False = it is being called, or gone. */
export async function withdrawSend(tx: Tx, send: { accountId: string; id: string }): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    DELETE FROM outbox WHERE account_id = ${send.accountId} AND message_id = ${send.id} AND state IN ('queued', 'leased')
    RETURNING message_id AS id`.execute(tx);
  return rows.length > 0;
}

/** Takes the rows of `head` for this sender. */
async function lease(tx: Tx, head: RawBuilder<unknown>): Promise<ClaimedSend[]> {
  const { rows } = await sql<Omit<ClaimedSend, "recipient"> & { kind: "phone" | "bsuid"; value: string }>`
    WITH head AS (${head})
    UPDATE outbox o SET state = 'leased', fence = o.fence + 1, attempt = o.attempt + 1, lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    FROM head WHERE o.account_id = head.account_id AND o.message_id = head.message_id
    RETURNING o.account_id AS "accountId", o.message_id AS "messageId", o.channel_id AS "channelId", o.conversation_id AS "conversationId",
      o.contact_id AS "contactId", o.automatic, o.recipient_kind AS kind, o.recipient_value AS value, o.request, o.attempt, o.fence, o.queued_at AS "queuedAt"`.execute(
    tx,
  );
  return rows.map(({ kind, value, ...row }) => ({ ...row, recipient: { kind, value } }));
}

/** Nothing before it in its conversation is waiting, on its way or still in doubt. */
const IS_HEAD = sql`NOT EXISTS (
  SELECT FROM outbox p WHERE p.account_id = o.account_id AND p.conversation_id = o.conversation_id AND p.seq < o.seq
    AND (p.state IN ('queued', 'leased', 'calling') OR (p.state = 'unknown' AND p.hold_until > now())))`;

/** How many messages a number may send now. */
export type Allowance = { accountId: string; channelId: string; most: number };

/**
 * Claims heads, the oldest of each number first, as many as each number may send: what may not go yet is not even looked at,
 * however long its queue is. A rival claiming at the same moment skips what is locked here. Times of leases are the
 * database's; `now` is business time.
 */
export async function claimSends(
  tx: Tx,
  now: number,
  allowances: readonly Allowance[],
): Promise<ClaimedSend[]> {
  if (allowances.length === 0) return [];
  const rows = allowances.map((allowance) => ({
    account_id: allowance.accountId,
    channel_id: allowance.channelId,
    most: allowance.most,
  }));
  // cuts nothing off: without it the planner takes the heads for thousands, and reads the whole queue to find them again
  const all = allowances.reduce((sum, { most }) => sum + most, 0);
  return lease(
    tx,
    sql`SELECT h.account_id, h.message_id FROM ${recordset(rows, { account_id: "uuid", channel_id: "uuid", most: "int" }, "w")}
      CROSS JOIN LATERAL (
        SELECT o.account_id, o.message_id FROM outbox o
        WHERE o.state = 'queued' AND o.account_id = w.account_id AND o.channel_id = w.channel_id AND o.not_before <= ${iso(now)}::timestamptz AND ${IS_HEAD}
        ORDER BY o.queued_at LIMIT w.most FOR UPDATE OF o SKIP LOCKED) h
      LIMIT ${all}`,
  );
}

/** The oldest head of a paused number, whatever it was to wait for, its file apart: the one that finds out whether the number works again. */
export async function claimProbe(tx: Tx, accountId: string, channelId: string): Promise<ClaimedSend[]> {
  return lease(
    tx,
    sql`SELECT o.account_id, o.message_id FROM outbox o
      WHERE o.state = 'queued' AND o.account_id = ${accountId} AND o.channel_id = ${channelId} AND o.not_before < 'infinity' AND ${IS_HEAD}
      ORDER BY o.queued_at LIMIT 1 FOR UPDATE OF o SKIP LOCKED`,
  );
}

const fenced = (sends: readonly Pick<ClaimedSend, "accountId" | "messageId" | "fence">[]) =>
  recordset(
    sends.map((send) => ({ account_id: send.accountId, message_id: send.messageId, fence: send.fence })),
    { account_id: "uuid", message_id: "uuid", fence: "bigint" },
    "w",
  );
const OURS = sql`o.account_id = w.account_id AND o.message_id = w.message_id AND o.fence = w.fence`;

/** Gives claimed sends back to wait until a business time each. Answers those that were still ours. */
export async function postpone(
  tx: Tx,
  sends: readonly (Pick<ClaimedSend, "accountId" | "messageId" | "fence"> & { until: number })[],
  countAttempt: boolean,
): Promise<Set<string>> {
  if (sends.length === 0) return new Set();
  const rows = sends.map((send) => ({
    account_id: send.accountId,
    message_id: send.messageId,
    fence: send.fence,
    until: iso(send.until),
  }));
  const shape = { account_id: "uuid", message_id: "uuid", fence: "bigint", until: "timestamptz" };
  const { rows: given } = await sql<{ id: string }>`
    UPDATE outbox o SET state = 'queued', not_before = w.until, lease_until = NULL, attempt = o.attempt - ${countAttempt ? 0 : 1}
    FROM ${recordset(rows, shape, "w")} WHERE ${OURS} AND o.state IN ('leased', 'calling') RETURNING o.message_id AS id`.execute(
    tx,
  );
  return new Set(given.map((row) => row.id));
}

/** The last step before the request, in its own commit. Answers the messages that are still ours to send. */
export async function markCalling(db: Db, sends: readonly ClaimedSend[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    UPDATE outbox o SET state = 'calling', lease_until = now() + make_interval(secs => ${LEASE_SECONDS}) FROM ${fenced(sends)}
    WHERE ${OURS} AND o.state = 'leased' RETURNING o.message_id AS id`.execute(db);
  return new Set(rows.map((row) => row.id));
}

/** A call still under way is still ours: nobody may judge it meanwhile. */
export async function renewLeases(db: Db, sends: readonly ClaimedSend[]): Promise<void> {
  if (sends.length === 0) return;
  await sql`
    UPDATE outbox o SET lease_until = now() + make_interval(secs => ${LEASE_SECONDS}) FROM ${fenced(sends)}
    WHERE ${OURS} AND o.state = 'calling'`.execute(db);
}

/** Sends that are over: accepted, or finally refused. Answers those that were still ours. */
export async function removeSends(tx: Tx, sends: readonly ClaimedSend[]): Promise<Set<string>> {
  if (sends.length === 0) return new Set();
  const { rows } = await sql<{
    id: string;
  }>`DELETE FROM outbox o USING ${fenced(sends)} WHERE ${OURS} RETURNING o.message_id AS id`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

/** Calls without an answer: in doubt, never called again by themselves; they hold their conversation a little while. */
export async function markUnknown(
  tx: Tx,
  sends: readonly ClaimedSend[],
  holdMs: number,
): Promise<Set<string>> {
  if (sends.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    UPDATE outbox o SET state = 'unknown', lease_until = NULL, hold_until = now() + make_interval(secs => ${holdMs / 1000}) FROM ${fenced(sends)}
    WHERE ${OURS} AND o.state = 'calling' RETURNING o.message_id AS id`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

export type Orphan = { accountId: string; messageId: string; channelId: string };

/**
 * Leases that ran out: a sender died or froze. What it had only leased was never called and is queued again; what it was
 * calling may have been accepted and becomes unknown. Rows in doubt for a day are forgotten: the message keeps its state.
 */
export async function sweepLeases(tx: Tx, holdMs: number): Promise<Orphan[]> {
  await sql`UPDATE outbox SET state = 'queued', lease_until = NULL, attempt = attempt - 1 WHERE state = 'leased' AND lease_until < now()`.execute(
    tx,
  );
  await sql`DELETE FROM outbox WHERE state = 'unknown' AND hold_until < now() - interval '1 day'`.execute(tx);
  const { rows } = await sql<Orphan>`
    UPDATE outbox SET state = 'unknown', lease_until = NULL, fence = fence + 1, hold_until = now() + make_interval(secs => ${holdMs / 1000})
    WHERE state = 'calling' AND lease_until < now() RETURNING account_id AS "accountId", message_id AS "messageId", channel_id AS "channelId"`.execute(
    tx,
  );
  return rows;
}

/** A status or an answer told what became of sends in doubt: they stop holding their conversations. */
export async function settleUnknown(
  tx: Tx,
  messages: readonly { accountId: string; id: string }[],
): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map((message) => ({ account_id: message.accountId, message_id: message.id }));
  await sql`
    DELETE FROM outbox o USING ${recordset(rows, { account_id: "uuid", message_id: "uuid" }, "w")}
    WHERE o.account_id = w.account_id AND o.message_id = w.message_id AND o.state = 'unknown'`.execute(tx);
}

const WAITS_FOR_FILE = sql`state = 'queued' AND not_before = 'infinity'`;

/** The file of a message is at Meta: it may go when its turn comes. */
export async function releaseSend(
  tx: Tx,
  message: { accountId: string; id: string },
  graphMediaId: string,
): Promise<void> {
  await sql`
    UPDATE outbox SET not_before = '-infinity', request = jsonb_set(request::jsonb, '{content,mediaId}', to_jsonb(${graphMediaId}::text))::json
    WHERE account_id = ${message.accountId} AND message_id = ${message.id} AND ${WAITS_FOR_FILE}`.execute(tx);
}

/** The file of a message cannot be put at Meta: it leaves the queue. False = it was not waiting any more. */
export async function dropWaiting(tx: Tx, message: { accountId: string; id: string }): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    DELETE FROM outbox WHERE account_id = ${message.accountId} AND message_id = ${message.id} AND ${WAITS_FOR_FILE}
    RETURNING message_id AS id`.execute(tx);
  return rows.length > 0;
}
