import { wholeTrigger, type Trigger, type TriggerInput } from "@balcao/core";
import { sql } from "kysely";
import { bulkInsert } from "../../platform/bulk.ts";
import type { Db, Tx } from "../../platform/database.ts";

export type BotVersion = { accountId: string; id: string; number: number; triggers: Trigger[] };

/** The id of the newest published version of each account. */
export async function publishedVersionIds(
  db: Db | Tx,
  accountIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ accountId: string; id: string }>`
    SELECT DISTINCT ON (account_id) account_id AS "accountId", id FROM bot_version
    WHERE account_id = ANY(${[...accountIds]}::uuid[]) ORDER BY account_id, number DESC`.execute(db);
  return new Map(rows.map((row) => [row.accountId, row.id]));
}

type Stored<T> = Omit<T, "triggers"> & { triggers: TriggerInput[] };
/** Triggers kept by an earlier release lack what has been added since: it has its default. */
const asOfNow = <T>({ triggers, ...row }: Stored<T>) => ({ ...row, triggers: triggers.map(wholeTrigger) });

/** Versions by id. They never change once published. */
export async function loadVersions(db: Db | Tx, ids: readonly string[]): Promise<BotVersion[]> {
  const { rows } = await sql<Stored<BotVersion>>`
    SELECT account_id AS "accountId", id, number, triggers FROM bot_version WHERE id = ANY(${[...ids]}::uuid[])`.execute(
    db,
  );
  return rows.map(asOfNow);
}

/** Puts a version beside the others; the newest number speaks. */
export async function insertVersion(
  tx: Tx,
  version: BotVersion & { note: string; publishedBy: string | null },
  publishedAt: string,
): Promise<void> {
  await sql`INSERT INTO bot_version (account_id, id, number, triggers, note, published_by, published_at)
    VALUES (${version.accountId}, ${version.id}, ${version.number}, ${JSON.stringify(version.triggers)}::jsonb, ${version.note}, ${version.publishedBy}, ${publishedAt}::timestamptz)`.execute(
    tx,
  );
}

type Definition = Omit<Trigger, "id" | "description" | "position" | "active">;

export type DraftRow = {
  id: string;
  description: string;
  definition: Definition;
  position: number;
  active: boolean;
  version: number;
  updatedAt: number;
};

type StoredDraft = Omit<DraftRow, "definition"> & { definition: Omit<TriggerInput, "id"> };

function definitionOf(stored: StoredDraft["definition"], index: number): Definition {
  const { team, fires, idle, expectedReply, action } = wholeTrigger({ ...stored, id: "" }, index);
  return { team, fires, idle, expectedReply, action };
}

const DRAFT = sql`id, description, definition, position, active, version, updated_at AS "updatedAt"`;

/** any number: the first key of the locks on bots, see contacts and inbox for the others */
const BOT_LOCK = 55;

/**
 * The draft, in its order. `lock` keeps other editors out until the transaction ends: locks on rows would not do, since somebody
 * who waited for them would not see those that were added meanwhile.
 */
export async function loadDraft(tx: Tx, accountId: string, lock: boolean): Promise<DraftRow[]> {
  if (lock) await sql`SELECT pg_advisory_xact_lock(${BOT_LOCK}, hashtext(${accountId}))`.execute(tx);
  const { rows } =
    await sql<StoredDraft>`SELECT ${DRAFT} FROM trigger WHERE account_id = ${accountId} ORDER BY position, id ${lock ? sql`FOR UPDATE` : sql``}`.execute(
      tx,
    );
  return rows.map(({ definition, ...row }, index) => ({
    ...row,
    definition: definitionOf(definition, index),
  }));
}

export async function saveTrigger(
  tx: Tx,
  accountId: string,
  row: Omit<DraftRow, "version" | "updatedAt">,
  agentId: string | null,
  at: string,
): Promise<void> {
  await sql`
    INSERT INTO trigger AS t (account_id, id, description, definition, position, active, updated_at, updated_by)
    VALUES (${accountId}, ${row.id}, ${row.description}, ${JSON.stringify(row.definition)}::jsonb, ${row.position}, ${row.active}, ${at}::timestamptz, ${agentId})
    ON CONFLICT (account_id, id) DO UPDATE SET description = excluded.description, definition = excluded.definition, position = excluded.position, active = excluded.active,
      updated_at = excluded.updated_at, updated_by = excluded.updated_by, version = t.version + 1`.execute(
    tx,
  );
}

const TRIGGER = {
  account_id: "uuid",
  id: "uuid",
  description: "text",
  definition: "jsonb",
  position: "int",
  active: "bool",
  updated_at: "timestamptz",
  updated_by: "uuid",
};

