import type { TicketOpeningSettings } from "@balcao/api";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** Abertura de chamados as the contract has it, from its row `o`. */
const SETTING = sql`json_build_object('enabled', o.enabled, 'title', o.title, 'teamId', o.team_id, 'categoryId', o.category_id, 'typeId', o.type_id, 'priority', o.priority,
  'announcement', json_build_object('enabled', o.announces, 'text', o.announcement),
  'email', json_build_object('mode', o.email_mode, 'attempts', o.email_attempts, 'silenceMinutes', o.email_silence_minutes, 'question', o.email_question, 'repeat', o.email_repeat),
  'version', o.version)`;

/**
 * The same for the queries of others in this module, beside the settings `s`; null = no ticket opens. A team that was switched off since is
 * none: tickets go to that of their conversation.
 */
export const OPENING = sql`(SELECT ${SETTING}::jsonb || jsonb_build_object('teamId', t.id) FROM ticket_opening o
  LEFT JOIN team t ON t.account_id = o.account_id AND t.id = o.team_id AND t.active WHERE o.account_id = s.account_id AND o.enabled)`;

/** The setting of an account; null = nobody has saved it. */
export async function loadOpening(
  tx: Tx,
  accountId: string,
  lock = false,
): Promise<TicketOpeningSettings | null> {
  const { rows } = await sql<{ setting: TicketOpeningSettings }>`
    SELECT ${SETTING} AS setting FROM ticket_opening o WHERE o.account_id = ${accountId} ${lock ? sql`FOR UPDATE` : sql``}`.execute(
    tx,
  );
  return rows[0]?.setting ?? null;
}

/** Saves the setting. Answers whether nobody else had passed the version before. */
export async function saveOpening(
  tx: Tx,
  accountId: string,
  wanted: TicketOpeningSettings,
  now: number,
): Promise<boolean> {
  const { enabled, title, teamId, categoryId, typeId, priority, announcement, email, version } = wanted;
  const columns = sql`enabled, title, team_id, category_id, type_id, priority, announces, announcement, email_mode, email_attempts, email_silence_minutes, email_question,
    email_repeat, version, updated_at`;
  const { rows } = await sql<{ version: number }>`
    INSERT INTO ticket_opening AS o (account_id, ${columns})
    VALUES (${accountId}, ${enabled}, ${title}, ${teamId}, ${categoryId}, ${typeId}, ${priority}, ${announcement.enabled}, ${announcement.text}, ${email.mode}, ${email.attempts},
      ${email.silenceMinutes}, ${email.question}, ${email.repeat}, ${version}, ${iso(now)}::timestamptz)
    ON CONFLICT (account_id) DO UPDATE SET (${columns}) = ROW(excluded.enabled, excluded.title, excluded.team_id, excluded.category_id, excluded.type_id, excluded.priority,
      excluded.announces, excluded.announcement, excluded.email_mode, excluded.email_attempts, excluded.email_silence_minutes, excluded.email_question, excluded.email_repeat,
      excluded.version, excluded.updated_at) WHERE o.version = excluded.version - 1 RETURNING version`.execute(
    tx,
  );
  return rows.length > 0;
}

/** A team that goes hands on the tickets that are to open. Answers whether it had them. */
export async function moveOpeningTeam(
  tx: Tx,
  accountId: string,
  from: string,
  to: string,
  now: number,
): Promise<boolean> {
  const { rows } = await sql<{ version: number }>`
    UPDATE ticket_opening SET team_id = ${to}, version = version + 1, updated_at = ${iso(now)}::timestamptz
    WHERE account_id = ${accountId} AND team_id = ${from} RETURNING version`.execute(tx);
  return rows.length > 0;
}
