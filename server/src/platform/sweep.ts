import { sql } from "kysely";
import { bulkInsert, iso } from "./bulk.ts";
import type { Tx } from "./database.ts";
import type { Deps } from "./deps.ts";
import type { Loop } from "./module.ts";
import { workLoop } from "./work-loop.ts";

/** Which of these stored files a module still needs. Its rows take a key up by the trigger `take_up_file`. */
export type FileHolder = (tx: Tx, storageKeys: readonly string[]) => Promise<readonly string[]>;

const HOUR_MS = 3_600_000;
const OLD_MS = 24 * HOUR_MS;
const POLL_MS = 6 * HOUR_MS;
const BATCH = 500;

async function unheld(
  tx: Tx,
  storageKeys: readonly string[],
  holders: readonly FileHolder[],
): Promise<string[]> {
  const held = new Set<string>();
  for (const holder of holders) for (const key of await holder(tx, storageKeys)) held.add(key);
  return storageKeys.filter((key) => !held.has(key));
}

/**
 * Of these files, those that no row needs, given up for good. Whoever is just committing a row of one is safe, however slow: the row's
 * trigger holds a shared lock on the key until the commit, and what cannot be locked here is left for another day; a row that comes
 * after this commit finds the key in `swept_file` and is refused. So what is answered can be deleted, now or after a crash. Files of
 * accounts that are not in this database are another one's.
 */
async function giveUp(
  tx: Tx,
  storageKeys: readonly string[],
  holders: readonly FileHolder[],
  now: number,
): Promise<string[]> {
  const doubtful = await unheld(tx, storageKeys, holders);
  if (doubtful.length === 0) return [];
  const { rows } = await sql<{ accountId: string; key: string }>`
    SELECT a.account_id AS "accountId", w.key FROM unnest(${doubtful}::text[]) AS w(key) JOIN account a ON a.account_id = split_part(w.key, '/', 1)::uuid
    WHERE pg_try_advisory_xact_lock(78, hashtext(w.key))`.execute(tx);
  // asked again under the locks, by statements that see what was committed before them
  const gone = new Set(
    await unheld(
      tx,
      rows.map(({ key }) => key),
      holders,
    ),
  );
  const swept = rows
    .filter(({ key }) => gone.has(key))
    .map(({ accountId, key }) => ({ account_id: accountId, storage_key: key, at: iso(now) }));
  const shape = { account_id: "uuid", storage_key: "text", at: "timestamptz" };
  await bulkInsert(tx, "swept_file", shape, swept, sql`ON CONFLICT DO NOTHING`);
  return [...gone];
}

/** Deletes files that were stored more than a day ago and that no row knows: whoever stored them died before the commit. */
export function sweepLoop(deps: Deps, holders: readonly FileHolder[]): Loop {
  const sweep = async (storageKeys: readonly string[]): Promise<number> => {
    if (storageKeys.length === 0) return 0;
    const gone = await deps.system
      .transaction()
      .execute((tx) => giveUp(tx, storageKeys, holders, deps.clock.now()));
    for (const key of gone) await deps.storage.remove(key);
    if (gone.length > 0) deps.log.info("storage.swept", { files: gone.length });
    return gone.length;
  };
  const round = async (): Promise<number> => {
    let done = 0;
    let batch: string[] = [];
    for await (const key of deps.storage.olderThan(OLD_MS)) {
      batch.push(key);
      if (batch.length < BATCH) continue;
      done += await sweep(batch);
      batch = [];
    }
    return done + (await sweep(batch));
  };
  return workLoop(deps, {
    name: "sweep",
    topic: null,
    pollMs: POLL_MS,
    full: Number.POSITIVE_INFINITY,
    round,
    drain: round,
  });
}
