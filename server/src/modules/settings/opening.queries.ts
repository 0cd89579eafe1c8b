import type { TicketOpeningSettings } from "@balcao/api";
import type { Priority, TicketOpening } from "@balcao/core";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** Abertura de chamados as its row has it; in the contexts of decisions it comes as JSON. */
export type OpeningRow = {
  enabled: boolean;
  title: string;
  teamId: string | null;
  categoryId: string | null;
  typeId: string | null;
  priority: Priority;
  announces: boolean;
  announcement: string;
  emailMode: TicketOpeningSettings["email"]["mode"];
  emailAttempts: number;
  emailSilenceMinutes: number;
  emailQuestion: string;
  emailRepeat: string;
  version: number;
};

/** The row as one JSON document, for the queries of others in this module. */
export const OPENING_JSON = sql`(SELECT json_build_object('enabled', o.enabled, 'title', o.title, 'teamId', o.team_id, 'categoryId', o.category_id, 'typeId', o.type_id,
  'priority', o.priority, 'announces', o.announces, 'announcement', o.announcement, 'emailMode', o.email_mode, 'emailAttempts', o.email_attempts,
  'emailSilenceMinutes', o.email_silence_minutes, 'emailQuestion', o.email_question, 'emailRepeat', o.email_repeat, 'version', o.version)
  FROM ticket_opening o WHERE o.account_id = s.account_id AND o.enabled)`;

/** What decisions about conversations make of it; null = no ticket opens. */
export function openingOf(row: OpeningRow | null): TicketOpening | null {
  if (!row?.enabled) return null;
  const { title, teamId, categoryId, typeId, priority, announces, announcement, emailMode } = row;
  return {
    title,
    teamId,
    categoryId,
    typeId,
    priority,
    announcement: { enabled: announces, text: announcement },
    email:
      emailMode === "off"
        ? null
        : {
            mode: emailMode,
            attempts: row.emailAttempts,
            silenceMinutes: row.emailSilenceMinutes,
            question: row.emailQuestion,
            repeat: row.emailRepeat,
          },
  };
}

/** The setting of an account; null = nobody has saved it. */
export async function loadOpening(
  tx: Tx,
  accountId: string,
  lock = false,
): Promise<TicketOpeningSettings | null> {
  const { rows } = await sql<OpeningRow>`
    SELECT enabled, title, team_id AS "teamId", category_id AS "categoryId", type_id AS "typeId", priority, announces, announcement, email_mode AS "emailMode",
      email_attempts AS "emailAttempts", email_silence_minutes AS "emailSilenceMinutes", email_question AS "emailQuestion", email_repeat AS "emailRepeat", version
    FROM ticket_opening WHERE account_id = ${accountId} ${lock ? sql`FOR UPDATE` : sql``}`.execute(tx);
  const [row] = rows;
  if (!row) return null;
  const { enabled, title, teamId, categoryId, typeId, priority, announces, announcement, version } = row;
  return {
    enabled,
    title,
    teamId,
    categoryId,
    typeId,
    priority,
    version,
    announcement: { enabled: announces, text: announcement },
    email: {
      mode: row.emailMode,
      attempts: row.emailAttempts,
      silenceMinutes: row.emailSilenceMinutes,
      question: row.emailQuestion,
      repeat: row.emailRepeat,
    },
  };
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
