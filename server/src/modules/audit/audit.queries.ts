import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

export type AuditRow = {
  id: number;
  at: number;
  type: string;
  agentId: string | null;
  teamId: string | null;
  data: Record<string, unknown>;
};
export type AuditWindow = {
  types: readonly string[];
  agent: string | null;
  /** moments, the first included and the second not; null = open */
  from: number | null;
  until: number | null;
  /** older than this place */
  before: { at: number; id: number } | null;
  most: number;
};

/** Lines of the log that belong to no conversation and no ticket, the newest first (index event_audit). */
export async function auditRows(tx: Tx, accountId: string, window: AuditWindow): Promise<AuditRow[]> {
  const { types, agent, from, until, before, most } = window;
  const moment = (at: number) => sql`${iso(at)}::timestamptz`;
  const conditions = [
    sql`account_id = ${accountId}`,
    sql`conversation_id IS NULL`,
    sql`ticket_id IS NULL`,
    sql`type = ANY(${[...types]})`,
    ...(agent === null ? [] : [sql`(agent_id = ${agent}::uuid OR data ->> 'agentId' = ${agent})`]),
    ...(from === null ? [] : [sql`at >= ${moment(from)}`]),
    ...(until === null ? [] : [sql`at < ${moment(until)}`]),
    ...(before === null ? [] : [sql`(at, id) < (${moment(before.at)}, ${before.id})`]),
  ];
  const { rows } = await sql<AuditRow>`
    SELECT id, at, type, agent_id AS "agentId", team_id AS "teamId", data FROM event
    WHERE ${sql.join(conditions, sql` AND `)} ORDER BY at DESC, id DESC LIMIT ${most}`.execute(tx);
  return rows;
}
