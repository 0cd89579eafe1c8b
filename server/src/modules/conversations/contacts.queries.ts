import { sql } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { visible } from "./rows.queries.ts";

/** May this agent see one of the contact's conversations? */
export async function seesContact(tx: Tx, actor: Actor, contactId: string): Promise<boolean> {
  const { rows } = await sql<{ sees: boolean }>`
    SELECT EXISTS (SELECT FROM conversation v WHERE v.account_id = ${actor.accountId} AND v.contact_id = ${contactId} AND ${visible(actor)}) AS sees`.execute(
    tx,
  );
  return rows[0]?.sees ?? false;
}
