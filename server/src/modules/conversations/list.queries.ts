import type { ConversationQuery, ConversationRow } from "@balcao/api";
import { fold, phoneSearchKeys } from "@balcao/core";
import { sql, type RawBuilder } from "kysely";
import type { z } from "zod";
import type { Actor } from "../../platform/actor.ts";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import { isOver, oversees } from "./conversations.policy.ts";
import { FIELDS, FROM, shaped, visible, type Row } from "./rows.queries.ts";

export type ListQuery = z.infer<typeof ConversationQuery>;

const ACTIVE = sql`v.status IN ('open', 'pending')`;

/**
 * The tabs of the screen (web's `order.ts` says the same about one row); every conversation is in exactly one beside `all`, which
 * holds all that is not snoozed. Who searches looks in everything.
 */
function tabCondition(actor: Actor, tab: string, searches: boolean): RawBuilder<unknown> {
  // an agent sees no team but his own anyway; for who oversees, other teams' queues are among the others
  const ownTeam = oversees(actor) ? sql`v.team_id = ANY(${actor.teamIds}::uuid[])` : sql`true`;
  const awake = sql`${ACTIVE} AND v.snoozed_until IS NULL`;
  const people = sql`${awake} AND v.owner <> 'bot'`;
  switch (tab) {
    case "mine":
      return sql`${people} AND v.agent_id = ${actor.agentId}`;
    case "bot":
      return sql`${awake} AND v.owner = 'bot'`;
    case "ended":
      return sql`v.status IN ('resolved', 'closed')`;
    case "others":
      return sql`${people} AND (v.agent_id <> ${actor.agentId} OR (v.agent_id IS NULL AND NOT ${ownTeam}))`;
    case "snoozed":
      return sql`v.snoozed_until IS NOT NULL`;
    case "all":
      return searches ? sql`true` : sql`v.snoozed_until IS NULL`;
    default:
      return sql`${people} AND v.agent_id IS NULL AND ${ownTeam}`;
  }
}

/** Up to so many people, or conversations of a label, are gathered and sorted; of more, the list is walked in its order until a page is full. */
const MOST_GATHERED = 2_000;

/** Whom the words or digits of a search name; `ids`: null when they are too many to be gathered. */
export type Named = { likes: readonly string[]; ids: readonly string[] | null };

const isNamed = (likes: readonly string[]): RawBuilder<unknown> =>
  sql`c.search LIKE ANY(${[...likes]}::text[])`;

/**
 * The people of an account whom the words or digits name, found first and once: each has few conversations. Runs as the role that sees all
 * accounts, hence the account in its condition: under row-level security PostgreSQL reads no index by an operator that is not proven
 * leakproof, and `LIKE` is not. The list reads what was found under it.
 */
