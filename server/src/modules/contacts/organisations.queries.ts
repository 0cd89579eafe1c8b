import type {
  Organisation,
  OrganisationCreate,
  OrganisationPage,
  OrganisationQuery,
  OrganisationRow,
} from "@balcao/api";
import { fold } from "@balcao/core";
import { sql, type RawBuilder } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

const FIELDS = sql`o.id, o.name, o.domain, o.notes, o.version`;
const searchOf = ({ name, domain }: OrganisationCreate): string => `${fold(name)} ${domain}`;

/** How many contacts of organisation `o` the condition `visible` on `contact c` lets through. */
const contactsOf = (visible: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`(SELECT count(*)::int FROM contact c WHERE c.account_id = o.account_id AND c.organisation_id = o.id AND ${visible})`;

/** Where a page ended: the name as it is sorted, and the id. */
function placeOf(cursor: string | undefined): { name: string; id: string } | null {
  const [, id, name] =
    /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\|([^\0]*)$/.exec(
      cursor ? Buffer.from(cursor, "base64url").toString() : "",
    ) ?? [];
  return id === undefined || name === undefined ? null : { id, name };
}

/** One page of the organisations whose name or domain holds the words, by name. */
export async function listOrganisations(
  tx: Tx,
  accountId: string,
  { q, cursor, limit }: OrganisationQuery,
  visible: RawBuilder<unknown>,
): Promise<OrganisationPage> {
  const like = `%${fold(q).replace(/[\\%_]/g, "\\$&")}%`;
  const place = placeOf(cursor);
  const after = place ? sql`(lower(o.name), o.id) > (${place.name}::text, ${place.id}::uuid)` : sql`true`;
  const { rows } = await sql<OrganisationRow & { sortName: string }>`
    SELECT ${FIELDS}, ${contactsOf(visible)} AS contacts, lower(o.name) AS "sortName" FROM organisation o
    WHERE o.account_id = ${accountId} AND o.search LIKE ${like} AND ${after} ORDER BY lower(o.name), o.id LIMIT ${limit + 1}`.execute(
    tx,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => {
      const { sortName: _, ...shown } = row;
      return shown;
    }),
    nextCursor:
      last && rows.length > limit ? Buffer.from(`${last.id}|${last.sortName}`).toString("base64url") : null,
  };
}

export async function findOrganisation(
  tx: Tx,
  accountId: string,
  id: string,
  visible: RawBuilder<unknown>,
): Promise<OrganisationRow | null> {
  const { rows } = await sql<OrganisationRow>`
    SELECT ${FIELDS}, ${contactsOf(visible)} AS contacts FROM organisation o WHERE o.account_id = ${accountId} AND o.id = ${id}`.execute(
    tx,
  );
  return rows[0] ?? null;
}

export async function lockOrganisation(tx: Tx, accountId: string, id: string): Promise<Organisation | null> {
  const { rows } =
    await sql<Organisation>`SELECT ${FIELDS} FROM organisation o WHERE o.account_id = ${accountId} AND o.id = ${id} FOR UPDATE`.execute(
      tx,
    );
  return rows[0] ?? null;
}

/** Is there such an organisation? Then it stays until the end of the transaction. */
export async function holdOrganisation(tx: Tx, accountId: string, id: string): Promise<boolean> {
  const { rows } = await sql<{
    id: string;
  }>`SELECT id FROM organisation WHERE account_id = ${accountId} AND id = ${id} FOR KEY SHARE`.execute(tx);
  return rows.length > 0;
}

/** Those of these that there are, by name. */
export async function organisationNames(
  tx: Tx,
  accountId: string,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<{ id: string; name: string }>`
    SELECT id, name FROM organisation WHERE account_id = ${accountId} AND id = ANY(${[...ids]}::uuid[]) ORDER BY lower(name), id`.execute(
    tx,
  );
  return rows;
}

/** Throws 23505 when the name is taken. */
export async function insertOrganisation(
  tx: Tx,
  accountId: string,
  id: string,
  fields: OrganisationCreate,
  now: number,
): Promise<void> {
  await sql`INSERT INTO organisation (account_id, id, name, domain, notes, search, created_at)
    VALUES (${accountId}, ${id}, ${fields.name}, ${fields.domain}, ${fields.notes}, ${searchOf(fields)}, ${iso(now)}::timestamptz)`.execute(
    tx,
  );
}

/** Throws 23505 when the name is taken. */
export async function updateOrganisation(
  tx: Tx,
  accountId: string,
  id: string,
  fields: OrganisationCreate,
): Promise<void> {
  await sql`UPDATE organisation SET name = ${fields.name}, domain = ${fields.domain}, notes = ${fields.notes}, search = ${searchOf(fields)}, version = version + 1
    WHERE account_id = ${accountId} AND id = ${id}`.execute(tx);
}

/** How many contacts are in an organisation, whoever may see them; those that went into another have gone with it. */
export async function countMembers(tx: Tx, accountId: string, id: string): Promise<number> {
  const { rows } = await sql<{ contacts: number }>`
    SELECT count(*)::int AS contacts FROM contact WHERE account_id = ${accountId} AND organisation_id = ${id} AND merged_into IS NULL`.execute(
    tx,
  );
  return rows[0]?.contacts ?? 0;
}

/** All contacts of one organisation are in another from now on, or (null) in none. */
export async function moveMembers(tx: Tx, accountId: string, id: string, to: string | null): Promise<void> {
  await sql`UPDATE contact SET organisation_id = ${to}, version = version + 1 WHERE account_id = ${accountId} AND organisation_id = ${id}`.execute(
    tx,
  );
}

export async function deleteOrganisation(tx: Tx, accountId: string, id: string): Promise<void> {
  await sql`DELETE FROM organisation WHERE account_id = ${accountId} AND id = ${id}`.execute(tx);
}
