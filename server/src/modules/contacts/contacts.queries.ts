import { fold } from "@balcao/core";
import { sql } from "kysely";
import { bulkInsert, bulkUpdate, iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import { settleMarketing } from "./marketing.queries.ts";
import type { BroughtIdentity, ContactRecord, IdentityRecord } from "./match.ts";

/** What a contact can be found by in the search box: folded names and digits. */
export function searchText(
  contact: Pick<ContactRecord, "name" | "profileName" | "username" | "phone">,
): string {
  return [
    fold(contact.name ?? ""),
    fold(contact.profileName ?? ""),
    contact.username ?? "",
    contact.phone ?? "",
  ]
    .filter((part) => part !== "")
    .join(" ");
}

const IDENTITY = sql`i.account_id AS "accountId", i.kind, i.value, i.portfolio_id AS "portfolioId", i.contact_id AS "contactId", i.match_key AS "matchKey"`;

/** What the database has for these identities, by exact value and by match key. */
export async function loadIdentities(tx: Tx, brought: readonly BroughtIdentity[]): Promise<IdentityRecord[]> {
  const exact = brought.map((identity) => ({
    account_id: identity.accountId,
    kind: identity.kind,
    value: identity.value,
    portfolio_id: identity.portfolioId,
  }));
  const matches = brought.flatMap(({ accountId, matchKey: key }) =>
    key === null ? [] : [{ account_id: accountId, match_key: key }],
  );
  const { rows } = await sql<IdentityRecord>`
    SELECT ${IDENTITY} FROM ${recordset(exact, { account_id: "uuid", kind: "text", value: "text", portfolio_id: "text" }, "w")}
      JOIN contact_identity i USING (account_id, kind, value, portfolio_id)
    UNION
    SELECT ${IDENTITY} FROM ${recordset(matches, { account_id: "uuid", match_key: "text" }, "w")}
      JOIN contact_identity i USING (account_id, match_key)`.execute(tx);
  return rows;
}

/** `mergedInto`: this person goes by another contact since. `wasSplit`: a merge into this contact was taken back once. */
export type LockedContact = ContactRecord & { mergedInto: string | null; wasSplit: boolean };

/** Contacts by id, locked in id order so that two writers never wait for each other in a circle. */
export async function lockContacts(
  tx: Tx,
  ids: readonly { accountId: string; id: string }[],
): Promise<LockedContact[]> {
  if (ids.length === 0) return [];
  const wanted = ids.map((entry) => ({ account_id: entry.accountId, id: entry.id }));
  const { rows } = await sql<LockedContact>`
    SELECT c.account_id AS "accountId", c.id, c.name, c.profile_name AS "profileName", c.username, c.phone, c.blocked_at IS NOT NULL AS blocked, c.email IS NOT NULL AS "hasEmail", c.marketing_stopped_at IS NOT NULL AS "noMarketing", c.automatic_stopped_at IS NOT NULL AS "noAutomatic", c.created_at AS "createdAt", c.merged_into AS "mergedInto", c.was_split AS "wasSplit"
    FROM contact c WHERE (c.account_id, c.id) IN (SELECT w.account_id, w.id FROM ${recordset(wanted, { account_id: "uuid", id: "uuid" }, "w")})
    ORDER BY c.account_id, c.id FOR NO KEY UPDATE`.execute(tx);
  return rows;
}

/** One at a time may say whose these identities are: two of one person must not become two people in a race. */
export async function lockIdentities(tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`SELECT pg_advisory_xact_lock(77, h) FROM (SELECT DISTINCT hashtext(k) AS h FROM unnest(${[...keys]}::text[]) AS k ORDER BY 1) keys`.execute(
    tx,
  );
}

const CONTACT = {
  account_id: "uuid",
  id: "uuid",
  name: "text",
  profile_name: "text",
  username: "text",
  phone: "text",
  search: "text",
};

const contactRow = (contact: ContactRecord): Record<string, unknown> => ({
  account_id: contact.accountId,
  id: contact.id,
  name: contact.name,
  profile_name: contact.profileName,
  username: contact.username,
  phone: contact.phone,
  search: searchText(contact),
});

export async function insertContacts(tx: Tx, contacts: readonly ContactRecord[]): Promise<void> {
  const rows = contacts.map((contact) => ({ ...contactRow(contact), created_at: iso(contact.createdAt) }));
  await bulkInsert(tx, "contact", { ...CONTACT, created_at: "timestamptz" }, rows);
}

export async function updateContacts(tx: Tx, contacts: readonly ContactRecord[]): Promise<void> {
  await bulkUpdate(tx, "contact", ["account_id", "id"], CONTACT, contacts.map(contactRow));
}

export async function insertIdentities(
  tx: Tx,
  identities: readonly IdentityRecord[],
  at: number,
): Promise<void> {
  const rows = identities.map((identity) => ({
    account_id: identity.accountId,
    kind: identity.kind,
    value: identity.value,
    portfolio_id: identity.portfolioId,
    contact_id: identity.contactId,
    match_key: identity.matchKey,
    valid_from: iso(at),
  }));
  const columns = {
    account_id: "uuid",
    kind: "text",
    value: "text",
    portfolio_id: "text",
    contact_id: "uuid",
    match_key: "text",
    valid_from: "timestamptz",
  };
  await bulkInsert(tx, "contact_identity", columns, rows, sql`ON CONFLICT DO NOTHING`);
}

/**
 * One contact goes by another from now on, with all its identities and notes and those that were merged into it before; what the other
 * one does not have of organisation, e-mail, fields and labels it gets.
 */
export async function mergeContact(
  tx: Tx,
  merge: { accountId: string; loser: string; winner: string },
): Promise<void> {
  const { accountId, loser, winner } = merge;
  await sql`UPDATE contact_identity SET contact_id = ${winner} WHERE account_id = ${accountId} AND contact_id = ${loser}`.execute(
    tx,
  );
  // blocked as either of them is blocked as both
  await sql`
    UPDATE contact w SET blocked_at = l.blocked_at FROM contact l
    WHERE w.account_id = ${accountId} AND w.id = ${winner} AND w.blocked_at IS NULL
      AND l.account_id = ${accountId} AND l.id = ${loser} AND l.blocked_at IS NOT NULL`.execute(tx);
  await sql`
    INSERT INTO marketing_choice (account_id, contact_id, kind, at, stopped, source, agent_id, reason)
    SELECT account_id, ${winner}::uuid, kind, at, stopped, source, agent_id, reason FROM marketing_choice WHERE account_id = ${accountId} AND contact_id = ${loser}
    ON CONFLICT DO NOTHING`.execute(tx);
  await settleMarketing(tx, [{ accountId, contactId: winner }]);
  await sql`UPDATE contact_block SET contact_id = ${winner} WHERE account_id = ${accountId} AND contact_id = ${loser}`.execute(
    tx,
  );
  await sql`UPDATE contact_note SET contact_id = ${winner} WHERE account_id = ${accountId} AND contact_id = ${loser}`.execute(
    tx,
  );
  await sql`
    UPDATE contact w SET organisation_id = coalesce(w.organisation_id, l.organisation_id), fields = l.fields || w.fields, email = coalesce(w.email, l.email),
      email_confirmed_at = CASE WHEN w.email IS NULL THEN l.email_confirmed_at ELSE w.email_confirmed_at END
    FROM contact l WHERE w.account_id = ${accountId} AND w.id = ${winner} AND l.account_id = w.account_id AND l.id = ${loser}`.execute(
    tx,
  );
  await sql`
    INSERT INTO contact_label (account_id, contact_id, label_id)
    SELECT account_id, ${winner}::uuid, label_id FROM contact_label WHERE account_id = ${accountId} AND contact_id = ${loser}
    ON CONFLICT DO NOTHING`.execute(tx);
  await sql`
    UPDATE contact SET merged_into = ${winner}, version = version + 1
    WHERE account_id = ${accountId} AND (id = ${loser} OR merged_into = ${loser})`.execute(tx);
}

/** Names locked contacts that have no registered name. Of several names for one the first counts. Answers those that were named. */
export async function nameUnnamed(
  tx: Tx,
  contacts: readonly ContactRecord[],
): Promise<readonly ContactRecord[]> {
  const first = new Map(contacts.toReversed().map((contact) => [contact.id, contact]));
  const named = [...first.values()];
  await updateContacts(tx, named);
  return named;
}

/** Blocks a contact, of which the caller holds the lock, from a moment on; null = no longer. */
export async function blockFrom(tx: Tx, accountId: string, id: string, at: number | null): Promise<void> {
  await sql`
    UPDATE contact SET blocked_at = ${at === null ? null : iso(at)}::timestamptz, version = version + 1
    WHERE account_id = ${accountId} AND id = ${id}`.execute(tx);
}

/** The name this company registered for a contact; null goes back to the phone. False when there is no such contact. */
export async function renameContact(
  tx: Tx,
  accountId: string,
  id: string,
  name: string | null,
): Promise<boolean> {
  const [contact] = await lockContacts(tx, [{ accountId, id }]);
  if (!contact) return false;
  await updateContacts(tx, [{ ...contact, name }]);
  await sql`UPDATE contact SET version = version + 1 WHERE account_id = ${accountId} AND id = ${id}`.execute(
    tx,
  );
  return true;
}
