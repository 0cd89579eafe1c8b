import type { TicketBoardQuery, TicketChoices, TicketQuery, TicketRow } from "@balcao/api";
import { categoryPath, isTicketOver } from "@balcao/core";
import { sql, type RawBuilder } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import { saysWanted, type Wanted } from "./search.queries.ts";
import { FIELDS, FROM, shaped, visible, type Row } from "./tickets.queries.ts";

/** What a list is asked with, beside its query. */
export type Asked = {
  choices: Pick<TicketChoices, "statuses" | "categories">;
  now: number;
  /** what is searched for */
  wanted: Wanted | null;
};

/** The statuses that a list holds, in the order of the workflow. Those switched off too: tickets stand in them. */
export const statusesOf = (
  statuses: TicketChoices["statuses"],
  wanted: TicketQuery["status"],
): TicketChoices["statuses"] =>
  statuses.filter(
    ({ id, stage }) =>
      wanted === "all" || id === wanted || (wanted === "active" ? !isTicketOver(stage) : stage === wanted),
  );

/** One of the columns that an order compares, as a cursor carries it. */
type Part = {
  column: RawBuilder<unknown>;
  of: (row: Row) => number | string;
  pattern: string;
  value: (text: string) => RawBuilder<unknown>;
};
/** In milliseconds, up to the year 5138: what no page of ours ends with is no cursor. */
const MOMENT = "\\d{1,14}";
const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
const UPDATED: Part = {
  column: sql`t.updated_at`,
  of: (row) => row.updatedAt,
  pattern: MOMENT,
  value: (text) => sql`${iso(Number(text))}::timestamptz`,
};
const ID: Part = {
  column: sql`t.id`,
  of: (row) => row.id,
  pattern: UUID,
  value: (text) => sql`${text}::uuid`,
};
const NUMBER: Part = {
  column: sql`t.number`,
  of: (row) => row.number,
  pattern: "\\d{1,10}",
  value: (text) => sql`${text}::bigint`,
};
const PRIORITY: Part = {
  column: sql`t.priority`,
  of: (row) => row.priority,
  pattern: "\\d",
  value: (text) => sql`${text}::smallint`,
};

/** No due date is read as one after all others, and written as nothing. */
const NEVER_LAST: Pick<Part, "pattern" | "value"> = {
  pattern: `(?:${MOMENT})?`,
  value: (text) => (text === "" ? sql`'infinity'::timestamptz` : sql`${iso(Number(text))}::timestamptz`),
};
const DUE: Part = {
  ...NEVER_LAST,
  column: sql`(CASE WHEN t.due_at IS NULL THEN 'infinity' ELSE t.due_at END)`,
  of: (row) => row.dueAt ?? "",
};
const SLA: Part = {
  ...NEVER_LAST,
  column: sql`(CASE WHEN t.sla_due_at IS NULL THEN 'infinity' ELSE t.sla_due_at END)`,
  of: (row) => row.slaDueAt ?? "",
};

/**
 * The columns of each order, all in one direction, each with an index that begins with the status. By status: the statuses one after
 * the other, in each the latest change first.
 */
const SORTS: Record<TicketQuery["order"], readonly Part[]> = {
  updated: [UPDATED, ID],
  created: [NUMBER],
  priority: [PRIORITY, UPDATED, ID],
  status: [UPDATED, ID],
  due: [DUE, ID],
  sla: [SLA, ID],
};

/** Where a page ended: its last row's status and columns. */
type Place = { status: string; texts: string[] };

const encode = (row: Row, sort: readonly Part[]): string =>
  Buffer.from([row.statusId, ...sort.map(({ of }) => of(row))].join("|")).toString("base64url");

function decode(cursor: string | undefined, sort: readonly Part[]): Place | null {
  const shape = new RegExp(`^(${UUID})\\|${sort.map(({ pattern }) => `(${pattern})`).join("\\|")}$`);
  const [, status, ...texts] = shape.exec(cursor ? Buffer.from(cursor, "base64url").toString() : "") ?? [];
  return status === undefined ? null : { status, texts };
}

