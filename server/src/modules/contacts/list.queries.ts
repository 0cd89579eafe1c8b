import type { ContactQuery, ContactRow, FieldValues } from "@balcao/api";
import { fold, formatPhone, phoneSearchKeys } from "@balcao/core";
import { sql, type RawBuilder } from "kysely";
import type { z } from "zod";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** Up to so many are gathered and sorted; of more, the list is walked in its order until a page is full. */
const MOST_GATHERED = 2_000;

const like = (text: string): string => `%${text.replace(/[\\%_]/g, "\\$&")}%`;

/** What is looked for in people; `ids`: those who have it, null when they are too many to be gathered. */
export type WantedPeople = { likes: readonly string[]; verbatim: string; ids: readonly string[] | null };

/** Names folded, phones with and without the ninth digit; usernames and addresses as they are written. */
const says = ({ likes, verbatim }: Pick<WantedPeople, "likes" | "verbatim">): RawBuilder<unknown> =>
  sql`(c.search LIKE ANY(${[...likes]}::text[]) OR lower(c.username) LIKE ${verbatim} OR lower(c.email) LIKE ${verbatim})`;

/**
 * The contacts that a search finds. Runs as the role that sees all accounts, hence the account in its condition: under row-level security
 * PostgreSQL reads no index by an operator that is not proven leakproof, and `LIKE` is not. The list reads what was found under it.
 */
