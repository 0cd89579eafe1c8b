import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";
import { uuidv7 } from "../../platform/ids.ts";

// The tables are the identity library's (better-auth 1.7, "core schema"): rows are written here and not by its adapter where
// a person, the agent made of it and the token used for it must be there together or not at all.

/** A person who may sign in, as yet by a door that needs no password (the demo's); the address counts as confirmed. `email` in lower case, as the library looks it up. Throws 23505 when known. */
export async function insertPerson(tx: Tx, user: { id: string; name: string; email: string }): Promise<void> {
  await sql`INSERT INTO auth_user (id, name, email, "emailVerified") VALUES (${user.id}, ${user.name}, ${user.email}, true)`.execute(
    tx,
  );
}

/** Gives a person a password; `hash` as the library made it. */
export async function insertPassword(tx: Tx, userId: string, hash: string): Promise<void> {
  await sql`INSERT INTO auth_credential (id, "accountId", "providerId", "userId", password)
    VALUES (${uuidv7()}, ${userId}, 'credential', ${userId}, ${hash})`.execute(tx);
}

export type Person = { userId: string; passwordHash: string | null };

/** Who signs in with this e-mail (lower case), over all companies. */
export async function findPerson(db: Db | Tx, email: string): Promise<Person | null> {
  const { rows } = await sql<Person>`
    SELECT u.id AS "userId", c.password AS "passwordHash" FROM auth_user u
    LEFT JOIN auth_credential c ON c."userId" = u.id AND c."providerId" = 'credential' WHERE u.email = ${email} LIMIT 1`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** The address a person signs in with. */
export async function userOf(db: Db, userId: string): Promise<{ email: string } | null> {
  const { rows } = await sql<{ email: string }>`SELECT email FROM auth_user WHERE id = ${userId}`.execute(db);
  return rows[0] ?? null;
}

/** The hash of a person's password; null = the person has none. */
export async function passwordHashOf(db: Db | Tx, userId: string): Promise<string | null> {
  const { rows } = await sql<{ hash: string | null }>`
    SELECT password AS hash FROM auth_credential WHERE "userId" = ${userId} AND "providerId" = 'credential' LIMIT 1`.execute(
    db,
  );
  return rows[0]?.hash ?? null;
}

/** Gives a person another password than `before`; false when it was changed meanwhile. */
export async function updatePassword(tx: Tx, userId: string, hash: string, before: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE auth_credential SET password = ${hash}, "updatedAt" = now()
    WHERE "userId" = ${userId} AND "providerId" = 'credential' AND password = ${before}`.execute(tx);
  return Number(numAffectedRows ?? 0) === 1;
}

/** Ends every session of a person who no longer works in any company. */
export async function endSessionsOfLeaver(db: Db, userId: string): Promise<void> {
  await sql`DELETE FROM auth_session WHERE "userId" = ${userId} AND NOT EXISTS (SELECT FROM agent a WHERE a.user_id = ${userId} AND a.active)`.execute(
    db,
  );
}

/** Is there anybody yet who can set this installation up? */
export async function hasAdministrator(db: Db | Tx): Promise<boolean> {
  const { rows } = await sql<{
    found: boolean;
  }>`SELECT EXISTS (SELECT FROM agent WHERE role = 'administrator' AND active) AS found`.execute(db);
  return rows[0]?.found === true;
}

const FIRST_ADMINISTRATOR = "first-administrator";

/** Keeps the hash of a token that lets its bearer set the installation up. Each node may have printed its own. */
export async function keepFirstToken(db: Db, hash: Buffer, expiresAt: number): Promise<void> {
  await sql`INSERT INTO auth_verification (id, identifier, value, "expiresAt")
    VALUES (${uuidv7()}, ${FIRST_ADMINISTRATOR}, ${hash.toString("hex")}, ${iso(expiresAt)}::timestamptz)`.execute(
    db,
  );
}

/** Uses the token up, with all others like it; false when there is none such. A rival with the same token waits and finds nothing. */
export async function takeFirstToken(tx: Tx, hash: Buffer, now: number): Promise<boolean> {
  const { rows } = await sql<{ value: string; isValid: boolean }>`
    DELETE FROM auth_verification WHERE identifier = ${FIRST_ADMINISTRATOR}
      AND EXISTS (SELECT FROM auth_verification w WHERE w.identifier = ${FIRST_ADMINISTRATOR} AND w.value = ${hash.toString("hex")})
    RETURNING value, "expiresAt" > ${iso(now)}::timestamptz AS "isValid"`.execute(tx);
  return rows.some((row) => row.value === hash.toString("hex") && row.isValid);
}
