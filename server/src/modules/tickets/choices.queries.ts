import type { TicketCategory, TicketChoices, TicketStatus, TicketType } from "@balcao/api";
import { sql, type RawBuilder } from "kysely";
import { iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import { uuidv7 } from "../../platform/ids.ts";

/** The three lists from which tickets choose. */
export type ChoiceList = "status" | "category" | "type";
const TABLES: Record<ChoiceList, RawBuilder<unknown>> = {
  status: sql`ticket_status`,
  category: sql`ticket_category`,
  type: sql`ticket_type`,
};

/** What an account offers, active or not, each list in its order. */
export async function loadChoices(tx: Tx, accountId: string): Promise<TicketChoices> {
  const statuses = await sql<TicketStatus>`
    SELECT id, name, stage, color, most, active, version FROM ticket_status WHERE account_id = ${accountId} ORDER BY position, id`.execute(
    tx,
  );
  const categories = await sql<TicketCategory>`
    SELECT id, parent_id AS "parentId", name, active, version FROM ticket_category WHERE account_id = ${accountId} ORDER BY position, id`.execute(
    tx,
  );
  const types = await sql<TicketType>`
    SELECT id, name, active, version FROM ticket_type WHERE account_id = ${accountId} ORDER BY position, id`.execute(
    tx,
  );
  return { statuses: statuses.rows, categories: categories.rows, types: types.rows };
}

/** Changes of one list are made one after the other: each is judged by all of the list. */
export async function lockChoices(tx: Tx, accountId: string, list: ChoiceList): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`ticket choices ${list} ${accountId}`}, 0))`.execute(
    tx,
  );
}

type Place = { accountId: string; id: string; now: number };
const place = (list: ChoiceList, accountId: string): RawBuilder<unknown> =>
  sql`(SELECT coalesce(max(position) + 1, 0) FROM ${TABLES[list]} WHERE account_id = ${accountId})`;

/** Throws 23505 when the name is taken. */
export async function insertStatus(
  tx: Tx,
  { accountId, id, now }: Place,
  status: Pick<TicketStatus, "name" | "stage" | "color">,
): Promise<void> {
  await sql`INSERT INTO ticket_status (account_id, id, name, stage, color, position, created_at)
    VALUES (${accountId}, ${id}, ${status.name}, ${status.stage}, ${status.color}, ${place("status", accountId)}, ${iso(now)}::timestamptz)`.execute(
    tx,
  );
}

/** Throws 23505 when a sibling has the name. */
export async function insertCategory(
  tx: Tx,
  { accountId, id, now }: Place,
  category: Pick<TicketCategory, "name" | "parentId">,
): Promise<void> {
  await sql`INSERT INTO ticket_category (account_id, id, parent_id, name, position, created_at)
    VALUES (${accountId}, ${id}, ${category.parentId}, ${category.name}, ${place("category", accountId)}, ${iso(now)}::timestamptz)`.execute(
    tx,
  );
}

/** Throws 23505 when the name is taken. */
export async function insertType(
  tx: Tx,
  { accountId, id, now }: Place,
  type: Pick<TicketType, "name">,
): Promise<void> {
  await sql`INSERT INTO ticket_type (account_id, id, name, position, created_at)
    VALUES (${accountId}, ${id}, ${type.name}, ${place("type", accountId)}, ${iso(now)}::timestamptz)`.execute(
    tx,
  );
}

type Changes = {
  name: string;
  active: boolean;
  color?: string;
  parentId?: string | null;
  most?: number | null | undefined;
};

/** Throws 23505 when the name is taken. */
export async function updateChoice(
  tx: Tx,
  accountId: string,
  list: ChoiceList,
  id: string,
  { name, active, color, parentId, most }: Changes,
): Promise<void> {
  const more = [
    color !== undefined && sql`color = ${color}`,
    parentId !== undefined && sql`parent_id = ${parentId}`,
    most !== undefined && sql`most = ${most}::integer`,
  ].filter((change) => typeof change === "object");
  const changes = sql.join([sql`name = ${name}`, sql`active = ${active}`, ...more], sql`, `);
  await sql`UPDATE ${TABLES[list]} SET ${changes}, version = version + 1 WHERE account_id = ${accountId} AND id = ${id}`.execute(
    tx,
  );
}

/** These in the places they have together, in this order. */
export async function orderChoices(
  tx: Tx,
  accountId: string,
  list: ChoiceList,
  ids: readonly string[],
): Promise<void> {
  await sql`
    WITH places AS (
      SELECT position, row_number() OVER (ORDER BY position, id) AS nth FROM ${TABLES[list]}
      WHERE account_id = ${accountId} AND id = ANY(${[...ids]}::uuid[])
    )
    UPDATE ${TABLES[list]} c SET position = p.position FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS w(id, nth) JOIN places p USING (nth)
    WHERE c.account_id = ${accountId} AND c.id = w.id`.execute(tx);
}

/** The workflow with which an account begins. */
export async function insertWorkflow(
  tx: Tx,
  accountId: string,
  statuses: readonly Pick<TicketStatus, "name" | "stage" | "color">[],
  now: number,
): Promise<void> {
  const rows = statuses.map((status, position) => ({ ...status, id: uuidv7(), position }));
  const columns = { id: "uuid", name: "text", stage: "text", color: "text", position: "int" };
  await sql`INSERT INTO ticket_status (account_id, id, name, stage, color, position, created_at)
    SELECT ${accountId}, r.id, r.name, r.stage, r.color, r.position, ${iso(now)}::timestamptz FROM ${recordset(rows, columns, "r")}`.execute(
    tx,
  );
}
