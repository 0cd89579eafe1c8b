import { sql, type RawBuilder } from "kysely";
import type { Db, Tx } from "../../platform/database.ts";

// Tables of the identity library's plugin "two-factor" (better-auth 1.7): written here where several things are there together or not at all.

/** A session begun before the company asked for a second step still does for so long. */
const GRACE = sql`interval '24 hours'`;

/**
 * Condition over `c` (account) and `a` (agent): does the company ask for a second step that this person lacks? `begunAt`: when the session
 * began; it is asked for at the next sign-in, and within a day. People without a password (the demo's) are not asked.
 */
export const owesTwoStep = (begunAt: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`
  (c.two_step_since IS NOT NULL AND ${begunAt} IS NOT NULL AND (${begunAt} >= c.two_step_since OR c.two_step_since < now() - ${GRACE})
    AND NOT EXISTS (SELECT FROM auth_user u WHERE u.id = a.user_id AND u."twoFactorEnabled")
    AND EXISTS (SELECT FROM auth_credential p WHERE p."userId" = a.user_id AND p.password IS NOT NULL))`;

/** What is kept of a person's second step, as the library encrypted it; null = none, not even one begun. */
export async function secretOf(
  db: Db,
  userId: string,
): Promise<{ secret: string; verified: boolean } | null> {
  const { rows } = await sql<{ secret: string; verified: boolean }>`
    SELECT secret, verified FROM auth_two_factor WHERE "userId" = ${userId}`.execute(db);
  return rows[0] ?? null;
}

/** Turns on what was begun; false when there is nothing begun, or it is on already. */
export async function turnOn(tx: Tx, userId: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`UPDATE auth_two_factor SET verified = true WHERE "userId" = ${userId} AND NOT verified`.execute(
      tx,
    );
  if (Number(numAffectedRows ?? 0) === 0) return false;
  await sql`UPDATE auth_user SET "twoFactorEnabled" = true, "updatedAt" = now() WHERE id = ${userId}`.execute(
    tx,
  );
  return true;
}

/** Turns the second step off and forgets its secret, its codes and the devices that were trusted; false when it was not on. */
export async function turnOff(tx: Tx, userId: string): Promise<boolean> {
  await distrustDevices(tx, userId);
  await sql`DELETE FROM auth_two_factor WHERE "userId" = ${userId}`.execute(tx);
  const { numAffectedRows } = await sql`
    UPDATE auth_user SET "twoFactorEnabled" = false, "updatedAt" = now() WHERE id = ${userId} AND "twoFactorEnabled"`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0) === 1;
}

/** No device of this person is trusted any more: the next sign-in on each asks for a code. */
export async function distrustDevices(tx: Tx, userId: string): Promise<void> {
  await sql`DELETE FROM auth_verification WHERE value = ${userId} AND identifier LIKE 'trust-device-%'`.execute(
    tx,
  );
}

/** Uses a code up; false when it was used before. Of two who come with it at once, one waits and is refused. */
export async function burnCode(db: Db | Tx, userId: string, code: string): Promise<boolean> {
  await sql`DELETE FROM auth_used_code WHERE user_id = ${userId} AND used_at < now() - interval '5 minutes'`.execute(
    db,
  );
  const { rows } = await sql`
    INSERT INTO auth_used_code (user_id, code) VALUES (${userId}, ${code}) ON CONFLICT DO NOTHING RETURNING 1`.execute(
    db,
  );
  return rows.length === 1;
}

/** Whose sign-in waits for a code under this name; null when none does (any more). */
export async function challenged(db: Db, identifier: string): Promise<string | null> {
  const { rows } = await sql<{ userId: string }>`
    SELECT value AS "userId" FROM auth_verification WHERE identifier = ${identifier} AND identifier LIKE '2fa-%' AND "expiresAt" > now()`.execute(
    db,
  );
  return rows[0]?.userId ?? null;
}

/** How many people with a password work here, and how many of them have a second step. Through the system role. */
export async function countTwoStep(
  db: Db,
  accountId: string,
): Promise<{ since: number | null; people: number; protected: number }> {
  const { rows } = await sql<{ since: number | null; people: number; protected: number }>`
    SELECT c.two_step_since AS since, count(u.id)::int AS people, count(u.id) FILTER (WHERE u."twoFactorEnabled")::int AS protected
    FROM account c LEFT JOIN agent a ON a.account_id = c.account_id AND a.active
      LEFT JOIN auth_user u ON u.id = a.user_id AND EXISTS (SELECT FROM auth_credential p WHERE p."userId" = u.id AND p.password IS NOT NULL)
    WHERE c.account_id = ${accountId} GROUP BY c.account_id`.execute(db);
  return rows[0] ?? { since: null, people: 0, protected: 0 };
}

/** Asks everybody of a company for a second step from now on, or nobody any more; false when it was so already. */
export async function requireTwoStep(tx: Tx, accountId: string, required: boolean): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE account SET two_step_since = ${required ? sql`now()` : sql`NULL`}
    WHERE account_id = ${accountId} AND (two_step_since IS NOT NULL) <> ${required}`.execute(tx);
  return Number(numAffectedRows ?? 0) === 1;
}

/** Does a company in which this person works ask for a second step? Is it on, has the person a password, in how many companies does he work? */
export async function twoStepOf(
  db: Db | Tx,
  userId: string,
): Promise<{ isOn: boolean; hasPassword: boolean; isRequired: boolean; companies: number }> {
  const { rows } = await sql<{
    isOn: boolean;
    hasPassword: boolean;
    isRequired: boolean;
    companies: number;
  }>`
    SELECT u."twoFactorEnabled" AS "isOn", EXISTS (SELECT FROM auth_credential p WHERE p."userId" = u.id AND p.password IS NOT NULL) AS "hasPassword",
      EXISTS (SELECT FROM agent a JOIN account c ON c.account_id = a.account_id WHERE a.user_id = u.id AND a.active AND c.two_step_since IS NOT NULL) AS "isRequired",
      (SELECT count(*)::int FROM agent a WHERE a.user_id = u.id AND a.active) AS companies
    FROM auth_user u WHERE u.id = ${userId}`.execute(db);
  return rows[0] ?? { isOn: false, hasPassword: false, isRequired: false, companies: 0 };
}

/** What the library encrypted of a person's second step. */
export type Encrypted = { userId: string; secret: string; backupCodes: string };

/** What does not begin as what the current key encrypted does, locked; of what is known to be unreadable, which comes first, none. */
export async function oldEncrypted(
  tx: Tx,
  current: string,
  window: { skip: number; most: number },
): Promise<Encrypted[]> {
  const { rows } = await sql<Encrypted>`
    SELECT "userId", secret, "backupCodes" FROM auth_two_factor
    WHERE NOT (starts_with(secret, ${current}) AND starts_with("backupCodes", ${current}))
    ORDER BY "userId" OFFSET ${window.skip} LIMIT ${window.most} FOR UPDATE`.execute(tx);
  return rows;
}

export async function keepEncrypted(tx: Tx, { userId, secret, backupCodes }: Encrypted): Promise<void> {
  await sql`UPDATE auth_two_factor SET secret = ${secret}, "backupCodes" = ${backupCodes} WHERE "userId" = ${userId}`.execute(
    tx,
  );
}
