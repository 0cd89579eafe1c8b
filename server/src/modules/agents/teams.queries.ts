import type { TeamCreate, WeeklyHours } from "@balcao/api";
import { sql } from "kysely";
import type { z } from "zod";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import { addMembers } from "./agents.queries.ts";

export type TeamRow = {
  id: string;
  name: string;
  kind: "whatsapp" | "tickets";
  color: string;
  description: string;
  active: boolean;
  inactivityHours: number | null;
  businessHours: WeeklyHours | null;
  memberIds: string[];
  openConversations: number;
  entryTrigger: string | null;
  firstContact: boolean;
  signsReplies: boolean;
  worksHolidays: boolean;
  version: number;
};
export type TeamFields = z.infer<typeof TeamCreate>;

/** Teams with what the list shows. Open conversations come from the maintained counters. */
export async function listTeams(tx: Tx, accountId: string): Promise<TeamRow[]> {
  const { rows } = await sql<TeamRow>`
    SELECT t.id, t.name, t.kind, t.color, t.description, t.active, t.inactivity_hours AS "inactivityHours", t.business_hours AS "businessHours", t.signs_replies AS "signsReplies", t.works_holidays AS "worksHolidays", t.version,
      coalesce((SELECT array_agg(m.agent_id ORDER BY m.agent_id) FROM team_member m WHERE m.account_id = t.account_id AND m.team_id = t.id), '{}') AS "memberIds",
      coalesce((SELECT sum(c.conversations)::int FROM conversation_counter c WHERE c.account_id = t.account_id AND c.team_id = t.id AND c.status IN ('open', 'pending', 'snoozed')), 0) AS "openConversations",
      (SELECT e->>'description' FROM (SELECT triggers FROM bot_version b WHERE b.account_id = t.account_id ORDER BY b.number DESC LIMIT 1) b,
        jsonb_array_elements(b.triggers) e WHERE e->>'fires' = 'on_entry' AND (e->>'active')::boolean AND (e->'team'->>'team' = t.id::text OR e->'team'->>'team' IN (SELECT g.id::text FROM team_gone g WHERE g.account_id = t.account_id AND g.moved_to = t.id)) AND e->'team'->>'operator' = 'is' LIMIT 1) AS "entryTrigger",
      EXISTS (SELECT FROM whatsapp_setting s WHERE s.account_id = t.account_id AND s.first_team_id = t.id)
        OR EXISTS (SELECT FROM number_setting n WHERE n.account_id = t.account_id AND n.first_team_id = t.id) AS "firstContact"
    FROM team t WHERE t.account_id = ${accountId} ORDER BY lower(t.name)`.execute(tx);
  return rows;
}

export async function insertTeam(
  tx: Tx,
  accountId: string,
  id: string,
  fields: TeamFields,
  now: number,
): Promise<void> {
  await sql`INSERT INTO team (account_id, id, name, kind, color, description, active, inactivity_hours, business_hours, signs_replies, works_holidays, created_at)
    VALUES (${accountId}, ${id}, ${fields.name}, ${fields.kind}, ${fields.color}, ${fields.description}, ${fields.active}, ${fields.inactivityHours},
      ${fields.businessHours ? JSON.stringify(fields.businessHours) : null}::jsonb, ${fields.signsReplies}, ${fields.worksHolidays}, ${iso(now)}::timestamptz)`.execute(
    tx,
  );
  await addMembers(
    tx,
    accountId,
    fields.memberIds.map((agentId) => ({ teamId: id, agentId })),
  );
}

/** False when the version has moved on or there is no such team. */
export async function updateTeam(
  tx: Tx,
  accountId: string,
  id: string,
  fields: Omit<TeamFields, "kind">,
  version: number,
): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`
    UPDATE team SET name = ${fields.name}, color = ${fields.color}, description = ${fields.description}, active = ${fields.active}, inactivity_hours = ${fields.inactivityHours},
      business_hours = ${fields.businessHours ? JSON.stringify(fields.businessHours) : null}::jsonb, signs_replies = ${fields.signsReplies}, works_holidays = ${fields.worksHolidays}, version = version + 1
    WHERE account_id = ${accountId} AND id = ${id} AND version = ${version} RETURNING id`.execute(tx);
  if (rows.length === 0) return false;
  await sql`DELETE FROM team_member WHERE account_id = ${accountId} AND team_id = ${id} AND agent_id <> ALL(${fields.memberIds}::uuid[])`.execute(
    tx,
  );
  await addMembers(
    tx,
    accountId,
    fields.memberIds.map((agentId) => ({ teamId: id, agentId })),
  );
  return true;
}

/** Locks teams, in id order, against deletion and new references until the transaction ends. */
export async function lockTeam(tx: Tx, accountId: string, ids: readonly string[]): Promise<void> {
  await sql`SELECT id FROM team WHERE account_id = ${accountId} AND id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`.execute(
    tx,
  );
}

/** Members, and who is invited to be one, go to the other team; or nowhere. */
export async function moveMembers(tx: Tx, accountId: string, from: string, to: string | null): Promise<void> {
  if (to !== null)
    await sql`INSERT INTO team_member (account_id, team_id, agent_id)
      SELECT account_id, ${to}, agent_id FROM team_member WHERE account_id = ${accountId} AND team_id = ${from} ON CONFLICT DO NOTHING`.execute(
      tx,
    );
  await sql`UPDATE invitation SET team_ids = array_remove(team_ids, ${from}::uuid) || CASE WHEN ${to}::uuid IS NULL OR ${to}::uuid = ANY(team_ids) THEN '{}' ELSE ARRAY[${to}::uuid] END
    WHERE account_id = ${accountId} AND ${from}::uuid = ANY(team_ids)`.execute(tx);
}

/** Notes who took over from a team that goes; whom it had taken over from goes along. */
export async function rememberGone(
  tx: Tx,
  accountId: string,
  team: { id: string; name: string; movedTo: string | null },
  now: number,
): Promise<void> {
  await sql`UPDATE team_gone SET moved_to = ${team.movedTo}::uuid WHERE account_id = ${accountId} AND moved_to = ${team.id}`.execute(
    tx,
  );
  await sql`INSERT INTO team_gone (account_id, id, name, moved_to, gone_at)
    VALUES (${accountId}, ${team.id}, ${team.name}, ${team.movedTo}, ${iso(now)}::timestamptz)`.execute(tx);
}

/** Its memberships go with it. Throws 23503 while anything else still points at it. */
export async function deleteTeam(tx: Tx, accountId: string, id: string): Promise<void> {
  await sql`DELETE FROM team WHERE account_id = ${accountId} AND id = ${id}`.execute(tx);
}
