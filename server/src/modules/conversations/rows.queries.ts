import type { ContactCard, ConversationRow } from "@balcao/api";
import { fold, formatPhone, phoneSearchKeys } from "@balcao/core";
import { sql, type RawBuilder } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import { isOver, oversees } from "./conversations.policy.ts";

type Row = Omit<
  ConversationRow,
  "contact" | "lastMessage" | "windowClosesAt" | "waitingSince" | "openedAt" | "closedAt"
> & {
  contactId: string;
  contactName: string | null;
  profileName: string | null;
  username: string | null;
  phone: string | null;
  lastMessageId: string | null;
  lastMessageAt: number;
  lastPreview: string;
  lastDirection: "in" | "out" | null;
  lastKind: string | null;
  lastStatus: string | null;
  windowClosesAt: number | null;
  waitingSince: number | null;
  openedAt: number;
  closedAt: number | null;
  sortAt: number;
};

const FIELDS = sql`v.id, v.protocol, v.team_id AS "teamId", v.agent_id AS "agentId", v.owner, v.status, v.unread, v.version,
  v.window_closes_at AS "windowClosesAt", v.waiting_since AS "waitingSince", v.opened_at AS "openedAt", v.closed_at AS "closedAt",
  v.last_message_id AS "lastMessageId", v.last_message_at AS "lastMessageAt", v.last_preview AS "lastPreview", v.last_direction AS "lastDirection",
  v.last_kind AS "lastKind", m.status AS "lastStatus", c.id AS "contactId", c.name AS "contactName", c.profile_name AS "profileName", c.username, c.phone`;
const FROM = sql`FROM conversation v JOIN contact c ON c.account_id = v.account_id AND c.id = v.contact_id
  LEFT JOIN message m ON m.account_id = v.account_id AND m.id = v.last_message_id`;

export const time = (ms: number): string => new Date(ms).toISOString();
export const maybe = (ms: number | null): string | null => (ms === null ? null : time(ms));

function contactCard(row: {
  contactId: string;
  contactName: string | null;
  profileName: string | null;
  username: string | null;
  phone: string | null;
}): ContactCard {
  return {
    id: row.contactId,
    name: row.contactName,
    profileName: row.profileName,
    username: row.username,
    phone: row.phone === null ? null : formatPhone(row.phone),
  };
}

function shaped(row: Row): ConversationRow {
  return {
    id: row.id,
    protocol: row.protocol,
    contact: contactCard(row),
    teamId: row.teamId,
    agentId: row.agentId,
    owner: row.owner,
    status: row.status,
    unread: row.unread,
    lastMessage:
      row.lastMessageId === null
        ? null
        : {
            id: row.lastMessageId,
            at: time(row.lastMessageAt),
            preview: row.lastPreview,
            direction: row.lastDirection ?? "in",
            status: row.lastStatus ?? "received",
            kind: row.lastKind ?? "text",
          },
    windowClosesAt: maybe(row.windowClosesAt),
    waitingSince: maybe(row.waitingSince),
    openedAt: time(row.openedAt),
    closedAt: maybe(row.closedAt),
    version: row.version,
  };
}

/**
 * Rows as lists and screens show them, by id. The accounts are named because every key begins with them: without, the index
 * is of no use to a role that sees all accounts.
 */
