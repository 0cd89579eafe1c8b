import { withFixedWords, type TemplateComing, type TemplateFacts } from "@balcao/core";
import { sql } from "kysely";
import { iso, recordset } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";
import { templateParts } from "../channels/index.ts";

export type StoredTemplate = TemplateFacts & {
  id: string;
  wabaId: string;
  quality: string | null;
  detail: string | null;
  /** the category that is announced, from when on, since when it is known, and whether it was announced or found; null = none */
  comingCategory: string | null;
  comingAt: number | null;
  comingSince: number | null;
  comingBy: TemplateComing["by"] | null;
};
/** With what the company adds to it. */
export type DeskTemplateRow = StoredTemplate & {
  metaId: string;
  note: string;
  edits: number[];
  teamIds: string[];
};

type Row = Omit<StoredTemplate, keyof ReturnType<typeof templateParts>> & { components: unknown };

const FIELDS = sql`t.id, t.waba_id AS "wabaId", t.name, t.language, t.status, t.category, t.reason, t.quality,
  t.detail, t.coming_category AS "comingCategory", t.coming_at AS "comingAt", t.coming_since AS "comingSince", t.coming_by AS "comingBy",
  t.parameter_format AS "parameterFormat", t.components`;

/** Those that stand in Meta's list; of two of one name the one that was told of last is the one that lives. */
const STANDS = sql`t.known AND NOT t.gone`;
const IS_OF_A_NUMBER = sql`EXISTS (SELECT FROM channel c WHERE c.account_id = t.account_id AND c.waba_id = t.waba_id AND c.removed_at IS NULL)`;

const stored = <R extends Row>({ components, ...row }: R) =>
  withFixedWords({ ...row, ...templateParts(components) });

const DESK_FIELDS = sql`t.meta_id AS "metaId", t.note, t.edits,
  ARRAY(SELECT m.team_id FROM template_team m WHERE m.account_id = t.account_id AND m.template_id = t.id ORDER BY m.team_id) AS "teamIds"`;
type DeskRow = Row & Pick<DeskTemplateRow, "metaId" | "note" | "edits" | "teamIds">;

/** Every template of an account that one of its numbers can send, by name and language. */
export async function listTemplates(tx: Tx, accountId: string): Promise<DeskTemplateRow[]> {
  const { rows } = await sql<DeskRow>`
    SELECT ${FIELDS}, ${DESK_FIELDS} FROM template t WHERE t.account_id = ${accountId} AND ${STANDS} AND ${IS_OF_A_NUMBER}
    ORDER BY t.name, t.language, t.waba_id, t.told_at`.execute(tx);
  return rows.map(stored);
}

/** Of these templates those that one of the account's numbers can send, by name and language. */
export async function listNamed(
  tx: Tx,
  accountId: string,
  named: readonly Pick<TemplateFacts, "name" | "language">[],
): Promise<DeskTemplateRow[]> {
  if (named.length === 0) return [];
  const wanted = recordset(
    named.map(({ name, language }) => ({ name, language })),
    { name: "text", language: "text" },
    "w",
  );
  const { rows } = await sql<DeskRow>`
    SELECT ${FIELDS}, ${DESK_FIELDS} FROM (SELECT DISTINCT w.name, w.language FROM ${wanted}) AS w
    CROSS JOIN (SELECT DISTINCT c.waba_id FROM channel c WHERE c.account_id = ${accountId} AND c.removed_at IS NULL) AS c
    JOIN template t ON t.account_id = ${accountId} AND t.waba_id = c.waba_id AND t.name = w.name AND t.language = w.language AND ${STANDS}
    ORDER BY t.name, t.language, t.waba_id, t.told_at`.execute(tx);
  return rows.map(stored);
}

/** One that stands in the list of a number, by our id or by Meta's; null when it does not. */
export async function findListed(
  tx: Tx,
  accountId: string,
  by: { id: string } | { wabaId: string; metaId: string },
): Promise<DeskTemplateRow | null> {
  const isIt = "id" in by ? sql`t.id = ${by.id}` : sql`t.waba_id = ${by.wabaId} AND t.meta_id = ${by.metaId}`;
  const { rows } = await sql<DeskRow>`
    SELECT ${FIELDS}, ${DESK_FIELDS} FROM template t WHERE t.account_id = ${accountId} AND ${isIt} AND ${STANDS} AND ${IS_OF_A_NUMBER}`.execute(
    tx,
  );
  return rows[0] ? stored(rows[0]) : null;
}

