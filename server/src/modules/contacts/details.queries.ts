import type { ContactNote, FieldValues, Organisation } from "@balcao/api";
import type { FieldValue } from "@balcao/core";
import { sql } from "kysely";
import type { z } from "zod";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import type { IdentityRecord } from "./match.ts";

/** What a person is known by and about, beside identities and notes. */
export type ContactFacts = {
  id: string;
  name: string | null;
  profileName: string | null;
  username: string | null;
  createdAt: number;
  email: { address: string; confirmed: boolean } | null;
  blocked: boolean;
  fields: z.infer<typeof FieldValues>;
  organisation: Organisation | null;
  agentName: string | null;
  labelIds: string[];
};

export async function loadFacts(tx: Tx, accountId: string, id: string): Promise<ContactFacts | null> {
  const { rows } = await sql<ContactFacts>`
    SELECT c.id, c.name, c.profile_name AS "profileName", c.username,
      c.blocked_at IS NOT NULL AS blocked, c.created_at AS "createdAt", c.fields,
      CASE WHEN c.email IS NOT NULL THEN json_build_object('address', c.email, 'confirmed', c.email_confirmed_at IS NOT NULL) END AS email,
      CASE WHEN o.id IS NULL THEN NULL ELSE json_build_object('id', o.id, 'name', o.name, 'domain', o.domain, 'notes', o.notes, 'version', o.version) END AS organisation,
      (SELECT a.name FROM contact_identity i JOIN agent a ON a.account_id = i.account_id AND a.phone = i.match_key AND a.active
        WHERE i.account_id = c.account_id AND i.contact_id = c.id ORDER BY a.name LIMIT 1) AS "agentName",
      ARRAY(SELECT l.label_id FROM contact_label l WHERE l.account_id = c.account_id AND l.contact_id = c.id ORDER BY l.label_id) AS "labelIds"
    FROM contact c LEFT JOIN organisation o ON o.account_id = c.account_id AND o.id = c.organisation_id
    WHERE c.account_id = ${accountId} AND c.id = ${id}`.execute(tx);
  return rows[0] ?? null;
}

/** All ids of a person, the oldest first. */
export async function identitiesOf(
  tx: Tx,
  accountId: string,
  contactId: string,
): Promise<Pick<IdentityRecord, "kind" | "value" | "matchKey">[]> {
  const { rows } = await sql<Pick<IdentityRecord, "kind" | "value" | "matchKey">>`
    SELECT kind, value, match_key AS "matchKey" FROM contact_identity
    WHERE account_id = ${accountId} AND contact_id = ${contactId} ORDER BY valid_from, value`.execute(tx);
  return rows;
}

/** One value of a locked contact. */
export async function setValue(
  tx: Tx,
  accountId: string,
  contactId: string,
  fieldId: string,
  value: FieldValue | null,
): Promise<void> {
  const next =
    value === null
      ? sql`fields - ${fieldId}::text`
      : sql`fields || jsonb_build_object(${fieldId}::text, ${JSON.stringify(value)}::jsonb)`;
  await sql`UPDATE contact SET fields = ${next}, version = version + 1 WHERE account_id = ${accountId} AND id = ${contactId}`.execute(
    tx,
  );
}

export async function setOrganisation(
  tx: Tx,
  accountId: string,
  contactId: string,
  organisationId: string | null,
): Promise<void> {
  await sql`UPDATE contact SET organisation_id = ${organisationId}, version = version + 1 WHERE account_id = ${accountId} AND id = ${contactId}`.execute(
    tx,
  );
}

/** Puts labels on a locked contact and takes others off; answers whether that changed anything. */
export async function changeLabels(
  tx: Tx,
  accountId: string,
  contactId: string,
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
): Promise<boolean> {
  const added = await sql`
    INSERT INTO contact_label (account_id, contact_id, label_id)
    SELECT ${accountId}::uuid, ${contactId}::uuid, id FROM unnest(${[...add]}::uuid[]) AS wanted(id) ON CONFLICT DO NOTHING RETURNING label_id`.execute(
    tx,
  );
  const removed = await sql`
    DELETE FROM contact_label WHERE account_id = ${accountId} AND contact_id = ${contactId}
      AND label_id = ANY(${[...remove]}::uuid[]) RETURNING label_id`.execute(tx);
  return added.rows.length + removed.rows.length > 0;
}

type NoteRow = Omit<ContactNote, "at" | "editedAt"> & { at: number; editedAt: number | null };
const NOTE = sql`n.id, n.text, n.agent_id AS "agentId", n.at, n.edited_at AS "editedAt"`;
const shownNote = (row: NoteRow): ContactNote => ({
  ...row,
  at: new Date(row.at).toISOString(),
  editedAt: row.editedAt === null ? null : new Date(row.editedAt).toISOString(),
});

export async function listNotes(
  tx: Tx,
  accountId: string,
  contactId: string,
  limit: number,
): Promise<ContactNote[]> {
  const { rows } = await sql<NoteRow>`
    SELECT ${NOTE} FROM contact_note n WHERE n.account_id = ${accountId} AND n.contact_id = ${contactId}
    ORDER BY n.at DESC, n.id DESC LIMIT ${limit}`.execute(tx);
  return rows.map(shownNote);
}

/** Writes a note unless its author has used the key already. */
export async function insertNote(
  tx: Tx,
  accountId: string,
  note: { id: string; contactId: string; agentId: string; key: string; text: string },
  now: number,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    INSERT INTO contact_note (account_id, id, contact_id, agent_id, key, text, at)
    VALUES (${accountId}, ${note.id}, ${note.contactId}, ${note.agentId}, ${note.key}, ${note.text}, ${iso(now)}::timestamptz)
    ON CONFLICT (account_id, agent_id, key) DO NOTHING RETURNING id`.execute(tx);
  return rows.length > 0;
}

/** A note with whom it is about, locked. */
export async function lockNote(
  tx: Tx,
  accountId: string,
  id: string,
): Promise<{ contactId: string; agentId: string; text: string } | null> {
  const { rows } = await sql<{ contactId: string; agentId: string; text: string }>`
    SELECT contact_id AS "contactId", agent_id AS "agentId", text FROM contact_note WHERE account_id = ${accountId} AND id = ${id} FOR UPDATE`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/** A note's new text; null = it goes. */
export async function changeNote(
  tx: Tx,
  accountId: string,
  id: string,
  text: string | null,
  now: number,
): Promise<void> {
  await (
    text === null
      ? sql`DELETE FROM contact_note WHERE account_id = ${accountId} AND id = ${id}`
      : sql`UPDATE contact_note SET text = ${text}, edited_at = ${iso(now)}::timestamptz WHERE account_id = ${accountId} AND id = ${id}`
  ).execute(tx);
}

/** The contacts who write from these phones (match keys). */
export async function contactsByPhone(
  tx: Tx,
  accountId: string,
  phones: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT DISTINCT contact_id AS id FROM contact_identity WHERE account_id = ${accountId} AND match_key = ANY(${[...phones]}::text[])`.execute(
    tx,
  );
  return rows.map(({ id }) => id);
}
