import type { Role } from "@balcao/api";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";

export type InvitationRow = {
  accountId: string;
  id: string;
  email: string;
  name: string;
  role: Role;
  teamIds: string[];
  expiresAt: number;
  acceptedAt: number | null;
  revokedAt: number | null;
};

const INVITATION = sql`i.account_id AS "accountId", i.id, i.email, i.name, i.role, i.team_ids AS "teamIds", i.expires_at AS "expiresAt",
  i.accepted_at AS "acceptedAt", i.revoked_at AS "revokedAt"`;

/** The newest first. */
export async function listInvitations(tx: Tx, accountId: string): Promise<InvitationRow[]> {
  const { rows } = await sql<InvitationRow>`
    SELECT ${INVITATION} FROM invitation i WHERE i.account_id = ${accountId} ORDER BY i.created_at DESC, i.id DESC LIMIT 500`.execute(
    tx,
  );
  return rows;
}

export async function insertInvitation(
  tx: Tx,
  row: Omit<InvitationRow, "acceptedAt" | "revokedAt"> & { tokenHash: Buffer; invitedBy: string; at: number },
): Promise<void> {
  await sql`INSERT INTO invitation (account_id, id, email, name, role, team_ids, token_hash, invited_by, expires_at, created_at)
    VALUES (${row.accountId}, ${row.id}, ${row.email}, ${row.name}, ${row.role}, ${row.teamIds}::uuid[], ${row.tokenHash}, ${row.invitedBy},
      ${iso(row.expiresAt)}::timestamptz, ${iso(row.at)}::timestamptz)`.execute(tx);
}

/** Revokes what is still waiting: one invitation, or all for an e-mail. Answers how many. */
export async function revokeInvitations(
  tx: Tx,
  accountId: string,
  which: { id: string } | { email: string },
  now: number,
): Promise<number> {
  const those = "id" in which ? sql`id = ${which.id}` : sql`email = ${which.email}`;
  const { rows } = await sql<{ id: string }>`
    UPDATE invitation SET revoked_at = ${iso(now)}::timestamptz
    WHERE account_id = ${accountId} AND accepted_at IS NULL AND revoked_at IS NULL AND ${those} RETURNING id`.execute(
    tx,
  );
  return rows.length;
}

export type InvitationByToken = InvitationRow & { company: string; locale: "pt-BR" | "en" };

/** By the hash of its token, in whichever company. `lock`: nobody else accepts or revokes it until the transaction ends. */
export async function findInvitation(
  db: Db | Tx,
  tokenHash: Buffer,
  lock: boolean,
): Promise<InvitationByToken | null> {
  const { rows } = await sql<InvitationByToken>`
    SELECT ${INVITATION}, c.name AS company, c.locale FROM invitation i JOIN account c ON c.account_id = i.account_id
    WHERE i.token_hash = ${tokenHash} ${lock ? sql`FOR UPDATE OF i` : sql``}`.execute(db);
  return rows[0] ?? null;
}

export async function markAccepted(tx: Tx, accountId: string, id: string, now: number): Promise<void> {
  await sql`UPDATE invitation SET accepted_at = ${iso(now)}::timestamptz WHERE account_id = ${accountId} AND id = ${id}`.execute(
    tx,
  );
}
