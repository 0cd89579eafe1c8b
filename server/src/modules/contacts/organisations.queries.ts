import type { Organisation, OrganisationCreate } from "@balcao/api";
import { fold } from "@balcao/core";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

const FIELDS = sql`id, name, domain, notes, version`;
const searchOf = ({ name, domain }: OrganisationCreate): string => `${fold(name)} ${domain}`;

/** Organisations whose name or domain holds the words, by name. */
export async function findOrganisations(
  tx: Tx,
  accountId: string,
  query: string,
  limit: number,
): Promise<Organisation[]> {
  const like = `%${fold(query).replace(/[\\%_]/g, "\\$&")}%`;
  const { rows } = await sql<Organisation>`
    SELECT ${FIELDS} FROM organisation WHERE account_id = ${accountId} AND search LIKE ${like} ORDER BY lower(name), id LIMIT ${limit}`.execute(
    tx,
  );
  return rows;
}

export async function lockOrganisation(tx: Tx, accountId: string, id: string): Promise<Organisation | null> {
  const { rows } =
    await sql<Organisation>`SELECT ${FIELDS} FROM organisation WHERE account_id = ${accountId} AND id = ${id} FOR UPDATE`.execute(
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