const tuple = (all: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => sql`(${sql.join(all)})`;
const columnsOf = (sort: readonly Part[]): RawBuilder<unknown>[] => sort.map(({ column }) => column);

type Narrowing = Pick<
  TicketQuery,
  "team" | "agent" | "priority" | "category" | "type" | "label" | "overdue" | "contact" | "organisation"
>;

/** A category and all below it. */
const branchOf = ({ choices }: Asked, category: string): string[] =>
  choices.categories
    .filter(({ id }) => categoryPath(choices.categories, id).some((above) => above.id === category))
    .map(({ id }) => id);

/** What a list is narrowed down to, beside its statuses. */
function narrowed(query: Narrowing, asked: Asked): RawBuilder<unknown> {
  const { team, agent, priority, category, type, overdue } = query;
  const conditions = [
    team !== undefined && sql`t.team_id = ${team}`,
    agent === "none" && sql`t.agent_id IS NULL`,
    agent !== undefined && agent !== "none" && sql`t.agent_id = ${agent}`,
    priority !== undefined && sql`t.priority = ${priority}`,
    category !== undefined && sql`t.category_id = ANY(${branchOf(asked, category)}::uuid[])`,
    type !== undefined && sql`t.type_id = ${type}`,
    overdue !== undefined &&
      sql`t.over_at IS NULL AND least(t.due_at, t.sla_due_at) < ${iso(asked.now)}::timestamptz`,
  ].filter((condition) => typeof condition === "object");
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` AND `);
}

/** The tickets of contacts, those of whom they took over included. `people`: which contacts, of `contact p`. */
async function ofContacts(
  tx: Tx,
  accountId: string,
  people: RawBuilder<unknown>,
): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{ id: string }>`
    WITH people AS (SELECT p.id FROM contact p WHERE p.account_id = ${accountId} AND ${people})
    SELECT id FROM people UNION SELECT m.id FROM people p JOIN contact m ON m.account_id = ${accountId} AND m.merged_into = p.id`.execute(
    tx,
  );
  return sql`t.contact_id = ANY(${rows.map(({ id }) => id)}::uuid[])`;
}

/** Up to so many tickets of a label are gathered and sorted; of more, the list is walked in its order until a page is full. */
const MOST_GATHERED = 2_000;

/** The tickets of a label; null when they are too many to be gathered. */
async function ofLabel(tx: Tx, accountId: string, label: string): Promise<RawBuilder<unknown> | null> {
  const { rows } = await sql<{ id: string }>`
    SELECT ticket_id AS id FROM ticket_label WHERE account_id = ${accountId} AND label_id = ${label} LIMIT ${MOST_GATHERED + 1}`.execute(
    tx,
  );
  return rows.length > MOST_GATHERED ? null : sql`t.id = ANY(${rows.map(({ id }) => id)}::uuid[])`;
}

/** What one status of a list is read by, `t` a ticket and `s` the status; what makes it few beside that, if anything does. */
type Reading = { where: RawBuilder<unknown>; few: RawBuilder<unknown> | null };

async function readingOf(tx: Tx, actor: Actor, query: Narrowing, asked: Asked): Promise<Reading> {
  const { accountId } = actor;
  const { wanted } = asked;
  const labelled = query.label === undefined ? null : await ofLabel(tx, accountId, query.label);
  const hasLabel =
    query.label === undefined || labelled
      ? sql`true`
      : sql`EXISTS (SELECT FROM ticket_label l WHERE l.account_id = t.account_id AND l.ticket_id = t.id AND l.label_id = ${query.label})`;
  const few = [
    labelled,
    query.contact !== undefined && (await ofContacts(tx, accountId, sql`p.id = ${query.contact}`)),
    query.organisation !== undefined &&
      (await ofContacts(
        tx,
        accountId,
        sql`p.organisation_id = ${query.organisation} AND p.merged_into IS NULL`,
      )),
    wanted?.ids && sql`t.id = ANY(${wanted.ids}::uuid[])`,
  ].filter((condition) => condition !== null && typeof condition === "object");
  const said = wanted && !wanted.ids ? saysWanted(wanted) : sql`true`;
  return {
    where: sql`t.account_id = ${accountId} AND t.status_id = s.status AND ${visible(actor)} AND ${narrowed(query, asked)} AND ${hasLabel} AND ${said}`,
    few: few.length === 0 ? null : sql.join(few, sql` AND `),
  };
}

