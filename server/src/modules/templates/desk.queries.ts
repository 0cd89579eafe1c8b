import { sql } from "kysely";
import type { Tx } from "../../platform/database.ts";

/** What of a template is Meta's to be asked by: its id there, and how often it was edited from here. */
export type DeskTemplate = {
  id: string;
  wabaId: string;
  metaId: string;
  name: string;
  language: string;
  status: string;
  category: string;
  edits: number[];
};

/** A template that stands in the list, locked; null when there is none. */
export async function lockTemplate(tx: Tx, accountId: string, id: string): Promise<DeskTemplate | null> {
  const { rows } = await sql<DeskTemplate>`
    SELECT id, waba_id AS "wabaId", meta_id AS "metaId", name, language, status, category, edits FROM template
    WHERE account_id = ${accountId} AND id = ${id} AND known AND NOT gone FOR UPDATE`.execute(tx);
  return rows[0] ?? null;
}

export async function saveEdits(
  tx: Tx,
  accountId: string,
  id: string,
  edits: readonly number[],
): Promise<void> {
  await sql`UPDATE template SET edits = ${JSON.stringify(edits)}::jsonb WHERE account_id = ${accountId} AND id = ${id}`.execute(
    tx,
  );
}

/** Who may choose it, and what is remembered about it. */
export async function saveAbout(
  tx: Tx,
  accountId: string,
  id: string,
  about: { teamIds: readonly string[]; note: string },
): Promise<void> {
  await sql`UPDATE template SET note = ${about.note} WHERE account_id = ${accountId} AND id = ${id}`.execute(
    tx,
  );
  await sql`DELETE FROM template_team WHERE account_id = ${accountId} AND template_id = ${id}`.execute(tx);
  await sql`
    INSERT INTO template_team (account_id, template_id, team_id)
    SELECT ${accountId}, ${id}, t FROM unnest(${[...about.teamIds]}::uuid[]) AS t`.execute(tx);
}

/** How many templates that still stand belong to a team. */
export async function countOfTeam(tx: Tx, accountId: string, teamId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM template_team m JOIN template t ON t.account_id = m.account_id AND t.id = m.template_id
    WHERE m.account_id = ${accountId} AND m.team_id = ${teamId} AND NOT t.gone`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** A team's templates go to another. */
export async function moveTemplates(tx: Tx, accountId: string, from: string, to: string): Promise<void> {
  await sql`
    INSERT INTO template_team (account_id, template_id, team_id)
    SELECT account_id, template_id, ${to} FROM template_team WHERE account_id = ${accountId} AND team_id = ${from}
    ON CONFLICT DO NOTHING`.execute(tx);
  await sql`DELETE FROM template_team WHERE account_id = ${accountId} AND team_id = ${from}`.execute(tx);
}