export async function findNamed(tx: Tx, accountId: string, query: string): Promise<Named> {
  const like = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const likes = [fold(query), ...phoneSearchKeys(query)].filter((text) => text !== "").map(like);
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM contact c WHERE c.account_id = ${accountId} AND ${isNamed(likes)} LIMIT ${MOST_GATHERED + 1}`.execute(
    tx,
  );
  return { likes, ids: rows.length <= MOST_GATHERED ? rows.map(({ id }) => id) : null };
}

const ofNamed = ({ likes, ids }: Named): RawBuilder<unknown> =>
  ids
    ? sql`v.contact_id = ANY(${[...ids]}::uuid[])`
    : sql`(SELECT ${isNamed(likes)} FROM contact c WHERE c.account_id = v.account_id AND c.id = v.contact_id)`;

/**
 * The conversations of a label. Which way is short depends on how many it has, and the planner, which cannot know how far the other
 * conditions go, has been seen to sort 30,000 of them for one page.
 */
async function ofLabel(tx: Tx, accountId: string, label: string): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{ id: string }>`
    SELECT conversation_id AS id FROM conversation_label WHERE account_id = ${accountId} AND label_id = ${label} LIMIT ${MOST_GATHERED + 1}`.execute(
    tx,
  );
  return rows.length <= MOST_GATHERED
    ? sql`v.id = ANY(${rows.map(({ id }) => id)}::uuid[])`
    : sql`(SELECT true FROM conversation_label l WHERE l.account_id = v.account_id AND l.conversation_id = v.id AND l.label_id = ${label})`;
}

/** What the list is narrowed down to, beside its tab. */
async function narrowed(
  tx: Tx,
  accountId: string,
  query: Omit<ListQuery, "q">,
): Promise<RawBuilder<unknown>> {
  const conditions = [
    query.team && sql`v.team_id = ${query.team}`,
    query.agent && sql`v.agent_id = ${query.agent}`,
    query.priority !== undefined && sql`v.priority = ${query.priority}`,
    query.unread && sql`v.unread > 0`,
    query.label && (await ofLabel(tx, accountId, query.label)),
    query.contact && sql`v.contact_id = ${query.contact}`,
  ].filter((condition) => typeof condition === "object");
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` AND `);
}

/** Where a row stands: what its order sorts by, the latest activity, the id. */
type Place = { keys: (number | null)[]; at: number; id: string };
/** Ascending, none after all others. `ended`: nothing has it once it is over. */
type SortKey = {
  column: RawBuilder<unknown>;
  of: (row: Row) => number | null;
  value: (key: number) => RawBuilder<unknown>;
  ended: boolean;
};

const moment = (column: RawBuilder<unknown>, of: SortKey["of"], ended: boolean): SortKey => ({
  column,
  of,
  value: (key) => sql`${iso(key)}::timestamptz`,
  ended,
});
const WAITING = moment(sql`v.waiting_since`, (row) => row.waitingSince, false);
/** Highest first, and only of what somebody still has to do. */
const PRIORITY: SortKey = {
  column: sql`(CASE WHEN ${ACTIVE} THEN -v.priority ELSE 0 END)`,
  of: (row) => (isOver(row.status) ? 0 : -row.priority),
  value: (key) => sql`${key}::int`,
  ended: false,
};

/**
 * What comes first in each order, the same the screen sorts by; then the latest activity, then the id. Moments are compared in whole
 * milliseconds, as the screen knows them.
 */
const SORTS: Record<ListQuery["order"], readonly SortKey[]> = {
  recent: [],
  waiting: [WAITING],
  window: [moment(sql`v.window_closes_at`, (row) => row.windowClosesAt, true)],
  priority: [PRIORITY, WAITING],
  snooze: [moment(sql`v.snoozed_until`, (row) => row.snoozedUntil, false)],
};

const encode = (place: Place): string =>
  Buffer.from([...place.keys.map((key) => key ?? ""), place.at, place.id].join("|")).toString("base64url");
const CURSOR = /^((?:(?:-?\d{1,15})?\|)*)(\d{1,15})\|([0-9a-f-]{36})$/;

function decode(cursor: string | undefined, sort: readonly SortKey[]): Place | null {
  const [, texts, at, id] = CURSOR.exec(cursor ? Buffer.from(cursor, "base64url").toString() : "") ?? [];
  if (texts === undefined || at === undefined || id === undefined) return null;
  const keys = texts.split("|").slice(0, -1);
  if (keys.length !== sort.length) return null;
  return { keys: keys.map((key) => (key === "" ? null : Number(key))), at: Number(at), id };
}

/** Rows after a place. Written as plain comparisons of the columns, so that the indexes of the lists serve them. */
function beyond(place: Place, sort: readonly SortKey[]): RawBuilder<unknown> {
  const at = sql`${iso(place.at)}::timestamptz`;
  const last = sql`(v.last_message_at <= ${at} AND (v.last_message_at < ${at} OR v.id < ${place.id}::uuid))`;
  return sort.reduceRight<RawBuilder<unknown>>((rest, { column, value }, index) => {
    const key = place.keys[index] ?? null;
    if (key === null) return sql`(${column} IS NULL AND ${rest})`;
    return sql`(${column} > ${value(key)} OR (${column} = ${value(key)} AND ${rest}) OR ${column} IS NULL)`;
  }, last);
}

function ordered(sort: readonly SortKey[]): RawBuilder<unknown> {
  const keys = sort.map(({ column }) => sql`${column} ASC NULLS LAST`);
  return sql.join([...keys, sql`v.last_message_at DESC`, sql`v.id DESC`]);
}

const STATUSES: Readonly<Record<string, readonly string[]>> = {
  ended: ["resolved", "closed"],
  all: ["open", "pending", "resolved", "closed"],
};

/**
 * One page of a list. The cursor holds the last row's place, so pages stay whole while rows come and go. Each status is read by
 * itself from the index that has it in order, and the heads are merged: an account's ended conversations are never sorted.
 * A search (`named`, null when there is none) sorts only what its people have.
 */
export async function listConversations(
  tx: Tx,
  actor: Actor,
  query: Omit<ListQuery, "q">,
  named: Named | null,
): Promise<{ items: ConversationRow[]; nextCursor: string | null }> {
  const sort = SORTS[query.order];
  const place = decode(query.cursor, sort);
  const most = sql`LIMIT ${query.limit + 1}`;
  const statuses = (STATUSES[query.tab] ?? ["open", "pending"]).filter(
    (status) => query.status === undefined || status === query.status,
  );
  const searches = named !== null || query.contact !== undefined;
  // what is gathered person by person no index has in order
  const isGathered = query.contact !== undefined || (named !== null && named.ids !== null);
  const groups = isGathered ? [statuses].filter((all) => all.length > 0) : statuses.map((status) => [status]);
  const filters = await narrowed(tx, actor.accountId, query);
  const heads = groups.map((group) => {
    // where it is over nobody waits, and nothing is urgent: there the order is by activity, which an index has
    const first = group.every(isOver) ? sort.filter(({ ended }) => ended) : sort;
    return sql`(SELECT v.id FROM conversation v
        WHERE v.account_id = ${actor.accountId} AND v.status IN (${sql.join(group)}) AND ${tabCondition(actor, query.tab, searches)}
          AND ${visible(actor)} AND ${filters}
          AND ${named ? ofNamed(named) : sql`true`} AND ${place ? beyond(place, sort) : sql`true`}
        ORDER BY ${ordered(first)} ${most})`;
  });
  if (heads.length === 0) return { items: [], nextCursor: null };
  const { rows } = await sql<Row>`
    SELECT ${FIELDS} ${FROM} WHERE v.account_id = ${actor.accountId} AND v.id IN (${sql.join(heads, sql` UNION ALL `)})
    ORDER BY ${ordered(sort)} ${most}`.execute(tx);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  const more = rows.length > query.limit && last;
  return {
    items: page.map(shaped),
    nextCursor: more
      ? encode({ keys: sort.map(({ of }) => of(last)), at: last.lastMessageAt, id: last.id })
      : null,
  };
}
