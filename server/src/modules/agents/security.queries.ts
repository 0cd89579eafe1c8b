import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";

/** Acts about the identity of a person, as the log names them behind `security.` */
export type SecurityAct =
  | "signed_in"
  | "sign_in_failed"
  | "signed_out"
  | "sessions_ended"
  | "password_changed"
  | "two_step_on"
  | "two_step_off"
  | "two_step_reset"
  | "backup_codes_made"
  | "passkey_added"
  | "passkey_removed";

/** Where an act came from. The address is a person's datum: kept with acts of security only (docs/adr/0047). */
export type ActedFrom = { address: string | null; browser: string | null; system: string | null };

type Told = {
  act: SecurityAct;
  at: number;
  /** the administrator who did it; null = nobody known, left out = the person */
  by?: { accountId: string; agentId: string } | null;
  data?: Record<string, unknown>;
};

/**
 * Writes an act about a person in the log of every company the person works for: a session and a password are of all of them. Who did it
 * is named in the company in which he works only.
 */
export async function tellOfPerson(tx: Tx | Db, userId: string, told: Told): Promise<void> {
  const { by } = told;
  const doer =
    by === undefined
      ? sql`a.id`
      : by === null
        ? sql`NULL::uuid`
        : sql`CASE WHEN a.account_id = ${by.accountId}::uuid THEN ${by.agentId}::uuid END`;
  await sql`INSERT INTO event (account_id, type, agent_id, at, data)
    SELECT a.account_id, ${`security.${told.act}`}, ${doer}, ${iso(told.at)}::timestamptz, ${JSON.stringify(told.data ?? {})}::jsonb || jsonb_build_object('agentId', a.id)
    FROM agent a WHERE a.user_id = ${userId} AND a.active ORDER BY a.account_id`.execute(tx);
}