export async function hydrateRows(
  tx: Tx,
  accountIds: readonly string[],
  ids: readonly string[],
): Promise<Map<string, ConversationRow & { accountId: string }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Row & { accountId: string }>`
    SELECT v.account_id AS "accountId", ${FIELDS} ${FROM} WHERE v.account_id = ANY(${[...accountIds]}::uuid[]) AND v.id = ANY(${[...ids]}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, { ...shaped(row), accountId: row.accountId }]));
}

export type ListQuery = {
  tab: string;
  team?: string | undefined;
  status?: string | undefined;
  order: string;
  q?: string | undefined;
  cursor?: string | undefined;
  limit: number;
};

const ACTIVE = sql`v.status IN ('open', 'pending')`;

/** The tabs of the screen (web's `order.ts` says the same about one row); every conversation but `all` is in exactly one. */
function tabCondition(actor: Actor, tab: string): RawBuilder<unknown> {
  // an agent sees no team but his own anyway; for who oversees, other teams' queues are among the others
  const ownTeam = oversees(actor) ? sql`v.team_id = ANY(${actor.teamIds}::uuid[])` : sql`true`;
  const people = sql`${ACTIVE} AND v.owner <> 'bot'`;
  switch (tab) {
    case "mine":
      return sql`${people} AND v.agent_id = ${actor.agentId}`;
    case "bot":
      return sql`${ACTIVE} AND v.owner = 'bot'`;
    case "ended":
      return sql`v.status IN ('resolved', 'closed')`;
    case "others":
      return sql`${people} AND (v.agent_id <> ${actor.agentId} OR (v.agent_id IS NULL AND NOT ${ownTeam}))`;
    case "all":
      return sql`true`;
    default:
      return sql`${people} AND v.agent_id IS NULL AND ${ownTeam}`;
  }
}

/** What of the account this agent may see: the same rule as the policy, said in SQL. */
export const visible = (actor: Actor): RawBuilder<unknown> =>
  oversees(actor)
    ? sql`true`
    : sql`(v.agent_id = ${actor.agentId} OR (v.team_id = ANY(${actor.teamIds}::uuid[])
        AND ${actor.segmentedView ? sql`(v.agent_id IS NULL OR v.status IN ('resolved', 'closed'))` : sql`true`}))`;

/** The conversations of whom the words or digits name. People are found first and once: each has few conversations. */
function ofPeople(accountId: string, query: string): RawBuilder<unknown> {
  const like = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const texts = [fold(query), ...phoneSearchKeys(query)].filter((text) => text !== "").map(like);
  return sql`v.contact_id IN (WITH found AS MATERIALIZED (SELECT c.id FROM contact c
    WHERE c.account_id = ${accountId} AND c.search LIKE ANY(${texts}::text[])) SELECT id FROM found)`;
}

type Place = { key: number | null; at: number; id: string };
type Sort = { key: RawBuilder<unknown>; shape: (row: Row) => number | null };

/**
 * What comes first in each order, the same the screen sorts by: a moment (none = after all others), then the latest activity,
 * then the id. Moments are compared in whole milliseconds, as the screen knows them.
 */
const SORTS: Record<string, Sort> = {
  waiting: { key: sql`v.waiting_since`, shape: (row) => row.waitingSince },
  window: { key: sql`v.window_closes_at`, shape: (row) => row.windowClosesAt },
};

const encode = (place: Place): string =>
  Buffer.from(`${place.key ?? ""}|${place.at}|${place.id}`).toString("base64url");
const CURSOR = /^(\d{1,15})?\|(\d{1,15})\|([0-9a-f-]{36})$/;

function decode(cursor: string | undefined): Place | null {
  const [, key, at, id] = CURSOR.exec(cursor ? Buffer.from(cursor, "base64url").toString() : "") ?? [];
  return at === undefined || id === undefined
    ? null
    : { key: key === undefined ? null : Number(key), at: Number(at), id };
}

/** Rows after a place. Written as plain comparisons of the columns, so that the indexes of the lists serve them. */
function beyond(place: Place, key: RawBuilder<unknown> | null): RawBuilder<unknown> {
  const at = sql`${iso(place.at)}::timestamptz`;
  const rest = sql`(v.last_message_at <= ${at} AND (v.last_message_at < ${at} OR v.id < ${place.id}::uuid))`;
  if (key === null) return rest;
  if (place.key === null) return sql`(${key} IS NULL AND ${rest})`;
  const moment = sql`${iso(place.key)}::timestamptz`;
  return sql`(${key} > ${moment} OR (${key} = ${moment} AND ${rest}) OR ${key} IS NULL)`;
}

const STATUSES: Readonly<Record<string, readonly string[]>> = {
  ended: ["resolved", "closed"],
  all: ["open", "pending", "resolved", "closed"],
};

/**
 * One page of a list. The cursor holds the last row's place, so pages stay whole while rows come and go. Each status is read by
 * itself from the index that has it in order, and the heads are merged: an account's ended conversations are never sorted.
 * A search sorts only what its people have.
 */
export async function listConversations(
  tx: Tx,
  actor: Actor,
  query: ListQuery,
): Promise<{ items: ConversationRow[]; nextCursor: string | null }> {
  const sort = SORTS[query.order];
  const place = decode(query.cursor);
  const most = sql`LIMIT ${query.limit + 1}`;
  const byActivity = sql`v.last_message_at DESC, v.id DESC`;
  const statuses = (STATUSES[query.tab] ?? ["open", "pending"]).filter(
    (status) => query.status === undefined || status === query.status,
  );
  // what a search finds is gathered person by person: no index has it in order
  const groups = query.q ? [statuses].filter((all) => all.length > 0) : statuses.map((status) => [status]);
  const heads = groups.map((group) => {
    // nobody waits where it is over: there the order is by activity, which an index has
    const first =
      sort && !(query.order === "waiting" && group.every(isOver)) ? sql`${sort.key} ASC NULLS LAST, ` : sql``;
    return sql`(SELECT v.id FROM conversation v
        WHERE v.account_id = ${actor.accountId} AND v.status IN (${sql.join(group)}) AND ${tabCondition(actor, query.tab)} AND ${visible(actor)} AND ${query.team ? sql`v.team_id = ${query.team}` : sql`true`}
          AND ${query.q ? ofPeople(actor.accountId, query.q) : sql`true`} AND ${place ? beyond(place, sort?.key ?? null) : sql`true`}
        ORDER BY ${first} ${byActivity} ${most})`;
  });
  if (heads.length === 0) return { items: [], nextCursor: null };
  const { rows } = await sql<Row>`
    SELECT ${FIELDS} ${FROM} WHERE v.account_id = ${actor.accountId} AND v.id IN (${sql.join(heads, sql` UNION ALL `)})
    ORDER BY ${sort ? sql`${sort.key} ASC NULLS LAST, ` : sql``} ${byActivity} ${most}`.execute(tx);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const more = rows.length > query.limit && last;
  return {
    items: page.map(shaped),
    nextCursor: more ? encode({ key: sort?.shape(last) ?? null, at: last.lastMessageAt, id: last.id }) : null,
  };
}
