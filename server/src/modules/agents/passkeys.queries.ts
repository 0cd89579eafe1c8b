import { sql } from "kysely";
import type { Db, Tx } from "../../platform/database.ts";

export type PasskeyRow = { id: string; name: string; createdAt: number; usedAt: number | null };
/** What a signature is verified with. */
export type PasskeyKey = {
  id: string;
  userId: string;
  credentialId: string;
  publicKey: Buffer;
  counter: number;
  transports: string[];
};

const KEY = sql`id, user_id AS "userId", credential_id AS "credentialId", public_key AS "publicKey", counter, transports`;

/** The passkeys of a person, the newest last. */
export async function passkeysOf(db: Db, userId: string): Promise<(PasskeyRow & PasskeyKey)[]> {
  const { rows } = await sql<PasskeyRow & PasskeyKey>`
    SELECT ${KEY}, name, created_at AS "createdAt", used_at AS "usedAt" FROM auth_passkey WHERE user_id = ${userId} ORDER BY created_at, id`.execute(
    db,
  );
  return rows;
}

/** The passkey by the id that browsers know it by; null when there is none (any more). */
export async function passkeyBy(db: Db, credentialId: string): Promise<PasskeyKey | null> {
  const { rows } =
    await sql<PasskeyKey>`SELECT ${KEY} FROM auth_passkey WHERE credential_id = ${credentialId}`.execute(db);
  return rows[0] ?? null;
}

/** Throws 23505 when somebody has it already. */
export async function insertPasskey(tx: Tx, key: PasskeyKey & { name: string }): Promise<void> {
  await sql`INSERT INTO auth_passkey (id, user_id, name, credential_id, public_key, counter, transports)
    VALUES (${key.id}, ${key.userId}, ${key.name}, ${key.credentialId}, ${key.publicKey}, ${key.counter}, ${key.transports})`.execute(
    tx,
  );
}

export async function renamePasskey(db: Db, userId: string, id: string, name: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`UPDATE auth_passkey SET name = ${name} WHERE user_id = ${userId} AND id = ${id}`.execute(db);
  return Number(numAffectedRows ?? 0) === 1;
}

export async function deletePasskey(tx: Tx, userId: string, id: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`DELETE FROM auth_passkey WHERE user_id = ${userId} AND id = ${id}`.execute(tx);
  return Number(numAffectedRows ?? 0) === 1;
}

/** Notes that a passkey signed, for the nth time; false when it had signed as often before: then there are two of it. */
export async function notePasskey(db: Db, id: string, counter: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    UPDATE auth_passkey SET counter = ${counter}, used_at = now() WHERE id = ${id} AND (counter < ${counter} OR (counter = 0 AND ${counter} = 0))`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0) === 1;
}