/** How many templates a business account has. */
export async function countTemplates(tx: Tx, accountId: string, wabaId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM template t WHERE t.account_id = ${accountId} AND t.waba_id = ${wabaId} AND ${STANDS}`.execute(
    tx,
  );
  return rows[0]?.count ?? 0;
}

/** The template that a number can send under this name and language; null when its business account has none. */
export async function findTemplate(
  tx: Tx,
  wanted: { accountId: string; wabaId: string; name: string; language: string },
): Promise<DeskTemplateRow | null> {
  const { rows } = await sql<DeskRow>`
    SELECT ${FIELDS}, ${DESK_FIELDS} FROM template t
    WHERE t.account_id = ${wanted.accountId} AND t.waba_id = ${wanted.wabaId} AND t.name = ${wanted.name} AND t.language = ${wanted.language} AND ${STANDS}
    ORDER BY t.told_at DESC LIMIT 1`.execute(tx);
  return rows[0] ? stored(rows[0]) : null;
}

/** A template by its name, as a number is to send it. */
export type WantedTemplate = { accountId: string; channelId: string; name: string; language: string };
const WANTED = { account_id: "uuid", channel_id: "uuid", name: "text", language: "text" };

/** Of these templates those that their numbers have, whatever state they are in. */
export async function findTemplates(
  tx: Tx,
  wanted: readonly WantedTemplate[],
): Promise<(StoredTemplate & { channelId: string })[]> {
  const rows = wanted.map(({ accountId, channelId, name, language }) => ({
    account_id: accountId,
    channel_id: channelId,
    name,
    language,
  }));
  const found = await sql<Row & { channelId: string }>`
    SELECT ${FIELDS}, c.id AS "channelId" FROM ${recordset(rows, WANTED, "w")}
    JOIN channel c ON c.account_id = w.account_id AND c.id = w.channel_id
    JOIN template t ON t.account_id = c.account_id AND t.waba_id = c.waba_id AND t.name = w.name AND t.language = w.language AND ${STANDS}
    ORDER BY t.told_at`.execute(tx);
  return found.rows.map(({ channelId, ...row }) => ({ ...stored(row), channelId }));
}

export type Waba = { accountId: string; wabaId: string };
export type SyncState = { wabaId: string; syncedAt: number | null; problem: string | null };

const WABA = { account_id: "uuid", waba_id: "text" };
const wabaRows = (wabas: readonly Waba[]) =>
  wabas.map(({ accountId, wabaId }) => ({ account_id: accountId, waba_id: wabaId }));

/** How the business accounts of an account stand. */
export async function loadSyncs(tx: Tx, accountId: string): Promise<SyncState[]> {
  const { rows } = await sql<SyncState>`
    SELECT waba_id AS "wabaId", synced_at AS "syncedAt", problem FROM template_sync WHERE account_id = ${accountId}`.execute(
    tx,
  );
  return rows;
}

/**
 * Takes the business accounts that are due, new ones among them, for `heldMs`: of several nodes one reads each. Times are
 * business time.
 */
export async function takeDue(db: Db, wabas: readonly Waba[], now: number, heldMs: number): Promise<Waba[]> {
  if (wabas.length === 0) return [];
  const { rows } = await sql<Waba>`
    INSERT INTO template_sync AS s (account_id, waba_id, next_at)
      SELECT w.account_id, w.waba_id, ${iso(now + heldMs)}::timestamptz FROM ${recordset(wabaRows(wabas), WABA, "w")}
    ON CONFLICT (account_id, waba_id) DO UPDATE SET next_at = excluded.next_at WHERE s.next_at <= ${iso(now)}::timestamptz
    RETURNING s.account_id AS "accountId", s.waba_id AS "wabaId"`.execute(db);
  return rows;
}

/** Has them read again from this moment on; those that were read after `since` are left alone. */
export async function makeDue(
  tx: Tx,
  wabas: readonly Waba[],
  at: number,
  since: number | null = null,
): Promise<void> {
  if (wabas.length === 0) return;
  await sql`
    UPDATE template_sync s SET next_at = least(s.next_at, ${iso(at)}::timestamptz) FROM ${recordset(wabaRows(wabas), WABA, "w")}
    WHERE s.account_id = w.account_id AND s.waba_id = w.waba_id
      AND (${iso(since)}::timestamptz IS NULL OR s.synced_at IS NULL OR s.synced_at < ${iso(since)}::timestamptz)`.execute(
    tx,
  );
}

/**
 * Notes how a reading ended that was taken until `heldUntil`. What was made due meanwhile stays so: the reading may have been too early
 * for it. Answers whether the problem is another than before.
 */
export async function noteSync(
  tx: Tx,
  { accountId, wabaId }: Waba,
  outcome: { problem: string | null; now: number; nextAt: number; heldUntil: number },
): Promise<boolean> {
  const { problem, now, nextAt, heldUntil } = outcome;
  const { rows } = await sql<{ before: string | null }>`
    UPDATE template_sync s SET problem = ${problem}, 
      next_at = CASE WHEN s.next_at < ${iso(heldUntil)}::timestamptz THEN s.next_at ELSE ${iso(nextAt)}::timestamptz END,
      synced_at = CASE WHEN ${problem}::text IS NULL THEN ${iso(now)}::timestamptz ELSE s.synced_at END
    FROM (SELECT problem FROM template_sync WHERE account_id = ${accountId} AND waba_id = ${wabaId} FOR UPDATE) AS before
    WHERE s.account_id = ${accountId} AND s.waba_id = ${wabaId} RETURNING before.problem AS before`.execute(
    tx,
  );
  return (rows[0]?.before ?? null) !== problem;
}