/** Writes many triggers of the draft and takes others out of it. Two may swap their descriptions. */
export async function replaceTriggers(
  tx: Tx,
  accountId: string,
  {
    written,
    removed,
  }: { written: readonly Omit<DraftRow, "version" | "updatedAt">[]; removed: readonly string[] },
  agentId: string | null,
  at: string,
): Promise<void> {
  await sql`DELETE FROM trigger WHERE account_id = ${accountId} AND id = ANY(${[...removed]}::uuid[])`.execute(
    tx,
  );
  // descriptions are unique among active triggers, row by row: while they change hands, none is
  await sql`UPDATE trigger SET active = false WHERE account_id = ${accountId} AND id = ANY(${written.map(({ id }) => id)}::uuid[])`.execute(
    tx,
  );
  const rows = written.map((row) => ({ ...row, account_id: accountId, updated_at: at, updated_by: agentId }));
  await bulkInsert(
    tx,
    "trigger",
    TRIGGER,
    rows,
    sql`ON CONFLICT (account_id, id) DO UPDATE SET description = excluded.description, definition = excluded.definition, position = excluded.position,
      active = excluded.active, updated_at = excluded.updated_at, updated_by = excluded.updated_by, version = trigger.version + 1`,
  );
}

export async function deleteTrigger(tx: Tx, accountId: string, id: string): Promise<boolean> {
  const { rows } = await sql<{
    id: string;
  }>`DELETE FROM trigger WHERE account_id = ${accountId} AND id = ${id} RETURNING id`.execute(tx);
  return rows.length > 0;
}

export async function orderTriggers(tx: Tx, accountId: string, ids: readonly string[]): Promise<void> {
  await sql`UPDATE trigger t SET position = o.position FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS o(id, position) WHERE t.account_id = ${accountId} AND t.id = o.id`.execute(
    tx,
  );
}

export type Published = BotVersion & { note: string; publishedAt: number; publishedBy: string | null };

const VERSION = sql`SELECT b.account_id AS "accountId", b.id, b.number, b.triggers, b.note, b.published_at AS "publishedAt", a.name AS "publishedBy"
    FROM bot_version b LEFT JOIN agent a ON a.account_id = b.account_id AND a.id = b.published_by`;

/** The version that speaks now, with who published it; or the one with this number. */
export async function loadPublished(tx: Tx, accountId: string, number?: number): Promise<Published | null> {
  const { rows } = await sql<Stored<Published>>`
    ${VERSION} WHERE b.account_id = ${accountId} ${number === undefined ? sql`` : sql`AND b.number = ${number}`} ORDER BY b.number DESC LIMIT 1`.execute(
    tx,
  );
  return rows[0] ? asOfNow(rows[0]) : null;
}

export type VersionHead = Omit<Published, "accountId" | "id" | "triggers"> & { triggers: number };

/** Every version ever published, newest first. */
export async function listVersions(tx: Tx, accountId: string): Promise<VersionHead[]> {
  const { rows } = await sql<VersionHead>`
    SELECT b.number, b.note, b.published_at AS "publishedAt", a.name AS "publishedBy", jsonb_array_length(b.triggers) AS triggers
    FROM bot_version b LEFT JOIN agent a ON a.account_id = b.account_id AND a.id = b.published_by WHERE b.account_id = ${accountId} ORDER BY b.number DESC`.execute(
    tx,
  );
  return rows;
}

/** Which errors of which version have been told. */
export async function loadAlarm(
  tx: Tx,
  accountId: string,
): Promise<{ versionId: string; errors: string[] } | null> {
  const { rows } = await sql<{ versionId: string; errors: string[] }>`
    SELECT bot_version_id AS "versionId", errors FROM bot_alarm WHERE account_id = ${accountId}`.execute(tx);
  return rows[0] ?? null;
}

export async function saveAlarm(
  tx: Tx,
  accountId: string,
  versionId: string,
  errors: readonly string[],
): Promise<void> {
  await sql`INSERT INTO bot_alarm (account_id, bot_version_id, errors) VALUES (${accountId}, ${versionId}, ${JSON.stringify(errors)}::jsonb)
    ON CONFLICT (account_id) DO UPDATE SET bot_version_id = excluded.bot_version_id, errors = excluded.errors`.execute(
    tx,
  );
}

/** How often each trigger acted since a moment: messages it sent and hand-overs it made. */
export async function countFired(tx: Tx, accountId: string, since: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; n: number }>`
    SELECT id, count(*)::int AS n FROM (
      SELECT trigger_id AS id FROM message WHERE account_id = ${accountId} AND trigger_id IS NOT NULL AND created_at >= ${since}::timestamptz
      UNION ALL
      SELECT (data->>'triggerId')::uuid FROM event WHERE account_id = ${accountId} AND type = 'conversation.handed_over' AND at >= ${since}::timestamptz
    ) acts WHERE id IS NOT NULL GROUP BY id`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.n]));
}