const ordered = (sort: readonly Part[], down: boolean): RawBuilder<unknown> =>
  sql.join(columnsOf(sort).map((column) => sql`${column} ${down ? sql`DESC` : sql`ASC`}`));

type Page = { items: TicketRow[]; nextCursor: string | null };

function pageOf(rows: readonly Row[], limit: number, sort: readonly Part[]): Page {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { items: page.map(shaped), nextCursor: last && rows.length > limit ? encode(last, sort) : null };
}

/**
 * One page of the tickets this agent may see. Each status is read by itself from the index that has it in order, and the heads are
 * merged: neither what is over nor what belongs to other teams is sorted. What a search or a contact has gathered is few, and sorted.
 */
export async function listTickets(tx: Tx, actor: Actor, query: TicketQuery, asked: Asked): Promise<Page> {
  const sort = SORTS[query.order];
  const byStatus = query.order === "status";
  const goesDown = byStatus || query.direction === "desc";
  const place = decode(query.cursor, sort);
  const held = statusesOf(asked.choices.statuses, query.status).map(({ id }) => id);
  const way = query.direction === "asc" ? held : held.toReversed();
  // in the order by status a page goes on in the status where the last one ended, and holds none before it
  const statuses = byStatus && place ? way.slice(Math.max(0, way.indexOf(place.status))) : way;
  const values = place && tuple(sort.map(({ value }, index) => value(place.texts[index] ?? "")));
  const beyond = !values
    ? sql`true`
    : byStatus
      ? sql`(s.place > 1 OR ${tuple(columnsOf(sort))} < ${values})`
      : sql`${tuple(columnsOf(sort))} ${goesDown ? sql`<` : sql`>`} ${values}`;
  const { where, few } = await readingOf(tx, actor, query, asked);
  const most = sql`LIMIT ${query.limit + 1}`;
  const order = ordered(sort, goesDown);
  const all = sql`unnest(${statuses}::uuid[]) WITH ORDINALITY AS s(status, place)`;
  const heads = few
    ? sql`SELECT t.id FROM ${all} JOIN ticket t ON ${where} AND ${beyond} AND ${few} ORDER BY ${byStatus ? sql`s.place, ` : sql``}${order} ${most}`
    : sql`SELECT h.id FROM ${all} CROSS JOIN LATERAL (SELECT t.id FROM ticket t WHERE ${where} AND ${beyond} ORDER BY ${order} ${most}) h`;
  const { rows } = await sql<Row>`
    SELECT ${FIELDS} ${FROM} WHERE t.account_id = ${actor.accountId} AND t.id = ANY(ARRAY(${heads}))
    ORDER BY ${byStatus ? sql`array_position(${statuses}::uuid[], t.status_id), ` : sql``}${order} ${most}`.execute(
    tx,
  );
  return pageOf(rows, query.limit, sort);
}

/** The first page of each active status, all by one statement; what comes after are pages of its list. */
export async function listColumns(
  tx: Tx,
  actor: Actor,
  query: TicketBoardQuery & { limit: number },
  asked: Asked,
): Promise<(Page & { statusId: string })[]> {
  const sort = SORTS[query.order];
  const order = ordered(sort, true);
  const { where, few } = await readingOf(tx, actor, query, asked);
  const most = query.limit + 1;
  const statuses = asked.choices.statuses.filter(({ active }) => active).map(({ id }) => id);
  const all = sql`unnest(${statuses}::uuid[]) AS s(status)`;
  const heads = few
    ? sql`SELECT h.id FROM (SELECT t.id, row_number() OVER (PARTITION BY t.status_id ORDER BY ${order}) AS place FROM ${all} JOIN ticket t ON ${where} AND ${few}) h WHERE h.place <= ${most}`
    : sql`SELECT h.id FROM ${all} CROSS JOIN LATERAL (SELECT t.id FROM ticket t WHERE ${where} ORDER BY ${order} LIMIT ${most}) h`;
  const { rows } = await sql<Row>`
    SELECT ${FIELDS} ${FROM} WHERE t.account_id = ${actor.accountId} AND t.id = ANY(ARRAY(${heads})) ORDER BY ${order}`.execute(
    tx,
  );
  return statuses.map((statusId) => ({
    statusId,
    ...pageOf(
      rows.filter((row) => row.statusId === statusId),
      query.limit,
      sort,
    ),
  }));
}
