import type { ContactImport, ImportFaultPage } from "@balcao/api";
import type { ImportFault, ImportMapping, ImportRow } from "@balcao/core";
import { fold } from "@balcao/core";
import { sql } from "kysely";
import { bulkInsert, iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { searchText } from "./contacts.queries.ts";
import type { ContactRecord } from "./match.ts";

export type ImportRecord = Omit<ContactImport, "part" | "at" | "finishedAt"> & {
  accountId: string;
  size: number;
  bytes: number;
  storageKey: string | null;
  locale: "pt-BR" | "en";
  mapping: ImportMapping;
  attempts: number;
  at: number;
  finishedAt: number | null;
};
const FIELDS = sql`account_id AS "accountId", id, agent_id AS "agentId", file_name AS "fileName", size, storage_key AS "storageKey", locale, mapping, existing, state, failure,
  records, bytes, created, updated, skipped, refused, attempts, at, finished_at AS "finishedAt"`;

/** Notes an import unless its author has used the key already. */
export async function insertImport(
  tx: Tx,
  record: Pick<
    ImportRecord,
    | "accountId"
    | "id"
    | "agentId"
    | "fileName"
    | "size"
    | "storageKey"
    | "locale"
    | "mapping"
    | "existing"
    | "at"
  > & { key: string },
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO contact_import (account_id, id, agent_id, key, file_name, size, storage_key, locale, mapping, existing, at)
    VALUES (${record.accountId}, ${record.id}, ${record.agentId}, ${record.key}, ${record.fileName}, ${record.size}, ${record.storageKey}, ${record.locale},
      ${JSON.stringify(record.mapping)}::jsonb, ${record.existing}, ${iso(record.at)}::timestamptz)
    ON CONFLICT (account_id, agent_id, key) DO NOTHING RETURNING id`.execute(tx);
  return rows.length > 0;
}

export async function importOfKey(
  tx: Tx,
  accountId: string,
  agentId: string,
  key: string,
): Promise<ImportRecord | null> {
  const { rows } = await sql<ImportRecord>`
    SELECT ${FIELDS} FROM contact_import WHERE account_id = ${accountId} AND agent_id = ${agentId} AND key = ${key}`.execute(
    tx,
  );
  return rows[0] ?? null;
}

export async function findImport(tx: Tx, accountId: string, id: string): Promise<ImportRecord | null> {
  const { rows } = await sql<ImportRecord>`
    SELECT ${FIELDS} FROM contact_import WHERE account_id = ${accountId} AND id = ${id}`.execute(tx);
  return rows[0] ?? null;
}

export async function latestImports(tx: Tx, accountId: string, most: number): Promise<ImportRecord[]> {
  const { rows } = await sql<ImportRecord>`
    SELECT ${FIELDS} FROM contact_import WHERE account_id = ${accountId} ORDER BY at DESC, id DESC LIMIT ${most}`.execute(
    tx,
  );
  return rows;
}

/** Lines that were not taken in, by line; `after`: the place of the last one that is known. */
export async function listFaults(
  tx: Tx,
  accountId: string,
  importId: string,
  { after, limit }: { after: { line: number; target: string } | null; limit: number },
): Promise<ImportFaultPage["items"]> {
  const beyond = after ? sql`(line, target) > (${after.line}, ${after.target}::text)` : sql`true`;
  const { rows } = await sql<ImportFaultPage["items"][number]>`
    SELECT line, target, code FROM contact_import_fault WHERE account_id = ${accountId} AND import_id = ${importId} AND ${beyond}
    ORDER BY line, target LIMIT ${limit}`.execute(tx);
  return rows;
}

/** Which of these stored files imports still read. */
export async function importFiles(tx: Tx, storageKeys: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    SELECT storage_key AS key FROM contact_import WHERE storage_key = ANY(${[...storageKeys]}::text[])`.execute(
    tx,
  );
  return rows.map(({ key }) => key);
}

/** The imports that wait for their next batch, the oldest first, whatever the account. */
export async function runningImports(tx: Tx): Promise<Pick<ImportRecord, "accountId" | "id">[]> {
  const { rows } = await sql<Pick<ImportRecord, "accountId" | "id">>`
    SELECT account_id AS "accountId", id FROM contact_import WHERE state = 'running' ORDER BY at, id LIMIT 20`.execute(
    tx,
  );
  return rows;
}

/** One running import, held for this batch; null when somebody else is at it, or it has ended. */
export async function holdImport(tx: Tx, accountId: string, id: string): Promise<ImportRecord | null> {
  const { rows } = await sql<ImportRecord>`
    SELECT ${FIELDS} FROM contact_import WHERE account_id = ${accountId} AND id = ${id} AND state = 'running' FOR NO KEY UPDATE SKIP LOCKED`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/** How far an import is after a batch. */
export async function saveProgress(tx: Tx, record: ImportRecord): Promise<void> {
  await sql`
    UPDATE contact_import SET records = ${record.records}, bytes = ${record.bytes}, created = ${record.created}, updated = ${record.updated}, skipped = ${record.skipped},
      refused = ${record.refused}, state = ${record.state}, failure = ${record.failure}, attempts = ${record.attempts}, storage_key = ${record.storageKey},
      finished_at = ${iso(record.finishedAt)}::timestamptz
    WHERE account_id = ${record.accountId} AND id = ${record.id}`.execute(tx);
}

export async function insertFaults(
  tx: Tx,
  { accountId, id }: ImportRecord,
  faults: readonly (ImportFault & { line: number })[],
): Promise<void> {
  const columns = { account_id: "uuid", import_id: "uuid", line: "int", target: "text", code: "text" };
  const rows = faults.map((fault) => ({ account_id: accountId, import_id: id, ...fault }));
  await bulkInsert(tx, "contact_import_fault", columns, rows, sql`ON CONFLICT DO NOTHING`);
}

/** Ids of organisations by name, whatever its case; those that are not there are made. `made`: whether any was. */
export async function resolveOrganisations(
  tx: Tx,
  accountId: string,
  names: readonly string[],
  now: number,
): Promise<{ ids: Map<string, string>; made: boolean }> {
  const wanted = [...new Set(names)].map((name) => ({ name }));
  if (wanted.length === 0) return { ids: new Map(), made: false };
  const known = async (): Promise<Map<string, string>> => {
    const { rows } = await sql<{ id: string; name: string }>`
      SELECT o.id, w.name FROM ${recordset(wanted, { name: "text" }, "w")} JOIN organisation o ON o.account_id = ${accountId} AND lower(o.name) = lower(w.name)
      ORDER BY o.id FOR KEY SHARE OF o`.execute(tx);
    return new Map(rows.map(({ id, name }) => [name, id]));
  };
  const there = await known();
  const missing = wanted.filter(({ name }) => !there.has(name));
  if (missing.length === 0) return { ids: there, made: false };
  const rows = missing.map(({ name }) => ({
    account_id: accountId,
    id: uuidv7(),
    name,
    search: `${fold(name)} `,
    created_at: iso(now),
  }));
  const columns = { account_id: "uuid", id: "uuid", name: "text", search: "text", created_at: "timestamptz" };
  await bulkInsert(tx, "organisation", columns, rows, sql`ON CONFLICT DO NOTHING`);
  return { ids: await known(), made: true };
}

/** What decides about people who are there. */
export async function emailsOf(
  tx: Tx,
  accountId: string,
  ids: readonly string[],
): Promise<Map<string, { email: string | null; emailConfirmed: boolean }>> {
  const { rows } = await sql<{ id: string; email: string | null; emailConfirmed: boolean }>`
    SELECT id, email, email_confirmed_at IS NOT NULL AS "emailConfirmed" FROM contact WHERE account_id = ${accountId} AND id = ANY(${[...ids]}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.map(({ id, ...known }) => [id, known]));
}

/** One line for a locked contact. */
export type Taken = { contact: ContactRecord; row: ImportRow; organisationId: string | null };

/** Writes what lines say over what is there; what they do not say stays. An address that changes is confirmed by nobody. */
export async function writeImported(tx: Tx, accountId: string, taken: readonly Taken[]): Promise<void> {
  if (taken.length === 0) return;
  const rows = taken.map(({ contact, row, organisationId }) => {
    const name = row.name ?? contact.name;
    return {
      id: contact.id,
      name,
      search: searchText({ ...contact, name }),
      email: row.email,
      organisation_id: organisationId,
      fields: row.fields,
    };
  });
  const columns = {
    id: "uuid",
    name: "text",
    search: "text",
    email: "text",
    organisation_id: "uuid",
    fields: "jsonb",
  };
  await sql`
    UPDATE contact c SET name = w.name, search = w.search, email = coalesce(w.email, c.email),
      email_confirmed_at = CASE WHEN w.email IS NULL OR w.email = c.email THEN c.email_confirmed_at END,
      organisation_id = coalesce(w.organisation_id, c.organisation_id), fields = c.fields || w.fields, version = c.version + 1
    FROM ${recordset(rows, columns, "w")} WHERE c.account_id = ${accountId} AND c.id = w.id`.execute(tx);
  const labels = taken.flatMap(({ contact, row }) =>
    row.labelIds.map((id) => ({ account_id: accountId, contact_id: contact.id, label_id: id })),
  );
  const shape = { account_id: "uuid", contact_id: "uuid", label_id: "uuid" };
  await bulkInsert(tx, "contact_label", shape, labels, sql`ON CONFLICT DO NOTHING`);
}
