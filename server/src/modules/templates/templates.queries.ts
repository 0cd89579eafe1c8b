import type { TemplateFacts } from "@balcao/core";
import type { WireTemplate } from "@balcao/whatsapp";
import { sql } from "kysely";
import { bulkInsert, iso, recordset } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { templateParts } from "../channels/index.ts";

export type StoredTemplate = TemplateFacts & { id: string; wabaId: string; quality: string | null };

type Row = Omit<StoredTemplate, keyof ReturnType<typeof templateParts>> & { components: unknown };

const FIELDS = sql`t.id, t.waba_id AS "wabaId", t.name, t.language, t.status, t.category, t.reason, t.quality,
  t.parameter_format AS "parameterFormat", t.components`;

const stored = ({ components, ...row }: Row): StoredTemplate => ({ ...row, ...templateParts(components) });

/** Every template of an account, by name and language. */
export async function listTemplates(tx: Tx, accountId: string): Promise<StoredTemplate[]> {
  const { rows } = await sql<Row>`
    SELECT ${FIELDS} FROM template t WHERE t.account_id = ${accountId} ORDER BY t.name, t.language, t.waba_id`.execute(
    tx,
  );
  return rows.map(stored);
}

/** The template that a number can send under this name and language; null when its business account has none. */
export async function findTemplate(
  tx: Tx,
  wanted: { accountId: string; wabaId: string; name: string; language: string },
): Promise<StoredTemplate | null> {
  const { rows } = await sql<Row>`
    SELECT ${FIELDS} FROM template t
    WHERE t.account_id = ${wanted.accountId} AND t.waba_id = ${wanted.wabaId} AND t.name = ${wanted.name} AND t.language = ${wanted.language}`.execute(
    tx,
  );
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
    JOIN template t ON t.account_id = c.account_id AND t.waba_id = c.waba_id AND t.name = w.name AND t.language = w.language`.execute(
    tx,
  );
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

/** Has them read again at the next look; those that were read after `since` are left alone. */
export async function makeDue(
  tx: Tx,
  wabas: readonly Waba[],
  now: number,
  since: number | null = null,
): Promise<void> {
  if (wabas.length === 0) return;
  await sql`
    UPDATE template_sync s SET next_at = least(s.next_at, ${iso(now)}::timestamptz) FROM ${recordset(wabaRows(wabas), WABA, "w")}
    WHERE s.account_id = w.account_id AND s.waba_id = w.waba_id
      AND (${iso(since)}::timestamptz IS NULL OR s.synced_at IS NULL OR s.synced_at < ${iso(since)}::timestamptz)`.execute(
    tx,
  );
}

/** Notes how a reading ended. Answers whether the problem is another than before. */
export async function noteSync(
  tx: Tx,
  { accountId, wabaId }: Waba,
  outcome: { problem: string | null; now: number; nextAt: number },
): Promise<boolean> {
  const { problem, now, nextAt } = outcome;
  const { rows } = await sql<{ before: string | null }>`
    UPDATE template_sync s SET problem = ${problem}, next_at = ${iso(nextAt)}::timestamptz,
      synced_at = CASE WHEN ${problem}::text IS NULL THEN ${iso(now)}::timestamptz ELSE s.synced_at END
    FROM (SELECT problem FROM template_sync WHERE account_id = ${accountId} AND waba_id = ${wabaId} FOR UPDATE) AS before
    WHERE s.account_id = ${accountId} AND s.waba_id = ${wabaId} RETURNING before.problem AS before`.execute(
    tx,
  );
  return (rows[0]?.before ?? null) !== problem;
}

const COLUMNS = {
  account_id: "uuid",
  id: "uuid",
  waba_id: "text",
  meta_id: "text",
  name: "text",
  language: "text",
  status: "text",
  category: "text",
  reason: "text",
  quality: "text",
  parameter_format: "text",
  components: "json",
  told_at: "timestamptz",
};

/**
 * Makes the stored templates of a business account what Meta's list says. What a webhook told after `askedAt`, when the list was
 * asked for, is newer than the list and stays.
 */
export async function replaceTemplates(
  tx: Tx,
  { accountId, wabaId }: Waba,
  templates: readonly WireTemplate[],
  moment: { askedAt: number; now: number },
): Promise<void> {
  // a name may stand twice in a list that changed between two pages
  const byName = new Map(templates.map((template) => [`${template.name} ${template.language}`, template]));
  const rows = [...byName.values()].map((template) => ({
    account_id: accountId,
    id: uuidv7(),
    waba_id: wabaId,
    meta_id: template.id,
    name: template.name,
    language: template.language,
    status: template.status,
    category: template.category,
    reason: template.reason,
    quality: template.quality,
    parameter_format: template.parameterFormat,
    components: template.components,
    told_at: iso(moment.now),
  }));
  const askedAt = sql`${iso(moment.askedAt)}::timestamptz`;
  await bulkInsert(
    tx,
    "template",
    COLUMNS,
    rows,
    sql`ON CONFLICT (account_id, waba_id, name, language) DO UPDATE SET meta_id = excluded.meta_id, status = excluded.status,
      category = excluded.category, reason = CASE WHEN template.status = excluded.status THEN coalesce(excluded.reason, template.reason) ELSE excluded.reason END,
      quality = excluded.quality, parameter_format = excluded.parameter_format, components = excluded.components, told_at = excluded.told_at
      WHERE template.told_at <= ${askedAt}`,
  );
  const names = rows.length > 0 ? rows : [{ name: "", language: "" }];
  await sql`
    DELETE FROM template t WHERE t.account_id = ${accountId} AND t.waba_id = ${wabaId}
      AND NOT EXISTS (SELECT FROM ${recordset(names, { name: "text", language: "text" }, "w")} WHERE w.name = t.name AND w.language = t.language)`.execute(
    tx,
  );
}

export type TemplateNews = {
  accountId: string;
  wabaId: string | null;
  metaId: string | null;
  name: string | null;
  language: string | null;
  status: string | null;
  reason: string | null;
  category: string | null;
  quality: string | null;
};
export type ChangedTemplate = { id: string; wabaId: string; status: string; before: string; isNew: boolean };

/** Writes down what a webhook said of one template; null when it is not known here. `isNew`: something differs now. */
export async function applyNews(tx: Tx, news: TemplateNews, now: number): Promise<ChangedTemplate | null> {
  const { accountId, wabaId, metaId, name, language } = news;
  const { rows } = await sql<ChangedTemplate>`
    UPDATE template t SET status = coalesce(${news.status}, t.status), category = coalesce(${news.category}, t.category),
      quality = coalesce(${news.quality}, t.quality), told_at = ${iso(now)}::timestamptz,
      reason = CASE WHEN ${news.status}::text IS NULL THEN t.reason ELSE ${news.reason} END
    FROM (
      SELECT account_id, id, status, category, quality, reason FROM template
      WHERE account_id = ${accountId} AND (${wabaId}::text IS NULL OR waba_id = ${wabaId})
        AND (meta_id = ${metaId} OR (name = ${name} AND language = ${language}))
      ORDER BY meta_id = ${metaId} DESC LIMIT 1 FOR UPDATE) AS old
    WHERE t.account_id = old.account_id AND t.id = old.id
    RETURNING t.id, t.waba_id AS "wabaId", t.status, old.status AS before,
      (t.status, t.category, t.quality, t.reason) IS DISTINCT FROM (old.status, old.category, old.quality, old.reason) AS "isNew"`.execute(
    tx,
  );
  return rows[0] ?? null;
}
