import { sql } from "kysely";
import type { Actor } from "../../platform/actor.ts";
import { recordset } from "../../platform/bulk.ts";
import type { Db } from "../../platform/database.ts";

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
      coalesce((SELECT array_agg(m.team_id ORDER BY m.team_id) FROM team_member m WHERE m.account_id = a.account_id AND m.agent_id = a.id), '{}') AS "teamIds"
    FROM ${recordset(wanted, { session_id: "text", account_id: "uuid", agent_id: "uuid" }, "w")}
    JOIN auth_session s ON s.id = w.session_id AND s."expiresAt" > now()
    JOIN agent a ON a.account_id = w.account_id AND a.id = w.agent_id AND a.user_id = s."userId" AND a.active
    JOIN account c ON c.account_id = a.account_id LEFT JOIN whatsapp_setting g ON g.account_id = a.account_id`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.sessionId, row]));
}
