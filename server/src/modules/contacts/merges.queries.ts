import type { MergeFacts } from "@balcao/core";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import type { IdentityRecord } from "./match.ts";

type Identity = Pick<IdentityRecord, "kind" | "value" | "portfolioId" | "matchKey">;

/** What a merge moved of the contacts' own, and how the kept one was before and after. */
export type Moved = {
  identities: Identity[];
  notes: string[];
  /** contacts that had gone into the other one before */
  people: string[];
  before: MergeFacts;
  after: MergeFacts;
};

export type MergeRecord = {
  id: string;
  keptId: string;
  goneId: string;
  agentId: string;
  cause: string;
  at: number;
  undoneAt: number | null;
  moved: Moved & { conversations: unknown };
};

/** What two contacts may disagree about. */
export async function factsOf(tx: Tx, accountId: string, id: string): Promise<MergeFacts> {
  const { rows } = await sql<MergeFacts>`
    SELECT name, profile_name AS "profileName", username, phone, organisation_id AS "organisationId", email,
      (extract(epoch FROM email_confirmed_at) * 1000)::bigint AS "emailConfirmedAt", fields,
      ARRAY(SELECT l.label_id FROM contact_label l WHERE l.account_id = c.account_id AND l.contact_id = c.id) AS "labelIds"
    FROM contact c WHERE account_id = ${accountId} AND id = ${id}`.execute(tx);
  const [facts] = rows;
  if (!facts) throw new Error(`no contact ${id}`);
  return facts;
}

/** What goes along when a contact goes into another. */
export async function belongingsOf(
  tx: Tx,
  accountId: string,
  id: string,
): Promise<Pick<Moved, "identities" | "notes" | "people">> {
  const { rows } = await sql<Pick<Moved, "identities" | "notes" | "people">>`SELECT
    coalesce((SELECT json_agg(json_build_object('kind', kind, 'value', value, 'portfolioId', portfolio_id, 'matchKey', match_key)) FROM contact_identity WHERE account_id = ${accountId} AND contact_id = ${id}), '[]') AS identities,
    ARRAY(SELECT id FROM contact_note WHERE account_id = ${accountId} AND contact_id = ${id}) AS notes,
    ARRAY(SELECT id FROM contact WHERE account_id = ${accountId} AND merged_into = ${id}) AS people`.execute(
    tx,
  );
  const [found] = rows;
  if (!found) throw new Error(`nothing of contact ${id}`);
  return found;
}

export async function insertMerge(
  tx: Tx,
  accountId: string,
  merge: Omit<MergeRecord, "undoneAt"> & { key: string },
): Promise<void> {
  await sql`INSERT INTO contact_merge (account_id, id, kept_id, gone_id, cause, agent_id, key, at, moved)
    VALUES (${accountId}, ${merge.id}, ${merge.keptId}, ${merge.goneId}, ${merge.cause}, ${merge.agentId}, ${merge.key}, ${iso(merge.at)}::timestamptz, ${JSON.stringify(merge.moved)}::jsonb)`.execute(
    tx,
  );
}

const MERGE = sql`m.id, m.kept_id AS "keptId", m.gone_id AS "goneId", m.agent_id AS "agentId", m.cause, m.at, m.undone_at AS "undoneAt"`;

