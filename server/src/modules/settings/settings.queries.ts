import type { NumberSettings, TicketOpeningSettings } from "@balcao/api";
import type { AutoMessages, BotTexts, Holidays, TeamFacts, WeeklyHours } from "@balcao/core";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import { NUMBERS } from "./numbers.queries.ts";
import { OPENING } from "./opening.queries.ts";

export type SettingRow = {
  accountId: string;
  firstTeamId: string;
  inactivityHours: number;
  assignOnFirstReply: boolean;
  onlyResponsibleReplies: boolean;
  segmentedView: boolean;
  showsTyping: boolean;
  autoMessages: AutoMessages & { warningHours?: number };
  botTexts: BotTexts;
  businessHours: WeeklyHours | null;
  version: number;
  updatedAt: number;
};

/** With what stands beside it; no holidays of its own = the usual ones. */
export type ReadSetting = SettingRow & { holidays: Holidays | null };

export type ContextRow = ReadSetting & {
  accountName: string;
  timeZone: string;
  locale: "pt-BR" | "en";
  teams: TeamFacts[];
  gone: { id: string; movedTo: string | null }[];
  /** null = no ticket opens with a conversation */
  opening: TicketOpeningSettings | null;
  numbers: Record<string, Pick<NumberSettings, "firstTeamId" | "autoMessages">>;
};

const FIELDS = sql`s.account_id AS "accountId", s.first_team_id AS "firstTeamId", s.inactivity_hours AS "inactivityHours",
  s.assign_on_first_reply AS "assignOnFirstReply", s.only_responsible_replies AS "onlyResponsibleReplies", s.segmented_view AS "segmentedView", s.shows_typing AS "showsTyping", s.auto_messages AS "autoMessages",
  s.bot_texts AS "botTexts", s.business_hours AS "businessHours", s.version, s.updated_at AS "updatedAt",
  (SELECT json_build_object('national', h.national, 'own', h.own) FROM holiday_setting h WHERE h.account_id = s.account_id) AS holidays`;

/** Settings with what decisions need of the account and its teams. */
export async function loadContextRows(tx: Tx, accountIds: readonly string[]): Promise<ContextRow[]> {
  const { rows } = await sql<ContextRow>`
    SELECT ${FIELDS}, a.name AS "accountName", a.time_zone AS "timeZone", a.locale,
      coalesce((SELECT json_agg(json_build_object('id', t.id, 'name', t.name, 'inactivityHours', t.inactivity_hours, 'businessHours', t.business_hours, 'signsReplies', t.signs_replies, 'worksHolidays', t.works_holidays,
        'hasMembers', EXISTS (SELECT FROM team_member m JOIN agent p ON p.account_id = m.account_id AND p.id = m.agent_id
          WHERE m.account_id = t.account_id AND m.team_id = t.id AND p.active)))
        FROM team t WHERE t.account_id = s.account_id), '[]') AS teams,
      coalesce((SELECT json_agg(json_build_object('id', g.id, 'movedTo', g.moved_to)) FROM team_gone g WHERE g.account_id = s.account_id), '[]') AS gone,
      ${OPENING} AS opening, ${NUMBERS} AS numbers
    FROM whatsapp_setting s JOIN account a ON a.account_id = s.account_id WHERE s.account_id = ANY(${[...accountIds]}::uuid[])`.execute(
    tx,
  );
  return rows;
}

export async function loadSetting(tx: Tx, accountId: string, lock: boolean): Promise<ReadSetting | null> {
  const { rows } =
    await sql<ReadSetting>`SELECT ${FIELDS} FROM whatsapp_setting s WHERE s.account_id = ${accountId} ${lock ? sql`FOR UPDATE` : sql``}`.execute(
      tx,
    );
  return rows[0] ?? null;
}

export async function saveSetting(tx: Tx, row: SettingRow): Promise<void> {
  const values = sql`${row.firstTeamId}, ${row.inactivityHours}, ${row.assignOnFirstReply}, ${row.onlyResponsibleReplies}, ${row.segmentedView}, ${row.showsTyping}, ${JSON.stringify(row.autoMessages)}::jsonb,
    ${JSON.stringify(row.botTexts)}::jsonb, ${row.businessHours ? JSON.stringify(row.businessHours) : null}::jsonb, ${row.version}, ${iso(row.updatedAt)}::timestamptz`;
  await sql`
    INSERT INTO whatsapp_setting AS s (account_id, first_team_id, inactivity_hours, assign_on_first_reply, only_responsible_replies, segmented_view, shows_typing, auto_messages, bot_texts, business_hours, version, updated_at)
    VALUES (${row.accountId}, ${values})
    ON CONFLICT (account_id) DO UPDATE SET (first_team_id, inactivity_hours, assign_on_first_reply, only_responsible_replies, segmented_view, shows_typing, auto_messages, bot_texts, business_hours, version, updated_at)
      = ROW(excluded.first_team_id, excluded.inactivity_hours, excluded.assign_on_first_reply, excluded.only_responsible_replies, excluded.segmented_view, excluded.shows_typing, excluded.auto_messages, excluded.bot_texts,
            excluded.business_hours, excluded.version, excluded.updated_at)`.execute(tx);
}

/** A team that goes hands the first contact on. Answers whether it had it. */
export async function moveFirstTeam(
  tx: Tx,
  accountId: string,
  from: string,
  to: string,
  now: number,
): Promise<boolean> {
  const { rows } = await sql<{ version: number }>`
    UPDATE whatsapp_setting SET first_team_id = ${to}, version = version + 1, updated_at = ${iso(now)}::timestamptz
    WHERE account_id = ${accountId} AND first_team_id = ${from} RETURNING version`.execute(tx);
  return rows.length > 0;
}
