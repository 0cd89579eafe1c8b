import { chownSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { BESIDE, MANIFEST } from "./backup.mjs";
import { openDataDir, readJson, writePrivate } from "./data-dir.mjs";
import { connectAs } from "./postgres-adopt.mjs";
import { postgresPrograms } from "./postgres-binaries.mjs";
import { clusterParent } from "./postgres-place.mjs";
import { startPostgres } from "./postgres.mjs";
import { explainWrite, Problem } from "./problem.mjs";
import { accountForPostgres } from "./unprivileged.mjs";

/** @typedef {import("./backup.mjs").Manifest} Manifest */
/** @typedef {import("./unprivileged.mjs").Account} Account */

/**
 * What the restored installation must not take for the present. Browsers know of events that are not in it: a new epoch sends them to a full
 * fetch. What waited to be sent may have been sent since: it is put where a dead sender's calls are, so that it is shown in doubt and
 * never sent by itself. Whoever was signed in signs in again: some of them may have been shut out since.
 */
const NO_LONGER_TRUE = [
  "UPDATE stream_epoch SET epoch = gen_random_uuid()",
  "UPDATE outbox SET state = 'calling', lease_until = now(), fence = fence + 1 WHERE state <> 'unknown'",
  "DELETE FROM auth_session",
];

/** @param {string} from @param {string} to @param {Account | null} account the owner of what is made */
function copyAll(from, to, account) {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  if (account) chownSync(to, account.uid, account.gid);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyAll(source, target, account);
    else {
      copyFileSync(source, target);
      if (account) chownSync(target, account.uid, account.gid);
    }
  }
}

/** @param {string} from @returns {Manifest} */
function manifestOf(from) {
  /** @type {Manifest | null} */
  const manifest = readJson(join(from, MANIFEST));
  if (!manifest)
    throw new Problem(
      `${from} is no backup, or one that was cut short: it has no ${MANIFEST}. Name a folder that "npm run backup" made.`,
    );
  if (manifest.format !== 1)
    throw new Problem(
      `${from} was made by a newer version of Balcão (${manifest.version}). Restore it with that version.`,
    );
  return manifest;
}

/**
 * Makes an installation of a backup, in a data folder that has none, and leaves it stopped.
 * @param {{ from: string, dataDir: string }} options
 * @returns {Promise<Manifest>}
 */
export async function restoreBackup({ from, dataDir }) {
  const manifest = manifestOf(from);
  if (existsSync(join(dataDir, "postgres.json")))
    throw new Problem(
      `${dataDir} holds an installation already. Move it away first, or name another folder with --data DIR.`,
    );
  openDataDir(dataDir);
  const account = accountForPostgres(join(dataDir, "postgres"));
  const { major } = postgresPrograms(account);
  if (manifest.major !== major)
    throw new Problem(
      `The backup is of PostgreSQL ${manifest.major}, and this version of Balcão brings PostgreSQL ${major}. Restore it with Balcão ${manifest.version}.`,
    );
  const parent = clusterParent(dataDir, account);
  const directory = join(parent, "postgres");
  try {
    copyAll(join(from, "postgres"), directory, account);
    for (const name of BESIDE) {
      const found = statSync(join(from, name), { throwIfNoEntry: false });
      if (found?.isDirectory()) copyAll(join(from, name), join(dataDir, name), null);
      else if (found) copyFileSync(join(from, name), join(dataDir, name));
    }
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw explainWrite(error, directory);
  }
  const { user, password } = manifest;
  // last: without it there is no installation, and the restore can be begun again
  writePrivate(
    join(dataDir, "postgres.json"),
    JSON.stringify({ major, directory, user, password, port: 0, ready: true }, null, 2),
  );
  await forgetThePresent(dataDir);
  return manifest;
}

/** @param {string} dataDir */
async function forgetThePresent(dataDir) {
  const postgres = await startPostgres({ dataDir });
  try {
    const client = await connectAs(postgres.url);
    try {
      await client.query("BEGIN");
      for (const statement of NO_LONGER_TRUE) await client.query(statement);
      await client.query("COMMIT");
    } finally {
      await client.end();
    }
  } finally {
    await postgres.stop("fast");
  }
}
