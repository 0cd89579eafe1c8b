import { isTemplateGone, templateTold, UNTOLD, type TemplateLife, type TemplateNow } from "@balcao/core";
import { sql } from "kysely";
import { bulkInsert, iso, recordset } from "../../platform/bulk.ts";
import type { Tx } from "../../platform/database.ts";
import { uuidv7 } from "../../platform/ids.ts";
import type { Waba } from "./templates.queries.ts";

/** What names a template at Meta. */
export type TemplateName = { metaId: string; name: string; language: string };
export type LivingTemplate = TemplateName & { id: string; wabaId: string; gone: boolean; life: TemplateLife };

type Row = Omit<LivingTemplate, "life"> & {
  life: TemplateLife | null;
  status: string;
  category: string;
  reason: string | null;
  quality: string | null;
  parameterFormat: "POSITIONAL" | "NAMED";
  components: unknown;
  toldAt: number;
};

/** What an earlier release wrote down is what a list said at that time. */
function lifeOf({ life, ...row }: Row): TemplateLife {
  if (life !== null) return life;
  const { status, category, reason, quality, parameterFormat, components, toldAt: at } = row;
  const content = { parameterFormat, components };
  return templateTold(UNTOLD, {
    at,
    by: "list",
    status,
    reason,
    category,
    content,
    ...(quality ? { quality } : {}),
  });
}

/** The life of these templates, or of all of a business account, locked in the order of their rows. */
export async function lockLives(
  tx: Tx,
  { accountId, wabaId }: Waba,
  metaIds: readonly string[] | null,
): Promise<LivingTemplate[]> {
  const { rows } = await sql<Row>`
    SELECT t.id, t.waba_id AS "wabaId", t.meta_id AS "metaId", t.name, t.language, t.gone, t.life, t.status, t.category, t.reason, t.quality,
      t.parameter_format AS "parameterFormat", t.components, t.told_at AS "toldAt"
    FROM template t WHERE t.account_id = ${accountId} AND t.waba_id = ${wabaId}
      AND (${metaIds === null} OR t.meta_id = ANY(${[...(metaIds ?? [])]}::text[])) ORDER BY t.id FOR UPDATE`.execute(
    tx,
  );
  return rows.map((row) => ({ ...row, life: lifeOf(row) }));
}

/** Rows for templates that are heard of for the first time; those that are there stay as they are. */
export async function addTemplates(
  tx: Tx,
  { accountId, wabaId }: Waba,
  names: readonly TemplateName[],
  now: number,
): Promise<void> {
  const columns = {
    account_id: "uuid",
    id: "uuid",
    waba_id: "text",
    meta_id: "text",
    name: "text",
    language: "text",
    status: "text",
    category: "text",
    parameter_format: "text",
    components: "json",
    known: "boolean",
    life: "json",
    told_at: "timestamptz",
  };
  const rows = names.map(({ metaId, name, language }) => ({
    account_id: accountId,
    id: uuidv7(),
    waba_id: wabaId,
    meta_id: metaId,
    name,
    language,
    status: "",
    category: "",
    parameter_format: "POSITIONAL",
    components: [],
    known: false,
    life: UNTOLD,
    told_at: iso(now),
  }));
  await bulkInsert(tx, "template", columns, rows, sql`ON CONFLICT (account_id, waba_id, meta_id) DO NOTHING`);
}

const COLUMNS = {
  account_id: "uuid",
  id: "uuid",
  status: "text",
  category: "text",
  reason: "text",
  detail: "text",
  quality: "text",
  coming_category: "text",
  coming_at: "timestamptz",
  coming_since: "timestamptz",
  coming_by: "text",
  parameter_format: "text",
  components: "json",
  known: "boolean",
  gone: "boolean",
  life: "json",
  told_at: "timestamptz",
};

/** Writes what is known now of these templates: their life, and of it what lists and sends read. */
export async function saveLives(
  tx: Tx,
  accountId: string,
  lives: readonly { id: string; life: TemplateLife; now: TemplateNow }[],
  at: number,
): Promise<void> {
  if (lives.length === 0) return;
  const rows = lives.map(({ id, life, now }) => ({
    account_id: accountId,
    id,
    status: now.status ?? "",
    category: now.category ?? "",
    reason: now.reason,
    detail: now.detail,
    quality: now.quality,
    coming_category: now.coming?.category ?? null,
    coming_at: iso(now.coming?.at ?? null),
    coming_since: iso(now.coming?.since ?? null),
    coming_by: now.coming?.by ?? null,
    parameter_format: now.content?.parameterFormat ?? "POSITIONAL",
    components: now.content?.components ?? [],
    known: now.content !== null && now.status !== null,
    gone: isTemplateGone(now.status),
    life,
    told_at: iso(at),
  }));
  await sql`
    UPDATE template t SET status = w.status, category = w.category, reason = w.reason, detail = w.detail, quality = w.quality,
      coming_category = w.coming_category, coming_at = w.coming_at, coming_since = w.coming_since,
      coming_by = w.coming_by, parameter_format = w.parameter_format, components = w.components,
      known = w.known, gone = w.gone, life = w.life, told_at = w.told_at
    FROM ${recordset(rows, COLUMNS, "w")} WHERE t.account_id = w.account_id AND t.id = w.id`.execute(tx);
}

/** What a webhook says of which template it is about; without an id it is the one of that name that is not gone. */
export type NameTold = {
  accountId: string;
  wabaId: string | null;
  metaId: string | null;
  name: string | null;
  language: string | null;
};

/** Which templates webhooks speak of, in their order; null where none is known here. */
export async function findNamed(
  tx: Tx,
  wanted: readonly NameTold[],
): Promise<((TemplateName & { wabaId: string }) | null)[]> {
  const rows = wanted.map(({ accountId, wabaId, metaId, name, language }, place) => ({
    place,
    account_id: accountId,
    waba_id: wabaId,
    meta_id: metaId,
    name,
    language,
  }));
  const columns = {
    place: "int",
    account_id: "uuid",
    waba_id: "text",
    meta_id: "text",
    name: "text",
    language: "text",
  };
  const isIts = sql`t.account_id = w.account_id AND t.meta_id = w.meta_id`;
  const found = await sql<TemplateName & { wabaId: string; place: number }>`
    SELECT w.place, f.waba_id AS "wabaId", f.meta_id AS "metaId", f.name, f.language
    FROM ${recordset(rows, columns, "w")}
    JOIN LATERAL (
      SELECT t.* FROM template t WHERE ${isIts} AND t.waba_id = w.waba_id
      UNION ALL SELECT t.* FROM template t WHERE w.waba_id IS NULL AND ${isIts}
      UNION ALL SELECT t.* FROM template t WHERE w.meta_id IS NULL AND t.account_id = w.account_id
        AND t.name = w.name AND t.language = w.language AND NOT t.gone AND (w.waba_id IS NULL OR t.waba_id = w.waba_id)
      ORDER BY told_at DESC LIMIT 1) f ON true`.execute(tx);
  const byPlace = new Map(found.rows.map(({ place, ...name }) => [place, name]));
  return wanted.map((_, place) => byPlace.get(place) ?? null);
}
