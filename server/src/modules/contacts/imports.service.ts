import { MOST_IMPORT_BYTES, PREVIEW_BYTES } from "@balcao/api";
import type { BeginImport, ContactImport, ImportFaultPage, ImportPreview } from "@balcao/api";
import { mappingFault, plainFileName, proposeMapping, type FieldDefinition } from "@balcao/core";
import type { Actor } from "../../platform/actor.ts";
import { inAccount, type Tx } from "../../platform/database.ts";
import type { Deps } from "../../platform/deps.ts";
import { appendEvents } from "../../platform/events.ts";
import { uuidv7 } from "../../platform/ids.ts";
import { invalid, notFound, ProblemError } from "../../platform/problem.ts";
import { listFields } from "../fields/index.ts";
import { beginningOf, UnreadableCsv } from "./csv.reader.ts";
import {
  findImport,
  importOfKey,
  insertImport,
  latestImports,
  listFaults,
  type ImportRecord,
} from "./imports.queries.ts";

const MOST_SHOWN = 20;
const PREVIEWED = 5;

const shaped = (record: ImportRecord): ContactImport => ({
  id: record.id,
  agentId: record.agentId,
  fileName: record.fileName,
  existing: record.existing,
  state: record.state,
  failure: record.failure,
  // bytes are counted in UTF-8, whatever the file is written in
  part: record.size === 0 ? 1 : Math.min(1, record.bytes / record.size),
  records: record.records,
  created: record.created,
  updated: record.updated,
  skipped: record.skipped,
  refused: record.refused,
  at: new Date(record.at).toISOString(),
  finishedAt: record.finishedAt === null ? null : new Date(record.finishedAt).toISOString(),
});

const fieldsOf = async (tx: Tx, accountId: string): Promise<FieldDefinition[]> =>
  (await listFields(tx, accountId)).filter(({ subject, active }) => subject === "contact" && active);

/** The heads and first records of a file, by its beginning, and what its columns probably are. Nothing is kept. */
export async function previewImport(
  deps: Deps,
  actor: Actor,
  read: () => Promise<Buffer>,
): Promise<ImportPreview> {
  const head = await read();
  let records: string[][];
  try {
    records = await beginningOf(head.subarray(0, PREVIEW_BYTES), head.length < PREVIEW_BYTES, PREVIEWED + 1);
  } catch (error) {
    if (error instanceof UnreadableCsv) throw invalid([{ path: "file", code: "not_a_table" }]);
    throw error;
  }
  const [heads, ...rows] = records;
  if (!heads) throw invalid([{ path: "file", code: "not_a_table" }]);
  const fields = await inAccount(deps.app, actor.accountId, (tx) => fieldsOf(tx, actor.accountId));
  return { heads, rows, mapping: proposeMapping(heads, fields) };
}

/** Takes a file up; its lines come in by themselves from then on. The same key again is the same import. */
export async function beginImport(
  deps: Deps,
  actor: Actor,
  claim: BeginImport,
  read: () => Promise<Buffer>,
): Promise<ContactImport> {
  const { accountId, agentId } = actor;
  const { key, mapping, ...rest } = claim;
  const given = { ...rest, fileName: plainFileName(rest.fileName) || "arquivo" };
  const known = await inAccount(deps.app, accountId, async (tx) => {
    const begun = await importOfKey(tx, accountId, agentId, key);
    const fault = begun ? null : mappingFault(mapping, await fieldsOf(tx, accountId));
    if (fault) throw invalid([{ path: "mapping", code: fault }]);
    return begun;
  });
  if (known) return shaped(known);
  const bytes = await read();
  if (bytes.length > MOST_IMPORT_BYTES) throw new ProblemError(413, "import_too_large");
  const id = uuidv7();
  const storageKey = `${accountId}/${id}`;
  await deps.storage.put(storageKey, bytes);
  const begun = await inAccount(deps.app, accountId, async (tx) => {
    const at = deps.clock.now();
    const record = { ...given, accountId, agentId, id, key, mapping, storageKey, size: bytes.length, at };
    if (await insertImport(tx, record))
      await appendEvents(tx, [
        { accountId, type: "contact_import.begun", agentId, at, data: { importId: id, bytes: bytes.length } },
      ]);
    return importOfKey(tx, accountId, agentId, key);
  });
  if (!begun) throw new Error("an import that was noted is there");
  return shaped(begun);
}

export const getImports = (deps: Deps, actor: Actor): Promise<ContactImport[]> =>
  inAccount(deps.app, actor.accountId, async (tx) =>
    (await latestImports(tx, actor.accountId, MOST_SHOWN)).map(shaped),
  );

async function found(tx: Tx, actor: Actor, id: string): Promise<ImportRecord> {
  const record = await findImport(tx, actor.accountId, id);
  if (!record) throw notFound();
  return record;
}

export const getImport = (deps: Deps, actor: Actor, id: string): Promise<ContactImport> =>
  inAccount(deps.app, actor.accountId, async (tx) => shaped(await found(tx, actor, id)));

/** Lines that were not taken in. */
export const getFaults = (
  deps: Deps,
  actor: Actor,
  id: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<ImportFaultPage> =>
  inAccount(deps.app, actor.accountId, async (tx) => {
    await found(tx, actor, id);
    const [, line, target] = /^(\d{1,9})\|([^\0]+)$/.exec(cursor ?? "") ?? [];
    const after = line === undefined || target === undefined ? null : { line: Number(line), target };
    const rows = await listFaults(tx, actor.accountId, id, { after, limit: limit + 1 });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return { items, nextCursor: last && rows.length > limit ? `${last.line}|${last.target}` : null };
  });
