import { sql } from "kysely";
import { iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** Whose addresses these are: the contacts that go by themselves and have one of them. */
export async function emailOwners(
  tx: Tx,
  wanted: readonly { accountId: string; address: string }[],
): Promise<{ accountId: string; address: string; contactId: string }[]> {
  if (wanted.length === 0) return [];
  const values = wanted.map(({ accountId, address }) => ({ account_id: accountId, address }));
  const { rows } = await sql<{ accountId: string; address: string; contactId: string }>`
    SELECT c.account_id AS "accountId", w.address, c.id AS "contactId"
    FROM ${recordset(values, { account_id: "uuid", address: "text" }, "w")} JOIN contact c ON c.account_id = w.account_id AND lower(c.email) = w.address
    WHERE c.merged_into IS NULL`.execute(tx);
  return rows;
}

/** The address an agent wrote for a locked contact, on somebody's word; null = none. */
export async function setEmail(
  tx: Tx,
  accountId: string,
  contactId: string,
  address: string | null,
): Promise<void> {
  await sql`UPDATE contact SET email = ${address}, email_confirmed_at = NULL, version = version + 1 WHERE account_id = ${accountId} AND id = ${contactId}`.execute(
    tx,
  );
}

export type NewEmail = { accountId: string; contactId: string; address: string; isConfirmed: boolean };

/**
 * Puts an address on a contact, of which the caller holds the lock. One on the customer's word alone must be nobody else's, also in a race:
 * false when it is. A confirmed one takes the place of another; one that is merely said does not.
 */
export async function putEmail(tx: Tx, email: NewEmail, now: number): Promise<boolean> {
  const { accountId, contactId, address, isConfirmed } = email;
  await sql`SELECT pg_advisory_xact_lock(79, hashtext(${`${accountId}|${address}`}))`.execute(tx);
  if (isConfirmed) {
    await sql`UPDATE contact SET email = ${address}, email_confirmed_at = ${iso(now)}::timestamptz, version = version + 1
      WHERE account_id = ${accountId} AND id = ${contactId}`.execute(tx);
    return true;
  }
  const { rows } = await sql<{ isOthers: boolean }>`
    SELECT EXISTS (SELECT FROM contact WHERE account_id = ${accountId} AND lower(email) = ${address} AND id <> ${contactId} AND merged_into IS NULL) AS "isOthers"`.execute(
    tx,
  );
  if (rows[0]?.isOthers) return false;
  await sql`UPDATE contact SET email = ${address}, version = version + 1 WHERE account_id = ${accountId} AND id = ${contactId} AND email IS NULL`.execute(
    tx,
  );
  return true;
}