export async function findPeople(tx: Tx, accountId: string, query: string): Promise<WantedPeople> {
  const likes = [fold(query), ...phoneSearchKeys(query)].filter((text) => text !== "").map(like);
  const verbatim = like(query.trim().toLowerCase().replace(/^@/, ""));
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM contact c WHERE c.account_id = ${accountId} AND c.merged_into IS NULL AND ${says({ likes, verbatim })} LIMIT ${MOST_GATHERED + 1}`.execute(
    tx,
  );
  return { likes, verbatim, ids: rows.length <= MOST_GATHERED ? rows.map(({ id }) => id) : null };
}

/** Few have it: gathered. Many: asked of each. Which way is short the planner cannot know. */
async function ofLabel(tx: Tx, accountId: string, label: string): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{ id: string }>`
    SELECT contact_id AS id FROM contact_label WHERE account_id = ${accountId} AND label_id = ${label} LIMIT ${MOST_GATHERED + 1}`.execute(
    tx,
  );
  return rows.length <= MOST_GATHERED
    ? sql`c.id = ANY(${rows.map(({ id }) => id)}::uuid[])`
    : sql`(SELECT true FROM contact_label l WHERE l.account_id = c.account_id AND l.contact_id = c.id AND l.label_id = ${label})`;
}

type Narrowing = Pick<ContactQuery, "label" | "organisation">;

async function narrowed(
  tx: Tx,
  accountId: string,
  { label, organisation }: Narrowing,
  wanted: WantedPeople | null,
): Promise<RawBuilder<unknown>> {
  const conditions = [
    label !== undefined && (await ofLabel(tx, accountId, label)),
    organisation === "none" && sql`c.organisation_id IS NULL`,
    organisation !== undefined && organisation !== "none" && sql`c.organisation_id = ${organisation}`,
    // as a question of its own, of each: the planner takes many for few, and would read all people and sort them
    wanted !== null &&
      (wanted.ids ? sql`c.id = ANY(${[...wanted.ids]}::uuid[])` : sql`(SELECT ${says(wanted)})`),
  ].filter((condition) => typeof condition === "object");
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` AND `);
}

/** A row as the database has it. */
type Row = Omit<ContactRow, "createdAt" | "organisation"> & {
  createdAt: number;
  sortName: string;
  organisationId: string | null;
  organisationName: string | null;
};
const FIELDS = sql`c.id, coalesce(c.name, u.name) AS name, c.profile_name AS "profileName", c.username, c.phone, c.email, c.blocked_at IS NOT NULL AS blocked,
  c.created_at AS "createdAt", c.sort_name AS "sortName", o.id AS "organisationId", o.name AS "organisationName",
  ARRAY(SELECT l.label_id FROM contact_label l WHERE l.account_id = c.account_id AND l.contact_id = c.id ORDER BY l.label_id) AS "labelIds"`;
/** A person who works here shows under that name, unless another was registered. */
const FROM = sql`FROM contact c LEFT JOIN organisation o ON o.account_id = c.account_id AND o.id = c.organisation_id
  LEFT JOIN agent u ON u.account_id = c.account_id AND u.phone = c.phone AND u.active`;

function shaped(row: Row): ContactRow {
  const { sortName: _, organisationId, organisationName, ...shown } = row;
  return {
    ...shown,
    phone: row.phone === null ? null : formatPhone(row.phone),
    organisation:
      organisationId === null || organisationName === null
        ? null
        : { id: organisationId, name: organisationName },
    createdAt: new Date(row.createdAt).toISOString(),
  };
}

type Order = ContactQuery["order"];
const COLUMN = { name: sql`c.sort_name`, created: sql`c.created_at` } satisfies Record<
  Order,
  RawBuilder<unknown>
>;
const encode = (row: Row, order: Order): string =>
  Buffer.from(`${row.id}|${order === "name" ? row.sortName : row.createdAt}`).toString("base64url");

/** The condition of what comes after a place; null when the cursor is none of ours. */
function beyond(cursor: string | undefined, order: Order, down: boolean): RawBuilder<unknown> | null {
  const [, id, key] =
    /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\|([^\0]*)$/.exec(
      cursor ? Buffer.from(cursor, "base64url").toString() : "",
    ) ?? [];
  if (id === undefined || key === undefined) return null;
  if (order === "created" && !/^\d{1,14}$/.test(key)) return null;
  const value = order === "name" ? sql`${key}::text` : sql`${iso(Number(key))}::timestamptz`;
  return sql`(${COLUMN[order]}, c.id) ${down ? sql`<` : sql`>`} (${value}, ${id}::uuid)`;
}

type Page = { items: ContactRow[]; nextCursor: string | null };

/**
 * Whom a list is of: those that `visible` (a condition on `c`) lets through and who have what is `wanted`, if anything is. `few`: ids
 * among which all of them are, null when they are too many to be gathered.
 */
type Asked = { visible: RawBuilder<unknown>; wanted: WantedPeople | null; few: readonly string[] | null };

/** One page of contacts, in an order that an index has. */
export async function listContacts(
  tx: Tx,
  accountId: string,
  query: Omit<ContactQuery, "cursor"> & { cursor?: string | undefined },
  asked: Asked,
): Promise<Page> {
  const down = query.direction === "desc";
  const way = down ? sql`DESC` : sql`ASC`;
  const conditions = await narrowed(tx, accountId, query, asked.wanted);
  const among = asked.few ? sql`c.id = ANY(${[...asked.few]}::uuid[])` : sql`true`;
  const after = beyond(query.cursor, query.order, down) ?? sql`true`;
  const { rows } = await sql<Row>`
    SELECT ${FIELDS} ${FROM} WHERE c.account_id = ${accountId} AND c.merged_into IS NULL AND ${among} AND ${conditions} AND ${asked.visible} AND ${after}
    ORDER BY ${COLUMN[query.order]} ${way}, c.id ${way} LIMIT ${query.limit + 1}`.execute(tx);
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map(shaped),
    nextCursor: last && rows.length > query.limit ? encode(last, query.order) : null,
  };
}

/** The custom fields' values of contacts. */
export async function valuesOf(
  tx: Tx,
  accountId: string,
  ids: readonly string[],
): Promise<Map<string, z.infer<typeof FieldValues>>> {
  const { rows } = await sql<{ id: string; fields: z.infer<typeof FieldValues> }>`
    SELECT id, fields FROM contact WHERE account_id = ${accountId} AND id = ANY(${[...ids]}::uuid[]) AND fields <> '{}'`.execute(
    tx,
  );
  return new Map(rows.map(({ id, fields }) => [id, fields]));
}
