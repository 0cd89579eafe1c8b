import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

/** A conversation through which somebody can be spoken to. */
export type ReachRow = {
  id: string;
  protocol: number;
  status: string;
  teamId: string;
  agentId: string | null;
  contactName: string | null;
  blocked: boolean;
  channel: { id: string; name: string };
  windowClosesAt: number | null;
  lastMessageAt: number;
};

/** Conversations by id, and all of a contact (or of whom it was merged into) that are not closed. */
export async function findReaches(
  tx: Tx,
  accountId: string,
  { ids, contactId }: { ids: readonly string[]; contactId: string },
): Promise<ReachRow[]> {
  const { rows } = await sql<ReachRow>`
    SELECT v.id, v.protocol, v.status, v.team_id AS "teamId", v.agent_id AS "agentId", coalesce(c.name, c.phone, c.profile_name) AS "contactName", c.blocked_at IS NOT NULL AS blocked,
      json_build_object('id', h.id, 'name', h.name) AS channel, v.window_closes_at AS "windowClosesAt", v.last_message_at AS "lastMessageAt"
    FROM conversation v JOIN contact c ON c.account_id = v.account_id AND c.id = v.contact_id JOIN channel h ON h.account_id = v.account_id AND h.id = v.channel_id
    WHERE v.account_id = ${accountId} AND v.status <> 'closed' AND (v.id = ANY(${[...ids]}::uuid[])
      OR v.contact_id = (SELECT coalesce(k.merged_into, k.id) FROM contact k WHERE k.account_id = ${accountId} AND k.id = ${contactId}))`.execute(
    tx,
  );
  return rows;
}
