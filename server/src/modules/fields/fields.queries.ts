import type { CustomField } from "@balcao/api";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

type Subject = CustomField["subject"];
const FIELDS = sql`id, subject, label, kind, options, active, required_on_close AS "requiredOnClose", version`;

export async function listFields(tx: Tx, accountId: string): Promise<CustomField[]> {
  const { rows } = await sql<CustomField>`
    SELECT ${FIELDS} FROM custom_field WHERE account_id = ${accountId} ORDER BY subject, position, id`.execute(
    tx,
  );
  return rows;
}

/** One definition, held as it is until the end of the transaction; null when there is none. */
export async function lockField(tx: Tx, accountId: string, id: string): Promise<CustomField | null> {
  const { rows } = await sql<CustomField>`
    SELECT ${FIELDS} FROM custom_field WHERE account_id = ${accountId} AND id = ${id} FOR UPDATE`.execute(tx);
  return rows[0] ?? null;
}

/** Puts it behind all others of its subject. Throws 23505 when the label is taken. */
export async function insertField(
  tx: Tx,
  accountId: string,
  field: Omit<CustomField, "version" | "active">,
  now: number,
): Promise<void> {
  await sql`
    INSERT INTO custom_field (account_id, id, subject, label, kind, options, required_on_close, position, created_at)
    SELECT ${accountId}, ${field.id}, ${field.subject}, ${field.label}, ${field.kind}, ${field.options}::text[], ${field.requiredOnClose}, coalesce(max(position) + 1, 0), ${iso(now)}::timestamptz
    FROM custom_field WHERE account_id = ${accountId} AND subject = ${field.subject}`.execute(tx);
}

/** Throws 23505 when the label is taken. */
export async function updateField(
  tx: Tx,
  accountId: string,
  field: Pick<CustomField, "id" | "label" | "options" | "active" | "requiredOnClose">,
): Promise<void> {
  await sql`
    UPDATE custom_field SET label = ${field.label}, options = ${field.options}::text[], active = ${field.active},
      required_on_close = ${field.requiredOnClose}, version = version + 1
    WHERE account_id = ${accountId} AND id = ${field.id}`.execute(tx);
}

/** The ids in the order they stand in from now on. */
export async function orderFields(
  tx: Tx,
  accountId: string,
  subject: Subject,
  ids: readonly string[],
): Promise<void> {
  await sql`
    UPDATE custom_field f SET position = w.place FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS w(id, place)
    WHERE f.account_id = ${accountId} AND f.subject = ${subject} AND f.id = w.id`.execute(tx);
}
