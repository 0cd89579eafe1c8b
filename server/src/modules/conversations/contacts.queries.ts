import { sql } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import type { Tx } from "../../platform/database.ts";
import { visible } from "./rows.queries.ts";

/** Whose a contact is, by its conversations. */
export async function sightOfContact(
  tx: Tx,
  actor: Actor,
  contactId: string,
): Promise<"seen" | "others" | "nobodys"> {
  const { rows } = await sql<{ has: boolean; sees: boolean }>`
    SELECT count(*) > 0 AS has, count(*) FILTER (WHERE ${visible(actor)}) > 0 AS sees FROM conversation v WHERE v.account_id = ${actor.accountId} AND v.contact_id = ${contactId}`.execute(
    tx,
  );
  if (!rows[0]?.has) return "nobodys";
  return rows[0].sees ? "seen" : "others";
}

/** May this agent see one of the contact's conversations? */
export async function seesContact(tx: Tx, actor: Actor, contactId: string): Promise<boolean> {
  const { rows } = await sql<{ sees: boolean }>`
    SELECT EXISTS (SELECT FROM conversation v WHERE v.account_id = ${actor.accountId} AND v.contact_id = ${contactId} AND ${visible(actor)}) AS sees`.execute(
    tx,
  );
  return rows[0]?.sees ?? false;
}
