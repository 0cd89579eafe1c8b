import type { LinkedMessage, TicketEntry } from "@balcao/api";
import { sql, type RawBuilder } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** Where an entry stands: its moment, then a key that tells entries of one moment apart. */
export type Place = { at: number; key: string };
type Of<K extends TicketEntry["entry"]> = Omit<Extract<TicketEntry, { entry: K }>, "at" | "sent"> & Place;
/** Messages linked at once, before anybody has asked who may see them. */
export type LinkEntry = Omit<Of<"messages">, "messages" | "conversationId"> & { conversationId: string };
export type ActivityEntry = LinkEntry | Of<"comment"> | Of<"history">;

/** Shown by what they made, a comment or linked messages, or by the message they are about. */
const TOLD_ELSEWHERE = ["ticket.linked", "ticket.commented", "ticket.delivery"];

const before = (
  place: Place | null,
  at: RawBuilder<unknown>,
  key: RawBuilder<unknown>,
): RawBuilder<unknown> =>
  place === null ? sql`true` : sql`(${at}, ${key}) < (${iso(place.at)}::timestamptz, ${place.key})`;

async function comments(
  tx: Tx,
  accountId: string,
  ticketId: string,
  place: Place | null,
  most: number,
): Promise<Of<"comment">[]> {
  const key = sql`id::text`;
  const { rows } = await sql<Of<"comment">>`
    SELECT 'comment' AS entry, ${key} AS key, id, at, agent_id AS "agentId", text, public FROM ticket_comment
    WHERE account_id = ${accountId} AND ticket_id = ${ticketId} AND ${before(place, sql`at`, key)} ORDER BY at DESC, id DESC LIMIT ${most}`.execute(
    tx,
  );
  return rows;
}

async function links(
  tx: Tx,
  accountId: string,
  ticketId: string,
  place: Place | null,
  most: number,
): Promise<LinkEntry[]> {
  const key = sql`link_id::text`;
  const { rows } = await sql<LinkEntry>`
    SELECT 'messages' AS entry, ${key} AS key, link_id AS id, linked_at AS at, linked_by AS "agentId", count(*)::int AS count,
      contact_name AS "contactName", conversation_id AS "conversationId"
    FROM ticket_message WHERE account_id = ${accountId} AND ticket_id = ${ticketId} AND ${before(place, sql`linked_at`, key)}
    GROUP BY link_id, linked_at, linked_by, contact_name, conversation_id ORDER BY linked_at DESC, link_id DESC LIMIT ${most}`.execute(
    tx,
  );
  return rows;
}

async function history(
  tx: Tx,
  accountId: string,
  ticketId: string,
  place: Place | null,
  most: number,
): Promise<Of<"history">[]> {
  // always behind what its own act made: digits come before a UUIDv7 of our time
  const key = sql`lpad(id::text, 20, '0')`;
  const { rows } = await sql<Of<"history">>`
    SELECT 'history' AS entry, ${key} AS key, id::text AS id, at, agent_id AS "agentId", type, data - 'teams' - 'agents' AS data
    FROM event WHERE account_id = ${accountId} AND ticket_id = ${ticketId} AND type <> ALL(${TOLD_ELSEWHERE}::text[]) AND ${before(place, sql`at`, key)}
    ORDER BY at DESC, id DESC LIMIT ${most}`.execute(tx);
  return rows;
}

/** A stretch of what happened in a ticket, latest first: comments, linked messages and history merged. */
export async function loadActivity(
  tx: Tx,
  accountId: string,
  ticketId: string,
  place: Place | null,
  most: number,
): Promise<ActivityEntry[]> {
  const all: ActivityEntry[] = [
    ...(await comments(tx, accountId, ticketId, place, most)),
    ...(await links(tx, accountId, ticketId, place, most)),
    ...(await history(tx, accountId, ticketId, place, most)),
  ];
  return all.toSorted((a, b) => b.at - a.at || (a.key < b.key ? 1 : -1)).slice(0, most);
}

/** The messages of these acts of linking, oldest first. */
export async function linkedMessages(
  tx: Tx,
  accountId: string,
  ticketId: string,
  linkIds: readonly string[],
): Promise<(LinkedMessage & { linkId: string })[]> {
  if (linkIds.length === 0) return [];
  const { rows } = await sql<Omit<LinkedMessage, "at"> & { linkId: string; at: number }>`
    SELECT link_id AS "linkId", message_id AS id, at, direction, author, agent_id AS "agentId", kind, text, content, media, deleted
    FROM ticket_message WHERE account_id = ${accountId} AND ticket_id = ${ticketId} AND link_id = ANY(${[...linkIds]}::uuid[])
    ORDER BY ticket_message.at, seq`.execute(tx);
  return rows.map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
}

export async function insertComment(
  tx: Tx,
  actor: Actor,
  comment: { id: string; ticketId: string; text: string; public: boolean },
  now: number,
): Promise<void> {
  await sql`INSERT INTO ticket_comment (account_id, id, ticket_id, agent_id, at, text, public)
    VALUES (${actor.accountId}, ${comment.id}, ${comment.ticketId}, ${actor.agentId}, ${iso(now)}::timestamptz, ${comment.text}, ${comment.public})`.execute(
    tx,
  );
}

/** What a comment says. */
export async function commentText(tx: Tx, accountId: string, id: string): Promise<string> {
  const { rows } = await sql<{ text: string }>`
    SELECT text FROM ticket_comment WHERE account_id = ${accountId} AND id = ${id}`.execute(tx);
  return rows[0]?.text ?? "";
}
