import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

/** Somebody who can be signed in by a door that needs no password (the demo's); the address counts as confirmed. */
export async function insertUser(tx: Tx, user: { id: string; name: string; email: string }): Promise<void> {
  await sql`INSERT INTO auth_user (id, name, email, "emailVerified") VALUES (${user.id}, ${user.name}, ${user.email}, true)`.execute(
    tx,
  );
}
