import { sql } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import { iso, recordset } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";
import { owesTwoStep } from "./two-step.queries.ts";

/**
 * Which of these agents may still act, by session id, as they are now: session neither ended nor expired, agent active.
 * One query for all, so that whoever keeps connections open can ask often.
 */
export async function liveActors(
  db: Db,
  actors: readonly Pick<Actor, "sessionId" | "accountId" | "agentId">[],
): Promise<Map<string, Actor>> {
  if (actors.length === 0) return new Map();
  const wanted = actors.map(({ sessionId, accountId, agentId }) => ({
    session_id: sessionId,
    account_id: accountId,
    agent_id: agentId,
  }));
  const { rows } = await sql<Actor>`
    SELECT DISTINCT ON (s.id) s.id AS "sessionId", a.account_id AS "accountId", a.id AS "agentId", a.user_id AS "userId", a.name, a.role, c.locale, coalesce(g.segmented_view, true) AS "segmentedView",
      ${owesTwoStep(sql`s."createdAt"`)} AS "owesTwoStep",
      coalesce((SELECT array_agg(m.team_id ORDER BY m.team_id) FROM team_member m WHERE m.account_id = a.account_id AND m.agent_id = a.id), '{}') AS "teamIds"
    FROM ${recordset(wanted, { session_id: "text", account_id: "uuid", agent_id: "uuid" }, "w")}
    JOIN auth_session s ON s.id = w.session_id AND s."expiresAt" > now()
    JOIN agent a ON a.account_id = w.account_id AND a.id = w.agent_id AND a.user_id = s."userId" AND a.active
    JOIN account c ON c.account_id = a.account_id LEFT JOIN whatsapp_setting g ON g.account_id = a.account_id`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.sessionId, row]));
}

export type SessionRow = {
  id: string;
  userAgent: string | null;
  address: string | null;
  createdAt: number;
  seenAt: number;
};

/** The living sessions of a person, the one last used first. */
export async function sessionsOf(db: Db | Tx, userId: string): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`
    SELECT id, "userAgent", nullif("ipAddress", '') AS address, "createdAt", "seenAt"
    FROM auth_session WHERE "userId" = ${userId} AND "expiresAt" > now() ORDER BY "seenAt" DESC, id`.execute(
    db,
  );
  return rows;
}

/** Notes that a session is in use, and from where. */
export async function noteUse(db: Db, sessionId: string, address: string | null): Promise<void> {
  await sql`UPDATE auth_session SET "seenAt" = now(), "ipAddress" = ${address} WHERE id = ${sessionId}`.execute(
    db,
  );
}

type Which = { only: string } | { allBut: string } | "all";

/** Ends sessions of a person, and with them what hangs on them; answers how many it were. */
export async function endSessions(tx: Tx, userId: string, which: Which): Promise<number> {
  const condition =
    which === "all" ? sql`true` : "only" in which ? sql`id = ${which.only}` : sql`id <> ${which.allBut}`;
  const { numAffectedRows } =
    await sql`DELETE FROM auth_session WHERE "userId" = ${userId} AND ${condition}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Ends the session that has this token. */
export async function endSessionByToken(db: Db, token: string): Promise<void> {
  await sql`DELETE FROM auth_session WHERE token = ${token}`.execute(db);
}

/** Forgets sessions that ran out before a moment. It is the database's time that a session lives by, and a demo's clock may be far ahead. */
export async function forgetSessions(tx: Tx, before: number, most: number): Promise<number> {
  const { numAffectedRows } = await sql`DELETE FROM auth_session WHERE id IN
    (SELECT id FROM auth_session WHERE "expiresAt" < least(${iso(before)}::timestamptz, now()) LIMIT ${most} FOR UPDATE SKIP LOCKED)`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0);
}
