import type { NumberSettings } from "@balcao/api";
import { sql } from "kysely";
import { iso } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";

/** What each connected number does otherwise than the account, by the number's id; for a row `s` of whatsapp_setting. */
export const NUMBERS = sql`coalesce((SELECT json_object_agg(n.channel_id, json_build_object('firstTeamId', n.first_team_id, 'autoMessages', n.auto_messages))
    FROM number_setting n WHERE n.account_id = s.account_id AND n.active), '{}')`;

/** What a number does otherwise than the account; null = nothing was ever saved. */
export async function loadNumberSetting(
  tx: Tx,
  accountId: string,
  channelId: string,
): Promise<NumberSettings | null> {
  const { rows } = await sql<NumberSettings>`
    SELECT first_team_id AS "firstTeamId", auto_messages AS "autoMessages", version
    FROM number_setting WHERE account_id = ${accountId} AND channel_id = ${channelId}`.execute(tx);
  return rows[0] ?? null;
}

/** Saves it. Answers whether nobody else had passed the version before (0 = there was none). */
export async function saveNumberSetting(
  tx: Tx,
  number: { accountId: string; channelId: string },
  wanted: NumberSettings,
  now: number,
): Promise<boolean> {
  const { rows } = await sql<{ version: number }>`
    INSERT INTO number_setting AS n (account_id, channel_id, first_team_id, auto_messages, version, updated_at)
    VALUES (${number.accountId}, ${number.channelId}, ${wanted.firstTeamId}, ${JSON.stringify(wanted.autoMessages)}::jsonb, ${wanted.version + 1}, ${iso(now)}::timestamptz)
    ON CONFLICT (account_id, channel_id) DO UPDATE SET first_team_id = excluded.first_team_id, auto_messages = excluded.auto_messages, version = excluded.version,
      updated_at = excluded.updated_at WHERE n.version = excluded.version - 1 RETURNING version`.execute(tx);
  return rows.length > 0;
}

/** A number is disconnected or connected again: what it does otherwise is kept for then. */
export async function setNumberActive(
  tx: Tx,
  { accountId, id }: { accountId: string; id: string },
  active: boolean,
): Promise<void> {
  await sql`UPDATE number_setting SET active = ${active} WHERE account_id = ${accountId} AND channel_id = ${id}`.execute(
    tx,
  );
}

/** The teams in which numbers begin their conversations, by the number's id. */
export async function numberStarts(tx: Tx, accountId: string): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; teamId: string }>`
    SELECT channel_id AS id, first_team_id AS "teamId" FROM number_setting WHERE account_id = ${accountId} AND active AND first_team_id IS NOT NULL`.execute(
    tx,
  );
  return new Map(rows.map(({ id, teamId }) => [id, teamId]));
}

/** How many numbers begin their conversations in this team. */
export async function countFirstTeam(tx: Tx, accountId: string, teamId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM number_setting WHERE account_id = ${accountId} AND first_team_id = ${teamId}`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
}

/** A team that goes hands on the numbers that begin in it. Answers whether there were any. */
export async function moveNumbersTeam(
  tx: Tx,
  accountId: string,
  from: string,
  to: string,
  now: number,
): Promise<boolean> {
  const { rows } = await sql<{ version: number }>`
    UPDATE number_setting SET first_team_id = ${to}, version = version + 1, updated_at = ${iso(now)}::timestamptz
    WHERE account_id = ${accountId} AND first_team_id = ${from} RETURNING version`.execute(tx);
  return rows.length > 0;
}