export async function findMerge(tx: Tx, accountId: string, id: string): Promise<MergeRecord | null> {
  const { rows } = await sql<MergeRecord>`
    SELECT ${MERGE}, m.moved FROM contact_merge m WHERE m.account_id = ${accountId} AND m.id = ${id}`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/** The merge an agent made with this key, if any. */
export async function mergeOfKey(
  tx: Tx,
  accountId: string,
  agentId: string,
  key: string,
): Promise<Pick<MergeRecord, "keptId" | "goneId"> | null> {
  const { rows } = await sql<Pick<MergeRecord, "keptId" | "goneId">>`
    SELECT kept_id AS "keptId", gone_id AS "goneId" FROM contact_merge WHERE account_id = ${accountId} AND agent_id = ${agentId} AND key = ${key}`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/** Merges into a contact, or into one that went into it, that were not taken back; the latest first. */
export async function mergesInto(
  tx: Tx,
  accountId: string,
  contactId: string,
  since: number,
): Promise<(Omit<MergeRecord, "moved" | "undoneAt"> & { name: string | null })[]> {
  const { rows } = await sql<Omit<MergeRecord, "moved" | "undoneAt"> & { name: string | null }>`
    SELECT ${MERGE}, coalesce(g.name, g.phone, '@' || g.username, g.profile_name) AS name FROM contact_merge m
    JOIN contact k ON k.account_id = m.account_id AND k.id = m.kept_id
    JOIN contact g ON g.account_id = m.account_id AND g.id = m.gone_id
    WHERE m.account_id = ${accountId} AND (m.kept_id = ${contactId} OR k.merged_into = ${contactId}) AND m.undone_at IS NULL
      AND m.at > ${iso(since)}::timestamptz ORDER BY m.at DESC`.execute(tx);
  return rows;
}

/**
 * Gives back what a merge moved and the kept contact still has. Other forms of a number that moved go along. Ids of WhatsApp's that
 * came since are forgotten: each came beside a number, and the next message says beside which.
 */
export async function giveBack(tx: Tx, accountId: string, merge: MergeRecord, keptId: string): Promise<void> {
  const { identities, notes, people } = merge.moved;
  const phones = identities.flatMap(({ matchKey }) => matchKey ?? []);
  const ids = identities.map(({ kind, value, portfolioId }) => `${kind}|${portfolioId}|${value}`);
  await sql`UPDATE contact_identity SET contact_id = ${merge.goneId} WHERE account_id = ${accountId} AND contact_id = ${keptId}
    AND (kind || '|' || portfolio_id || '|' || value = ANY(${ids}::text[]) OR match_key = ANY(${phones}::text[]))`.execute(
    tx,
  );
  const values = identities.map(({ value }) => value);
  await sql`UPDATE contact_block SET contact_id = ${merge.goneId} WHERE account_id = ${accountId} AND contact_id = ${keptId} AND recipient_value = ANY(${values}::text[])`.execute(
    tx,
  );
  // without a number of its own among what moved, what came since came beside the kept contact's
  if (phones.length > 0)
    await sql`DELETE FROM contact_identity WHERE account_id = ${accountId} AND contact_id = ${keptId} AND kind <> 'phone' AND valid_from > ${iso(merge.at)}::timestamptz`.execute(
      tx,
    );
  await sql`UPDATE contact_note SET contact_id = ${merge.goneId} WHERE account_id = ${accountId} AND contact_id = ${keptId} AND id = ANY(${notes}::uuid[])`.execute(
    tx,
  );
  await sql`UPDATE contact SET merged_into = ${merge.goneId} WHERE account_id = ${accountId} AND merged_into = ${keptId} AND id = ANY(${people}::uuid[])`.execute(
    tx,
  );
  await sql`UPDATE contact SET merged_into = NULL, version = version + 1 WHERE account_id = ${accountId} AND id = ${merge.goneId}`.execute(
    tx,
  );
}

/** The facts of the contact that was kept, as they are without the merge. */
export async function setFacts(tx: Tx, accountId: string, id: string, facts: MergeFacts): Promise<void> {
  await sql`UPDATE contact SET organisation_id = (SELECT o.id FROM organisation o WHERE o.account_id = ${accountId} AND o.id = ${facts.organisationId}), email = ${facts.email}, email_confirmed_at = ${iso(facts.emailConfirmedAt)}::timestamptz, fields = ${JSON.stringify(facts.fields)}::jsonb, was_split = true, version = version + 1
    WHERE account_id = ${accountId} AND id = ${id}`.execute(tx);
  await sql`DELETE FROM contact_label WHERE account_id = ${accountId} AND contact_id = ${id} AND NOT label_id = ANY(${[...facts.labelIds]}::uuid[])`.execute(
    tx,
  );
}

export async function endMerge(
  tx: Tx,
  accountId: string,
  id: string,
  agentId: string,
  now: number,
): Promise<void> {
  await sql`UPDATE contact_merge SET undone_at = ${iso(now)}::timestamptz, undone_by = ${agentId} WHERE account_id = ${accountId} AND id = ${id}`.execute(
    tx,
  );
}
